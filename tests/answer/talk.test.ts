import { describe, expect, test } from "vitest";
import { answerFrom } from "../../src/answer/answer.ts";
import { talkIn, withoutMarkup } from "../../src/answer/talk.ts";
import { article, bahn, ferry, subway } from "./articles.ts";

describe("what is no question of an article", () => {
  test.each([
    ["Hello", "greeting"],
    ["hi there!", "greeting"],
    ["Good morning", "greeting"],
    ["how are you?", "greeting"],
    ["Bonjour", "greeting"],
    ["こんにちは", "greeting"],
    ["مرحبا", "greeting"],
    ["thanks!", "thanks"],
    ["Hi, thank you so much", "thanks"],
    ["ok, danke", "thanks"],
    ["Thanks a lot for the help, everyone", "thanks"],
    ["bye", "farewell"],
    ["Good night!", "farewell"],
    ["ok", "nod"],
    ["great, yes", "nod"],
    ["help", "help"],
    ["Hi! What can you do?", "help"],
    ["what can I ask you?", "help"],
    ["who are you?", "help"],
    ["are you a bot?", "help"],
    ["How do I use this?", "help"],
    ["Hilfe!", "help"],
    ["", "wordless"],
    ["???", "wordless"],
    ["👍🎉", "wordless"],
    ["…\n\t—", "wordless"],
  ])("%j is %s", (said, talk) => {
    expect(talkIn(said)).toBe(talk);
  });

  test.each([
    "How does it work?",
    "who is he?",
    "why?",
    "and when?",
    "help for the fishermen",
    "what can the mayor do?",
    "What does the bot cost?",
    "hello ferries",
    "thanks to whom was it built?",
    "good news?",
    "the of and",
  ])("%j is a question", (said) => {
    expect(talkIn(said)).toBeUndefined();
  });

  test("markup around words is no part of them, and stays where there are none", () => {
    expect(withoutMarkup("<@U1> what does it cost? https://evil.example/who").trim()).toBe(
      "what does it cost?",
    );
    expect(withoutMarkup("<!here>")).toBe("<!here>");
  });
});

describe("a question in another language than the briefing", () => {
  test.each([
    [ferry, "Wie viel kosten die Fähren?"],
    [ferry, "Combien coûtent les navires ?"],
    [ferry, "船はいくらですか?"],
    [ferry, "كم تكلفة العبارات؟"],
    [subway, "How much is a ticket?"],
    [bahn, "What does the mayor say about the opposition?"],
  ])("$title: %s", (briefing, question) => {
    expect(answerFrom(question, [briefing])).toEqual({
      tier: "low",
      quotes: [],
      otherLanguage: true,
    });
  });

  test("names do not make a language", () => {
    for (const question of ["Volodymyr Zelensky?", "Why did the Bundesrat resign?", "UNESCO"]) {
      expect(answerFrom(question, [ferry])).toEqual({ tier: "low", quotes: [] });
    }
  });
});

describe("in Japanese and French", () => {
  const parts = { summary: "", insights: [] };
  const chikatetsu = article({
    ...parts,
    id: "chikatetsu",
    title: "新しい地下鉄が開業",
    preface: "市長の田中は土曜日に新しい地下鉄を開業した。",
    body: ["地下鉄の運賃は二百円である。住民は騒音に反対している。", "建設費は三千億円だった。"],
    language: "ja",
  });
  const pont = article({
    ...parts,
    id: "pont",
    title: "Le nouveau pont",
    preface: "La maire a inauguré le nouveau pont samedi matin.",
    body: [
      "Le chantier du pont a duré neuf ans à cause des crues.",
      "Le directeur est Jean Morel.",
    ],
    language: "fr",
  });

  test.each([
    [chikatetsu, "地下鉄の運賃はいくらですか?", "二百円"],
    [chikatetsu, "市長は誰ですか?", "田中"],
    [chikatetsu, "建設費はいくらですか?", "三千億円"],
    // Issue 6: folded first, 誰が (who) fell into 誰か (somebody).
    [chikatetsu, "誰が反対している?", "住民"],
    [chikatetsu, "誰が反対している?".normalize("NFD"), "住民"],
    [pont, "Combien d'années a duré le chantier du pont ?", "neuf ans"],
    [pont, "Qui est le directeur ?", "Jean Morel"],
  ])("$title: %s", (briefing, question, said) => {
    const { tier, quotes } = answerFrom(question, [briefing]);
    expect(tier).not.toBe("low");
    expect(quotes[0]?.text).toContain(said);
  });

  test.each([
    [chikatetsu, "今日の天気はどうですか?"],
    [chikatetsu, "誰がワールドカップで優勝しましたか?"],
    [pont, "Quel temps fait-il à Paris ?"],
    [pont, "Qui a gagné la coupe du monde ?"],
  ])("$title does not say: %s", (briefing, question) => {
    expect(answerFrom(question, [briefing])).toEqual({ tier: "low", quotes: [] });
  });
});
