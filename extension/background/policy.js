// What a page may do: whether it is read, and how what is found is shown. The reader's word goes before every rule.
import * as settings from "./settings.js";
import { kindOf } from "./sites.js";

/**
 * @param {{ site: string, path: string }} page host name in the address bar, and path
 * @param {boolean} hidden whether the window is private
 * @returns {Promise<SiteSays>}
 */
export async function of({ site, path }, hidden) {
  const stored = await settings.all();
  const allowed = stored.sitesOn.includes(site);
  const { kinds, leastWords, look, saver, falseAlarms, familiesOff, port } = stored;
  /** @returns {Held | null} */
  const held = () => {
    if (stored.sitesOff.includes(site)) return "off";
    if (hidden && !stored.privateWindows) return "private";
    return allowed ? null : kindOf(site, path);
  };
  const why = held();
  return {
    type: "site",
    on: !why,
    ...(why ? { held: why } : {}),
    mode: stored.siteModes[site] ?? stored.mode,
    kinds,
    leastWords,
    look,
    saver,
    allowed,
    serial: JSON.stringify([falseAlarms, familiesOff, port]),
  };
}

/** @param {string} site @param {boolean} on from now on, whatever kind of site it is */
export async function allow(site, on) {
  const { sitesOff, sitesOn } = await settings.all();
  const without = (/** @type {string[]} */ list) => list.filter((one) => one !== site);
  await settings.set("sitesOff", on ? without(sitesOff) : [...without(sitesOff), site]);
  await settings.set("sitesOn", on ? [...without(sitesOn), site] : without(sitesOn));
}

/** @param {string} site @param {Mode | null} mode null: as everywhere */
export async function setMode(site, mode) {
  const { [site]: _, ...others } = await settings.get("siteModes");
  await settings.set("siteModes", mode ? { ...others, [site]: mode } : others);
}
