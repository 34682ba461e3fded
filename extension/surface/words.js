// Words and elements of our own pages.

/** @param {string} key of _locales @param {...(string | number)} values */
export function word(key, ...values) {
  return chrome.i18n.getMessage(key, values.map(String));
}

/** @param {number} value as the reader's language writes it */
export function number(value) {
  return value.toLocaleString(chrome.i18n.getUILanguage());
}

/**
 * The element of this id. Throws TypeError where the page has none of that type.
 * @template {HTMLElement} T @param {string} id @param {{ new (): T }} type @returns {T}
 */
export function part(id, type) {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new TypeError(`#${id} is not the element that was expected`);
  return element;
}

/** @param {string} id @returns {HTMLElement} */
export const box = (id) => part(id, HTMLElement);

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} name its class
 * @param {...(Node | string)} content
 */
export function make(tag, name, ...content) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...content);
  return element;
}

/** @param {string} text @param {() => void} press @param {string} [name] its class */
export function button(text, press, name = "") {
  const made = make("button", name, text);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}

/**
 * Puts the words that the HTML names in their places: `data-word` as text, `data-word-ATTRIBUTE` as attribute.
 * @param {ParentNode} root
 */
export function fill(root) {
  for (const element of root.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) {
      if (name === "data-word") element.textContent = word(value);
      else if (name.startsWith("data-word-")) element.setAttribute(name.slice(10), word(value));
    }
  }
}

/** Dresses a page of ours in the reader's language, and its rows of evidence as on the card. */
export function begin() {
  document.documentElement.lang = chrome.i18n.getUILanguage();
  fill(document);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(globalThis.originlens?.evidence?.STYLE ?? "");
  document.adoptedStyleSheets = [sheet];
}
