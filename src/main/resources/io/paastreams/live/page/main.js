import { AlertsView } from "./alerts.js";
import { CameraView } from "./camera.js";
import { connection } from "./connection.js";
import { h, setText } from "./dom.js";
import { EventsView } from "./events.js";
import { span } from "./format.js";
import { LettersView } from "./letters.js";
import { MachineView } from "./machine.js";
import { session } from "./session.js";
import { Wall } from "./wall.js";
import { ZonesView } from "./zones.js";

const VIEWS = [
  { path: "", name: "Wall", make: () => new Wall() },
  { path: "events", name: "Events", make: (id) => new EventsView(id) },
  { path: "alerts", name: "Alerts", make: (id) => new AlertsView(id) },
  { path: "letters", name: "Dead letters", make: (id) => new LettersView(id) },
  { path: "machine", name: "Machine room", make: () => new MachineView() },
];
const HIDDEN = [{ path: "camera", parent: "", make: (id) => new CameraView(id) }, { path: "zones", parent: "", make: (id) => new ZonesView(id) }];

const content = document.getElementById("content");
const nav = document.getElementById("nav");
const signal = document.getElementById("connection");
const trouble = document.getElementById("trouble");
let view = null;
let paused = false;

nav.append(...VIEWS.map((each) => h("a", { href: `#/${each.path}`, "data-path": each.path }, each.name)));

function route() {
  const [path, id] = location.hash.replace(/^#\/?/, "").split("?")[0].split("/");
  if (location.hash === "#content") return;
  const found = [...VIEWS, ...HIDDEN].find((each) => each.path === path) ?? VIEWS[0];
  const first = view === null;
  view?.close();
  view = found.make(id === undefined ? null : decodeURIComponent(id));
  content.replaceChildren(view.element);
  document.title = `${view.title} - PAA Streams`;
  for (const link of nav.children) {
    if (link.dataset.path === (found.parent ?? found.path)) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (!first) content.focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** Why the page may not show the present state, in one sentence each. */
function troubles() {
  const found = [];
  const status = connection.status;
  if (!connection.open && status) found.push("The page's server does not answer. What is shown is old; it will update by itself when the server is back.");
  else if (status && performance.now() - connection.statusAt > 4000) found.push("The page's server has sent nothing for some seconds. What is shown may be old.");
  const health = status?.health ?? {};
  if (health.broker) found.push(`Kafka does not answer (for ${span(connection.now() - health.broker.since)}): ${health.broker.message}`);
  if (health.registry) found.push(`The schema registry does not answer (for ${span(connection.now() - health.registry.since)}): ${health.registry.message}`);
  return found;
}

function showConnection() {
  const found = troubles();
  const good = connection.open && found.length === 0;
  signal.className = `signal ${good ? "good" : "bad"}`;
  setText(signal, paused ? "Paused" : good ? "Live" : connection.status ? "Disturbed" : "Connecting");
  if (trouble.textContent !== found.join("")) trouble.replaceChildren(...found.map((each) => h("p", {}, each)));
}

document.getElementById("pause").addEventListener("click", (event) => {
  paused = !paused;
  connection.pause(paused);
  event.target.setAttribute("aria-pressed", String(paused));
  setText(event.target, paused ? "Play" : "Pause");
  showConnection();
});

const THEMES = ["auto", "light", "dark"];
function theme(name) {
  if (name === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  setText(document.getElementById("theme"), { auto: "Theme: auto", light: "Theme: light", dark: "Theme: dark" }[name]);
}
let chosen = localStorage.getItem("theme") ?? "auto";
theme(chosen);
document.getElementById("theme").addEventListener("click", () => {
  chosen = THEMES[(THEMES.indexOf(chosen) + 1) % THEMES.length];
  if (chosen === "auto") localStorage.removeItem("theme");
  else localStorage.setItem("theme", chosen);
  theme(chosen);
  if (location.hash.startsWith("#/machine")) route();
});

const logout = document.getElementById("logout");
session().then((may) => { logout.hidden = !may.login; }, () => {});
logout.addEventListener("click", () => fetch("logout", { method: "POST" }).finally(() => location.reload()));

const alerts = nav.querySelector('[data-path="alerts"]');
function showAlerts() {
  const number = connection.status?.alerts ?? 0;
  setText(alerts, number > 0 ? `Alerts (${number})` : "Alerts");
  alerts.classList.toggle("open", number > 0);
  alerts.title = number > 0 ? "Open alerts that nobody has acknowledged" : "";
}

connection.addEventListener("status", () => {
  showAlerts();
  view?.update();
  showConnection();
});
connection.addEventListener("connection", showConnection);
setInterval(() => {
  view?.update();
  showConnection();
}, 1000);
addEventListener("hashchange", route);
connection.start();
route();
showConnection();
