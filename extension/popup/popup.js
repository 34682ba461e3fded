// The popup: what this page's frames report, why each passage was flagged, pairing, and the switch for this site.
import * as settings from "../background/settings.js";
import { show } from "./list.js";

const COMMANDS = { missing: "originlens serve", unpaired: "originlens pair", wrong_code: "originlens pair" };
const RATES = [0.01, 0.001, 0.0001];

/** @template {HTMLElement} T @param {string} id @param {{ new (): T }} type @returns {T} */
function part(id, type) {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new TypeError(`#${id} is not the element that was expected`);
  return element;
}
/** @param {string} key @param {...string} values */
const word = (key, ...values) => chrome.i18n.getMessage(key, values);

/** @type {Map<string, PageReport>} */
const reports = new Map();
/** @type {Status | null} */
let status = null;
/** @type {chrome.runtime.Port | null} the page that the popup was opened on; null where no content script runs */
let page = null;

/** @param {PageReport[]} all @param {number} found @returns {[state: string, more: string, ...values: string[]]} */
function sentence(all, found) {
  const trouble = status?.trouble;
  if (trouble) return [trouble, trouble];
  const main = all.find((report) => report.top) ?? all[0];
  if (!main) return ["unreadable", "unreadable"];
  const judged = String(all.reduce((sum, report) => sum + report.judged, 0));
  if (found && main.state !== "off") return [found === 1 ? "found_one" : "found_many", "found", judged];
  if (main.state === "quiet" && judged === "0") return ["empty", "empty"];
  return [main.state, main.state, judged];
}

function draw() {
  if (!status) return;
  const all = [...reports.values()];
  const found = all.flatMap((report) => report.findings.map((finding) => ({ ...finding, frame: report.frame })));
  const [state, more, ...values] = sentence(all, found.length);
  part("state", HTMLElement).textContent = word(`state_${state}`, String(found.length));
  part("more", HTMLElement).textContent = word(`more_${more}`, ...values);

  const command = COMMANDS[/** @type {keyof typeof COMMANDS} */ (state)] ?? "";
  part("command", HTMLElement).hidden = !command;
  part("command-text", HTMLElement).textContent = command;
  part("pairing", HTMLElement).hidden = command !== "originlens pair";
  part("running", HTMLElement).textContent = status.trouble ? "" : word("running", status.version, status.device);

  const site = all.find((report) => report.top)?.site;
  part("site", HTMLElement).hidden = !site;
  part("site-name", HTMLElement).textContent = word("site_switch", site ?? "");
  show(part("findings", HTMLOListElement), status.trouble ? [] : found, (message) => page?.postMessage(message));
}

/** @param {PopupAsks} question */
async function ask(question) {
  const before = status?.trouble;
  status = /** @type {Status} */ (await chrome.runtime.sendMessage(question));
  if (before && !status.trouble) page?.postMessage({ type: "again" });
  draw();
}

async function open() {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined) return;
  page = chrome.tabs.connect(tab.id, { name: "popup" });
  page.onMessage.addListener((/** @type {PageReport} */ report) => {
    reports.set(report.frame, report);
    if (report.top) part("site-on", HTMLInputElement).checked = report.state !== "off";
    draw();
  });
  page.onDisconnect.addListener(() => {
    // Reading the error keeps the browser from logging that a page of its own has no content script.
    void chrome.runtime.lastError;
    page = null;
  });
}

part("copy", HTMLElement).addEventListener("click", async () => {
  await navigator.clipboard.writeText(part("command-text", HTMLElement).textContent ?? "");
  part("copy", HTMLElement).textContent = word("copied");
});
part("pairing", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  void ask({ type: "pair", code: part("code", HTMLInputElement).value.trim() });
});
part("site-on", HTMLInputElement).addEventListener("change", async (event) => {
  const site = [...reports.values()].find((report) => report.top)?.site ?? "";
  const on = /** @type {HTMLInputElement} */ (event.target).checked;
  const others = (await settings.get("sitesOff")).filter((one) => one !== site);
  await settings.set("sitesOff", on ? others : [...others, site]);
  page?.postMessage({ type: "site", on });
});

for (const element of document.querySelectorAll("[data-word]")) {
  element.textContent = word(element.getAttribute("data-word") ?? "");
}
document.documentElement.lang = chrome.i18n.getUILanguage();

const rate = part("rate", HTMLSelectElement);
const chosen = await settings.get("falseAlarms");
for (const one of new Set([...RATES, chosen])) {
  rate.add(new Option(word("rate_choice", Math.round(1 / one).toLocaleString()), String(one), false, one === chosen));
}
rate.addEventListener("change", async () => {
  await settings.set("falseAlarms", Number(rate.value));
  for (const on of [false, true]) page?.postMessage({ type: "site", on });
});
const port = part("port", HTMLInputElement);
port.value = String(await settings.get("port"));
port.addEventListener("change", async () => {
  if (!port.checkValidity()) return;
  await settings.set("port", Number(port.value));
  await ask({ type: "status" });
});

await open();
await ask({ type: "status" });
