/** Colours that differ for all kinds of sight, on dark and light images (after Okabe and Ito). */
const COLOURS = ["#56b4e9", "#e69f00", "#2fd6a3", "#f0e442", "#ff8a5c", "#e38ec1", "#9db7ff", "#c9e265"];

export function colourOf(name) {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) >>> 0;
  return COLOURS[hash % COLOURS.length];
}

/** Where an image of this size lies in a canvas: as large as fits, in the middle. */
export function fit(canvas, width, height) {
  const scale = Math.min(canvas.width / width, canvas.height / height);
  return { scale, x: (canvas.width - width * scale) / 2, y: (canvas.height - height * scale) / 2 };
}

/**
 * Draws a frame with its boxes.
 *
 * @param header of the frame: boxes are in pixels of width x height
 * @param bitmap of the image, or null for boxes on grey
 * @param options ratio: device pixels of one CSS pixel; paths: points by track; zones
 */
export function paint(canvas, header, bitmap, { ratio, paths = null, zones = null, large = false }) {
  const context = canvas.getContext("2d", { alpha: false });
  context.fillStyle = "#0c0f12";
  context.fillRect(0, 0, canvas.width, canvas.height);
  const place = fit(canvas, header.width, header.height);
  if (bitmap) {
    // Between half and double the size, neighbours say all there is; "high" would cost twice the time.
    context.imageSmoothingQuality = place.scale * header.width < bitmap.width / 2 ? "medium" : "low";
    context.drawImage(bitmap, place.x, place.y, header.width * place.scale, header.height * place.scale);
  } else {
    context.fillStyle = "#5b6670";
    context.fillRect(place.x, place.y, header.width * place.scale, header.height * place.scale);
  }
  if (zones) paintZones(context, place, header, zones, ratio, Math.max(11 * ratio * textScale(), 0.8 * sizeOf(canvas, ratio, large)));
  const boxes = [...header.boxes].sort((a, b) => a.score - b.score);
  if (paths) for (const box of boxes) if (box.track) paintPath(context, place, paths.get(box.track), colourOf(box.label), ratio);
  for (const box of boxes) paintBox(context, canvas, place, box, ratio, large);
}

/** Of text, in device pixels: grows with the tile, and with the page's own text on wall screens. */
function sizeOf(canvas, ratio, large) {
  const least = (large ? 13 : 11) * textScale();
  return Math.max(least, Math.min(24 * textScale(), canvas.width / ratio / 64)) * ratio;
}

let scale = 0;
addEventListener("resize", () => { scale = 0; });

/** How much larger the page's text is than on a laptop. */
export function textScale() {
  scale ||= parseFloat(getComputedStyle(document.documentElement).fontSize) / 15;
  return scale;
}

function paintBox(context, canvas, place, box, ratio, large) {
  const [x1, y1, x2, y2] = box.box;
  const x = place.x + x1 * place.scale;
  const y = place.y + y1 * place.scale;
  const width = (x2 - x1) * place.scale;
  const height = (y2 - y1) * place.scale;
  const colour = colourOf(box.label);
  context.lineJoin = "round";
  context.setLineDash(box.state === "COASTING" ? [6 * ratio, 4 * ratio] : []);
  context.strokeStyle = "rgba(0, 0, 0, 0.65)"; // a dark rim keeps light colours visible on a white sky
  context.lineWidth = 4 * ratio;
  context.strokeRect(x, y, width, height);
  context.strokeStyle = colour;
  context.lineWidth = 2 * ratio;
  context.strokeRect(x, y, width, height);
  context.setLineDash([]);

  const track = box.track ? ` #${box.track.slice(0, 4)}` : "";
  const text = box.plain ? box.label : `${box.label} ${box.score.toFixed(2)}${large ? track : ""}`;
  const size = sizeOf(canvas, ratio, large);
  context.font = `600 ${size}px system-ui, sans-serif`;
  context.textBaseline = "middle";
  const pad = size / 3;
  const chipWidth = context.measureText(text).width + 2 * pad;
  const chipHeight = size + 1.5 * pad;
  const above = y - chipHeight - 2 * ratio;
  const chipX = Math.max(0, Math.min(canvas.width - chipWidth, x - ratio));
  const chipY = above >= 0 ? above : Math.min(canvas.height - chipHeight, y + height + 2 * ratio);
  context.fillStyle = "rgba(8, 12, 16, 0.82)";
  context.beginPath();
  context.roundRect(chipX, chipY, chipWidth, chipHeight, 3 * ratio);
  context.fill();
  context.fillStyle = colour;
  context.fillText(text, chipX + pad, chipY + chipHeight / 2 + 0.5 * ratio);
}

function paintPath(context, place, points, colour, ratio) {
  if (!points || points.length < 2) return;
  context.strokeStyle = colour;
  context.globalAlpha = 0.8;
  context.lineWidth = 2 * ratio;
  context.lineJoin = "round";
  context.beginPath();
  points.forEach((point, index) => context[index === 0 ? "moveTo" : "lineTo"](place.x + point.x * place.scale, place.y + point.y * place.scale));
  context.stroke();
  context.globalAlpha = 1;
}

/** Zones and lines, whose points are in shares of the frame. */
function paintZones(context, place, header, zones, ratio, size) {
  const at = ([x, y]) => [place.x + x * header.width * place.scale, place.y + y * header.height * place.scale];
  context.font = `600 ${size}px system-ui, sans-serif`;
  context.textBaseline = "top";
  for (const zone of zones) {
    const points = zone.points.map(at);
    context.beginPath();
    points.forEach(([x, y], index) => context[index === 0 ? "moveTo" : "lineTo"](x, y));
    if (zone.closed) context.closePath();
    if (zone.closed) {
      context.fillStyle = zone.busy ? "rgba(255, 214, 10, 0.08)" : "rgba(255, 255, 255, 0.05)";
      context.fill();
    }
    context.strokeStyle = "rgba(0, 0, 0, 0.5)";
    context.lineWidth = 3 * ratio;
    context.stroke();
    context.strokeStyle = zone.busy ? "#ffd60a" : "#ffffff";
    context.lineWidth = 1.5 * ratio;
    context.setLineDash([7 * ratio, 4 * ratio]);
    context.stroke();
    context.setLineDash([]);
    const [x, y] = points.reduce((best, point) => (point[1] < best[1] ? point : best));
    context.fillStyle = "rgba(8, 12, 16, 0.75)";
    const width = context.measureText(zone.name).width + 8 * ratio;
    const left = Math.min(x, place.x + header.width * place.scale - width);
    context.fillRect(left, y, width, 1.45 * size);
    context.fillStyle = "#ffffff";
    context.fillText(zone.name, left + 4 * ratio, y + 0.23 * size);
  }
}
