// Every listener of the background, and what our own pages may ask of it.
import * as answered from "./answered.js";
import * as api from "./api.js";
import * as badge from "./badge.js";
import * as headers from "./headers.js";
import * as menus from "./menus.js";
import * as pages from "./pages.js";
import * as settings from "./settings.js";

const ownAsks = {
  /** @returns {Promise<Status>} */
  async status() {
    try {
      const told = await api.health();
      const { version, device = "" } = told;
      const known = Boolean(await settings.get("token"));
      const trouble = api.mismatch(told) ?? (device ? null : known ? "revoked" : "unpaired");
      return { trouble, version, device };
    } catch (error) {
      return { trouble: api.failureOf(error).trouble, version: "", device: "" };
    }
  },
  /** @param {OwnAsks & { type: "pair" }} message @returns {Promise<Status>} */
  async pair({ code }) {
    try {
      const browser = /Firefox/.test(navigator.userAgent) ? "Firefox" : "Chromium";
      await api.pair(code, chrome.i18n.getMessage("browser_name", [browser]));
      return await ownAsks.status();
    } catch (error) {
      return { trouble: api.failureOf(error).trouble, version: "", device: "" };
    }
  },
  /** @returns {Promise<number>} texts whose answers are kept for other tabs */
  answered: () => answered.count(),
  /** @returns {Promise<void>} */
  forget: () => answered.clear(),
};

pages.listen();
headers.listen();
menus.create();

chrome.runtime.onMessage.addListener((message, sender, reply) => {
  // A page's process can speak as its content script; only our own pages may pair.
  if (!sender.url?.startsWith(chrome.runtime.getURL("")) || !Object.hasOwn(ownAsks, message.type)) return false;
  void ownAsks[/** @type {OwnAsks} */ (message).type](message).then(reply);
  return true;
});

chrome.runtime.onInstalled.addListener(({ reason }) => {
  if (reason === chrome.runtime.OnInstalledReason.INSTALL) void chrome.tabs.create({ url: "/welcome/welcome.html" });
});

for (const name of /** @type {const} */ (["token", "port", "falseAlarms"])) settings.watch(name, () => void answered.clear());
for (const name of settings.FOR_PAGES) settings.watch(name, () => void pages.settingsChanged());
chrome.tabs.onRemoved.addListener((tab) => void badge.clear(tab));
