// Every stored setting: its name, its default, get, set and watch.

/**
 * @typedef {object} Settings
 * @property {string} token what the daemon gave when it was paired; empty: not paired
 * @property {number} port where the daemon listens on this machine
 * @property {number} falseAlarms share of human texts that may be flagged
 * @property {string[]} sitesOff host names on which nothing is read
 */

/** @type {Readonly<Settings>} */
const DEFAULTS = Object.freeze({ token: "", port: 7717, falseAlarms: 0.001, sitesOff: [] });

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
