/** Answers -> elements: one paragraph with its highlights, and the evidence beside it. Text goes in as text, never as HTML. */

/** @import {Block, BlockAnswer, Evidence, Span} from "./scan.js" */
/** @typedef {{kinds: Record<string, string>, strengths: Record<string, string>, verdicts: Record<string, string>,
 *   explained: Record<string, string>, families: Record<string, string>, undone: Record<string, string>,
 *   meanings: Record<string, string>, contradiction: string, caution: string, marked: string, absence: string}} Words */
/** @typedef {Span & {look: string, note: number}} Layer a stretch of text, how it looks and which note it belongs to; -1: none */

const PAINTED = ["llm", "mixed", "unclear"];

/**
 * @param {string} tag
 * @param {string} [look] the class
 * @param {...(Node | string)} children
 */
export function element(tag, look = "", ...children) {
  const made = document.createElement(tag);
  if (look) made.className = look;
  made.append(...children);
  return made;
}

/** Two significant figures for people: 2,500 or 0.00012. @param {number} value */
export function figure(value) {
  return new Intl.NumberFormat("en", { maximumSignificantDigits: 2 }).format(value);
}

/**
 * The evidence in the order of its weight: what was found first, the statistics last.
 * @param {Words} words @param {Evidence[]} evidence
 */
function ordered(words, evidence) {
  const order = Object.keys(words.kinds);
  return [...evidence].sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
}

/**
 * @param {string} text
 * @param {BlockAnswer} answer
 * @param {Evidence[]} marks the evidence that is not statistical, in order
 * @returns {Layer[]}
 */
function layers(text, answer, marks) {
  const found = marks.flatMap(({ strength, spans, covers }, note) => strength === "none" ? [] : [
    ...(covers.length ? covers : spans).map((span) => ({ ...span, look: "found", note })),
    ...(covers.length ? spans : []).map((span) => ({ ...span, look: "exact", note: -1 })),
  ]);
  const suspect = answer.passages.filter(({ verdict }) => PAINTED.includes(verdict))
    .map(({ start, end, verdict }) => ({ start, end, look: verdict, note: marks.length }));
  // The space after a sentence belongs to no highlight: its line would hang over the end, and its number would stray.
  return [...suspect, ...found].map((layer) => ({ ...layer, end: layer.start + text.slice(layer.start, layer.end).trimEnd().length }));
}

/**
 * The text cut at every border, so that overlapping layers can be shown together; a reference follows each layer's end.
 * @param {string} text @param {Layer[]} painted
 */
function reading(text, painted) {
  const borders = [0, text.length, ...painted.flatMap(({ start, end }) => [start, end])]
    .filter((border) => border >= 0 && border <= text.length);
  const cuts = [...new Set(borders)].sort((one, other) => one - other);
  const paragraph = element("p", "read");
  for (const [index, start] of cuts.entries()) {
    const end = cuts[index + 1];
    if (end === undefined) break;
    const here = painted.filter((layer) => layer.start <= start && layer.end >= end);
    const looks = [...new Set(here.map(({ look }) => look))].join(" ");
    paragraph.append(looks ? element("mark", looks, text.slice(start, end)) : text.slice(start, end));
    const over = new Set(here.filter((layer) => layer.note >= 0 && layer.end === end).map(({ note }) => note));
    for (const note of [...over].sort()) {
      // A run of passages with one verdict reads as one highlight: only its last end carries the number.
      const goesOn = painted.some((layer) => layer.note === note && layer.end > end && !/\S/.test(text.slice(end, layer.start)));
      if (goesOn) continue;
      const link = element("a", "ref");
      link.dataset.note = String(note);
      paragraph.append(link);
    }
  }
  return paragraph;
}

/**
 * @param {string} look @param {string} label @param {string} aside
 * @param {...(Node | string)} says
 */
function note(look, label, aside, ...says) {
  const head = element("p", "note-head", element("span", "number"), element("span", "label", label));
  if (aside) head.append(" ", element("span", "aside", aside));
  return element("li", `note ${look}`, head, ...says.map((line) => (line instanceof Node ? line : element("p", "", line))));
}

