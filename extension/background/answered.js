// What the daemon answered in this session of the browser, by digest of the text: in memory alone, and no longer than the
// browser runs. It stands while what answers stands: another daemon, rate or set of detectors begins anew.

/** @typedef {Answer | Ran} Kept */

const MOST_CHARACTERS = 3_000_000; // of JSON; browsers allow 10 MB
const EPOCH = "answered";
const PLACE = /^answered:\d+$/;

// The worker may be put to sleep at any time; what was answered outlives it here.
const memory = chrome.storage.session;
/** @type {Map<string, Kept>} */
const known = new Map();
/** @type {Map<string, { rows: [string, Kept][], characters: number }>} what came together, oldest first */
const chunks = new Map();
let characters = 0;
let epoch = "";
let latest = 0;
/** @type {Promise<void> | undefined} */
let loaded;

/** @param {string} place @param {[string, Kept][]} rows @param {number} length */
function hold(place, rows, length) {
  for (const [key, value] of rows) known.set(key, value);
  chunks.set(place, { rows, characters: length });
  characters += length;
}

async function load() {
  const all = await memory.get(null);
  epoch = String(all[EPOCH] ?? "");
  const places = Object.keys(all).filter((key) => PLACE.test(key)).sort((a, b) => number(a) - number(b));
  for (const place of places) {
    const rows = /** @type {[string, Kept][]} */ (all[place]);
    hold(place, rows, JSON.stringify(rows).length);
  }
  latest = number(places.at(-1) ?? "");
}

/** @param {string} place */
const number = (place) => Number(place.split(":")[1] ?? 0);

/** @param {string} place */
function drop(place) {
  const chunk = chunks.get(place);
  if (!chunk) return;
  chunks.delete(place);
  characters -= chunk.characters;
  for (const [key, value] of chunk.rows) if (known.get(key) === value) known.delete(key);
}

/** Forgets everything. */
export async function clear() {
  await (loaded ??= load());
  const places = [...chunks.keys()];
  places.forEach(drop);
  epoch = "";
  await memory.remove([EPOCH, ...places]);
}

/**
 * @param {string[]} keys
 * @returns {Promise<boolean>} whether any of them is known
 */
export async function any(keys) {
  await (loaded ??= load());
  return keys.some((key) => known.has(key));
}

/** Forgets what was answered by anything but this. @param {string} now */
export async function stands(now) {
  await (loaded ??= load());
  if (epoch !== now) await clear();
}

/** @param {string} key @returns {Kept | undefined} after `any` or `stands` */
export const of = (key) => known.get(key);

/** @returns {Promise<number>} how many texts */
export async function count() {
  await (loaded ??= load());
  return [...known.values()].filter((one) => "verdict" in one).length;
}

/** @param {[string, Kept][]} rows @param {string} by what answered */
export async function keep(rows, by) {
  await stands(by);
  const length = JSON.stringify(rows).length;
  if (!rows.length || length > MOST_CHARACTERS) return;
  const place = `${EPOCH}:${++latest}`;
  epoch = by;
  hold(place, rows, length);
  const old = [...chunks.keys()].filter((one) => characters > MOST_CHARACTERS && (drop(one), true));
  await memory.remove(old);
  await memory.set({ [EPOCH]: by, [place]: rows }).catch(clear);
}
