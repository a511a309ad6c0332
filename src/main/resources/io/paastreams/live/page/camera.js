import { connection } from "./connection.js";
import { get } from "./api.js";
import { card, empty, h, setText, table } from "./dom.js";
import { inWords } from "./events.js";
import { count, date, percent, rate, span, time } from "./format.js";
import { miniature } from "./thumbnail.js";
import { colourOf } from "./painter.js";
import { Player } from "./player.js";
import { explain, STATES } from "./wall.js";

/** One camera, large, with its objects as a list. */
export class CameraView {
  #listedAt = 0;
  #versions = "";
  #loadedAt = 0;

  constructor(id) {
    this.id = id;
    this.title = id;
    this.player = new Player(id, { large: true });
    this.player.onframe = (header) => this.#list(header);
    this.badge = h("span", { class: "badge" });
    this.why = h("p", { class: "why" });
    this.previous = h("a", { class: "button quiet" }, "Previous");
    this.next = h("a", { class: "button quiet" }, "Next");
    this.objects = h("ul", { class: "objectlist" });
    this.facts = h("dl", { class: "facts" });
    this.unknown = h("div", {});
    this.events = h("div", {});
    this.counts = h("div", { class: "counts" });
    this.side = h("div", { class: "side" }, card("Objects", this.objects), card("Last events", this.events), card("This camera", this.facts));
    this.element = h("div", {},
      h("div", { class: "head" }, h("h1", {}, id), this.badge, this.why, h("span", { class: "push" }), h("a", { class: "button", href: `#/zones/${encodeURIComponent(id)}` }, "Zones and lines"), this.previous, this.next),
      this.unknown,
      h("div", { class: "camera" }, this.player.element, this.side), this.counts);
    connection.focus(id);
    this.player.start();
    this.update();
  }

  update() {
    const cameras = connection.status?.cameras;
    if (!cameras) return;
    this.#load().catch(() => {});
    const index = cameras.findIndex((camera) => camera.id === this.id);
    const camera = cameras[index];
    this.unknown.replaceChildren(camera ? "" : empty("This camera is not known", `No record of "${this.id}" has arrived since the page's server started.`, h("p", {}, h("a", { href: "#/" }, "To all cameras"))));
    this.previous.hidden = this.next.hidden = cameras.length < 2 || index < 0;
    if (!camera) return;
    const at = (offset) => `#/camera/${encodeURIComponent(cameras[(index + offset + cameras.length) % cameras.length].id)}`;
    this.previous.href = at(-1);
    this.next.href = at(1);
    const state = STATES[camera.state];
    this.badge.className = `badge ${state.tone}`;
    setText(this.badge, state.text);
    setText(this.why, explain(camera, connection.now()));
    const all = camera.detected + camera.skipped + camera.dead;
    const header = this.player.header;
    this.#facts([
      ["Age of the image", header ? span(connection.now() - header.capture) : "no image yet"],
      ["Capture to detection", header ? span(header.detected - header.capture) : "-"],
      ["Detected", `${rate(camera.detected)} frames/s`],
      ["Skipped", all === 0 ? "-" : `${percent(camera.skipped / all)} of ${rate(all)} frames/s`],
      ["Dead letters", `${rate(camera.dead)}/s`],
      ["Frame", camera.width > 0 ? `${camera.width} x ${camera.height}` : "-"],
      ["Model", header?.model || "-"],
      ["Frames topic", camera.partition >= 0 ? `partition ${camera.partition}${header ? `, offset ${header.offset}` : ""}` : "-"],
    ]);
    this.player.state = camera.state;
    this.player.tick();
  }

  /** Events and counts, when there are new ones. */
  async #load() {
    const versions = connection.status?.versions ?? {};
    const now = `${versions.events} ${versions.counts}`;
    if (now === this.#versions || performance.now() - this.#loadedAt < 2000) return;
    this.#versions = now;
    this.#loadedAt = performance.now();
    const [events, counts] = await Promise.all([get("events", { camera: this.id }), get("counts", { camera: this.id })]);
    this.events.replaceChildren(events.length === 0
      ? h("p", { class: "none" }, "None. Events come from analytics.")
      : h("div", { class: "narrow" }, latest(events.filter((event) => event.kind !== "UPDATE").slice(0, 6)), h("p", {}, h("a", { href: `#/events?camera=${encodeURIComponent(this.id)}` }, "All events of this camera"))));
    this.counts.replaceChildren(...(counts.length === 0 ? [] : [card("Counts of the last windows", table("Counts", ["From", "To", "Where", "Label", ...["In", "Out", "Crossed", "Most", "Mean", "Objects"].map((text) => ({ text, number: true }))],
      counts.slice(0, 12).map((each) => h("tr", {},
        h("td", {}, time(each.start)), h("td", {}, time(each.end)), h("td", {}, each.zone ?? each.line ?? "whole frame"), h("td", {}, each.label ?? "all"),
        h("td", { class: "number" }, each.line ? "-" : each.entered), h("td", { class: "number" }, each.line ? "-" : each.left),
        h("td", { class: "number" }, each.line ? `${each.leftToRight} → ${each.rightToLeft} ←` : "-"),
        h("td", { class: "number" }, each.line ? "-" : each.most), h("td", { class: "number" }, each.line ? "-" : each.mean.toFixed(1)), h("td", { class: "number" }, each.tracks)))))]));
  }

  #facts(pairs) {
    pairs.forEach(([name, value], index) => {
      if (!this.facts.children[index]) this.facts.append(h("div", {}, h("dt", {}, name), h("dd", {})));
      setText(this.facts.children[index].lastChild, value);
    });
  }

  /** Twice a second at most: a list that flickers cannot be read. */
  #list(header) {
    if (performance.now() - this.#listedAt < 500) return;
    this.#listedAt = performance.now();
    const rows = [...header.boxes].sort((a, b) => b.score - a.score).map((box) =>
      h("li", {},
        swatch(box.label),
        h("span", { class: "name" }, box.label),
        box.track ? h("span", { class: "mono" }, `#${box.track.slice(0, 4)}`) : null,
        box.zones?.length ? h("span", { class: "zones" }, box.zones.join(", ")) : null,
        h("span", { class: "score" }, box.score.toFixed(2))));
    this.objects.replaceChildren(...(rows.length ? rows : [h("li", { class: "none" }, "No objects in this frame.")]));
    this.objects.setAttribute("aria-label", count(rows.length, "object"));
  }

  close() {
    this.player.close();
  }
}

/** Events with the image of their object, the latest first. */
function latest(events) {
  return h("ol", { class: "latest" }, events.map((event) => h("li", {},
    miniature(event.best),
    h("div", {}, h("a", { href: `#/events/${encodeURIComponent(event.id)}` }, `${event.label} ${inWords(event)}`), h("p", { class: "mono" }, date(event.time))))));
}

export function swatch(label) {
  const element = h("span", { class: "swatch", "aria-hidden": "true" });
  element.style.background = colourOf(label);
  return element;
}
