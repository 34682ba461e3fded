// Every stored setting: its name, its default, get, set and watch.

/**
 * @typedef {object} Settings
 * @property {string} token what the daemon gave when it was paired; empty: not paired
 * @property {string} pairedAs the name under which the daemon lists this browser
 * @property {number} port where the daemon listens on this machine
 * @property {number} falseAlarms share of human texts that may be flagged
 * @property {string[]} sitesOff host names on which nothing is read
 * @property {string[]} sitesOn host names that are read although sites of their kind are not
 * @property {Mode} mode on sites that have none of their own
 * @property {Record<string, Mode>} siteModes host name -> mode
 * @property {boolean} privateWindows whether pages in private windows are read
 * @property {Kind[]} kinds of evidence that are shown
 * @property {string[]} familiesOff families of models that are never named
 * @property {number} leastWords statistics of shorter texts are not shown; 0: the detectors decide
 * @property {Look} look of what is painted
 * @property {boolean} saver whether only what is on the screen is read
 * @property {boolean} headers whether a few headers of a page's response are read, where the browser allows it
 * @property {boolean} memory whether pages with findings are counted by site
 * @property {Record<string, [pages: number, found: number]>} sites the counts of that memory
 * @property {Note[]} notes of findings that the reader calls wrong
 */

/** @type {Kind[]} */
export const KINDS = ["signed", "watermark", "residue", "declared", "hidden", "statistical"];

/** @type {readonly Mode[]} */
export const MODES = ["highlight", "quiet", "demand", "dim"];

/** @type {(keyof Settings)[]} what pages must hear of: what they may do, and what they would be answered */
export const FOR_PAGES = [
  "token", "port", "falseAlarms", "sitesOff", "sitesOn", "mode", "siteModes", "privateWindows", "kinds", "familiesOff", "leastWords", "look", "saver",
];

/** @type {Readonly<Settings>} */
const DEFAULTS = Object.freeze({
  token: "",
  pairedAs: "",
  port: 7717,
  falseAlarms: 0.001,
  sitesOff: [],
  sitesOn: [],
  mode: "highlight",
  siteModes: {},
  privateWindows: false,
  kinds: KINDS,
  familiesOff: [],
  leastWords: 0,
  look: "tint",
  saver: false,
  headers: false,
  memory: false,
  sites: {},
  notes: [],
});

// Content scripts run inside the page's process, which must never see the token. Firefox has no such switch.
void chrome.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });

/**
 * @template {keyof Settings} Name
 * @param {Name} name
 * @returns {Promise<Settings[Name]>}
 */
export async function get(name) {
  const stored = await chrome.storage.local.get({ [name]: DEFAULTS[name] });
  return /** @type {Settings[Name]} */ (stored[name]);
}

/** @returns {Promise<Settings>} */
export async function all() {
  return /** @type {Settings} */ (/** @type {unknown} */ (await chrome.storage.local.get({ ...DEFAULTS })));
}

/**
 * @template {keyof Settings} Name
 * @param {Name} name
 * @param {Settings[Name]} value
 */
export async function set(name, value) {
  await chrome.storage.local.set({ [name]: value });
}

/**
 * @template {keyof Settings} Name
 * @param {Name} name
 * @param {(value: Settings[Name]) => void} whenChanged
 */
export function watch(name, whenChanged) {
  chrome.storage.local.onChanged.addListener((changes) => {
    const change = changes[name];
    if (change) whenChanged(/** @type {Settings[Name]} */ (change.newValue ?? DEFAULTS[name]));
  });
}
