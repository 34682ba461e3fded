// What was found on a page, as a file: JSON for programs, one self-contained HTML page for people. No address is in it but the site's name.
import { make, number, word } from "../surface/words.js";
import { pageRows } from "./summary.js";

/** @typedef {import("./summary.js").Summary} Summary */

/** @param {Summary} summary @param {number} rate @param {Date} when */
export function asJson(summary, rate, when) {
  const found = summary.found.map(({ text, kinds, verdict = null, p_value = null, words = 0, unit = "passage", origin = null, evidence }) => ({
    text, kinds, verdict, p_value, words, unit, origin, evidence,
  }));
  const { site, words, kinds, left, itself, detectors, milliseconds } = summary;
  return JSON.stringify(
    { made_by: "Originlens", when: when.toISOString(), site, false_alarms: rate, words, words_by_kind: Object.fromEntries(kinds), not_judged: Object.fromEntries(left), page: itself, detectors, milliseconds, found },
    null,
    2,
  );
}

/** The colours of daylight and night, taken from the panel itself. @param {Document} page */
function style(page) {
  const rules = [...page.styleSheets, ...page.adoptedStyleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const kept = rules.filter((rule) => !/url\(/.test(rule.cssText)).map((rule) => rule.cssText);
  return `${kept.join("\n")}\nmain { display: block; } .show { display: block; -webkit-line-clamp: none; }`;
}

/** @param {Summary} summary @param {number} rate @param {Date} when @param {Document} page the panel */
export function asHtml(summary, rate, when, page) {
  const title = word("report_title", summary.site);
  const items = summary.found.map((finding) => {
    const text = make("p", "show", finding.text);
    text.dir = "auto";
    return make("li", "finding", text, ...globalThis.originlens.evidence.show(finding));
  });
  const list = make("ol", "texts", ...items);
  const rows = summary.kinds.map(([kind, words]) => make("li", "", `${word(`kind_${kind}`)}: ${number(words)}`));
  const lines = [
    word("report_when", when.toLocaleString(chrome.i18n.getUILanguage())), word("panel_rate", number(Math.round(1 / rate))),
    word("panel_judged", number(summary.words)), word("panel_ran", summary.detectors.join(", "), number(Math.round(summary.milliseconds))),
  ].map((line) => make("p", "soft", line));
  const main = make("main", "", make("h1", "", title), ...lines, make("ul", "", ...rows), ...pageRows(summary), list, make("p", "soft", word("more_found", number(summary.found.length))));
  const whole = document.implementation.createHTMLDocument(title);
  const charset = whole.createElement("meta");
  charset.setAttribute("charset", "utf-8");
  const sheet = whole.createElement("style");
  sheet.textContent = style(page);
  whole.head.prepend(charset);
  whole.head.append(sheet);
  whole.documentElement.lang = chrome.i18n.getUILanguage();
  whole.body.append(main);
  return `<!doctype html>\n${whole.documentElement.outerHTML}`;
}

/** @param {string} content @param {string} type @param {string} name gives it to the reader as a download */
export function save(content, type, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
