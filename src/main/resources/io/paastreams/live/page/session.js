import { get } from "./api.js";

let asked = null;

/** What this browser may do; asked once. */
export function session() {
  asked ??= get("session");
  return asked;
}
