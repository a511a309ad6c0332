import { connection } from "./connection.js";
import { empty, h, setText } from "./dom.js";
import { percent, rate, span } from "./format.js";
import { inWords, Player } from "./player.js";

export const STATES = {
  LIVE: { text: "live", tone: "good" },
  SKIPPED: { text: "skipped only", tone: "warn" },
  STALE: { text: "stale", tone: "warn" },
  SILENT: { text: "silent", tone: "bad" },
};

/** Why a camera's state is what it is, in a sentence. */
export function explain(camera, now) {
  switch (camera.state) {
    case "SKIPPED": return "Frames arrive, but none has been detected for some seconds: the pipeline cannot keep up.";
    case "STALE": return `Nothing has arrived for ${span(now - camera.heard)}.`;
    case "SILENT": return camera.heard > 0 ? `Silent for ${span(now - camera.heard)}.` : "Silent.";
    default: return "";
  }
}

/** All cameras as tiles. Only tiles on the screen are watched. */
export class Wall {
  title = "Wall";
  #tiles = new Map();
  #filter = "";

  constructor() {
    this.grid = h("ul", { class: "wall" });
    this.summary = h("p", { class: "summary" });
    this.search = h("input", { type: "search", placeholder: "Filter cameras", "aria-label": "Filter cameras by id", oninput: (event) => { this.#filter = event.target.value.toLowerCase(); this.update(); } });
    this.nothing = h("div", {});
    this.element = h("div", {}, h("div", { class: "head" }, h("h1", {}, "Cameras"), this.summary, this.search), this.nothing, this.grid);
    this.observer = new IntersectionObserver((entries) => entries.forEach((entry) => this.#seen(entry)), { rootMargin: "50px" });
    connection.focus(null);
    this.update();
  }

  update() {
    const cameras = connection.status?.cameras ?? null;
    this.search.hidden = !cameras || cameras.length < 9;
    if (!cameras || cameras.length === 0) {
      if (!this.nothing.firstChild || this.known !== !!cameras) this.nothing.replaceChildren(cameras ? noCameras() : empty("Connecting"));
      this.known = !!cameras;
    } else if (this.nothing.firstChild) {
      this.nothing.replaceChildren();
    }
    const shown = (cameras ?? []).filter((camera) => camera.id.toLowerCase().includes(this.#filter));
    const ids = new Set(shown.map((camera) => camera.id));
    for (const [id, tile] of this.#tiles) {
      if (!ids.has(id)) {
        tile.close(this.observer);
        this.#tiles.delete(id);
      }
    }
    shown.forEach((camera, index) => {
      let tile = this.#tiles.get(camera.id);
      if (!tile) {
        tile = new Tile(camera.id);
        this.#tiles.set(camera.id, tile);
        this.grid.insertBefore(tile.element, this.grid.children[index] ?? null);
        this.observer.observe(tile.element);
        tile.element.tile = tile;
      }
      tile.update(camera);
    });
    const live = shown.filter((camera) => camera.state === "LIVE").length;
    setText(this.summary, shown.length === 0 ? "" : live === shown.length ? `${shown.length} live` : `${live} of ${shown.length} live`);
    this.grid.classList.toggle("few", shown.length <= 4);
    const [width, height] = commonShape(shown);
    this.grid.style.setProperty("--shape", `${width} / ${height}`);
    this.grid.style.setProperty("--aspect", width / height);
  }

  #seen(entry) {
    const tile = entry.target.tile;
    if (entry.isIntersecting) tile.player.start();
    else tile.player.stop();
  }

  close() {
    this.#tiles.forEach((tile) => tile.close(this.observer));
    this.observer.disconnect();
  }
}

/** Tiles have one shape, that of most cameras; others have black borders. */
function commonShape(cameras) {
  const counts = new Map();
  for (const { width, height } of cameras) {
    const size = `${width} ${height}`;
    if (width > 0) counts.set(size, (counts.get(size) ?? 0) + 1);
  }
  return ([...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "4 3").split(" ").map(Number);
}

class Tile {
  constructor(id) {
    this.player = new Player(id);
    this.badge = h("span", { class: "badge" });
    this.objects = h("span", { class: "objects" });
    this.rates = h("span", { class: "rates" });
    this.why = h("p", { class: "why" });
    this.element = h("li", {},
      h("a", { class: "tile", href: `#/camera/${encodeURIComponent(id)}` },
        this.player.element,
        h("div", { class: "caption" },
          h("div", { class: "line" }, h("strong", {}, id), this.badge),
          h("div", { class: "line" }, this.objects, this.rates),
          this.why)));
  }

  update(camera) {
    const state = STATES[camera.state];
    this.badge.className = `badge ${state.tone}`;
    setText(this.badge, state.text);
    setText(this.objects, inWords(this.player.header?.boxes));
    const all = camera.detected + camera.skipped + camera.dead;
    setText(this.rates, all === 0 ? "" : `${rate(camera.detected)}/s, ${percent(camera.skipped / all)} skipped`);
    setText(this.why, explain(camera, connection.now()));
    this.player.state = camera.state;
    this.player.tick();
  }

  close(observer) {
    observer.unobserve(this.element);
    this.player.close();
    this.element.remove();
  }
}

function noCameras() {
  return empty("No camera yet",
    "Cameras appear here when the pipeline has read their first frame. Start the pipeline and a camera:",
    h("pre", {}, h("code", {}, "java -jar paa-streams.jar run --config pipeline.yaml\njava -jar paa-streams.jar ingest rtsp://camera-7/stream --camera gate-7 --config pipeline.yaml")));
}
