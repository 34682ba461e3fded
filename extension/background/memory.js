// How many pages of a site had findings: two counts a site, no address of a page. Off until the reader wants it.
import * as settings from "./settings.js";

const MOST_SITES = 500;
// The counts of a site are halved here, so that what it was years ago fades.
const MOST_PAGES = 50;

/** @type {Promise<void>} one change at a time, or two tabs would overwrite each other's */
let turn = Promise.resolve();

/**
 * Counts a page that was read to its end; `before` is what it last counted as, if it did.
 * @param {string} site
 * @param {boolean} found
 * @param {boolean | null} before
 */
export function count(site, found, before) {
  turn = turn.then(async () => {
    if (!site || !(await settings.get("memory"))) return;
    const { [site]: known, ...others } = await settings.get("sites");
    let [pages, marked] = known ?? [0, 0];
    if (before === null) pages++;
    marked += Number(found) - Number(before ?? false);
    if (pages > MOST_PAGES) [pages, marked] = [Math.round(pages / 2), Math.round(marked / 2)];
    const kept = Object.entries(others).slice(1 - MOST_SITES);
    await settings.set("sites", { ...Object.fromEntries(kept), [site]: [pages, Math.max(0, marked)] });
  });
  return turn;
}
