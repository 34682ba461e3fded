// The options: every setting in words. What belongs to the daemon stands in owned.js.
import * as policy from "../background/policy.js";
import * as settings from "../background/settings.js";
import { RULES } from "../background/sites.js";
import { local, mount as mountDaemon } from "../surface/daemon.js";
import { begin, box, button, make, number, part, word } from "../surface/words.js";
import { none, one, row, some } from "./choices.js";
import * as declared from "./declared.js";
import { cache, detectors } from "./owned.js";

const RATES = [0.01, 0.001, 0.0001];
/** @type {Look[]} */
const LOOKS = ["tint", "line"];
/** Families as the daemon names them (originlens/contract.py). */
const FAMILIES = ["openai", "anthropic", "google", "meta", "mistral", "qwen", "deepseek", "xai", "other"];

const stored = await settings.all();
begin();
local(box("foot"));

one(
  box("rates"),
  [...new Set([...RATES, stored.falseAlarms])].map((rate) => [rate, word("rate_choice", number(Math.round(1 / rate))), rate === 0.0001 ? word("rate_strict") : ""]),
  stored.falseAlarms,
  (rate) => void settings.set("falseAlarms", rate),
);
some(box("kinds"), settings.KINDS.map((kind) => [kind, word(`kind_${kind}`), word(`says_${kind}`)]), stored.kinds, (kinds) => void settings.set("kinds", kinds));
some(
  box("families"),
  FAMILIES.map((name) => [name, word(`family_${name}`)]),
  FAMILIES.filter((name) => !stored.familiesOff.includes(name)),
  (named) => void settings.set("familiesOff", FAMILIES.filter((name) => !named.includes(name))),
);

/** @param {"mode" | "look"} name @param {string} value */
function sample(name, value) {
  box("sample").dataset[name] = value;
}
one(box("modes"), settings.MODES.map((mode) => [mode, word(`mode_${mode}`), word(`mode_${mode}_more`)]), stored.mode, (mode) => {
  sample("mode", mode);
  void settings.set("mode", mode);
});
one(box("looks"), LOOKS.map((look) => [look, word(`look_${look}`)]), stored.look, (look) => {
  sample("look", look);
  void settings.set("look", look);
});
sample("mode", stored.mode);
sample("look", stored.look);
const [before = "", inside = "", after = ""] = word("options_sample").split("*");
box("sample").replaceChildren(before, make("mark", "", inside), after);

/** @param {string} id @param {"saver" | "privateWindows" | "memory"} name */
function flag(id, name) {
  const input = part(id, HTMLInputElement);
  input.checked = stored[name];
  input.addEventListener("change", () => void settings.set(name, input.checked));
}
flag("saver", "saver");
flag("private", "privateWindows");
flag("memory", "memory");

/** @param {string} id @param {"leastWords" | "port"} name */
function figure(id, name) {
  const input = part(id, HTMLInputElement);
  input.value = String(stored[name]);
  input.addEventListener("change", () => {
    if (input.checkValidity()) void settings.set(name, Number(input.value)).then(() => daemon.look());
  });
}

async function sites() {
  const { sitesOff, sitesOn, siteModes } = await settings.all();
  const without = (/** @type {"sitesOff" | "sitesOn"} */ name, /** @type {string} */ site) => async () => {
    await settings.set(name, (await settings.get(name)).filter((each) => each !== site));
    await sites();
  };
  const everywhere = (/** @type {string} */ site) => async () => {
    await policy.setMode(site, null);
    await sites();
  };
  const undo = (/** @type {() => Promise<void>} */ press) => button(word("undo"), () => void press());
  const rows = [
    ...sitesOff.map((site) => row(site, word("site_off"), undo(without("sitesOff", site)))),
    ...sitesOn.map((site) => row(site, word("site_on"), undo(without("sitesOn", site)))),
    ...Object.entries(siteModes).map(([site, mode]) => row(site, word(`mode_${mode}`), undo(everywhere(site)))),
  ];
  box("sites").replaceChildren(...(rows.length ? rows : [none("sites_none")]));
}

async function kept() {
  const { notes, sites: counts } = await settings.all();
  const drop = (/** @type {"notes" | "sites"} */ name, /** @type {[] | {}} */ empty) =>
    button(word("clear"), () => void settings.set(name, /** @type {never} */ (empty)).then(kept));
  const texts = notes.map(({ text, when }) => make("p", "soft", `${new Date(when).toLocaleDateString(chrome.i18n.getUILanguage())}: ${text.slice(0, 200)}`));
  const pages = Object.entries(counts).map(([site, [all, found]]) => make("p", "soft", `${site}: ${word("remembered", number(found), number(all))}`));
  const open = (/** @type {HTMLElement[]} */ lines) => (lines.length ? [make("details", "", make("summary", "", word("see")), ...lines)] : []);
  box("stored").replaceChildren(
    row(word("stored_notes", number(notes.length)), word("stored_notes_more"), ...(notes.length ? [drop("notes", [])] : []), ...open(texts)),
    row(word("stored_sites", number(pages.length)), word("stored_sites_more"), ...(pages.length ? [drop("sites", {})] : []), ...open(pages)),
    ...(await cache(kept)),
  );
}

box("rules").replaceChildren(
  ...Object.entries(RULES).map(([kind, { hosts }]) => make("p", "", make("b", "", word(`state_${kind}`)), ` ${hosts.join(", ")}. ${word(`rule_${kind}`)}`)),
  make("p", "", make("b", "", word("state_local")), ` ${word("rule_local")}`),
);
const daemon = mountDaemon(box("daemon"), ({ trouble, version, device }, before) => {
  box("state").textContent = trouble ? word(`state_${trouble}`) : word("running", version, device);
  box("more").textContent = trouble ? word(`more_${trouble}`) : "";
  box("forget").hidden = Boolean(trouble);
  void settings.get("pairedAs").then((name) => (box("paired").textContent = trouble || !name ? "" : word("paired_as", name)));
  if (trouble !== before) void Promise.all([detectors(box("detectors")), kept()]);
});
void declared.mount(part("headers", HTMLInputElement));
figure("least", "leastWords");
figure("port", "port");
box("forget").addEventListener("click", () => void settings.set("token", "").then(() => daemon.look()));
settings.watch("notes", () => void kept());
await sites();
