// The line to the background worker: opened when there is something to say, opened again after the worker slept.
{
  /** @param {(message: BackgroundSays | { type: "lost" }) => void} hear */
  function create(hear) {
    /** @type {chrome.runtime.Port | null} */
    let port = null;

    function connect() {
      const fresh = chrome.runtime.connect({ name: "page" });
      fresh.onMessage.addListener((message) => hear(message));
      fresh.onDisconnect.addListener(() => {
        // Reading it keeps the browser from reporting a page kept in the back-forward cache as a failure.
        void chrome.runtime.lastError;
        port = null;
        hear({ type: "lost" });
      });
      return fresh;
    }

    return Object.freeze({
      /** @param {PageSays} message lost without a word when the extension was removed or replaced under this page */
      say(message) {
        if (!chrome.runtime?.id) return;
        port ??= connect();
        port.postMessage(message);
      },
    });
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { link: Object.freeze({ create }) });
}
