import { get, send } from "./api.js";
import { card, empty, h, loading, renew, setText, splitView, table } from "./dom.js";
import { date, span } from "./format.js";
import { facts, story } from "./events.js";
import { Filters } from "./filters.js";
import { Refresh } from "./refresh.js";
import { session } from "./session.js";
import { miniature, thumbnail } from "./thumbnail.js";

const TONES = { LOW: "", MEDIUM: "warn", HIGH: "bad", CRITICAL: "bad" };

export function severity(name) {
  return h("span", { class: `badge ${TONES[name] ?? ""}` }, name.toLowerCase());
}

/** Alerts, the latest first, each with why it was raised. */
export class AlertsView {
  title = "Alerts";

  constructor(id) {
    this.id = id;
    this.filters = new Filters([
      { name: "state", label: "State", choices: ["RAISED", "CLEARED"], words: { RAISED: "open", CLEARED: "cleared" } },
      { name: "acknowledged", label: "Noted", choices: ["false", "true"], words: { true: "acknowledged", false: "not yet" } },
      { name: "camera", label: "Camera" },
      { name: "rule", label: "Rule" },
      { name: "zone", label: "Zone" },
    ], () => this.refresh.now());
    this.said = h("p", { role: "status", class: "said" });
    this.list = h("div", {}, loading("the alerts"));
    this.detail = h("div", {}, id ? loading("the alert") : null);
    this.element = splitView("Alerts", this.filters.element, id, this.list, this.detail, () => `#/alerts${this.filters.query()}`);
    this.element.firstElementChild.after(this.said);
    this.refresh = new Refresh("alerts", {
      ask: () => get("alerts", this.filters.values()),
      show: (alerts) => this.#list(alerts),
      fail: (failure) => this.list.replaceChildren(empty("Not available", failure.message)),
    });
    if (id) {
      this.opened = new Refresh("alerts", {
        ask: () => this.#alert(),
        show: (found) => this.#show(found),
        fail: (failure) => this.detail.replaceChildren(card("Alert", h("p", {}, failure.message))),
      });
    }
    this.update();
  }

  update() {
    this.refresh.update();
    this.opened?.update();
  }

  #list(alerts) {
    this.filters.offer("camera", alerts.map((alert) => alert.camera));
    this.filters.offer("rule", alerts.map((alert) => alert.rule));
    this.filters.offer("zone", alerts.map((alert) => alert.zone));
    const rows = alerts.map((alert) => h("tr", { "aria-current": alert.id === this.id ? "true" : null },
      h("td", { class: "shot" }, miniature(alert.best)),
      h("td", { class: "when" }, date(alert.raised)),
      h("td", {}, severity(alert.severity)),
      h("td", { class: "what" }, h("a", { href: `#/alerts/${encodeURIComponent(alert.id)}${this.filters.query()}` }, alert.text)),
      h("td", { class: "id wide" }, alert.camera),
      h("td", { class: "wide" }, alert.rule),
      h("td", { class: "standing" }, standing(alert)),
      h("td", {}, alert.acknowledged ? h("span", { class: "zones", title: `${date(alert.acknowledged)}, ${alert.acknowledgedBy}` }, "acknowledged") : this.#button(alert))));
    renew(this.list, rows.length > 0
      ? card(null, table("Alerts, the latest first", [{ text: "Image", unseen: true }, "Raised", "Severity", "What", { text: "Camera", wide: true }, { text: "Rule", wide: true }, "State", { text: "Acknowledged", unseen: true }], rows, { class: "rows" }))
      : this.filters.any()
        ? empty("Nothing matches the filter", "No recent alert has this state, camera, rule and zone.")
        : empty("No alerts", "No alert has been raised yet. Rules are written in YAML and applied with:", h("pre", {}, h("code", {}, "java -jar paa-streams.jar rules apply rules.yaml --config pipeline.yaml"))));
  }

  async #alert() {
    const alert = await get(`alerts/${encodeURIComponent(this.id)}`);
    const causes = await Promise.all(alert.events.slice(-20).map((id) => get(`events/${id}`).catch(() => null)));
    return { alert, causes: causes.filter((each) => each !== null) };
  }

  #show({ alert, causes }) {
    const noted = h("div", { class: "actions" }, alert.acknowledged
      ? h("p", { class: "hint" }, `Acknowledged ${date(alert.acknowledged)} by ${alert.acknowledgedBy}.`)
      : this.#button(alert));
    const size = causes[0] ?? { width: 0, height: 0 };
    renew(this.detail, card(alert.text,
      h("p", {}, severity(alert.severity), " ", standing(alert)),
      noted,
      thumbnail(alert.best, size.width, size.height, alert.label ?? ""),
      h("h2", {}, "Why"),
      facts([
        ["Rule", alert.rule],
        ["Zone or line", alert.zone ?? alert.line ?? "the whole camera"],
        ["Held since", date(alert.since)],
        ["Raised", `${date(alert.raised)}, after ${span(alert.raised - alert.since)}`],
        ["Cleared", alert.cleared ? `${date(alert.cleared)}, after ${span(alert.cleared - alert.raised)}` : "not yet"],
        ["Camera", h("a", { href: `#/camera/${encodeURIComponent(alert.camera)}` }, alert.camera)],
        ["Object", alert.track ? h("span", { class: "mono" }, `${alert.label ?? ""} #${alert.track.slice(0, 4)}`) : "none in particular"],
        ["Rules version", h("span", { class: "mono" }, alert.rules ?? "-")],
      ]),
      causes.length ? [h("h2", {}, "What caused it"), story(causes.reverse(), null)] : null));
  }

  /** One click in the list as in the detail. */
  #button(alert) {
    const button = h("button", { type: "button", class: "small", "aria-label": `Acknowledge: ${alert.text}`, disabled: true }, "Acknowledge");
    session().then((may) => {
      button.disabled = may.role !== "OPERATOR";
      if (button.disabled) button.title = "This needs the operator's token.";
    }, () => { button.title = "The page's server does not answer."; });
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        await send("POST", `alerts/${encodeURIComponent(alert.id)}/acknowledge`);
        setText(this.said, `Acknowledged: ${alert.text}`);
      } catch (failure) {
        setText(this.said, `Not acknowledged: ${failure.message}`);
      }
      await Promise.all([this.refresh.now(), this.opened?.now()]);
    });
    return button;
  }

  close() {}
}

function standing(alert) {
  return alert.state === "RAISED"
    ? h("span", { class: "badge bad" }, "open")
    : h("span", { class: "zones" }, `cleared after ${span(alert.cleared - alert.raised)}`);
}
