// What pages and the popup may ask, and who answers. Pages reach the daemon through here alone.
import * as api from "./api.js";
import * as badge from "./badge.js";
import * as settings from "./settings.js";

/** @typedef {{ port: chrome.runtime.Port, tab: number, frame: number, gone: AbortSignal }} Page */

/** @type {Map<number, Promise<void>>} one batch in flight for each tab */
const turns = new Map();

/** @param {unknown} error */
function failureOf(error) {
  return error instanceof api.Failure ? error : new api.Failure("refused");
}

/** @param {Page} page @param {BackgroundSays} message */
function tell(page, message) {
  if (!page.gone.aborted) page.port.postMessage(message);
}

/**
 * Ends when every block has its verdict, so that the next batch can begin. Marks that take longer to seek come later, in
 * answers that replace the first; without them the verdicts stand.
 * @param {Page} page @param {{ id: string, text: string }[]} blocks
 * @returns {Promise<void>}
 */
function scan(page, blocks) {
  const open = new Set(blocks.map(({ id }) => id));
  return new Promise((judged) => {
    const read = async () => {
      for await (const answer of api.scan(blocks, page.gone)) {
        tell(page, { type: "block", answer });
        if (open.delete(answer.id) && !open.size) done();
      }
      if (open.size) done();
    };
    const done = () => {
      tell(page, { type: "done" });
      judged();
    };
    read().catch((error) => {
      if (!open.size) return;
      const { trouble, seconds } = failureOf(error);
      tell(page, { type: "failed", trouble, seconds });
      judged();
    });
  });
}

const pageSays = {
  /** @param {Page} page @param {PageSays & { type: "hello" }} message */
  async hello(page, { site, top }) {
    if (top) await badge.clear(page.tab);
    const off = await settings.get("sitesOff");
    tell(page, { type: "site", on: !off.includes(site) });
  },
  /** @param {Page} page @param {PageSays & { type: "scan" }} message */
  async scan(page, { blocks }) {
    const turn = (turns.get(page.tab) ?? Promise.resolve()).then(() => (page.gone.aborted ? undefined : scan(page, blocks)));
    turns.set(page.tab, turn);
    await turn;
    if (turns.get(page.tab) === turn) turns.delete(page.tab);
  },
  /** @param {Page} page @param {PageSays & { type: "state" }} message */
  async state(page, { state, found }) {
    await badge.show(page.tab, page.frame, state, found);
  },
};

const popupAsks = {
  /** @returns {Promise<Status>} */
  async status() {
    try {
      const { version, device } = await api.health();
      const paired = Boolean(await settings.get("token")) && device !== undefined;
      return { trouble: paired ? null : "unpaired", version, device: device ?? "" };
    } catch (error) {
      return { trouble: failureOf(error).trouble, version: "", device: "" };
    }
  },
  /** @param {PopupAsks & { type: "pair" }} message @returns {Promise<Status>} */
  async pair({ code }) {
    try {
      const browser = /Firefox/.test(navigator.userAgent) ? "Firefox" : "Chromium";
      await api.pair(code, chrome.i18n.getMessage("browser_name", [browser]));
      return await popupAsks.status();
    } catch (error) {
      return { trouble: failureOf(error).trouble, version: "", device: "" };
    }
  },
};

chrome.runtime.onConnect.addListener((port) => {
  const tab = port.sender?.tab?.id;
  if (port.name !== "page" || tab === undefined) return;
  const leaving = new AbortController();
  const page = { port, tab, frame: port.sender?.frameId ?? 0, gone: leaving.signal };
  port.onDisconnect.addListener(() => leaving.abort());
  port.onMessage.addListener((message) => void pageSays[/** @type {PageSays} */ (message).type]?.(page, message));
});

chrome.runtime.onMessage.addListener((message, sender, reply) => {
  // A page's process can speak as its content script; only our own pages may pair.
  if (!sender.url?.startsWith(chrome.runtime.getURL("")) || !Object.hasOwn(popupAsks, message.type)) return false;
  void popupAsks[/** @type {PopupAsks} */ (message).type](message).then(reply);
  return true;
});

chrome.tabs.onRemoved.addListener((tab) => void badge.clear(tab));
