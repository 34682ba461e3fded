// The icon of a tab: grey while nothing is read, the number of flagged passages otherwise. It never blinks or shouts.
/** @type {Set<State>} */
const GREY = new Set(["off", "private", "signin", "mail", "bank", "local", "password", "waiting", "unreadable", "missing", "unpaired", "revoked", "older", "newer"]);
const COLOUR = "#2f4a66";

// The worker may be put to sleep at any time; what the frames of a tab said outlives it here, and no longer than the browser.
const memory = chrome.storage.session;

/** @param {number} tab */
async function frames(tab) {
  const prefix = `frame:${tab}:`;
  const all = await memory.get(null);
  return Object.entries(all).filter(([key]) => key.startsWith(prefix));
}

/** @param {number} tab forgets what a tab showed: another page, or none */
export async function clear(tab) {
  await memory.remove([`page:${tab}`, ...(await frames(tab)).map(([key]) => key)]);
}

/** @param {number} tab @param {string} page what names the page that the tab shows; a page may say so more than once */
export async function begin(tab, page) {
  const key = `page:${tab}`;
  if ((await memory.get(key))[key] === page) return;
  await clear(tab);
  await memory.set({ [key]: page });
}

/**
 * @param {number} tab
 * @param {number} frame 0 is the page itself
 * @param {State} state
 * @param {number} found flagged passages in this frame
 */
export async function show(tab, frame, state, found) {
  await memory.set({ [`frame:${tab}:${frame}`]: { state, found } });
  const said = /** @type {[string, { state: State, found: number }][]} */ (await frames(tab));
  const total = said.reduce((sum, [, one]) => sum + one.found, 0);
  const page = said.find(([key]) => key.endsWith(":0"))?.[1].state ?? state;
  const icon = GREY.has(page) ? "off" : "on";
  const title = total ? chrome.i18n.getMessage("badge_found", [String(total)]) : chrome.i18n.getMessage(`state_${page}`);
  // The tab may have closed meanwhile; there is nothing left to show then.
  await Promise.allSettled([
    chrome.action.setIcon({ tabId: tab, path: { 16: `/icons/${icon}-16.png`, 32: `/icons/${icon}-32.png` } }),
    chrome.action.setTitle({ tabId: tab, title }),
    chrome.action.setBadgeText({ tabId: tab, text: total ? String(total) : "" }),
    chrome.action.setBadgeBackgroundColor({ tabId: tab, color: COLOUR }),
  ]);
}
