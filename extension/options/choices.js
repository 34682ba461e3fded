// Rows of radio buttons and boxes that keep a setting.
import { make, word } from "../surface/words.js";

let groups = 0;

/** @param {"radio" | "checkbox"} type @param {string} label @param {string} more @param {boolean} checked */
function choice(type, label, more, checked) {
  const input = make("input", "");
  input.type = type;
  input.checked = checked;
  const says = make("span", "", label, ...(more ? [make("small", "", more)] : []));
  return { input, row: make("label", "choice", input, says) };
}

/**
 * One of several.
 * @template Value
 * @param {HTMLElement} element @param {readonly [value: Value, label: string, more?: string][]} values @param {Value} chosen
 * @param {(value: Value) => void} keep
 */
export function one(element, values, chosen, keep) {
  const name = `group-${++groups}`;
  for (const [value, label, more = ""] of values) {
    const { input, row } = choice("radio", label, more, value === chosen);
    input.name = name;
    input.addEventListener("change", () => keep(value));
    element.append(row);
  }
}

/**
 * Any of several.
 * @template {string} Value
 * @param {HTMLElement} element @param {readonly [value: Value, label: string, more?: string][]} values @param {readonly Value[]} chosen
 * @param {(values: Value[]) => void} keep
 */
export function some(element, values, chosen, keep) {
  const on = new Set(chosen);
  for (const [value, label, more = ""] of values) {
    const { input, row } = choice("checkbox", label, more, on.has(value));
    input.addEventListener("change", () => {
      if (input.checked) on.add(value);
      else on.delete(value);
      keep(values.map(([each]) => each).filter((each) => on.has(each)));
    });
    element.append(row);
  }
}

/** @param {string} what @param {string} more @param {...HTMLElement} acts a row of a list, with what can be done about it */
export function row(what, more, ...acts) {
  const says = make("span", "what", what, ...(more ? [make("small", "", more)] : []));
  return make("li", "", says, ...acts);
}

/** @param {string} key */
export const none = (key) => make("li", "soft", word(key));
