// A text that the reader brings: pasted, typed, dropped as a file, or handed over by the context menu.
import * as api from "../background/api.js";
import { box, fill, make, number, part, word } from "./words.js";

const HTML = `
  <form class="check" id="check">
    <h2><label for="text" data-word="check_label"></label></h2>
    <textarea id="text" rows="3" spellcheck="false" data-word-placeholder="check_hint"></textarea>
    <div class="tools">
      <button class="main" data-word="check"></button>
      <label class="file"><input type="file" id="file" accept="${Object.keys(api.FILES).join(",")}"><span data-word="check_file"></span></label>
      <button type="button" id="check-clear" data-word="check_clear" hidden></button>
    </div>
  </form>
  <div id="checked" role="status"></div>
  <ol id="checked-blocks" class="texts"></ol>`;

const BUSY_SECONDS = 2; // until a daemon is asked again that is busy and does not say for how long

/** @typedef {{ id: string, text: string }} Piece */

/** @param {Piece} piece @param {Finding[]} found the text with what was found in it */
function marked({ text }, found) {
  const borders = [...new Set([0, text.length, ...found.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  const parts = borders.slice(1).map((end, at) => {
    const start = borders[at] ?? 0;
    const here = found.find((one) => one.start < end && start < one.end);
    const cut = text.slice(start, end);
    if (!here) return cut;
    const mark = make("mark", "", cut);
    mark.dataset["kind"] = here.kinds[0];
    return mark;
  });
  const read = make("p", "read", ...parts);
  read.dir = "auto";
  return read;
}

/** @param {Piece} piece @param {Answer} answer */
function result(piece, answer) {
  const block = /** @type {Block} */ ({ id: piece.id, text: piece.text, parts: /** @type {Part[]} */ ([]), unit: "passage", lang: "" });
  const found = globalThis.originlens.findings.of(block, answer);
  const { verdict, reason } = answer;
  const says = found.length ? [] : [make("p", "left", reason ? word(`reason_${reason.code}`) || reason.sentence : word(`verdict_${verdict}`))];
  const item = make("li", "finding", marked(piece, found), ...found.flatMap((one) => globalThis.originlens.evidence.show(one)), ...says);
  return { item, found: found.length };
}

/** @param {api.Failure} failure */
function trouble({ trouble: why, detail }) {
  if (!detail) return [make("p", "", word(`state_${why}`)), make("p", "left", word(`more_${why}`))];
  return [make("p", "", detail.detail || detail.title), make("p", "left", detail.remedy)];
}

/** @param {HTMLElement} element where the box stands */
export function mount(element) {
  element.append(...new DOMParser().parseFromString(HTML, "text/html").body.childNodes);
  fill(element);
  const text = part("text", HTMLTextAreaElement);
  const file = part("file", HTMLInputElement);
  let working = new AbortController();

  /** @param {(Node | string)[]} content */
  const tell = (...content) => box("checked").replaceChildren(...content);

  function begin() {
    working.abort();
    working = new AbortController();
    box("checked-blocks").replaceChildren();
    box("check-clear").hidden = false;
    tell(make("p", "", word("state_working")));
    return working.signal;
  }

  /** @param {Piece[]} blocks @param {object | null} outside @param {AbortSignal} signal */
  async function judge(blocks, outside, signal) {
    /** @type {Map<string, { item: HTMLElement, found: number }>} a second answer brings marks that took longer to seek */
    const shown = new Map();
    for await (const answer of api.scan({ blocks, ...(outside ? { document: outside } : {}) }, signal)) {
      const piece = blocks.find(({ id }) => id === answer.id);
      if (!piece || signal.aborted) continue;
      shown.set(piece.id, result(piece, answer));
    }
    if (signal.aborted) return;
    const found = [...shown.values()].reduce((sum, one) => sum + one.found, 0);
    const inOrder = blocks.flatMap(({ id }) => shown.get(id)?.item ?? []);
    tell(make("p", "", found ? word(found === 1 ? "state_found_one" : "state_found_many", number(found)) : word("state_quiet")), make("p", "left", word(found ? "more_found" : "more_quiet", number(blocks.length))));
    box("checked-blocks").replaceChildren(...inOrder);
    // In a small window what was found would stand below the edge.
    element.scrollIntoView({ block: "start" });
  }

  /** @param {() => Promise<[Piece[], object | null]>} bring */
  async function run(bring) {
    const signal = begin();
    /** @type {api.Failure | null} */
    let failed = null;
    do {
      try {
        const [blocks, outside] = await bring();
        if (!signal.aborted) await judge(blocks, outside, signal);
        return;
      } catch (error) {
        failed = api.failureOf(error);
      }
      if (signal.aborted) return;
      tell(...trouble(failed));
      if (failed.trouble === "busy") await new Promise((resolve) => setTimeout(resolve, 1000 * (failed?.seconds || BUSY_SECONDS)));
    } while (failed.trouble === "busy" && !signal.aborted);
  }

  const typed = () => run(async () => [text.value.split(/\n\s*\n/).map((one, at) => ({ id: `p${at + 1}`, text: one.trim() })).filter((one) => one.text), null]);

  /** @param {File} given */
  const brought = (given) =>
    run(async () => {
      const type = api.FILES[given.name.slice(given.name.lastIndexOf(".")).toLowerCase()];
      if (!type) throw Object.assign(new api.Failure("refused"), { detail: { title: "", detail: word("check_unknown"), remedy: "" } });
      const { blocks, document: outside } = await api.textOf(given, type);
      return [blocks, outside];
    });

  part("check", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    if (text.value.trim()) void typed();
  });
  file.addEventListener("change", () => {
    const [given] = file.files ?? [];
    if (given) void brought(given);
    file.value = "";
  });
  box("check-clear").addEventListener("click", () => {
    working.abort();
    text.value = "";
    tell();
    box("checked-blocks").replaceChildren();
    box("check-clear").hidden = true;
    text.focus();
  });
  // The whole page takes a file: a small target is missed, and the browser would open what it does not take.
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const [given] = event.dataTransfer?.files ?? [];
    const words = event.dataTransfer?.getData("text/plain");
    if (given) void brought(given);
    else if (words) void take(words);
  });

  /** @param {string} words */
  function take(words) {
    text.value = words;
    return words.trim() ? typed() : undefined;
  }
  return { take };
}
