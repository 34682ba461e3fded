/** The only file of this page that talks to the daemon: text -> blocks -> answers as they stream. Offsets are UTF-16. */

/** @typedef {{start: number, end: number}} Span */
/** @typedef {Span & {verdict: string, p_value: number | null}} Passage */
/** @typedef {{detector: string, kind: string, found: string, spans: Span[], strength: string, detail: string,
 *   vendor: string | null, family: string | null, p_value: number | null, covers: Span[]}} Evidence */
/** @typedef {{family: string, vendor: string | null, probability: number | null}} Origin */
/** @typedef {{type: "block", id: string, verdict: string, p_value: number | null, tokens: number, language: string,
 *   passages: Passage[], evidence: Evidence[], origin: Origin | null,
 *   reason: {code: string, sentence: string} | null, undone: Record<string, number>}} BlockAnswer */
/** @typedef {{type: "page", blocks: number, tested: number, flagged: number, expected_by_chance: number,
 *   false_alarms: number, q_values: Record<string, number>, evidence: Evidence[],
 *   kinds: Record<string, {blocks: number, tokens: number}>, detectors: string[], milliseconds: number}} PageAnswer */
/** @typedef {{name: string, version: string | null, kind: string | null, state: string, reason: string | null,
 *   remedy: string | null, languages: string[]}} Detector */
/** @typedef {{id: string, text: string}} Block */

// A line longer than this was not wrapped by hand, so its end is the end of a paragraph.
const WRAPPED = 140;

/** Media types of the files that the daemon reads, by the end of their name. @type {Record<string, string>} */
const FILES = {
  txt: "text/plain", md: "text/markdown", markdown: "text/markdown", html: "text/html", htm: "text/html", pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
};

/** A failure with what happened and what to do, in the shape of an RFC 9457 problem. */
export class Problem extends Error {
  /** @param {{title: string, detail?: string, remedy?: string}} problem */
  constructor({ title, detail = "", remedy = "" }) {
    super(title);
    this.title = title;
    this.detail = detail;
    this.remedy = remedy;
  }
}

/**
 * Paragraphs of a text, in reading order. Lone surrogates, which JSON cannot carry, become U+FFFD of the same length.
 * @param {string} text
 * @returns {Block[]}
 */
export function paragraphs(text) {
  const marked = text.toWellFormed().replace(/\r\n?/g, "\n").split("\n")
    .map((line) => (line.length > WRAPPED ? `${line}\n\n` : `${line}\n`)).join("");
  const parts = marked.split(/\n\s*\n/).map((part) => part.trim()).filter(Boolean);
  return parts.map((part, index) => ({ id: `p${index + 1}`, text: part }));
}

/** @returns {Record<string, string>} */
function credentials() {
  const meta = document.querySelector('meta[name="originlens-token"]');
  return { Authorization: `Bearer ${meta?.getAttribute("content") ?? ""}` };
}

/**
 * Asks the daemon. Throws a Problem when it does not answer or refuses, an AbortError when `init.signal` fires.
 * @param {string} path
 * @param {RequestInit} [init]
 */
async function ask(path, init = {}) {
  let response;
  try {
    response = await fetch(path, { ...init, headers: { ...credentials(), ...init.headers } });
  } catch (error) {
    if (error instanceof DOMException) throw error;
    throw new Problem({
      title: "The daemon does not answer",
      detail: "It has stopped, or it is starting again.",
      remedy: "Start it with `originlens serve`, then reload this page.",
    });
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({ title: `The daemon answered ${response.status}` }));
  const wait = response.headers.get("Retry-After");
  if (response.status === 401) problem.remedy = credentials().Authorization === "Bearer "
    ? "Open this page in a tab of its own, on the machine that runs the daemon."
    : "The daemon was started again since this page was opened: reload the page.";
  if (wait) problem.remedy = `Try again in ${wait} ${wait === "1" ? "second" : "seconds"}.`;
  throw new Problem(problem);
}

/**
 * The text of a file, its paragraphs apart. Throws a Problem where the daemon cannot read it.
 * @param {File} file
 * @returns {Promise<string>}
 */
export async function textOf(file) {
  const type = FILES[file.name.split(".").pop()?.toLowerCase() ?? ""];
  if (!type) {
    const remedy = "Choose a .txt, .md, .html, .docx or .pdf file, or paste the text.";
    throw new Problem({ title: "This file cannot be read here", detail: file.name, remedy });
  }
  const response = await ask("/v1/text", { method: "POST", body: file, headers: { "Content-Type": type } });
  /** @type {{blocks: Block[]}} */
  const { blocks } = await response.json();
  return blocks.map(({ text }) => text).join("\n\n");
}

/** @param {ReadableStream<Uint8Array>} body */
async function* lines(body) {
  const reader = body.pipeThrough(/** @type {any} */ (new TextDecoderStream())).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const parts = (rest + value).split("\n");
      rest = parts.pop() ?? "";
      yield* parts.filter(Boolean);
    }
    if (rest) yield rest;
  } catch (error) {
    if (error instanceof DOMException) throw error;
    throw new Problem({ title: "The answer broke off", detail: "The daemon stopped while it was answering.", remedy: "Scan again." });
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/**
 * Answers in the order in which they are ready, the page last.
 * @param {Block[]} blocks
 * @param {number} falseAlarms share of human texts that may be flagged
 * @param {AbortSignal} signal leaving early cancels the work in the daemon
 * @returns {AsyncGenerator<BlockAnswer | PageAnswer>}
 */
export async function* scan(blocks, falseAlarms, signal) {
  const response = await ask("/v1/scan", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/x-ndjson" },
    body: JSON.stringify({ blocks, false_alarms: falseAlarms, offsets: "utf-16" }),
    signal,
  });
  let finished = false;
  if (response.body) {
    for await (const line of lines(response.body)) {
      const answer = JSON.parse(line);
      if (answer.type === "error") throw new Problem(answer);
      finished = answer.type === "page";
      yield answer;
    }
  }
  if (!finished) throw new Problem({ title: "The answer broke off", detail: "Its last line is missing.", remedy: "Scan again." });
}

/** @returns {Promise<{version: string}>} */
export async function health() {
  return (await ask("/v1/health")).json();
}

/** @returns {Promise<Detector[]>} */
export async function detectors() {
  return (await (await ask("/v1/detectors")).json()).detectors;
}
