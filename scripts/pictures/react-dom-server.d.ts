// react-dom brings no types of its own; this is all that the pictures need of it.
declare module "react-dom/server" {
  import type { ReactNode } from "react";
  export function renderToStaticMarkup(node: ReactNode): string;
}
