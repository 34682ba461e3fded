// The reports of a page's frames -> what a reader wants to know of the whole page. Numbers and lists, and the rows of the page itself.
import { KINDS } from "../background/settings.js";
import { findings } from "../surface/list.js";

/**
 * @typedef {object} Summary
 * @property {string} site
 * @property {number} words that were judged
 * @property {[kind: Kind, words: number][]} kinds words that carry each kind of evidence; a word may carry several
 * @property {import("../surface/list.js").Placed[]} found
 * @property {[code: string, blocks: number][]} left why texts were not judged, most frequent first
 * @property {Evidence[]} itself what the page carries as a whole
 * @property {string[]} detectors
 * @property {number} milliseconds
 */

/** @param {PageReport[]} reports @returns {Summary} */
export function summary(reports) {
  const found = findings(reports);
  /** @type {Map<Kind, number>} */
  const kinds = new Map();
  for (const { carries = {} } of found) {
    for (const kind of KINDS) if (carries[kind]) kinds.set(kind, (kinds.get(kind) ?? 0) + (carries[kind] ?? 0));
  }
  /** @type {Map<string, number>} */
  const left = new Map();
  for (const { reasons = {} } of reports) for (const [code, count] of Object.entries(reasons)) left.set(code, (left.get(code) ?? 0) + count);
  return {
    site: reports[0]?.site ?? "",
    words: reports.reduce((sum, { words = 0 }) => sum + words, 0),
    kinds: KINDS.flatMap((kind) => (kinds.has(kind) ? [/** @type {[Kind, number]} */ ([kind, kinds.get(kind) ?? 0])] : [])),
    found,
    left: [...left].sort((a, b) => b[1] - a[1]),
    itself: reports.flatMap(({ ran }) => ran?.evidence ?? []),
    detectors: [...new Set(reports.flatMap(({ ran }) => ran?.detectors ?? []))].sort(),
    milliseconds: reports.reduce((sum, { ran }) => sum + (ran?.milliseconds ?? 0), 0),
  };
}

/** @param {Summary} summary @returns {Finding} what the page carries as a whole, in the shape of a finding */
function ofPage({ itself }) {
  return { block: "", start: 0, end: 0, text: "", kinds: [...new Set(itself.map(({ kind }) => kind))], evidence: itself };
}

/** @param {Summary} summary @returns {HTMLElement[]} what the page carries as a whole, and whether its passages contradict it */
export function pageRows(summary) {
  if (!summary.itself.length) return [];
  return globalThis.originlens.evidence.show(ofPage(summary), summary.found.flatMap(({ evidence }) => evidence));
}
