// The only fetch of this extension: address, token, and what each failure means. It goes to this machine alone.
import * as settings from "./settings.js";

/** The daemon gave no answer: `trouble` is a message key, `seconds` when to try again (0: the caller decides). */
export class Failure extends Error {
  /** @param {Trouble} trouble @param {number} [seconds] */
  constructor(trouble, seconds = 0) {
    super(trouble);
    this.trouble = trouble;
    this.seconds = seconds;
    /** @type {{ title: string, detail: string, remedy: string } | null} the daemon's own words, where it has any */
    this.detail = null;
  }
}

/** @param {unknown} error @returns {Failure} */
export function failureOf(error) {
  return error instanceof Failure ? error : new Failure("refused");
}

/** Names what answers, for those who keep answers (server/README.md). */
const GENERATION = "originlens-generation";

/** The wire contract that this extension speaks (server/README.md). */
export const WIRE = 1;

/** @type {Record<string, Trouble>} problem codes of the daemon (server/originlens/errors.py) with words of their own */
const TROUBLES = {
  unauthorised: "unpaired",
  wrong_code: "wrong_code",
  too_many_guesses: "wrong_code",
  busy: "busy",
  shutting_down: "missing",
};

/** @param {{ code?: string }} problem @param {Headers} [headers] */
function failure(problem, headers) {
  return new Failure(TROUBLES[problem.code ?? ""] ?? "refused", Number(headers?.get("retry-after") ?? 0));
}

/** @param {string} path @returns {Promise<string>} an address of the daemon */
export async function address(path) {
  const port = await settings.get("port");
  return `http://127.0.0.1:${port}${path}`;
}

/**
 * @param {string} path
 * @param {RequestInit & { headers?: Record<string, string> }} request
 */
async function ask(path, request) {
  const [where, token] = await Promise.all([address(path), settings.get("token")]);
  const headers = { ...request.headers, ...(token ? { authorization: `Bearer ${token}` } : {}) };
  /** @type {Response} */
  let response;
  try {
    response = await fetch(where, { ...request, headers, cache: "no-store", credentials: "omit" });
  } catch {
    agreed = 0;
    throw new Failure("missing");
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  const told = failure(problem, response.headers);
  if (told.trouble === "unpaired" && token) told.trouble = "revoked";
  if (told.trouble === "refused") told.detail = { title: problem.title ?? "", detail: problem.detail ?? "", remedy: problem.remedy ?? "" };
  throw told;
}

/** @param {unknown} body @param {AbortSignal} [signal] */
function posted(body, signal) {
  return {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", accept: "application/x-ndjson, application/json" },
    ...(signal ? { signal } : {}),
  };
}

/**
 * @typedef {object} Health
 * @property {string} version
 * @property {number} [wire] number of its contract; none in a daemon that is older than the first
 * @property {string} [device] only when paired, as all below
 * @property {{ entries: number, bytes: number, limit_bytes: number }} [cache]
 */

/** @returns {Promise<Health>} */
export async function health() {
  const response = await ask("/v1/health", { signal: AbortSignal.timeout(3000) });
  return response.json();
}

/** @returns {Promise<string>} what would answer now; empty where the daemon does not tell */
export async function generation() {
  const response = await ask("/v1/health", { signal: AbortSignal.timeout(3000) });
  return response.headers.get(GENERATION) ?? "";
}

/** Whether the daemon that answers speaks our contract. @param {Health} told @returns {Trouble | null} */
export function mismatch({ wire = 0 }) {
  if (wire === WIRE) return null;
  return wire < WIRE ? "older" : "newer";
}

/** The port of a daemon whose contract was found to be ours; asked anew after each failure, which may be an upgrade. */
let agreed = 0;

async function agree() {
  const port = await settings.get("port");
  if (agreed === port) return;
  const trouble = mismatch(await health());
  if (trouble) throw new Failure(trouble);
  agreed = port;
}

/** @param {string} code one-time code shown by the daemon @param {string} name of this browser */
export async function pair(code, name) {
  const response = await ask("/v1/pair", posted({ code, name }));
  const { token, name: pairedAs = name } = await response.json();
  await settings.set("pairedAs", pairedAs);
  await settings.set("token", token);
}

/** @param {ReadableStream<Uint8Array>} body */
async function* lines(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Failure("missing");
    });
    if (done) return;
    const parts = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) if (part) yield JSON.parse(part);
  }
}

/** A language that the daemon takes (server/README.md); pages name all kinds of things. */
const LANGUAGE = /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$/;

/**
 * Judges blocks; yields each answer as it arrives, and returns which detectors ran.
 * @param {{ blocks: { id: string, text: string }[], lang?: string, document?: object }} asked blocks in order of priority
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<Answer, Ran>}
 */
export async function* scan({ blocks, lang = "", document }, signal) {
  if (!(await settings.get("token"))) throw new Failure("unpaired");
  await agree();
  const false_alarms = await settings.get("falseAlarms");
  const language = LANGUAGE.test(lang) ? { language: lang } : {};
  const body = { blocks, false_alarms, offsets: "utf-16", ...language, ...(document ? { document } : {}) };
  const response = await ask("/v1/scan", posted(body, signal));
  if (!response.body) throw new Failure("missing");
  for await (const { type, ...line } of lines(response.body)) {
    if (type === "error") throw failure(line);
    if (type === "block") yield line;
    if (type === "page") {
      const { detectors = [], milliseconds = 0, evidence = [] } = line;
      return { detectors, milliseconds, evidence, generation: response.headers.get(GENERATION) ?? "" };
    }
  }
  throw new Failure("missing");
}

/** @type {Record<string, string>} media types of the files that the daemon reads, by the end of their name */
export const FILES = {
  ".txt": "text/plain",
  ".md": "text/markdown",
  ".markdown": "text/markdown",
  ".html": "text/html",
  ".htm": "text/html",
  ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ".pdf": "application/pdf",
};

/**
 * The paragraphs of a file.
 * @param {Blob} content
 * @param {string} type one of FILES
 * @returns {Promise<{ blocks: { id: string, text: string }[], document: object | null }>}
 */
export async function textOf(content, type) {
  const response = await ask("/v1/text", { method: "POST", body: content, headers: { "content-type": type } });
  return response.json();
}

/** @returns {Promise<Detector[]>} */
export async function detectors() {
  return (await (await ask("/v1/detectors", {})).json()).detectors;
}

/** @param {string} detector @param {boolean} on @returns {Promise<Detector[]>} */
export async function turn(detector, on) {
  return (await (await ask("/v1/switch", posted({ detector, on }))).json()).detectors;
}

/** @param {string} name @returns {Promise<string | null>} Markdown */
export async function cardOf(name) {
  return (await (await ask(`/v1/detectors/${encodeURIComponent(name)}/card`, {})).json()).card;
}

/** @returns {Promise<Health>} */
export async function clearCache() {
  return (await ask("/v1/cache/clear", { method: "POST" })).json();
}
