// The only fetch of this extension: address, token, and what each failure means. It goes to this machine alone.
import * as settings from "./settings.js";

/** The daemon gave no answer: `trouble` is a message key, `seconds` when to try again (0: the caller decides). */
export class Failure extends Error {
  /** @param {Trouble} trouble @param {number} [seconds] */
  constructor(trouble, seconds = 0) {
    super(trouble);
    this.trouble = trouble;
    this.seconds = seconds;
  }
}

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

/**
 * @param {string} path
 * @param {RequestInit & { headers?: Record<string, string> }} request
 */
async function ask(path, request) {
  const [port, token] = await Promise.all([settings.get("port"), settings.get("token")]);
  const headers = { ...request.headers, ...(token ? { authorization: `Bearer ${token}` } : {}) };
  /** @type {Response} */
  let response;
  try {
    response = await fetch(`http://127.0.0.1:${port}${path}`, { ...request, headers, cache: "no-store", credentials: "omit" });
  } catch {
    throw new Failure("missing");
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw failure(problem, response.headers);
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

/** @returns {Promise<{ version: string, device?: string }>} the daemon's health; the device only when paired */
export async function health() {
  const response = await ask("/v1/health", { signal: AbortSignal.timeout(3000) });
  return response.json();
}

/** @param {string} code one-time code shown by the daemon @param {string} name of this browser */
export async function pair(code, name) {
  const response = await ask("/v1/pair", posted({ code, name }));
  const { token } = await response.json();
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

/**
 * Judges blocks; yields each answer as it arrives.
 * @param {{ id: string, text: string }[]} blocks in order of priority
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<Answer>}
 */
export async function* scan(blocks, signal) {
  if (!(await settings.get("token"))) throw new Failure("unpaired");
  const false_alarms = await settings.get("falseAlarms");
  const response = await ask("/v1/scan", posted({ blocks, false_alarms, offsets: "utf-16" }, signal));
  if (!response.body) throw new Failure("missing");
  for await (const { type, ...line } of lines(response.body)) {
    if (type === "error") throw failure(line);
    if (type === "block") yield line;
    if (type === "page") return;
  }
  throw new Failure("missing");
}
