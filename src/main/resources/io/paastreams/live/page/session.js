import { get } from "./api.js";

let asked = null;

/** What this browser may do; asked once, or until the server answers. */
export function session() {
  asked ??= get("session").catch((failure) => {
    asked = null;
    throw failure;
  });
  return asked;
}
