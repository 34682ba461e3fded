// What the server declared with a page: a few headers of its response, read where the reader wants it and the browser
// allows it. No request is changed or held up, and no address is stored.
import * as settings from "./settings.js";

/** Whose responses are read. Chromium grants none of them at installation; Firefox does, as hosts of the content scripts. */
export const HOSTS = chrome.runtime.getManifest().optional_host_permissions ?? [];

const WANTED = new Set([
  "ai-disclosure", "link", "content-language", "last-modified", "x-robots-tag", "tdm-reservation", "tdm-policy", "content-usage",
]);
const MOST_UNITS = 8192;

// The worker may be put to sleep at any time; what was read outlives it here, and no longer than the browser.
const memory = chrome.storage.session;
/** @param {number} tab */
const place = (tab) => `headers:${tab}`;

/** @param {number} tab @param {string} document @returns {Promise<Record<string, string> | null>} null: nothing is known */
export async function of(tab, document) {
  const key = place(tab);
  const kept = /** @type {{ document: string, told: Record<string, string> } | undefined} */ ((await memory.get(key))[key]);
  return kept?.document === document ? kept.told : null;
}

/** @type {Map<number, { address: string, told: Record<string, string> }>} by tab, until the page that it brought says hello */
const answers = new Map();

/** @param {string} address a page's own may have a fragment, that of a request has none */
const whole = (address) => address.split("#", 1)[0] ?? "";

/** Whether headers are read: the reader's wish and the browser's permission. */
export async function on() {
  return (await settings.get("headers")) && chrome.permissions.contains({ origins: HOSTS });
}

/** @param {Pick<chrome.webRequest.OnResponseStartedDetails, "tabId" | "url" | "responseHeaders" | "documentLifecycle">} response of a tab's own document */
export function keep({ tabId, url, responseHeaders = [], documentLifecycle }) {
  // A page that is loaded in case the reader goes there is not the one in the tab.
  if (tabId < 0 || documentLifecycle === "prerender") return;
  /** @type {Record<string, string>} */
  const told = {};
  for (const { name, value } of responseHeaders) {
    const known = name.toLowerCase();
    if (WANTED.has(known) && value !== undefined) told[known] = Object.hasOwn(told, known) ? `${told[known]}, ${value}` : value;
  }
  const short = Object.entries(told).filter(([, value]) => value.length <= MOST_UNITS);
  answers.set(tabId, { address: whole(url), told: Object.fromEntries(short) });
}

/**
 * Gives a tab's last response to the page that it brought. A page that came from elsewhere, such as the back-forward cache,
 * or that has moved on by itself to another address, has none: nobody declared anything of what it now shows.
 * @param {number} tab @param {{ document: string, moved: boolean }} page @param {string} address
 */
export async function claim(tab, { document, moved }, address) {
  const answer = answers.get(tab);
  const brought = !moved && answer?.address === whole(address) ? answer : null;
  if (brought) answers.delete(tab);
  if (brought && (await on())) {
    await memory.set({ [place(tab)]: { document, told: brought.told } });
  } else if (moved || !(await of(tab, document))) {
    await memory.remove(place(tab));
  }
}

/** @param {number} tab */
async function forget(tab) {
  answers.delete(tab);
  await memory.remove(place(tab));
}

function hear() {
  const { onResponseStarted } = chrome.webRequest;
  // Of the events of a response this one can change nothing, and comes once, after every redirect.
  if (!onResponseStarted.hasListener(keep)) onResponseStarted.addListener(keep, { urls: HOSTS, types: ["main_frame"] }, ["responseHeaders"]);
}

async function follow() {
  if (await on()) return hear();
  chrome.webRequest.onResponseStarted.removeListener(keep);
  answers.clear();
  const kept = Object.keys(await memory.get(null)).filter((key) => key.startsWith("headers:"));
  await memory.remove(kept);
}

/** Listens while it is on; call it once, at the top level of the worker, or a response that wakes it would find no listener. */
export function listen() {
  hear();
  void follow();
  settings.watch("headers", () => void follow());
  chrome.permissions.onAdded.addListener(() => void follow());
  chrome.permissions.onRemoved.addListener(() => void follow());
  chrome.tabs.onRemoved.addListener((tab) => void forget(tab));
}
