// "Where does this text come from?" for a selection and for a text box, and the keys that pages hear.

/** Text that the reader asked about, until the panel takes it; memory only. @typedef {{ text: string, when: number }} Asked */

const ITEMS = /** @type {const} */ ([["selection", "menu_selection"], ["editable", "menu_field"]]);

/** @param {string} text hands it to the panel */
export async function hand(text) {
  await chrome.storage.session.set({ asked: { text, when: Date.now() } });
}

/** @param {number | undefined} tab opens the panel; both browsers allow it only at once after a click or a key */
export async function openPanel(tab) {
  const firefox = /** @type {{ sidebarAction?: { open(): Promise<void> } }} */ (/** @type {unknown} */ (chrome)).sidebarAction;
  if (firefox) return firefox.open();
  if (tab !== undefined) return chrome.sidePanel.open({ tabId: tab });
  return undefined;
}

/** @param {chrome.contextMenus.OnClickData} info @param {chrome.tabs.Tab | undefined} tab */
async function clicked(info, tab) {
  void openPanel(tab?.id).catch(() => chrome.tabs.create({ url: "/panel/panel.html" }));
  if (info.menuItemId === "selection") return hand(info.selectionText ?? "");
  if (tab?.id === undefined) return undefined;
  /** @type {TabHears} */
  const question = { type: "field" };
  const text = await chrome.tabs.sendMessage(tab.id, question, { frameId: info.frameId ?? 0 }).catch(() => "");
  return hand(String(text ?? ""));
}

/** Sets the menus up; call it once, at the top level of the worker. */
export function create() {
  chrome.runtime.onInstalled.addListener(() => {
    chrome.contextMenus.removeAll(() => {
      for (const [context, words] of ITEMS) {
        chrome.contextMenus.create({ id: context, contexts: [context], title: chrome.i18n.getMessage(words) });
      }
    });
  });
  chrome.contextMenus.onClicked.addListener((info, tab) => void clicked(info, tab));
  chrome.commands.onCommand.addListener((command, tab) => {
    if (command === "panel") void openPanel(tab?.id);
    /** @type {Record<string, TabHears>} */
    const told = { read: { type: "read" }, next: { type: "step", by: 1 }, previous: { type: "step", by: -1 } };
    const message = told[command];
    if (message && tab?.id !== undefined) void chrome.tabs.sendMessage(tab.id, message).catch(() => undefined);
  });
}
