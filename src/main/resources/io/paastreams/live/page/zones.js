import { get, send } from "./api.js";
import { connection } from "./connection.js";
import { card, empty, h, setText, table } from "./dom.js";
import { date, span, time } from "./format.js";
import { fit } from "./painter.js";
import { Player } from "./player.js";
import { session } from "./session.js";

const SVG = "http://www.w3.org/2000/svg";
const STEP = 0.01;

/**
 * Zones and lines of a camera, drawn over its live frame. What is drawn goes into the text of the
 * rules, can be tried on what was tracked, and is applied only then.
 */
export class ZonesView {
  #places = [];
  #drawing = null;
  #version = null;
  #seen = -1;

  constructor(id) {
    this.id = id;
    this.title = `Zones of ${id}`;
    this.player = new Player(id, { large: true });
    this.player.showsPlaces = false;
    this.drawn = document.createElementNS(SVG, "svg");
    this.drawn.setAttribute("preserveAspectRatio", "none");
    this.drawn.setAttribute("viewBox", "0 0 1 1");
    this.drawn.setAttribute("aria-hidden", "true");
    this.sheet = h("div", { class: "sheet" }, this.drawn);
    this.sheet.addEventListener("click", (event) => this.#click(event));
    this.player.element.append(this.sheet);
    this.player.onframe = () => this.#align();
    this.aligner = new ResizeObserver(() => this.#align());
    this.aligner.observe(this.player.element);

    this.said = h("p", { role: "status", class: "said" });
    this.list = h("ul", { class: "places" });
    this.zoneButton = h("button", { type: "button", onclick: () => this.#begin("zone") }, "Draw a zone");
    this.lineButton = h("button", { type: "button", onclick: () => this.#begin("line") }, "Draw a line");
    this.done = h("button", { type: "button", class: "primary", hidden: true, onclick: () => this.#finish() }, "Finish");
    this.cancel = h("button", { type: "button", hidden: true, onclick: () => this.#stop("Nothing was changed.") }, "Cancel");
    this.name = h("input", { id: "placename", value: "", autocomplete: "off", placeholder: "yard" });
    this.text = h("textarea", { id: "ruletext", spellcheck: "false", wrap: "off", rows: "16", class: "mono", oninput: () => { this.findings.replaceChildren(); } });
    this.findings = h("ul", { class: "findings", role: "alert" });
    this.hours = h("select", { id: "hours" }, [1, 6, 24].map((hours) => h("option", { value: hours }, hours === 1 ? "the last hour" : `the last ${hours} hours`)));
    this.outcome = h("div", {});
    this.apply = h("button", { type: "button", class: "primary", onclick: () => this.#apply() }, "Apply to all instances");
    this.versions = h("div", {});
    this.element = h("div", {},
      h("div", { class: "head" }, h("h1", {}, `Zones of ${id}`), h("span", { class: "push" }), h("a", { class: "button", href: `#/camera/${encodeURIComponent(id)}` }, "Back to the camera")),
      h("div", { class: "camera" },
        this.player.element,
        h("div", { class: "side" },
          card("Draw", h("div", { class: "actions" }, h("label", { for: "placename" }, "Name"), this.name, this.zoneButton, this.lineButton, this.done, this.cancel), this.said, this.list),
          card("Try it", h("div", { class: "actions" }, h("label", { for: "hours" }, "On what was tracked in"), this.hours, h("button", { type: "button", onclick: () => this.#try() }, "Try")), this.outcome),
          card("Rules", h("label", { for: "ruletext", class: "hint" }, "The whole text. Drawing changes it here and drops its comments."), this.text, this.findings, h("div", { class: "actions" }, this.apply)),
          card("Earlier versions", this.versions))));
    connection.focus(id);
    this.player.start();
    this.#load();
    session().then((may) => {
      this.apply.disabled = may.role !== "OPERATOR";
      if (may.role !== "OPERATOR") this.apply.after(h("p", { class: "hint" }, "Applying needs the operator's token."));
    }, () => {});
    this.keys = (event) => { if (event.key === "Escape" && this.#drawing) this.#stop("Nothing was changed."); };
    document.addEventListener("keydown", this.keys);
  }

  update() {
    const camera = connection.status?.cameras.find((each) => each.id === this.id);
    if (camera) this.player.state = camera.state;
    this.player.tick();
    const version = connection.status?.versions?.rules ?? -1;
    if (this.#seen >= 0 && version !== this.#seen) this.#load(true);
    this.#seen = version;
  }

  async #load(keepText = false) {
    try {
      const rules = await get("rules", { camera: this.id });
      if (!keepText || this.text.value === this.loaded) {
        this.#version = rules.version ?? "";
        this.text.value = rules.yaml;
        this.loaded = rules.yaml;
        this.#show(rules.places);
      }
      this.versions.replaceChildren(rules.versions.length === 0
        ? h("p", { class: "none" }, "No rules have been applied yet.")
        : table("Versions of the rules, the latest first", ["Applied", "By", "Version", ""], rules.versions.map((each) => h("tr", {},
          h("td", {}, date(each.time)), h("td", {}, each.by), h("td", { class: "mono" }, each.version),
          h("td", { class: "id" }, each.version === rules.version ? "in force" : h("button", { type: "button", onclick: () => this.#restore(each.version) }, "Load"))))));
    } catch (failure) {
      setText(this.said, failure.message);
    }
  }

  /** The sheet lies over the image, not over the whole stage. */
  #align() {
    const header = this.player.header;
    const canvas = this.player.canvas;
    if (!header || canvas.width === 0) return;
    const place = fit(canvas, header.width, header.height);
    const ratio = canvas.width / canvas.clientWidth;
    Object.assign(this.sheet.style, {
      left: `${place.x / ratio}px`, top: `${place.y / ratio}px`,
      width: `${(header.width * place.scale) / ratio}px`, height: `${(header.height * place.scale) / ratio}px`,
    });
  }

  #show(places) {
    this.#places = places;
    this.#redraw();
    this.list.replaceChildren(...(places.length === 0
      ? [h("li", { class: "none" }, "This camera has no zones or lines yet. Give one a name, choose what to draw, and click its corners on the image.")]
      : places.map((place) => h("li", {},
        h("strong", {}, place.name), h("span", { class: "zones" }, place.kind),
        h("span", { class: "push" }),
        h("button", { type: "button", onclick: () => this.#begin(place.kind, place) }, "Change"),
        h("button", { type: "button", onclick: () => this.#put(place.kind, place.name, []) }, "Remove")))));
  }

  #redraw() {
    this.sheet.querySelectorAll(".handle").forEach((handle) => handle.remove());
    const others = this.#places.filter((place) => !this.#drawing || place.name !== this.#drawing.name || place.kind !== this.#drawing.kind);
    this.drawn.replaceChildren(...others.map((place) => this.#shape(place.kind, place.points, "placed")));
    this.sheet.querySelectorAll(".placename").forEach((name) => name.remove());
    this.sheet.append(...others.map((place) => {
      const name = h("span", { class: "placename", "aria-hidden": "true" }, place.name);
      moveTo(name, place.points.reduce((best, point) => (point[1] < best[1] ? point : best)));
      return name;
    }));
    this.sheet.classList.toggle("drawing", this.#drawing !== null);
    if (!this.#drawing) return;
    this.drawn.append(this.#shape(this.#drawing.kind, this.#drawing.points, "drawn"));
    this.#drawing.points.forEach((point, index) => this.sheet.append(this.#handle(point, index)));
  }

  #shape(kind, points, className) {
    const shape = document.createElementNS(SVG, kind === "zone" ? "polygon" : "polyline");
    shape.setAttribute("points", points.map((point) => point.join(",")).join(" "));
    shape.setAttribute("class", `${className} ${kind}`);
    shape.setAttribute("vector-effect", "non-scaling-stroke");
    return shape;
  }

  /** A corner: dragged with the pointer, moved with the arrow keys, removed with Delete. */
  #handle(point, index) {
    const handle = h("button", { type: "button", class: "handle", "aria-label": `Corner ${index + 1} at ${Math.round(point[0] * 100)} %, ${Math.round(point[1] * 100)} %: arrow keys move it, Delete removes it` });
    moveTo(handle, point);
    handle.addEventListener("click", (event) => event.stopPropagation());
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const move = (each) => { this.#drawing.points[index] = this.#at(each); this.#moved(handle, index); };
      const up = () => { removeEventListener("pointermove", move); removeEventListener("pointerup", up); this.#redraw(); };
      addEventListener("pointermove", move);
      addEventListener("pointerup", up);
    });
    handle.addEventListener("keydown", (event) => {
      const steps = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
      if (steps) {
        event.preventDefault();
        const [x, y] = this.#drawing.points[index];
        this.#drawing.points[index] = [within(x + steps[0]), within(y + steps[1])];
      } else if (event.key === "Delete" || event.key === "Backspace") {
        event.preventDefault();
        this.#drawing.points.splice(index, 1);
      } else return;
      this.#redraw();
      this.sheet.querySelectorAll(".handle")[Math.min(index, this.#drawing.points.length - 1)]?.focus();
    });
    return handle;
  }

  #moved(handle, index) {
    moveTo(handle, this.#drawing.points[index]);
    this.sheet.querySelector(".drawn")?.setAttribute("points", this.#drawing.points.map((point) => point.join(",")).join(" "));
  }

  #at(event) {
    const box = this.sheet.getBoundingClientRect();
    return [within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height)];
  }

  #click(event) {
    if (!this.#drawing || (this.#drawing.kind === "line" && this.#drawing.points.length === 2)) return;
    this.#drawing.points.push(this.#at(event));
    this.#redraw();
  }

  #begin(kind, place = null) {
    const name = place?.name ?? this.name.value.trim();
    if (name === "") {
      setText(this.said, "Give it a name first.");
      this.name.focus();
      return;
    }
    // Without a pointer a shape is there to be moved from the start.
    const start = kind === "zone" ? [[0.3, 0.3], [0.7, 0.3], [0.7, 0.7], [0.3, 0.7]] : [[0.3, 0.5], [0.7, 0.5]];
    this.#drawing = { kind, name, points: (place?.points ?? start).map((point) => [...point]) };
    setText(this.said, `${kind === "zone" ? "Drag the corners, click to add more" : "Drag the two ends"}, or move them with the arrow keys; then finish.`);
    this.done.hidden = this.cancel.hidden = false;
    this.zoneButton.hidden = this.lineButton.hidden = true;
    this.#redraw();
  }

  #stop(text) {
    this.#drawing = null;
    this.done.hidden = this.cancel.hidden = true;
    this.zoneButton.hidden = this.lineButton.hidden = false;
    setText(this.said, text);
    this.#redraw();
  }

  async #finish() {
    const { kind, name, points } = this.#drawing;
    if (await this.#put(kind, name, points)) {
      this.#stop(`"${name}" is in the text of the rules. Try it, then apply it.`);
      this.#try();
    }
  }

  async #put(kind, name, points) {
    try {
      const answer = await send("POST", "rules/draw", { yaml: this.text.value, camera: this.id, kind, name, points });
      this.text.value = answer.yaml;
      this.#find(answer.findings);
      this.#show(answer.places);
      return true;
    } catch (failure) {
      setText(this.said, failure.message);
      return false;
    }
  }

  #find(findings) {
    this.findings.replaceChildren(...findings.map((finding) => h("li", { class: finding.error ? "error" : "warning" }, finding.text)));
  }

  async #try() {
    this.outcome.replaceChildren(h("p", { class: "none", role: "status" }, "Applying the rules to what was tracked"));
    try {
      const { findings, outcome } = await send("POST", "rules/try", { yaml: this.text.value, camera: this.id, hours: Number(this.hours.value) });
      this.#find(findings);
      if (!outcome) return this.outcome.replaceChildren(h("p", { class: "none" }, "The rules have faults; they are listed below the text."));
      if (outcome.frames === 0) return this.outcome.replaceChildren(h("p", { class: "none" }, "No tracked frames of this camera in that time. Tracks come from analytics."));
      const events = Object.entries(outcome.events).map(([what, number]) => h("tr", {}, h("td", {}, what.toLowerCase()), h("td", { class: "number" }, number)));
      this.outcome.replaceChildren(
        h("p", { class: "hint" }, `${outcome.frames} tracked frames, ${time(outcome.from)} to ${time(outcome.to)}.`),
        outcome.alerts.length === 0 ? h("p", {}, "No alert would have been raised.") : table("Alerts that would have been raised", ["Raised", "Rule", "What"], outcome.alerts.map((alert) => h("tr", {}, h("td", {}, time(alert.raised)), h("td", {}, alert.rule), h("td", {}, alert.text)))),
        events.length === 0 ? "" : table("Events", ["Event", { text: "Number", number: true }], events));
    } catch (failure) {
      this.outcome.replaceChildren(h("p", { class: "none" }, failure.message));
    }
  }

  async #apply() {
    this.apply.disabled = true;
    try {
      const answer = await send("PUT", "rules", { yaml: this.text.value, basedOn: this.#version });
      this.loaded = this.text.value;
      this.#version = answer.version;
      this.#find(answer.findings);
      setText(this.said, `Version ${answer.version} is in force on all instances. The earlier one is kept below.`);
    } catch (failure) {
      this.findings.replaceChildren(h("li", { class: "error" }, `Not applied. ${failure.message}`));
      if (failure.findings.length > 0) this.#find(failure.findings);
    } finally {
      this.apply.disabled = false;
    }
  }

  async #restore(version) {
    let rules;
    try {
      rules = await get(`rules/${encodeURIComponent(version)}`);
    } catch (failure) {
      return setText(this.said, `Not loaded: ${failure.message}`);
    }
    this.text.value = rules.yaml;
    const answer = await send("POST", "rules/draw", { yaml: rules.yaml, camera: this.id, kind: "zone", name: "no such zone", points: [] }).catch(() => null);
    if (answer) this.#show(answer.places);
    setText(this.said, `The text of version ${version} is loaded. Apply it to restore it.`);
  }

  close() {
    document.removeEventListener("keydown", this.keys);
    this.aligner.disconnect();
    this.player.close();
  }
}

function moveTo(handle, [x, y]) {
  handle.style.left = `${100 * x}%`;
  handle.style.top = `${100 * y}%`;
}

function within(share) {
  return Math.round(Math.max(0, Math.min(1, share)) * 1000) / 1000;
}
