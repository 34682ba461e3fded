// The icon of a tab: grey while nothing is read, the number of flagged passages otherwise. It never blinks or shouts.
/** @type {Set<State>} */
const GREY = new Set(["off", "private", "signin", "mail", "bank", "local", "password", "waiting", "unreadable", "missing", "unpaired", "revoked", "older", "newer"]);
const COLOUR = "#2f4a66";

/** @typedef {{ page: string, frames: Record<string, { state: State, found: number }> }} Shown by a tab; frame 0 is the page itself */

// The worker may be put to sleep at any time; what the frames of a tab said outlives it here, and no longer than the browser.
const memory = chrome.storage.session;
/** @type {Promise<unknown>} one change at a time, or two frames would overwrite each other's */
let turn = Promise.resolve();

/** @param {number} tab @param {(before: Shown) => Shown} edit @returns {Promise<Shown>} */
function change(tab, edit) {
  const key = `tab:${tab}`;
  const changed = turn.then(async () => {
    const before = /** @type {Shown | undefined} */ ((await memory.get(key))[key]) ?? { page: "", frames: {} };
    const after = edit(before);
    if (after !== before) await memory.set({ [key]: after });
    return after;
  });
  turn = changed.catch(() => undefined);
  return changed;
}

/** @param {number} tab forgets what a tab showed: it was closed */
export async function clear(tab) {
  turn = turn.then(() => memory.remove(`tab:${tab}`));
  await turn;
}

/** @param {number} tab @param {string} page what names the page that the tab shows; a page may say so more than once */
export async function begin(tab, page) {
  await change(tab, (before) => (before.page === page ? before : { page, frames: {} }));
}

/**
 * @param {number} tab
 * @param {number} frame 0 is the page itself
 * @param {State} state
 * @param {number} found flagged passages in this frame
 */
export async function show(tab, frame, state, found) {
  const { frames } = await change(tab, ({ page, frames: said }) => ({ page, frames: { ...said, [frame]: { state, found } } }));
  const total = Object.values(frames).reduce((sum, one) => sum + one.found, 0);
  const page = frames[0]?.state ?? state;
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