/** @param {Words} words @param {BlockAnswer} answer @param {Evidence[]} statistics */
function suspicion(words, answer, statistics) {
  const painted = PAINTED.includes(answer.verdict);
  const shown = answer.passages.some(({ verdict }) => PAINTED.includes(verdict));
  const facts = painted ? [...new Set(statistics.map(({ detail }) => detail).filter(Boolean))] : [];
  if (painted && !facts.length && answer.p_value) {
    facts.push(`About 1 in ${figure(1 / answer.p_value)} human texts of this length looks like this.`);
  }
  if (answer.reason) facts.push(answer.reason.sentence);
  if (!facts.length) facts.push(words.explained[answer.verdict] ?? "");
  const verdict = words.verdicts[answer.verdict] ?? answer.verdict;
  return note(shown ? answer.verdict : "quiet", words.kinds.statistical ?? "", verdict, ...facts);
}

/** @param {Words} words @param {NonNullable<BlockAnswer["origin"]>} origin */
function family(words, origin) {
  const maker = words.families[origin.family] ?? origin.family;
  const named = origin.vendor && origin.vendor !== maker ? `${maker} (${origin.vendor})` : maker;
  return origin.probability === null
    ? note("plain", "Family", "named by a mark, for its passage", named)
    : note("plain", "Family", "a guess from style", `Most like the models of ${named}: probability ${figure(origin.probability)} among the known families.`);
}

/** @param {Words} words @param {BlockAnswer} answer @param {number | undefined} q */
function figures(words, answer, q) {
  const undone = Object.entries(answer.undone)
    .map(([sort, count]) => `${words.undone[sort] ?? sort}: ${count.toLocaleString("en")}`).join(", ");
  const rows = /** @type {[string, string][]} */ ([
    ["p-value", answer.p_value === null ? "none" : figure(answer.p_value)],
    ["q-value, over the whole text", q === undefined ? "none" : figure(q)],
    ["Words", answer.tokens.toLocaleString("en")],
    ["Language", answer.language === "und" ? "not recognised" : answer.language],
    ...(undone ? [[words.undone.title ?? "", undone]] : []),
    ...answer.evidence.map(({ detector, found }) => [detector, found]),
  ]);
  const list = element("dl", "", ...rows.map(([term, value]) => element("div", "", element("dt", "", term), element("dd", "", value))));
  return element("details", "figures", element("summary", "", "Figures"), list);
}

/**
 * One paragraph with its evidence, or on its own while it is waiting.
 * @param {Words} words @param {Block} block @param {BlockAnswer} [answer] @param {number} [q] its q-value, known at the end
 */
export function paragraph(words, block, answer, q) {
  const article = element("article", answer ? "block" : "block waiting");
  article.dataset.block = block.id;
  if (!answer) {
    article.append(element("p", "read", block.text));
    return article;
  }
  article.dataset.verdict = answer.verdict;
  const evidence = ordered(words, answer.evidence);
  const marks = evidence.filter(({ kind }) => kind !== "statistical");
  const rows = marks.map(({ kind, strength, detail, vendor, found }) =>
    note(strength === "none" ? "quiet" : "found", words.kinds[kind] ?? kind, words.strengths[strength] ?? strength,
      // Sentences of ours are read as text; what was found in the text is shown letter for letter.
      ...(vendor ? [`Names ${vendor}.`] : []), element("p", kind === "signed" || kind === "declared" ? "" : "quote", detail || found)));
  rows.push(suspicion(words, answer, evidence.filter(({ kind }) => kind === "statistical")));
  if (answer.origin) rows.push(family(words, answer.origin));
  const notes = element("div", "notes", element("ul", "", ...rows), figures(words, answer, q));
  article.append(reading(block.text, layers(block.text, answer, marks)), notes);
  return article;
}

/** Gives the notes their numbers, in reading order, and points the references at them. @param {HTMLElement} root */
export function number(root) {
  let count = 0;
  for (const article of root.querySelectorAll("article")) {
    const notes = [...article.querySelectorAll(".note")];
    for (const [index, row] of notes.entries()) {
      const references = /** @type {HTMLAnchorElement[]} */ ([...article.querySelectorAll(`.ref[data-note="${index}"]`)]);
      if (!references.length) continue;
      count += 1;
      row.id = `note-${count}`;
      const shown = row.querySelector(".number");
      if (shown) shown.textContent = String(count);
      for (const reference of references) {
        reference.href = `#${row.id}`;
        reference.textContent = String(count);
        reference.setAttribute("aria-label", `Note ${count}`);
      }
    }
  }
}
