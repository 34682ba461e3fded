// The switch for what a site's server declares. It shows what is, not what was wished: the browser has a say too.
import { HOSTS, on } from "../background/headers.js";
import * as settings from "../background/settings.js";

// In Firefox the permission is the one that lets the extension read pages at all, so it is never given back.
const SHARED = /Firefox/.test(navigator.userAgent);

/** @param {HTMLInputElement} input @returns {Promise<void>} when it shows what is */
export function mount(input) {
  async function look() {
    input.checked = await on();
  }
  input.addEventListener("change", async () => {
    // A browser hears this within the click alone.
    const granted = input.checked && (await chrome.permissions.request({ origins: HOSTS }));
    await settings.set("headers", granted);
    if (!granted && !SHARED) await chrome.permissions.remove({ origins: HOSTS });
    await look();
  });
  settings.watch("headers", () => void look());
  chrome.permissions.onAdded.addListener(() => void look());
  chrome.permissions.onRemoved.addListener(() => void look());
  return look();
}
