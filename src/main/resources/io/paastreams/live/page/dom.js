/**
 * Makes an element. Children are nodes or text; text is never read as HTML, whatever it holds.
 * Attributes that begin with "on" are listeners; null and false leave an attribute out.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Sets text only if it changed, so that screen readers and selections are left alone. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** A table with a caption for screen readers; rows are lists of cells. */
export function table(caption, heads, rows, attributes = {}) {
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    h("table", attributes,
      h("caption", { class: "unseen" }, caption),
      h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col", class: [head.number ? "number" : "", head.wide ? "wide" : ""].join(" ").trim() || null }, head.unseen ? h("span", { class: "unseen" }, head.text) : head.text ?? head)))),
      h("tbody", {}, rows)));
}

/** What a view shows when there is nothing: what is missing, and what to do. */
export function empty(title, ...rest) {
  return h("div", { class: "empty" }, h("h2", {}, title), rest.map((each) => (typeof each === "string" ? h("p", {}, each) : each)));
}

/** A list, and beside it what is open of it; on narrow screens only what is open, with a way back. */
export function splitView(title, tools, id, list, detail, back) {
  const head = h("div", { class: "head" }, h("h1", {}, title), tools);
  if (id === null) return h("div", {}, head, list);
  const link = h("a", { class: "back", href: back() }, `All ${title.toLowerCase()}`);
  link.addEventListener("click", () => { link.href = back(); });
  return h("div", { class: "splitview" }, link, head, h("div", { class: "split" }, list, detail));
}

/** Puts something else there. Focus and scrolling stay where they were, so that lists can be read while they grow. */
export function renew(place, content) {
  const key = (element) => element.getAttribute("href") ?? element.getAttribute("aria-label");
  const focused = place.contains(document.activeElement) ? key(document.activeElement) : null;
  const scrolled = place.querySelector(".scroll")?.scrollTop ?? 0;
  place.replaceChildren(content);
  const scroller = place.querySelector(".scroll");
  if (scroller) scroller.scrollTop = scrolled;
  if (focused !== null) [...place.querySelectorAll("a, button, [tabindex]")].find((each) => key(each) === focused)?.focus({ preventScroll: true });
}

/** What stands where something will be as soon as the server has answered. */
export function loading(what) {
  return h("p", { class: "none loading", role: "status" }, `Loading ${what}`);
}

export function card(title, ...children) {
  return h("section", { class: "card" }, title ? h("h2", {}, title) : null, children);
}
