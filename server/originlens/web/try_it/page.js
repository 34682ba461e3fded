/** The try-it page: what the reader does -> scan -> paint. States: empty, working, done, problem. */

import { EXAMPLES } from "./examples.js";
import { element, number, paragraph } from "./paint.js";
import { Problem, detectors, health, paragraphs, scan, textOf } from "./scan.js";
import { headline, lines } from "./summary.js";

/** @import {Block, BlockAnswer} from "./scan.js" */
/** @import {Words} from "./paint.js" */

const PAUSE = 900; // milliseconds without a key that count as a pause

/** @template {HTMLElement} T @param {string} id @param {new () => T} kind @returns {T} */
function the(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new TypeError(`#${id} is missing`);
  return found;
}

const form = the("form", HTMLFormElement);
const field = the("text", HTMLTextAreaElement);
const drop = the("drop", HTMLElement);
const file = the("file", HTMLInputElement);
const result = the("result", HTMLElement);
const title = the("headline", HTMLElement);
const progress = the("progress", HTMLProgressElement);
const said = the("lines", HTMLElement);
const list = the("blocks", HTMLElement);
const trouble = the("problem", HTMLElement);
const status = the("status", HTMLElement);

/** @type {Promise<Words>} */
const wording = fetch("words.json").then((response) => response.json());
let leave = new AbortController();
let pause = 0;

function countWords() {
  const count = field.value.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  the("size", HTMLElement).textContent = count ? `${count.toLocaleString("en")} ${count === 1 ? "word" : "words"}` : "";
  the("clear", HTMLButtonElement).hidden = !field.value;
}

/** The text as it waits for its answers. @param {Words} words @param {Block[]} blocks @param {boolean} reveal */
function begin(words, blocks, reveal) {
  trouble.hidden = true;
  result.hidden = progress.hidden = false;
  title.textContent = status.textContent = "Reading…";
  if (reveal) {
    title.focus({ preventScroll: true });
    result.scrollIntoView({ block: "start" });
  }
  said.replaceChildren();
  progress.max = blocks.length;
  progress.value = 0;
  list.replaceChildren(...blocks.map((block) => paragraph(words, block)));
  list.setAttribute("aria-busy", "true");
}

/** Paints each answer as it comes, then the page's. @param {Words} words @param {Block[]} blocks @param {AbortSignal} signal */
async function follow(words, blocks, signal) {
  /** @type {Map<string, BlockAnswer>} */
  const answers = new Map();
  for await (const answer of scan(blocks, Number(new FormData(form).get("rate")), signal)) {
    if (answer.type === "block") {
      answers.set(answer.id, answer);
      progress.value = answers.size;
      const at = blocks.findIndex(({ id }) => id === answer.id);
      const block = blocks[at];
      if (block) list.children[at]?.replaceWith(paragraph(words, block, answer));
    } else {
      list.replaceChildren(...blocks.map((block) => paragraph(words, block, answers.get(block.id), answer.q_values[block.id])));
      title.textContent = status.textContent = headline(answer);
      said.replaceChildren(...lines(words, answer, [...answers.values()]));
    }
    number(list);
  }
}

/** @param {string} text @param {boolean} [isExample] */
function fill(text, isExample = false) {
  field.value = text;
  field.scrollTop = 0;
  the("example-note", HTMLElement).hidden = !isExample;
  countWords();
  void run(true);
}

/** @param {unknown} error */
function explain(error) {
  const problem = error instanceof Problem ? error : new Problem({ title: "Something failed on this page", detail: String(error) });
  const [heading, detail, remedy] = trouble.children;
  if (!heading || !detail || !remedy) return;
  heading.textContent = problem.title;
  detail.textContent = problem.detail;
  remedy.replaceChildren(...problem.remedy.split("`").map((part, index) => (index % 2 ? element("code", "", part) : part)));
  trouble.hidden = false;
  status.textContent = "";
}

function empty() {
  leave.abort();
  result.hidden = trouble.hidden = true;
  status.textContent = "";
}

/** @param {boolean} [reveal] bring the result into view, as after a press of the button */
async function run(reveal = false) {
  clearTimeout(pause);
  leave.abort();
  const blocks = paragraphs(field.value);
  if (!blocks.length) {
    empty();
    field.focus();
    return;
  }
  const mine = (leave = new AbortController());
  try {
    const words = await wording;
    if (mine.signal.aborted) return;
    begin(words, blocks, reveal);
    await follow(words, blocks, mine.signal);
  } catch (error) {
    if (mine.signal.aborted) return;
    explain(error);
    title.textContent = "Not finished";
    result.hidden = !list.querySelector("[data-verdict]");
  } finally {
    if (mine === leave) {
      progress.hidden = true;
      list.removeAttribute("aria-busy");
    }
  }
}

/** @param {File | undefined} chosen */
async function open(chosen) {
  if (!chosen) return;
  try {
    fill(await textOf(chosen));
  } catch (error) {
    explain(error);
  }
}

async function describe() {
  the("version", HTMLElement).textContent = (await health()).version;
  const known = await detectors();
  const ready = known.filter(({ state }) => state === "ready");
  the("detectors-count", HTMLElement).textContent = `Detectors in use: ${ready.map(({ name }) => name).join(", ") || "none"}`;
  const { kinds } = await wording;
  the("detectors", HTMLElement).replaceChildren(...known.map(({ name, version, kind, state, reason, remedy, languages }) => {
    const facts = state === "ready"
      ? `${kinds[kind ?? ""] ?? "Method"}, ${languages.join(", ") || "every language"}`
      : [state === "failed" ? "Not working" : "Switched off", reason, remedy].filter(Boolean).join(". ");
    return element("li", "", element("strong", "", version ? `${name} ${version}` : name), ` ${facts}`);
  }));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void run(true);
});
form.addEventListener("change", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.name === "rate" && field.value.trim()) void run();
});
field.addEventListener("input", () => {
  the("example-note", HTMLElement).hidden = true;
  countWords();
  clearTimeout(pause);
  if (field.value.trim()) pause = window.setTimeout(() => void run(), PAUSE);
  else empty();
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
the("clear", HTMLButtonElement).addEventListener("click", () => {
  field.value = "";
  countWords();
  empty();
  field.focus();
});
the("again", HTMLButtonElement).addEventListener("click", () => void run(true));
for (const button of document.querySelectorAll("button[data-example]")) {
  button.addEventListener("click", () => fill(EXAMPLES[button.getAttribute("data-example") ?? ""] ?? "", true));
}
file.addEventListener("change", () => {
  void open(file.files?.[0]);
  file.value = "";
});
for (const name of ["dragenter", "dragover"]) {
  drop.addEventListener(name, (event) => {
    if (!(event instanceof DragEvent) || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    drop.classList.add("dropping");
  });
}
drop.addEventListener("dragleave", () => drop.classList.remove("dropping"));
drop.addEventListener("drop", (event) => {
  drop.classList.remove("dropping");
  if (!event.dataTransfer?.files.length) return;
  event.preventDefault();
  void open(event.dataTransfer.files[0]);
});

countWords();
describe().catch(explain);
