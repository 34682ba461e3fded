/** The whole text in sentences: what was flagged, what chance alone would flag, what was found. No blended score. */

/** @import {BlockAnswer, Evidence, PageAnswer} from "./scan.js" */
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

/** A visible label tells it by the end of its rule's id (server/README.md). @param {Evidence} mark */
const saysHuman = ({ kind, found }) => kind === "declared" && (found === "declared.human" || found.endsWith(".no-ai"));

/** @param {Evidence} mark */
const saysAi = (mark) => (mark.kind === "declared" ? !saysHuman(mark) : mark.kind === "signed" && Boolean(mark.vendor));

/** @param {Evidence[]} evidence without what says nothing of origin */
const telling = (evidence) => evidence.filter(({ strength }) => strength !== "none");

/**
 * Whether the page says that no AI model wrote it, and another mark says, or one of a block shows, that one did.
 * @param {PageAnswer} page @param {BlockAnswer[]} blocks
 */
function contradict(page, blocks) {
  const marks = telling(page.evidence);
  const inBlocks = telling(blocks.flatMap(({ evidence }) => evidence));
  const showsAi = inBlocks.some((mark) => mark.kind === "residue" || mark.kind === "watermark" || saysAi(mark));
  return marks.some(saysHuman) && (marks.some(saysAi) || showsAi);
}

/**
 * What was found of the page as a whole, each with its kind and strength, and whether that agrees.
 * @param {Words} words @param {PageAnswer} page @param {BlockAnswer[]} blocks
 */
function ofPage(words, page, blocks) {
  const order = Object.keys(words.kinds);
  const made = [...page.evidence].sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind)).map(({ kind, strength, detail, found: id }) =>
    `${words.kinds[kind] ?? kind}, ${words.strengths[strength] ?? strength}: ${detail || id}`);
  if (contradict(page, blocks)) made.push(words.contradiction);
  return made;
}

/**
 * The lines under the headline, as elements.
 * @param {Words} words @param {PageAnswer} page @param {BlockAnswer[]} blocks
 */
export function lines(words, page, blocks) {
  const made = ofPage(words, page, blocks);
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
