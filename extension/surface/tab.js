// The tab in front: what its frames report, and what they are told. Follows the reader from tab to tab.

/**
 * @param {(reports: PageReport[]) => void} tell all frames that answered, the page itself first; none where no content script runs
 * @param {{ follow: boolean }} how whether to go on when another tab comes in front or the page is left
 */
export function watch(tell, { follow }) {
  /** @type {Map<string, PageReport>} */
  let reports = new Map();
  /** @type {chrome.runtime.Port | null} */
  let port = null;
  /** @type {number | undefined} */
  let tab;

  const told = () => tell([...reports.values()].sort((a, b) => Number(b.top) - Number(a.top)));

  async function connect() {
    port?.disconnect();
    reports = new Map();
    const [front] = await chrome.tabs.query({ active: true, currentWindow: true });
    tab = front?.id;
    if (tab === undefined) return told();
    const fresh = chrome.tabs.connect(tab, { name: "popup" });
    port = fresh;
    fresh.onMessage.addListener((/** @type {PageReport} */ report) => {
      if (port !== fresh) return;
      reports.set(report.frame, report);
      told();
    });
    fresh.onDisconnect.addListener(() => {
      // Reading the error keeps the browser from logging that a page of its own has no content script.
      void chrome.runtime.lastError;
      if (port !== fresh) return;
      port = null;
      reports = new Map();
      told();
    });
  }

  // A port reaches the frames that are there when it is opened; one that comes later is met by a new port.
  chrome.runtime.onMessage.addListener((/** @type {OwnHears} */ { type, tab: where }) => {
    if (type === "came" && where === tab) void connect();
  });
  if (follow) {
    chrome.tabs.onActivated.addListener(() => void connect());
    chrome.tabs.onUpdated.addListener((id, { status }) => {
      if (id === tab && status === "complete") void connect();
    });
    chrome.windows?.onFocusChanged.addListener((id) => {
      if (id !== chrome.windows.WINDOW_ID_NONE) void connect();
    });
  }
  return {
    ready: connect(),
    /** @param {PopupSays} message */
    say: (message) => port?.postMessage(message),
    /** @returns {number | undefined} */
    id: () => tab,
  };
}
