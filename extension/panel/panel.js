// The side panel: what the page carries, where, what could not be judged, and by which detectors; and a text of one's own.
import * as settings from "../background/settings.js";
import { mount as mountCheck } from "../surface/check.js";
import { local, mount as mountDaemon } from "../surface/daemon.js";
import { show } from "../surface/list.js";
import { sentence } from "../surface/state.js";
import { watch } from "../surface/tab.js";
import { begin, box, make, number, word } from "../surface/words.js";
import { asHtml, asJson, save } from "./save.js";
import { pageRows, summary } from "./summary.js";

/** @type {PageReport[]} */
let reports = [];
/** @type {Status | null} */
let status = null;

/** @param {import("./summary.js").Summary} all */
function words({ words: judged, kinds }) {
  const row = (/** @type {(Node | string)[]} */ name, /** @type {number} */ count) => {
    const head = make("th", "", ...name);
    head.scope = "row";
    return make("tr", "", head, make("td", "", number(count)));
  };
  const rows = kinds.map(([kind, count]) => {
    const swatch = make("span", "swatch");
    swatch.dataset["kind"] = kind;
    return row([swatch, word(`kind_${kind}`)], count);
  });
  box("words").replaceChildren(row([word("panel_all")], judged), ...rows);
}

/** The page as a strip, with a mark where each passage stands. */
function map() {
  const marks = reports.filter(({ top }) => top).flatMap(({ frame, places = [] }) =>
    places.map(({ block, start, kinds, top, height }) => {
      const mark = make("i", "");
      mark.dataset["kind"] = kinds[0];
      mark.style.top = `${100 * top}%`;
      mark.style.height = `${100 * height}%`;
      mark.addEventListener("click", () => page.say({ type: "show", frame, block, start }));
      return mark;
    }),
  );
  box("map").replaceChildren(...marks);
}

async function draw() {
  if (!status) return;
  const [main] = reports;
  const all = summary(reports);
  const said = sentence(reports, status);
  box("site").textContent = main?.site || word("name");
  box("state").textContent = said.state;
  box("more").textContent = said.more;
  box("read").hidden = main?.state !== "waiting" || Boolean(status.trouble);
  box("own").hidden = Boolean(status.trouble);
  box("page").hidden = !said.reading || !(all.words || all.itself.length);
  words(all);
  map();
  box("itself").hidden = !all.itself.length;
  box("itself-rows").replaceChildren(...pageRows(all));
  show(box("findings"), all.found, page.say);
  box("passages").hidden = !all.found.length;
  box("left").hidden = !all.left.length;
  box("reasons").replaceChildren(...all.left.map(([code, count]) => make("li", "", word("panel_reason", word(`reason_${code}`) || code, number(count)))));
  box("rate").textContent = word("panel_rate", number(Math.round(1 / (await settings.get("falseAlarms")))));
  box("ran").textContent = all.detectors.length ? word("panel_ran", all.detectors.join(", "), number(Math.round(all.milliseconds))) : "";
}

begin();
const check = mountCheck(box("own"));
local(box("foot"));
const page = watch(
  (all) => {
    reports = all;
    void draw();
  },
  { follow: true },
);
mountDaemon(box("daemon"), (told, before) => {
  status = told;
  if (before && !told.trouble) page.say({ type: "again" });
  void draw();
});
settings.watch("falseAlarms", () => void draw());

box("read").addEventListener("click", () => page.say({ type: "read" }));
/** @param {"html" | "json"} form */
async function give(form) {
  const [all, rate, when] = [summary(reports), await settings.get("falseAlarms"), new Date()];
  const content = form === "html" ? asHtml(all, rate, when, document) : asJson(all, rate, when);
  save(content, form === "html" ? "text/html" : "application/json", `originlens-${all.site || "page"}.${form}`);
}
box("as-html").addEventListener("click", () => void give("html"));
box("as-json").addEventListener("click", () => void give("json"));

/** Takes the text that the context menu handed over, once. */
async function takeAsked() {
  const { asked } = /** @type {{ asked?: import("../background/menus.js").Asked }} */ (await chrome.storage.session.get("asked"));
  if (!asked) return;
  await chrome.storage.session.remove("asked");
  box("own").scrollIntoView();
  await check.take(asked.text);
}
chrome.storage.session.onChanged.addListener(({ asked }) => {
  if (asked?.newValue) void takeAsked();
});
await takeAsked();
