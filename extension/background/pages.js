// What the content scripts of pages ask, and what they are told. They reach the daemon through here alone.
import * as api from "./api.js";
import * as badge from "./badge.js";
import * as headers from "./headers.js";
import * as memory from "./memory.js";
import * as once from "./once.js";
import * as policy from "./policy.js";
import * as settings from "./settings.js";

/**
 * @typedef {object} Page a frame of a tab, as long as its port is open
 * @property {chrome.runtime.Port} port
 * @property {number} tab
 * @property {number} frame
 * @property {boolean} hidden in a private window
 * @property {AbortSignal} gone
 * @property {string} address names the page among those of this session
 * @property {string} site where it is the page itself, its host name
 * @property {string} document what names the document that it shows, where it is the page itself
 * @property {boolean | null} counted what the memory of sites holds of it
 */

const MOST_NOTES = 200;
/** @type {Map<number, Promise<void>>} one batch in flight for each tab */
const turns = new Map();

/** @param {Page} page @param {BackgroundSays} message */
function tell(page, message) {
  if (!page.gone.aborted) page.port.postMessage(message);
}

/** @param {Answer} answer @param {string[]} off families that the reader does not want named */
function named(answer, off) {
  const silent = off.includes(answer.origin?.family ?? "");
  // An older daemon does not tell which row names the family.
  const evidence = answer.evidence.map((row) => (off.includes(row.family ?? "") || (silent && !row.family) ? { ...row, vendor: null, family: null } : row));
  return { ...answer, ...(silent ? { origin: null } : {}), evidence };
}

/**
 * Ends when every block has its verdict, so that the next batch can begin. Marks that take longer to seek come later, in
 * answers that replace the first; without them the verdicts stand.
 * @param {Page} page @param {PageSays & { type: "scan" }} asked
 * @returns {Promise<void>}
 */
function scan(page, asked) {
  const open = new Set(asked.blocks.map(({ id }) => id));
  return new Promise((judged) => {
    const end = (/** @type {BackgroundSays} */ message) => {
      open.clear();
      tell(page, message);
      judged();
    };
    const read = async () => {
      const off = await settings.get("familiesOff");
      const { document } = asked;
      const told = document && page.document ? await headers.of(page.tab, page.document) : null;
      const whole = { ...asked, ...(told ? { document: { ...document, headers: told } } : {}) };
      // What a private window shows stays in it: no other tab has its answers.
      const answers = page.hidden ? api.scan(whole, page.gone) : once.scan(whole, page.address, page.gone);
      let next = await answers.next();
      for (; !next.done; next = await answers.next()) {
        tell(page, { type: "block", answer: named(next.value, off) });
        if (open.delete(next.value.id) && !open.size) end({ type: "done" });
      }
      if (open.size || !asked.blocks.length) end({ type: "done" });
      tell(page, { type: "ran", ran: next.value });
    };
    read().catch((error) => {
      if (!open.size && asked.blocks.length) return;
      const { trouble, seconds } = api.failureOf(error);
      end({ type: "failed", trouble, seconds });
    });
  });
}

const hear = {
  /** @param {Page} page @param {PageSays & { type: "hello" }} message */
  async hello(page, { document, site, path, top, moved }) {
    if (top) {
      await badge.begin(page.tab, page.port.sender?.documentId ?? page.port.sender?.url ?? "");
      await headers.claim(page.tab, { document, moved }, page.port.sender?.url ?? "");
      page.site = site;
      page.document = document;
    }
    tell(page, await policy.of({ site, path: path ?? "" }, page.hidden));
    /** @type {OwnHears} */
    const came = { type: "came", tab: page.tab };
    // Nobody may be listening: then the panel and the popup are closed.
    void chrome.runtime.sendMessage(came).catch(() => undefined);
  },
  /** @param {Page} page @param {PageSays & { type: "scan" }} message */
  async scan(page, message) {
    const turn = (turns.get(page.tab) ?? Promise.resolve()).then(() => (page.gone.aborted ? undefined : scan(page, message)));
    turns.set(page.tab, turn);
    await turn;
    if (turns.get(page.tab) === turn) turns.delete(page.tab);
  },
  /** @param {Page} page @param {PageSays & { type: "state" }} message */
  async state(page, { state, found }) {
    await badge.show(page.tab, page.frame, state, found);
    if (state !== "quiet" || !page.site || page.hidden || page.counted === found > 0) return;
    const before = page.counted;
    page.counted = found > 0;
    await memory.count(page.site, found > 0, before);
  },
  /** @param {Page} _ @param {PageSays & { type: "wrong" }} message */
  async wrong(_, { text, kinds, p_value }) {
    const notes = await settings.get("notes");
    await settings.set("notes", [{ text, kinds, p_value, when: Date.now() }, ...notes].slice(0, MOST_NOTES));
  },
};

/** Listens to pages; call it once, at the top level of the worker. */
export function listen() {
  chrome.runtime.onConnect.addListener((port) => {
    const tab = port.sender?.tab;
    if (port.name !== "page" || tab?.id === undefined) return;
    const leaving = new AbortController();
    const { url = "" } = port.sender ?? {};
    const address = /^https?:/.test(url) ? (url.split("#", 1)[0] ?? "") : crypto.randomUUID();
    /** @type {Page} */
    const page = {
      port, tab: tab.id, frame: port.sender?.frameId ?? 0, hidden: tab.incognito, gone: leaving.signal, address, site: "", document: "", counted: null,
    };
    port.onDisconnect.addListener(() => leaving.abort());
    port.onMessage.addListener((message) => void hear[/** @type {PageSays} */ (message).type]?.(page, message));
  });
}

/** Tells every page to ask again what it may do. */
export async function settingsChanged() {
  /** @type {TabHears} */
  const message = { type: "settings" };
  for (const { id } of await chrome.tabs.query({})) {
    if (id !== undefined) void chrome.tabs.sendMessage(id, message).catch(() => undefined);
  }
}
