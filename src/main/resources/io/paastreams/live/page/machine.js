import uPlot from "./uplot.js";
import { get } from "./api.js";
import { connection } from "./connection.js";
import { card, empty, h, loading, setText, table } from "./dom.js";
import { percent, rate, span, time } from "./format.js";
import { textScale } from "./painter.js";
import { Refresh } from "./refresh.js";

const MOST_POINTS = 600;

/** Throughput, ages, lag, batches: why it is slow. */
export class MachineView {
  title = "Machine room";
  #points = [];
  #charts = [];
  #figures = new Map();
  #last = 0;
  #reasons = h("div", { class: "cards" });
  #observer = new ResizeObserver(() => this.#charts.forEach(({ chart, place }) => chart.setSize({ width: place.clientWidth, height: plotHeight() })));

  constructor() {
    const figures = h("dl", { class: "figures" });
    for (const [key, name] of [["detected", "Detected"], ["skipped", "Skipped"], ["p50", "Age, median"], ["p99", "Age, 99 %"], ["lag", "Consumer lag"], ["batch", "Batch"], ["busy", "Device busy"]]) {
      const value = h("dd", {}, "-");
      this.#figures.set(key, value);
      figures.append(h("div", {}, h("dt", {}, name), value));
    }
    this.charts = h("div", { class: "charts" }, loading("the last ten minutes"));
    this.element = h("div", {}, h("div", { class: "head" }, h("h1", {}, "Machine room"), h("p", { class: "summary" }, "The last ten minutes. Alerts for operators belong in Prometheus and Grafana.")), figures, this.charts, this.#reasons);
    this.#load.update();
  }

  /** Until the server answers. */
  #load = new Refresh(null, {
    ask: () => get("machine"),
    show: (report) => {
      this.#points = report.points;
      this.#tables(report);
      this.#draw();
      this.update();
    },
    fail: (failure) => this.charts.replaceChildren(empty("Not available", failure.message)),
  });

  update() {
    this.#load.update();
    const point = connection.status?.point;
    if (!point || point.time === this.#last) return;
    this.#last = point.time;
    if (this.#points.length > 0 && this.#points[this.#points.length - 1].time < point.time) {
      this.#points.push(point);
      if (this.#points.length > MOST_POINTS) this.#points.shift();
    }
    const set = (key, text) => setText(this.#figures.get(key), text);
    set("detected", `${rate(point.detected)} frames/s`);
    set("skipped", `${rate(point.skipped)} frames/s`);
    set("p50", point.p50 > 0 ? `${Math.round(point.p50)} ms` : "-");
    set("p99", point.p99 > 0 ? `${Math.round(point.p99)} ms` : "-");
    set("lag", point.lag >= 0 ? `${point.lag} frames` : "not known");
    set("batch", point.batch > 0 ? `${point.batch.toFixed(1)} frames` : "not known");
    set("busy", point.busy > 0 ? percent(point.busy) : "not known");
    for (const { chart, keys } of this.#charts) chart.setData(this.#data(keys));
    if (point.time % 5000 < 1000) get("machine").then((report) => this.#tables(report), () => {});
  }

  #data(keys) {
    return [this.#points.map((point) => point.time / 1000), ...keys.map((key) => this.#points.map((point) => (isKnown(key, point[key]) ? point[key] : null)))];
  }

  #draw() {
    this.charts.replaceChildren();
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line") }, font: `${12 * textScale()}px system-ui` };
    const chart = (title, series, keys) => {
      const place = h("div", { class: "plot", role: "img", "aria-label": title });
      this.charts.append(card(title, place));
      const plot = new uPlot({
        width: place.clientWidth || 400, height: plotHeight(), cursor: { drag: { x: false, y: false } }, legend: { live: false },
        scales: { y: { range: (u, low, high) => [0, Math.max(1, high * 1.1)] } },
        axes: [{ ...axis, space: 90 * textScale(), values: (u, ticks) => ticks.map((tick) => time(tick * 1000)) }, { ...axis, size: 50 * textScale() }],
        series: [{}, ...series.map(([label, name]) => ({ label, stroke: colour(name), width: 2, points: { show: false } }))],
      }, this.#data(keys), place);
      this.#charts.push({ chart: plot, keys, place });
      this.#observer.observe(place);
    };
    chart("Frames per second", [["detected", "--series1"], ["skipped", "--series2"], ["dead letters", "--series3"]], ["detected", "skipped", "dead"]);
    chart("Milliseconds from capture to detection", [["median", "--series1"], ["99 %", "--series2"]], ["p50", "p99"]);
    chart("Frames not committed yet (consumer lag)", [["lag", "--series1"]], ["lag"]);
  }

  #tables(report) {
    const rows = (map) => Object.entries(map).sort((a, b) => b[1] - a[1]);
    const bars = (title, map, none) => card(title, rows(map).length === 0 ? h("p", { class: "none" }, none) : bar(title, rows(map)));
    this.#reasons.replaceChildren(
      bars("Skipped, by reason", report.reasons.skipped, "Nothing was skipped since the page started."),
      bars("Batches, by closing reason", report.metrics.batchesByReason, "Not known: set live.metrics to the addresses of the instances' /metrics."),
      bars("Dead letters, by reason", report.reasons.dead, "None since the page started."),
      card("Instances", instances(report.cluster.instances), endpoints(report.metrics.endpoints)),
      bars("Consumer lag, by partition", Object.fromEntries(Object.entries(report.cluster.lagByPartition).map(([key, value]) => [`partition ${key}`, value])), "Not known."));
  }

  close() {
    this.#observer.disconnect();
    this.#charts.forEach(({ chart }) => chart.destroy());
  }
}

/** Those of the group, and those that were in it. */
function instances(all) {
  if (all.length === 0) return h("p", { class: "none" }, "No instance of the pipeline is in its group.");
  return table("Instances of the pipeline", ["Instance", "Host", { text: "Threads", number: true }, "State"], all.map((each) => h("tr", {},
    h("td", { class: "mono" }, each.name), h("td", { class: "mono" }, each.host), h("td", { class: "number" }, each.threads),
    h("td", {}, each.gone > 0 ? h("span", { class: "badge bad" }, `gone for ${span(connection.now() - each.gone)}`) : h("span", { class: "badge good" }, "in the group")))));
}

/** Addresses of live.metrics: one that does not answer may be an instance that has died. */
function endpoints(all) {
  if (all.length === 0) return null;
  return table("Metrics of the instances", ["Metrics", "State"], all.map((each) => h("tr", {},
    h("td", { class: "mono" }, each.address),
    h("td", {}, each.silent > 0 ? h("span", { class: "badge bad" }, `silent for ${span(connection.now() - each.silent)}`) : h("span", { class: "badge good" }, "answers")))));
}

/** Without detections there is no age, which is not an age of zero. */
function isKnown(key, value) {
  return key === "p50" || key === "p99" ? value > 0 : value >= 0;
}

/** Taller where there is room, as on wall screens. */
function plotHeight() {
  return Math.round(Math.max(180, 0.2 * innerHeight));
}

function bar(title, rows) {
  const most = Math.max(...rows.map(([, value]) => value), 1);
  return table(title, ["What", { text: "Number", number: true }, ""], rows.map(([name, value]) => {
    const fill = h("span", { class: "fill" });
    fill.style.width = value > 0 ? `max(2px, ${(100 * value) / most}%)` : "0";
    return h("tr", {}, h("td", {}, name.replaceAll("_", " ")), h("td", { class: "number" }, Math.round(value).toLocaleString()), h("td", { class: "barcell", "aria-hidden": "true" }, fill));
  }));
}
