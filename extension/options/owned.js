// What the daemon owns and the reader may change: its detectors with their cards, and its cache.
import * as api from "../background/api.js";
import { button, make, number, word } from "../surface/words.js";
import { none, row } from "./choices.js";

/** @param {Detector} detector what it finds, in which languages, or why it does not run */
function says({ state, kind, languages, least_words: least, calibrated, reason }) {
  if (state === "failed") return reason ?? word("detector_failed");
  const parts = [
    kind ? word(`kind_${kind}`) : "",
    languages.join(", "),
    least ? word("detector_least", number(least)) : "",
    kind === "statistical" && !calibrated && state === "ready" ? word("detector_uncalibrated") : "",
  ];
  return parts.filter(Boolean).join(" · ");
}

/** @param {string} name its maker's own words, fetched when they are asked for */
function card(name) {
  const text = make("pre", "card-text");
  text.tabIndex = 0;
  const details = make("details", "", make("summary", "", word("detector_card")), text);
  details.addEventListener("toggle", async () => {
    if (details.open && !text.textContent) text.textContent = (await api.cardOf(name).catch(() => null)) ?? word("detector_no_card");
  });
  return details;
}

/** @param {HTMLElement} list draws the detectors; each with its switch */
export async function detectors(list) {
  /** @param {Detector[]} all */
  function draw(all) {
    const rows = all.map((detector) => {
      const { name, state } = detector;
      const turn = make("input", "");
      turn.type = "checkbox";
      turn.setAttribute("role", "switch");
      turn.setAttribute("aria-label", word("detector_switch", name));
      turn.checked = state !== "disabled";
      turn.addEventListener("change", async () => {
        turn.disabled = true;
        draw(await api.turn(name, turn.checked).catch(() => all));
        /** @type {HTMLElement | null} */ (list.querySelector(`[aria-label="${CSS.escape(word("detector_switch", name))}"]`))?.focus();
      });
      return row(name, says(detector), turn, card(name));
    });
    list.replaceChildren(...(rows.length ? rows : [none("detectors_none")]));
  }
  try {
    draw(await api.detectors());
  } catch {
    list.replaceChildren(none("detectors_none"));
  }
}

/** @param {OwnAsks} question */
const ask = (question) => chrome.runtime.sendMessage(question);

/** @param {() => Promise<void>} redraw @returns {Promise<HTMLElement[]>} the rows of the cache, and of what tabs share */
export async function cache(redraw) {
  const told = await api.health().catch(() => null);
  const [entries, answers] = [told?.cache?.entries ?? 0, Number(await ask({ type: "answered" }))];
  const forget = () => ask({ type: "forget" });
  const empty = button(word("clear"), () => void Promise.allSettled([api.clearCache(), forget()]).then(redraw));
  const drop = button(word("clear"), () => void forget().then(redraw));
  return [
    row(word("stored_cache", number(entries)), word("stored_cache_more"), ...(entries ? [empty] : [])),
    row(word("stored_answers", number(answers)), word("stored_answers_more"), ...(answers ? [drop] : [])),
  ];
}
