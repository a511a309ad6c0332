import { h } from "./dom.js";
import { paint } from "./painter.js";

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
    place.replaceChildren(h("p", { class: "none" }, `No image: ${(await response.json()).error}.`));
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
    place.replaceChildren(h("p", { class: "none" }, "Its bytes are no image that a browser shows."));
  }
}
