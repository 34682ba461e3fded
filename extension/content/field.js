// Answers the context menu with the text of the box that the reader clicked in; a password is never told.
chrome.runtime.onMessage.addListener((/** @type {TabHears} */ message, _, /** @type {(text: string) => void} */ reply) => {
  if (message.type !== "field") return;
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const secret = at instanceof HTMLInputElement && at.type === "password";
  if (at instanceof HTMLTextAreaElement || at instanceof HTMLInputElement) reply(secret ? "" : at.value);
  else reply(at instanceof HTMLElement && at.isContentEditable ? at.innerText : "");
});
