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
 * The kinds of marks on the page or in its paragraphs, without what says nothing, in the order of their weight.
 * @param {Words} words @param {PageAnswer} page
 */
function kindsFound(words, page) {
  const ofWhole = page.evidence.filter(({ strength }) => strength !== "none").map(({ kind }) => kind);
  return Object.keys(words.kinds).filter((kind) => (kind !== "statistical" && page.kinds[kind]?.blocks) || ofWhole.includes(kind));
}

/**
 * Whether the page says that no AI model wrote it, and another mark says or shows that one did.
 * @param {PageAnswer} page
 */
function contradict(page) {
  const found = page.evidence.filter(({ strength }) => strength !== "none");
  const saysHuman = found.some(({ found: id }) => id === "declared.human");
  const saysAi = found.some(({ kind, found: id, vendor }) => (kind === "declared" && id !== "declared.human") || (kind === "signed" && vendor));
  return saysHuman && (saysAi || ["residue", "watermark", "declared"].some((kind) => page.kinds[kind]?.blocks));
}

/**
 * What was found of the page as a whole, each with its kind and strength, and whether that agrees.
 * @param {Words} words @param {PageAnswer} page
 */
function ofPage(words, page) {
  const order = Object.keys(words.kinds);
  const made = [...page.evidence].sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind)).map(({ kind, strength, detail, found: id }) =>
    `${words.kinds[kind] ?? kind}, ${words.strengths[strength] ?? strength}: ${detail || id}`);
  if (contradict(page)) made.push(words.contradiction);
  return made;
}

/**
 * The lines under the headline, as elements.
 * @param {Words} words @param {PageAnswer} page
 */
export function lines(words, page) {
  const made = ofPage(words, page);
  const found = Object.entries(words.kinds).filter(([kind]) => kind !== "statistical" && page.kinds[kind]?.blocks);
  if (found.length) {
    const list = found.map(([kind, name]) => {
      const { blocks = 0, tokens = 0 } = page.kinds[kind] ?? {};
      // Of the other kinds the words of whole paragraphs are counted.
      return `${name.toLowerCase()} in ${counted(blocks, "paragraph")}${kind === "residue" ? ` (${counted(tokens, "word")})` : ""}`;
    });
    made.push(`Found in the text itself: ${list.join(", ")}.`);
  }
  if (page.tested) {
    const rate = `With at most 1 in ${figure(1 / page.false_alarms)} human texts flagged by mistake`;
    made.push(`${rate}, chance alone would flag ${figure(page.expected_by_chance)} of ${page.tested === 1 ? "it" : "them"}.`);
  }
  const untested = page.blocks - page.tested;
  if (untested) made.push(`${counted(untested, "paragraph")} could not be tested; the reason stands beside ${untested === 1 ? "it" : "each"}.`);
  for (const kind of kindsFound(words, page)) if (words.meanings[kind]) made.push(words.meanings[kind]);
  const used = page.detectors.length ? `Asked: ${page.detectors.join(", ")}; ${figure(page.milliseconds)} ms.` : "No detector was asked.";
  return [
    ...made.map((line) => element("p", "", line)),
    element("p", "caution", page.flagged ? words.caution : kindsFound(words, page).length ? words.marked : words.absence),
    element("p", "asked", used),
  ];
}
