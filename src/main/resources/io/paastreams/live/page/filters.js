import { h } from "./dom.js";

/** Drop-down filters that are remembered in the address, so that a filtered view can be linked. */
export class Filters {
  #selects = new Map();
  #words = new Map();

  constructor(fields, changed) {
    this.element = h("form", { class: "filters", role: "search", onsubmit: (event) => event.preventDefault() });
    const asked = new URLSearchParams(location.hash.split("?")[1] ?? "");
    for (const field of fields) {
      const select = h("select", { name: field.name, onchange: () => { this.#remember(); changed(); } }, h("option", { value: "" }, "all"));
      this.#selects.set(field.name, select);
      this.#words.set(field.name, field.words ?? {});
      const wanted = asked.get(field.name);
      this.offer(field.name, [...(field.choices ?? []), ...(wanted ? [wanted] : [])]);
      if (wanted) select.value = wanted;
      this.element.append(h("label", {}, h("span", {}, field.label), select));
    }
  }

  /** Adds choices; what is chosen stays. */
  offer(name, values) {
    const select = this.#selects.get(name);
    const known = new Set([...select.options].map((option) => option.value));
    const words = this.#words.get(name);
    for (const value of [...new Set(values)].sort()) {
      if (value && !known.has(value)) select.append(h("option", { value }, words[value] ?? (/^[A-Z_]+$/.test(value) ? value.toLowerCase() : value)));
    }
  }

  values() {
    return Object.fromEntries([...this.#selects].map(([name, select]) => [name, select.value]));
  }

  /** For the addresses of views that keep the filter: "?camera=gate", or nothing. */
  query() {
    const parameters = new URLSearchParams(Object.entries(this.values()).filter(([, value]) => value !== ""));
    return parameters.size > 0 ? `?${parameters}` : "";
  }

  any() {
    return [...this.#selects.values()].some((select) => select.value !== "");
  }

  #remember() {
    history.replaceState(null, "", `${location.hash.split("?")[0] || "#/"}${this.query()}`);
  }
}
