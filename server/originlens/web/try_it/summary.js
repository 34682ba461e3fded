/** The whole text in sentences: what was flagged, what chance alone would flag, what was found. No blended score. */

/** @import {PageAnswer} from "./scan.js" */
/** @import {Words} from "./paint.js" */
import { element, figure } from "./paint.js";

/** @param {number} count @param {string} one */
function counted(count, one) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : `${one}s`}`;
}

/**
 * The headline: n of m, and nothing when nothing could be tested.
 * @param {PageAnswer} page
 */
export function headline(page) {
  if (page.tested === 0) return "The statistics could test nothing here";
  if (page.flagged === 0) return page.tested === 1 ? "The one paragraph tested is not flagged" : `None of ${page.tested.toLocaleString("en")} paragraphs tested is flagged`;
  if (page.tested === 1) return "The one paragraph tested is flagged";
  return `${page.flagged.toLocaleString("en")} of ${counted(page.tested, "paragraph")} tested ${page.flagged === 1 ? "is" : "are"} flagged`;
}

/**
 * The lines under the headline, as elements.
 * @param {Words} words @param {PageAnswer} page
 */
export function lines(words, page) {
  const made = [];
  const found = Object.entries(page.kinds).filter(([kind, { blocks }]) => kind !== "statistical" && blocks > 0);
  if (found.length) {
    const list = found.map(([kind, { blocks }]) => `${(words.kinds[kind] ?? kind).toLowerCase()} in ${counted(blocks, "paragraph")}`);
    made.push(`Found in the text itself: ${list.join(", ")}.`);
  }
  for (const { kind, detail, found: id, vendor } of page.evidence) {
    made.push(`${words.kinds[kind] ?? kind} of the whole text: ${detail || id}${vendor ? ` (${vendor})` : ""}.`);
  }
  if (page.tested) {
    const rate = `With at most 1 in ${figure(1 / page.false_alarms)} human texts flagged by mistake`;
    made.push(`${rate}, chance alone would flag ${figure(page.expected_by_chance)} of ${page.tested === 1 ? "it" : "them"}.`);
  }
  const untested = page.blocks - page.tested;
  if (untested) made.push(`${counted(untested, "paragraph")} could not be tested; the reason stands beside ${untested === 1 ? "it" : "each"}.`);
  const anything = found.length > 0 || page.evidence.length > 0;
  const used = page.detectors.length ? `Asked: ${page.detectors.join(", ")}; ${figure(page.milliseconds)} ms.` : "No detector was asked.";
  return [
    ...made.map((line) => element("p", "", line)),
    element("p", "caution", page.flagged ? words.caution : anything ? words.marked : words.absence),
    element("p", "asked", used),
  ];
}
