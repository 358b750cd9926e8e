/** What is said to the bot is answered in the thread, with the article's own words. */
import { answerFrom } from "../answer/answer.ts";
import { isSmallTalk } from "../answer/question.ts";
import { isPublic, type Briefing } from "../briefing/briefing.ts";
import { composeAnswer, composeGreeting } from "../briefing/compose/answer.ts";
import { composeSoFar } from "../briefing/compose/notes.ts";
import type { Message } from "../briefing/message.ts";
import type { ReplyCall } from "../platforms/platform.ts";
import { keyOf, type BotParts } from "./feature.ts";

/** `briefings` are those readers may see. Rejects when the answer could not be put into the outbox. */
export function createReplies(
  parts: BotParts,
  briefings: () => readonly Briefing[],
): (call: ReplyCall) => Promise<void> {
  return async (call) => {
    const { platform, workspace, channel } = call.root.address;
    const about = await parts.briefingsOf(call.root);
    const found = await Promise.all(about.map((id) => parts.find(id)));
    const subject = found
      .filter((each) => each !== undefined)
      .filter((each) => isPublic(each, parts.now()));
    const answer = (): Message => {
      const left = parts.catchingUp();
      const found = answerFrom(call.text, subject.length > 0 ? subject : briefings(), {
        archive: parts.index,
        mayTell: (briefing) => isPublic(briefing, parts.now()),
      });
      const message = composeAnswer(found);
      return subject.length > 0 ? message : composeSoFar(message, left, "words");
    };
    await parts.enqueue({
      key: keyOf("answer", platform, workspace, call.id),
      kind: "answer",
      to: {
        platform,
        workspace,
        channel,
        thread: { root: call.root.message, title: subject[0]?.title ?? "Questions" },
      },
      message: isSmallTalk(call.text) ? composeGreeting() : answer(),
      briefings: [],
    });
  };
}
