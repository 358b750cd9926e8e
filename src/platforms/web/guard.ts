/** Who may talk to the chat: this site's own pages, opened under a name that is ours. */
import { isIP } from "node:net";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { secureHeaders } from "hono/secure-headers";
import { LIMITS } from "./limits.ts";

const LOCAL_NAMES: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);
const EVERY_ADDRESS: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

/**
 * Whether a request's Host header names this chat. A page elsewhere can let its own name point at our address (DNS
 * rebinding), so only names we know pass; IP addresses cannot be rebound and pass when we listen on all of them.
 */
export function isOurHost(header: string | undefined, configured: string): boolean {
  const name = header?.replace(/:\d*$/, "").toLowerCase() ?? "";
  if (LOCAL_NAMES.has(name)) return true;
  if (EVERY_ADDRESS.has(configured)) return isIP(name.replace(/^\[(.*)\]$/, "$1")) !== 0;
  return name === configured.toLowerCase() || name === `[${configured.toLowerCase()}]`;
}

export function guards(host: string): MiddlewareHandler[] {
  return [
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      // With "no-referrer" browsers send "Origin: null" with forms, which would hide that they are ours.
      referrerPolicy: "same-origin",
      strictTransportSecurity: false,
      xFrameOptions: "DENY",
    }),
    async (context, next) => {
      if (isOurHost(context.req.header("host"), host)) return next();
      return context.text("This name does not belong to the chat.", 421);
    },
    async (context, next) => {
      const { method } = context.req;
      if (method === "GET" || method === "HEAD") return next();
      if (method !== "POST") return context.text("Not allowed.", 405);
      const type = context.req.header("content-type") ?? "";
      if (/^application\/x-www-form-urlencoded\b/i.test(type)) return next();
      return context.text("Only forms are taken here.", 415);
    },
    csrf(),
    bodyLimit({ maxSize: LIMITS.formBytes }),
  ];
}
