import { connection } from "./connection.js";
import { h, setText } from "./dom.js";
import { span, time } from "./format.js";
import { paint } from "./painter.js";
import { places } from "./places.js";

const STALE_AFTER = 3000;
const PATH_MILLIS = 4000;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * One camera on a canvas. Says how old what it shows is; what did not come for some seconds is
 * greyed, so that nobody takes an old image for a new one.
 */
export class Player {
  #bitmap = null;
  #owner = false;
  #shownAt = 0;
  #toldAt = 0;
  #paths = new Map();
  #observer;
  #ratio = 1;
  header = null;
  zones = null;
  showsPlaces = true;
  state = null;
  onframe = null;

  constructor(camera, { large = false } = {}) {
    this.camera = camera;
    this.large = large;
    this.canvas = h("canvas", { role: "img", "aria-label": `${camera}: no image yet` });
    this.note = h("p", { class: "note" }, "Waiting for a frame");
    this.element = h("div", { class: "stage waiting" }, this.canvas, this.note);
    this.#observer = new ResizeObserver(([entry]) => this.#resize(entry));
    this.#observer.observe(this.canvas);
  }

  start() {
    connection.watch(this.camera, this);
  }

  stop() {
    connection.unwatch(this.camera, this);
  }

  close() {
    this.stop();
    this.#observer.disconnect();
    if (this.#owner) this.#bitmap?.close();
    this.#bitmap = null;
  }

  /** Called by the connection. The last of several players of a camera frees the bitmap. */
  show(header, bitmap, owner) {
    if (calm.matches && performance.now() - this.#shownAt < 2000) {
      if (owner) bitmap?.close();
      return;
    }
    if (this.#owner && this.#bitmap !== bitmap) this.#bitmap?.close();
    this.#bitmap = bitmap;
    this.#owner = owner;
    this.header = header;
    this.#shownAt = performance.now();
    this.#follow(header);
    if (this.large && this.element.style.getPropertyValue("--shape") !== `${header.width} / ${header.height}`) {
      this.element.style.setProperty("--shape", `${header.width} / ${header.height}`);
    }
    this.draw();
    this.tick();
    this.onframe?.(header);
  }

  draw() {
    if (this.header && this.canvas.width > 0) {
      const busy = new Set(this.header.boxes.flatMap((box) => box.zones ?? []));
      this.zones?.forEach((zone) => { zone.busy = busy.has(zone.name); });
      paint(this.canvas, this.header, this.#bitmap, { ratio: this.#ratio, paths: this.#paths, zones: this.zones, large: this.large });
    }
  }

  /** Once a second, and with each frame. */
  tick() {
    if (!this.header) return;
    const since = performance.now() - this.#shownAt;
    const age = connection.now() - this.header.capture;
    const stale = since > (calm.matches ? 2 * STALE_AFTER : STALE_AFTER) || (this.state !== null && this.state !== "LIVE" && age > STALE_AFTER);
    this.element.classList.toggle("stale", stale);
    this.element.classList.remove("waiting");
    setText(this.note, stale ? `Image of ${time(this.header.capture)}, ${span(age)} ago` : span(age));
    if (performance.now() - this.#toldAt > 2000) {
      this.#toldAt = performance.now();
      if (this.showsPlaces) places(this.camera).then((found) => { this.zones = found; });
      this.canvas.setAttribute("aria-label", `${this.camera}, ${stale ? "old image" : "live"}: ${inWords(this.header.boxes)}`);
    }
  }

  #follow(header) {
    for (const box of header.boxes) {
      if (!box.track) continue;
      const points = this.#paths.get(box.track) ?? [];
      points.push({ x: (box.box[0] + box.box[2]) / 2, y: (box.box[1] + box.box[3]) / 2, time: header.capture });
      while (points.length > 0 && header.capture - points[0].time > PATH_MILLIS) points.shift();
      this.#paths.set(box.track, points);
    }
    for (const [track, points] of this.#paths) {
      if (header.capture - points[points.length - 1].time > PATH_MILLIS) this.#paths.delete(track);
    }
  }

  #resize(entry) {
    const width = Math.round(entry.contentRect.width * devicePixelRatio);
    const height = Math.round(entry.contentRect.height * devicePixelRatio);
    this.#ratio = devicePixelRatio;
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.draw();
    }
  }
}

export function inWords(boxes) {
  if (!boxes || boxes.length === 0) return "no objects";
  const counts = new Map();
  for (const box of boxes) counts.set(box.label, (counts.get(box.label) ?? 0) + 1);
  return [...counts].map(([label, number]) => (number === 1 ? label : `${number} × ${label}`)).join(", ");
}
