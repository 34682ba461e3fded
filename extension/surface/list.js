// The list of flagged passages: each leads to its place on the page, and carries its own evidence.
import { button, make, word } from "./words.js";

/** @typedef {Finding & { frame: string }} Placed */

/** @param {PageReport[]} reports @returns {Placed[]} */
export function findings(reports) {
  return reports.flatMap(({ frame, findings: all }) => all.map((finding) => ({ ...finding, frame })));
}

/**
 * Draws the findings; keeps the scroll position and the focus when nothing changed.
 * @param {HTMLElement} list
 * @param {Placed[]} found
 * @param {(message: PopupSays) => void} tell the page, when the reader picks one
 */
export function show(list, found, tell) {
  const content = JSON.stringify(found);
  if (list.dataset["content"] === content) return;
  list.dataset["content"] = content;
  const items = found.map((finding) => {
    const { frame, block, start, unit, lang } = finding;
    const open = button(finding.text, () => tell({ type: "show", frame, block, start }), "show");
    if (lang) open.lang = lang;
    open.dir = "auto";
    const what = unit && unit !== "passage" ? [make("p", "unit", word(`unit_${unit}`))] : [];
    return make("li", "finding", ...what, open, ...globalThis.originlens.evidence.show(finding));
  });
  list.replaceChildren(...items);
}
