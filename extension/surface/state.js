// What a page is doing, as one sentence and what there is to say beside it.
import { findings } from "./list.js";
import { number, word } from "./words.js";

/** @type {ReadonlySet<State>} why a page is not read although it could be */
const HELD = new Set(["off", "private", "signin", "mail", "bank", "local"]);

/** @param {State | undefined} state */
export const held = (state) => Boolean(state && HELD.has(state));

/** @param {PageReport | undefined} main @param {number} found @param {number} judged @returns {[state: string, more: string]} message keys */
function keys(main, found, judged) {
  if (!main) return ["unreadable", "unreadable"];
  if (held(main.state)) return [main.state, main.state];
  if (found) return [found === 1 ? "found_one" : "found_many", "found"];
  if (main.state === "quiet" && !judged) return ["empty", "empty"];
  if (main.state === "unreadable" && main.why) return ["unreadable", `why_${main.why}`];
  return [main.state, main.state];
}

/**
 * @param {PageReport[]} reports the page itself first
 * @param {Status} status
 * @returns {{ state: string, more: string, reading: boolean }} words, and whether the page is read
 */
export function sentence(reports, { trouble }) {
  const [main] = reports;
  const found = findings(reports).length;
  const judged = reports.reduce((sum, report) => sum + report.judged, 0);
  const [state, more] = trouble ? [trouble, trouble] : keys(main, found, judged);
  return {
    state: word(`state_${state}`, number(found)),
    more: word(`more_${more}`, number(judged)),
    reading: Boolean(main) && !trouble && !held(main?.state),
  };
}
