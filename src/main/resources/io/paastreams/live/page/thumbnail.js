import { h } from "./dom.js";
import { paint } from "./painter.js";

const MOST_KEPT = 120;
const MOST_AT_ONCE = 3;
const WIDTH = 96;
const HEIGHT = 64;
const kept = new Map();
const waiting = [];
let loading = 0;

/** Small ones are fetched when they come into view, a few at a time, those seen last first. */
const observer = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    observer.unobserve(entry.target);
    waiting.push(entry.target);
  }
  fetchNext();
}, { rootMargin: "100px" });

/** The object alone, for lists. Beside a text that says the same, so that it needs none of its own. */
export function miniature(best) {
  const canvas = h("canvas", { class: "miniature", width: 2 * WIDTH, height: 2 * HEIGHT, "aria-hidden": "true" });
  if (!best) return canvas;
  canvas.best = best;
  const known = kept.get(keyOf(best));
  if (known) show(canvas, known);
  else if (known !== null) observer.observe(canvas);
  return canvas;
}

function keyOf(best) {
  return `${best.image} ${best.box}`;
}

async function fetchNext() {
  while (loading < MOST_AT_ONCE && waiting.length > 0) {
    const canvas = waiting.pop();
    if (!canvas.isConnected) continue;
    loading++;
    cutOut(canvas.best).catch(() => null).then((image) => {
      keep(keyOf(canvas.best), image);
      if (image) show(canvas, image);
    }).finally(() => {
      loading--;
      fetchNext();
    });
  }
}

/** Null: retention has deleted it, or it is no image; it need not be asked for again. */
function keep(key, image) {
  kept.set(key, image);
  if (kept.size > MOST_KEPT) {
    const [oldest, gone] = kept.entries().next().value;
    kept.delete(oldest);
    gone?.close();
  }
}

async function cutOut(best) {
  const response = await fetch(`api/${best.image}`);
  if (!response.ok) throw new Error("no image");
  const whole = await createImageBitmap(await response.blob());
  const [x1, y1, x2, y2] = best.box;
  const scale = Math.max((x2 - x1) / WIDTH, (y2 - y1) / HEIGHT) * 1.8;
  const width = Math.min(whole.width, Math.max(32, WIDTH * scale));
  const height = Math.min(whole.height, width * HEIGHT / WIDTH);
  const x = Math.max(0, Math.min(whole.width - width, (x1 + x2 - width) / 2));
  const y = Math.max(0, Math.min(whole.height - height, (y1 + y2 - height) / 2));
  const part = await createImageBitmap(whole, x, y, width, height, { resizeWidth: 2 * WIDTH, resizeHeight: 2 * HEIGHT, resizeQuality: "high" });
  whole.close();
  return part;
}

function show(canvas, image) {
  canvas.getContext("2d").drawImage(image, 0, 0);
}

/** The frame that shows an object best, with the object marked. Fetched when it is asked for. */
export function thumbnail(best, width, height, label) {
  if (!best) return h("p", { class: "none" }, "No frame is known for this.");
  const place = h("div", { class: "thumbnail" }, h("p", { class: "none" }, "Loading the frame"));
  load(best, label, place);
  return place;
}

async function load(best, label, place) {
  const response = await fetch(`api/${best.image}`);
  if (!response.ok) {
    place.replaceChildren(h("p", { class: "none" }, `No image: ${(await response.json()).detail}.`));
    return;
  }
  try {
    const bitmap = await createImageBitmap(await response.blob());
    const canvas = h("canvas", { role: "img", "aria-label": `The frame with ${label || "the object"} marked` });
    const scale = Math.max(1, Math.min(3, Math.round(800 / bitmap.width)));
    canvas.width = bitmap.width * scale;
    canvas.height = bitmap.height * scale;
    paint(canvas, { width: bitmap.width, height: bitmap.height, boxes: [{ label: label || "object", score: 1, box: best.box, plain: true }] }, bitmap, { ratio: scale * 0.8, large: true });
    bitmap.close();
    place.replaceChildren(canvas);
  } catch {
    place.replaceChildren(h("p", { class: "none" }, "Its bytes are not an image that a browser can show."));
  }
}
