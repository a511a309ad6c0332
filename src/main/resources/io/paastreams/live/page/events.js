import { get } from "./api.js";
import { connection } from "./connection.js";
import { card, empty, h, loading, renew, splitView, table } from "./dom.js";
import { date, span } from "./format.js";
import { Filters } from "./filters.js";
import { Refresh } from "./refresh.js";
import { miniature, thumbnail } from "./thumbnail.js";

const KINDS = ["NEW", "ENTERED", "LEFT", "CROSSED", "STATIONARY", "MOVING", "ENDED", "UPDATE"];

/** What happened, in words: "entered yard". */
export function inWords(event) {
  switch (event.kind) {
    case "NEW": return event.zone ? `appeared in ${event.zone}` : "appeared";
    case "ENTERED": return `entered ${event.zone}`;
    case "LEFT": return `left ${event.zone}${event.dwell ? ` after ${span(event.dwell * 1000)}` : ""}`;
    case "CROSSED": return `crossed ${event.line}, ${direction(event.direction)}`;
    case "STATIONARY": return "came to rest";
    case "MOVING": return `moved again${event.dwell ? ` after ${span(event.dwell * 1000)}` : ""}`;
    case "ENDED": return `is gone${event.dwell ? ` after ${span(event.dwell * 1000)}` : ""}`;
    default: return "is still there";
  }
}

function direction(name) {
  return name === "RIGHT_TO_LEFT" ? "right to left" : "left to right";
}

/** Events of objects, the latest first, each with why. */
export class EventsView {
  title = "Events";
  constructor(id) {
    this.id = id;
    this.filters = new Filters([
      { name: "camera", label: "Camera" },
      { name: "label", label: "Label" },
      { name: "kind", label: "Kind", choices: KINDS },
      { name: "zone", label: "Zone" },
    ], () => this.refresh.now());
    this.list = h("div", {}, loading("the events"));
    this.detail = h("div", {}, id ? loading("the event") : null);
    this.element = splitView("Events", this.filters.element, id, this.list, this.detail, () => `#/events${this.filters.query()}`);
    this.refresh = new Refresh("events", {
      ask: () => get("events", this.filters.values()),
      show: (events) => this.#list(events),
      fail: (failure) => this.list.replaceChildren(empty("Not available", failure.message)),
    });
    if (id) {
      this.opened = new Refresh(null, {
        ask: () => this.#event(),
        show: (found) => this.#show(found),
        fail: (failure) => this.detail.replaceChildren(card("Event", h("p", {}, failure.message))),
      });
    }
    this.update();
  }

  update() {
    this.refresh.update();
    this.opened?.update();
  }

  #list(events) {
    this.filters.offer("camera", (connection.status?.cameras ?? []).map((camera) => camera.id));
    this.filters.offer("label", events.map((event) => event.label));
    this.filters.offer("zone", events.flatMap((event) => event.zones.concat(event.zone ?? [])));
    const rows = events.map((event) => h("tr", { "aria-current": event.id === this.id ? "true" : null },
      h("td", { class: "shot" }, miniature(event.best)),
      h("td", { class: "when" }, date(event.time)),
      h("td", { class: "id" }, h("a", { href: `#/camera/${encodeURIComponent(event.camera)}` }, event.camera)),
      h("td", { class: "what" }, h("a", { href: `#/events/${encodeURIComponent(event.id)}${this.filters.query()}` }, `${event.label} ${inWords(event)}`)),
      h("td", { class: "number wide" }, event.score.toFixed(2)),
      h("td", { class: "mono wide" }, `#${event.track.slice(0, 4)}`)));
    renew(this.list, rows.length > 0
      ? card(null, table("Events, the latest first", [{ text: "Image", unseen: true }, "Time", "Camera", "What happened", { text: "Score", number: true, wide: true }, { text: "Object", wide: true }], rows, { class: "rows" }))
      : this.filters.any()
        ? empty("Nothing matches the filter", "No recent event has this camera, label, kind and zone.")
        : empty("No events yet", "Events come from analytics, which follows objects and knows zones and lines. Start it with:", h("pre", {}, h("code", {}, "java -jar paa-streams.jar analytics --config pipeline.yaml"))));
  }

  async #event() {
    const event = await get(`events/${encodeURIComponent(this.id)}`);
    return { event, others: await get("events", { camera: event.camera, track: event.track }) };
  }

  #show({ event, others }) {
    this.detail.replaceChildren(card(`${event.label} ${inWords(event)}`,
      thumbnail(event.best, event.width, event.height, event.label),
      facts([
        ["Camera", h("a", { href: `#/camera/${encodeURIComponent(event.camera)}` }, event.camera)],
        ["Time", date(event.time)],
        ["Object", h("span", { class: "mono" }, event.track)],
        ["Score, best", `${event.score.toFixed(2)}, ${event.bestScore.toFixed(2)}`],
        ["In zones", event.zones.length ? event.zones.join(", ") : "none"],
        ["In view", span(event.lastSeen - event.firstSeen)],
        ["Rules", h("span", { class: "mono" }, event.rules ?? "none")],
      ]),
      h("h2", {}, "The object's story"),
      story(others, event.id)));
  }

  close() {}
}

export function facts(pairs) {
  return h("dl", { class: "facts" }, pairs.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

/** Events of one object, the earliest first. */
export function story(events, current) {
  return h("ol", { class: "story" }, [...events].reverse().map((event) => h("li", { "aria-current": event.id === current ? "true" : null },
    h("span", { class: "mono" }, date(event.time)), " ", h("a", { href: `#/events/${encodeURIComponent(event.id)}` }, `${event.label} ${inWords(event)}`))));
}
