// The list of flagged passages: each with its own evidence, strongest kind first, kinds never summed.

/** @param {string} key @param {...string} values */
const word = (key, ...values) => chrome.i18n.getMessage(key, values);

/**
 * How rare a p-value is, as "1 in N" with two significant digits.
 * @param {number} p
 */
export function oneIn(p) {
  return Number((1 / p).toPrecision(2)).toLocaleString(undefined, { maximumFractionDigits: 0 });
}

/** @param {Evidence} evidence */
function row(evidence) {
  const item = document.createElement("li");
  item.dataset["kind"] = evidence.kind;
  const kind = document.createElement("b");
  kind.textContent = word(`kind_${evidence.kind}`);
  if (evidence.kind === "statistical") {
    item.append(kind, ` ${evidence.p_value ? word("chance", oneIn(evidence.p_value)) : evidence.detail}`);
    return item;
  }
  item.append(kind, ` ${word(`strength_${evidence.strength}`)} `);
  if (evidence.detail) {
    const detail = document.createElement("q");
    detail.textContent = evidence.detail;
    item.append(detail);
  }
  if (evidence.vendor) item.append(` ${word("vendor", evidence.vendor)}`);
  return item;
}

/**
 * Draws the findings; keeps the scroll position and the focus when nothing changed.
 * @param {HTMLOListElement} list
 * @param {(Finding & { frame: string })[]} findings
 * @param {(message: PopupSays) => void} tell the page, when the reader picks one
 */
export function show(list, findings, tell) {
  const content = JSON.stringify(findings);
  if (list.dataset["content"] === content) return;
  list.dataset["content"] = content;
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("finding"));
  const items = findings.map((finding) => {
    const item = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    const button = /** @type {HTMLButtonElement} */ (item.querySelector("button"));
    button.textContent = finding.text;
    button.addEventListener("click", () => tell({ type: "show", frame: finding.frame, block: finding.block, start: finding.start }));
    item.querySelector("ul")?.append(...finding.evidence.map(row));
    return item;
  });
  list.replaceChildren(...items);
}
