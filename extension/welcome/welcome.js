// First run: find the daemon, pair with it, and say what will and will not happen.
import { local, mount } from "../surface/daemon.js";
import { begin, box, word } from "../surface/words.js";

const STEPS = ["daemon", "pair", "read"];
/** @type {Partial<Record<Trouble, number>>} the step that a trouble holds the reader at */
const AT = { missing: 0, older: 0, newer: 0, busy: 0, refused: 0, unpaired: 1, wrong_code: 1, revoked: 1 };

/** @param {number} now */
function step(now) {
  STEPS.forEach((name, at) => {
    const item = box(`step-${name}`);
    item.classList.toggle("done", at < now);
    if (at === now) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
}

begin();
const next = (await chrome.commands.getAll()).find(({ name }) => name === "next");
box("keys").textContent = word("welcome_read_more", next?.shortcut || "Alt+Shift+J");
local(box("foot"));
mount(box("daemon"), ({ trouble, version, device }) => {
  step(trouble ? (AT[trouble] ?? 0) : 2);
  box("state").textContent = word(trouble ? `state_${trouble}` : "welcome_ready");
  box("more").textContent = trouble ? word(`more_${trouble}`) : word("running", version, device);
  box("install").hidden = trouble !== "missing";
});
