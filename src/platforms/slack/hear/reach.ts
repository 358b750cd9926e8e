/** How a person can be reached about what they did, as the request tells. Pure. */
import { z } from "zod";
import type { Inbound } from "../../platform.ts";
import type { Reach } from "./answers.ts";
import { readPlace } from "../forms/views.ts";

const Ways = z.object({
  trigger_id: z.string().optional(),
  response_url: z.url({ protocol: /^https?$/ }).optional(),
  container: z.object({ is_ephemeral: z.boolean().optional() }).optional(),
  view: z
    .object({ id: z.string(), type: z.string(), private_metadata: z.string().default("") })
    .optional(),
});

export function reachOf(body: unknown, { kind, call }: Inbound): Reach {
  const {
    trigger_id: trigger,
    response_url: url,
    view,
    container,
  } = Ways.safeParse(body).data ?? {};
  const { address, person } = call.caller;
  const ways = {
    person,
    isAlone: container?.is_ephemeral === true,
    ...(trigger === undefined ? {} : { trigger }),
    ...(view?.type === "modal" ? { modal: view.id } : {}),
  };
  if (kind === "submit") {
    const { form: _, ...place } = readPlace(view?.private_metadata ?? "") ?? {
      form: "",
      channel: person,
    };
    // Over the App Home a form belongs to no channel.
    return { ...ways, place: place.channel === person ? null : place };
  }
  if (view !== undefined) return { ...ways, place: null };
  const root = address.thread?.root;
  const message = kind === "action" ? call.post?.message : undefined;
  return {
    ...ways,
    place: {
      channel: address.channel,
      ...(root === undefined ? {} : { root }),
      ...(message === undefined ? {} : { message }),
      ...(url === undefined ? {} : { respond: url }),
    },
  };
}
