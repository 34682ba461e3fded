// The state of the daemon as every page of ours shows it: one calm sentence, one command, and it heals by itself.
import { box, fill, make, part, word } from "./words.js";

const LOOK_AGAIN = 2000; // milliseconds
/** @type {Partial<Record<Trouble, string>>} */
const COMMANDS = {
  missing: "originlens serve",
  unpaired: "originlens pair",
  wrong_code: "originlens pair",
  revoked: "originlens pair",
  older: "originlens serve",
  newer: "originlens extension",
};
/** @type {Set<Trouble | null>} what a code mends */
const PAIRS = new Set(["unpaired", "wrong_code", "revoked"]);

const HTML = `
  <div class="command" id="command" hidden>
    <code id="command-text"></code>
    <button type="button" id="copy" data-word="copy"></button>
  </div>
  <form id="pairing" hidden>
    <label for="code" data-word="code"></label>
    <input id="code" name="code" inputmode="numeric" autocomplete="off" spellcheck="false" placeholder="000-000" required>
    <button class="main" data-word="pair"></button>
  </form>`;

/**
 * Keeps `element` showing what mends the daemon's state, and tells each state as it changes.
 * @param {HTMLElement} element
 * @param {(status: Status, before: Trouble | null | undefined) => void} tell
 */
export function mount(element, tell) {
  element.append(...new DOMParser().parseFromString(HTML, "text/html").body.childNodes);
  fill(element);
  /** @type {Trouble | null | undefined} */
  let before;
  let timer = 0;

  /** @param {OwnAsks} question */
  async function ask(question) {
    clearTimeout(timer);
    const status = /** @type {Status} */ (await chrome.runtime.sendMessage(question));
    const { trouble } = status;
    // A code that was wrong stays wrong until another is typed; looking again would take the words away.
    const kept = trouble === "unpaired" && before === "wrong_code" && question.type === "status";
    const shown = kept ? before : trouble;
    const command = (shown && COMMANDS[shown]) ?? "";
    box("command").hidden = !command;
    if (box("command-text").textContent !== command) box("copy").textContent = word("copy");
    box("command-text").textContent = command;
    box("pairing").hidden = !PAIRS.has(shown ?? null);
    tell({ ...status, trouble: shown ?? null }, before);
    before = shown ?? null;
    if (shown) timer = setTimeout(() => void ask({ type: "status" }), LOOK_AGAIN);
  }

  box("copy").addEventListener("click", async () => {
    await navigator.clipboard.writeText(box("command-text").textContent ?? "");
    box("copy").textContent = word("copied");
  });
  part("pairing", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    void ask({ type: "pair", code: part("code", HTMLInputElement).value.trim() });
  });
  void ask({ type: "status" });
  return { look: () => ask({ type: "status" }) };
}

/** The sign that stands on every page of ours. @param {HTMLElement} element */
export function local(element) {
  const sign = make("p", "local", word("local"));
  element.prepend(sign);
}
