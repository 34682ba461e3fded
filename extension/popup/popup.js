// The popup: what this page is doing, why its passages were flagged, what it may do, and a box for a text of one's own.
import * as api from "../background/api.js";
import { openPanel } from "../background/menus.js";
import * as policy from "../background/policy.js";
import * as settings from "../background/settings.js";
import { mount as mountCheck } from "../surface/check.js";
import { local, mount as mountDaemon } from "../surface/daemon.js";
import { findings, show } from "../surface/list.js";
import { held, sentence } from "../surface/state.js";
import { watch } from "../surface/tab.js";
import { begin, box, number, part, word } from "../surface/words.js";

/** @type {PageReport[]} */
let reports = [];
/** @type {Status | null} */
let status = null;

/** @param {string} site */
async function remember(site) {
  const [pages, marked] = (await settings.get("sites"))[site] ?? [0, 0];
  box("remembered").hidden = !(await settings.get("memory")) || pages < 2;
  box("remembered").textContent = word("remembered", number(marked), number(pages));
}

function draw() {
  if (!status) return;
  const [main] = reports;
  const { state, more, reading } = sentence(reports, status);
  box("state").textContent = state;
  box("more").textContent = more;
  box("running").textContent = status.trouble ? "" : word("running", status.version, status.device);

  const site = main?.site ?? "";
  box("site").hidden = !site || main?.state === "private";
  box("site-name").textContent = word("site_switch", site);
  part("site-on", HTMLInputElement).checked = Boolean(main) && !held(main?.state);
  box("own").hidden = Boolean(status.trouble);
  box("viewer").hidden = Boolean(status.trouble) || (Boolean(main) && main?.state !== "unreadable");
  box("mode-field").hidden = !reading;
  box("acts").hidden = !reading;
  box("read").hidden = main?.state !== "waiting";
  show(box("findings"), reading ? findings(reports) : [], page.say);
  void remember(site);
}

begin();
mountCheck(box("own"));
local(box("foot"));
const page = watch(
  async (all) => {
    reports = all;
    await modes();
    draw();
  },
  { follow: false },
);
mountDaemon(box("daemon"), (told, before) => {
  status = told;
  if (before && !told.trouble) page.say({ type: "again" });
  draw();
});

/** The choices of this site's mode; the first is what holds everywhere. An open list is left as it is. */
async function modes() {
  const select = part("mode", HTMLSelectElement);
  const site = reports[0]?.site ?? "";
  const [everywhere, here] = [await settings.get("mode"), (await settings.get("siteModes"))[site]];
  const now = JSON.stringify([site, everywhere, here]);
  if (select.dataset["now"] === now) return;
  select.dataset["now"] = now;
  select.replaceChildren(
    new Option(word("mode_everywhere", word(`mode_${everywhere}`)), ""),
    ...settings.MODES.map((mode) => new Option(word(`mode_${mode}`), mode)),
  );
  select.value = here ?? "";
}

part("mode", HTMLSelectElement).addEventListener("change", (event) => {
  const { value } = /** @type {HTMLSelectElement} */ (event.target);
  void policy.setMode(reports[0]?.site ?? "", /** @type {Mode} */ (value) || null);
});
part("site-on", HTMLInputElement).addEventListener("change", (event) => {
  void policy.allow(reports[0]?.site ?? "", /** @type {HTMLInputElement} */ (event.target).checked);
});
box("viewer").addEventListener("click", async () => open(await api.address("/")));
box("read").addEventListener("click", () => page.say({ type: "read" }));
box("panel").addEventListener("click", () => {
  void openPanel(page.id()).then(() => close(), () => open("/panel/panel.html"));
});
