// A text is asked about once, whichever tabs show it. The first tab asks; the others wait for its answer, and take it from
// memory afterwards. What lies outside the texts is asked about once too, if it is the same to the letter.
import * as answered from "./answered.js";
import * as api from "./api.js";
import * as settings from "./settings.js";

/** @typedef {PageSays & { type: "scan" }} Asked */
/** @typedef {{ text: string, block: string, alone: boolean }} Names of a text by which its answer is kept: on every page, on this one */
/** @typedef {{ first: Promise<Answer | null>, over: Promise<void> }} Request under way for a text */

/** @type {Map<string, Request>} by digest of the text, or of what lies outside the texts */
const underWay = new Map();
const encoder = new TextEncoder();

/** Kinds of evidence that stand in the text alone, whatever page shows it. @type {ReadonlySet<Kind>} */
const OF_THE_TEXT = new Set(["statistical", "hidden"]);
// What may say something of single texts of the page (content/outside.js): their answers hold beside it alone.
const SAYS_OF_TEXTS = /ai-?(disclosure|model|provider)|genai|digitalsourcetype|c2pa/i;

/** @param {unknown} value */
async function digest(value) {
  const bytes = await crypto.subtle.digest("SHA-256", encoder.encode(JSON.stringify(value)));
  return [...new Uint8Array(bytes, 0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {Answer} answer whether it holds on every page */
const free = ({ evidence }) => evidence.every(({ kind }) => OF_THE_TEXT.has(kind));

/** @param {Answer} answer */
const whole = ({ reason }) => reason?.code !== "detector_failed";

/** @returns {Promise<(generation: string) => string>} names what answers, of which the daemon tells its generation */
async function asking() {
  const [port, rate] = [await settings.get("port"), await settings.get("falseAlarms")];
  return (generation) => JSON.stringify([port, rate, generation]);
}

/**
 * Asks the daemon, and lets other tabs have the answers.
 * @param {Asked} asked
 * @param {Map<string, Names>} names by the id of the block
 * @param {string} outside names what lies outside the texts
 * @param {(generation: string) => string} by
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<Answer, Ran>}
 */
async function* ask(asked, names, outside, by, signal) {
  /** @type {Map<string, Answer>} */
  const answers = new Map();
  /** @type {Map<string, (answer: Answer | null) => void>} */
  const tell = new Map();
  let end = () => {};
  const over = new Promise((resolve) => (end = () => resolve(undefined)));
  for (const { id } of asked.blocks) {
    const first = new Promise((resolve) => tell.set(id, resolve));
    underWay.set(names.get(id)?.text ?? "", { first, over });
  }
  underWay.set(outside, { first: Promise.resolve(null), over });
  try {
    const scan = api.scan(asked, signal);
    let next = await scan.next();
    for (; !next.done; next = await scan.next()) {
      const answer = next.value;
      answers.set(answer.id, answer);
      tell.get(answer.id)?.(answer);
      yield answer;
    }
    const { generation = "", ...ran } = next.value;
    const kept = [...answers].filter(([, answer]) => whole(answer)).map(([id, answer]) => {
      const { block = "", text = "", alone = false } = names.get(id) ?? {};
      return /** @type {[string, Answer]} */ ([alone || !free(answer) ? block : text, { ...answer, id: "" }]);
    });
    const page = /** @type {[string, Ran]} */ ([outside, { ...ran, milliseconds: 0 }]);
    if (generation) await answered.keep([...kept, page], by(generation));
    return ran;
  } finally {
    underWay.delete(outside);
    for (const { id } of asked.blocks) underWay.delete(names.get(id)?.text ?? "");
    for (const resolve of tell.values()) resolve(null);
    end();
  }
}

/**
 * As api.scan, but for what is known or under way already.
 * @param {Asked} asked
 * @param {string} address of the page
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<Answer, Ran>}
 */
export async function* scan(asked, address, signal) {
  const { blocks, lang = "", document } = asked;
  const outside = `outside:${await digest(document ?? null)}`;
  const alone = Boolean(document && (document.source || SAYS_OF_TEXTS.test(document.html ?? "")));
  const page = alone ? outside : await digest(address);
  /** @type {Map<string, Names>} */
  const names = new Map();
  for (const { id, text } of blocks) {
    const name = await digest([lang, text]);
    names.set(id, { text: name, block: `${name}@${page}`, alone });
  }
  const by = await asking();
  const keys = [...names.values()].flatMap(({ text, block }) => [text, block]);
  if (await answered.any(keys)) await answered.stands(by(await api.generation()));

  /** @param {string} id @returns {Answer | undefined} */
  const known = (id) => {
    const { block = "", text = "" } = names.get(id) ?? {};
    const answer = /** @type {Answer | undefined} */ (answered.of(block) ?? (alone ? undefined : answered.of(text)));
    return answer && { ...answer, id };
  };
  let open = blocks;
  /** @type {Ran | undefined} */
  let ran;
  for (;;) {
    const told = open.flatMap(({ id }) => known(id) ?? []);
    yield* told;
    open = open.filter(({ id }) => !told.some((answer) => answer.id === id));
    if (!open.length || signal.aborted) break;
    const request = (/** @type {string} */ id) => underWay.get(names.get(id)?.text ?? "");
    const mine = open.filter(({ id }) => !request(id));
    if (mine.length) {
      ran = yield* ask({ ...asked, blocks: mine }, names, outside, by, signal);
      open = open.filter((block) => !mine.includes(block));
      continue;
    }
    const waiting = open.map(({ id }) => ({ id, other: request(id) }));
    for (const { id, other } of waiting) {
      const first = await other?.first;
      if (first && !alone && free(first)) yield { ...first, id };
    }
    for (const { other } of waiting) await other?.over;
  }
  if (!ran) await underWay.get(outside)?.over;
  return ran ?? /** @type {Ran | undefined} */ (answered.of(outside)) ?? (yield* ask({ ...asked, blocks: [] }, names, outside, by, signal));
}
