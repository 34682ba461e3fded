// Evidence -> rows in plain words. Proof stands above suspicion, in a group of its own; nothing is ever summed.
// Loaded by the content scripts and, as a plain script, by our own pages.
{
  /** @type {Kind[]} kinds that can prove something, strongest first */
  const PROOF = ["signed", "watermark", "residue", "declared"];
  /** @param {string} key @param {...string} values */
  const word = (key, ...values) => chrome.i18n.getMessage(key, values);

  /**
   * How rare a p-value is, as "1 in N" with two significant digits.
   * @param {number} p
   */
  function oneIn(p) {
    return Number((1 / p).toPrecision(2)).toLocaleString(chrome.i18n.getUILanguage(), { maximumFractionDigits: 0 });
  }

  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {string} name its class
   * @param {...(Node | string)} content
   */
  function make(tag, name, ...content) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...content);
    return element;
  }

  /** @param {Kind} kind @param {string} aside @param {...(Node | string)} says */
  function row(kind, aside, ...says) {
    const head = make("p", "head", make("b", "", word(`kind_${kind}`)));
    if (aside) head.append(" ", make("span", "aside", aside));
    const item = make("li", "row", head, ...says);
    item.dataset["kind"] = kind;
    return item;
  }

  /** @param {Evidence} evidence */
  function mark(evidence) {
    const { kind, strength, detail, vendor, p_value: p } = evidence;
    const says = [make("p", "", word(`says_${kind}`))];
    // Hidden characters cannot be shown; the detector's own words name them.
    if (detail) says.push(make("p", "quote", kind === "hidden" ? detail : make("q", "", detail)));
    if (vendor) says.push(make("p", "", word("vendor", vendor)));
    if (p) says.push(make("p", "", word("mark_chance", oneIn(p))));
    return row(kind, word(`strength_${strength}`), ...says);
  }

  /** @param {Finding} finding the statistics, of which the rarest figure counts */
  function suspicion({ evidence, verdict, p_value = null }) {
    const figures = evidence.flatMap((one) => (one.kind === "statistical" && one.p_value ? [one.p_value] : []));
    const p = figures.length ? Math.min(...figures) : p_value;
    const says = p ? word("chance", oneIn(p)) : word("chance_unknown");
    const part = verdict === "mixed" ? [make("p", "", word("says_mixed"))] : [];
    return row("statistical", word("suspicion"), make("p", "", says), ...part);
  }

  /** @param {Origin} origin */
  function family({ family: name, vendor, probability }) {
    const how = probability === null ? word("family_mark") : word("family_style", `${Math.round(100 * probability)}`);
    const maker = word(`family_${name}`) || name;
    return make("p", "family", make("b", "", word("family", vendor ? `${maker} (${vendor})` : maker)), " ", how);
  }

  /** @param {string} title @param {string} name @param {HTMLElement[]} rows */
  function group(title, name, rows) {
    return make("section", `group ${name}`, make("h3", "", title), make("ul", "", ...rows));
  }

  /** A visible label tells it by the end of its rule's id (server/README.md). @param {Evidence} mark */
  const saysHuman = ({ kind, found }) => kind === "declared" && (found === "declared.human" || found.endsWith(".no-ai"));
  /** @param {Evidence} mark */
  const saysAi = (mark) => (mark.kind === "declared" ? !saysHuman(mark) : mark.kind === "signed" && Boolean(mark.vendor));
  /** @param {Evidence} mark */
  const showsAi = (mark) => mark.kind === "residue" || mark.kind === "watermark" || saysAi(mark);

  /**
   * Whether a mark says that no AI model wrote it, and another one says or shows that one did.
   * @param {Evidence[]} evidence @param {Evidence[]} [passages] what the passages of the page carry, if it is of a page
   */
  function contradict(evidence, passages) {
    const telling = (/** @type {Evidence[]} */ all) => all.filter(({ strength }) => strength !== "none");
    const own = telling(evidence);
    return own.some(saysHuman) && (own.some(saysAi) || telling(passages ?? own).some(showsAi));
  }

  /**
   * What speaks for a finding, and what could not be said.
   * @param {Finding} finding
   * @param {Evidence[]} [passages] what the passages of the page carry, if it is of a page
   * @returns {HTMLElement[]}
   */
  function show(finding, passages) {
    const of = (/** @type {Kind[]} */ kinds) => finding.evidence.filter(({ kind }) => kinds.includes(kind)).map(mark);
    const [proof, hidden] = [of(PROOF), of(["hidden"])];
    const shown = [];
    if (proof.length) shown.push(group(word("group_proof"), "proof", proof));
    if (contradict(finding.evidence, passages)) shown.push(make("p", "contradiction", word("contradiction")));
    if (hidden.length) shown.push(group(word("group_hidden"), "hidden", hidden));
    if (finding.kinds.includes("statistical")) shown.push(group(word("group_suspicion"), "suspicion", [suspicion(finding)]));
    if (finding.origin) shown.push(family(finding.origin));
    const { reason } = finding;
    if (reason) shown.push(make("p", "left", word("unchecked", word(`reason_${reason.code}`) || reason.sentence)));
    return shown;
  }

  // Sizes are in em: a page's own rem is whatever the page likes.
  const STYLE = `
    .group { margin: 0; }
    .group + .group { margin-top: 0.75em; }
    .group h3 { margin: 0 0 0.375em; color: var(--ink-soft); font: 600 0.8125em/1.4 var(--sans); letter-spacing: 0.01em; }
    .group ul { margin: 0; padding: 0; list-style: none; }
    .row { margin: 0; padding: 0.125em 0 0.125em 0.75em; border-left: 0.1875em solid var(--mark-line); }
    .row + .row { margin-top: 0.625em; }
    .row[data-kind="statistical"] { border-left: 0.1875em dashed var(--suspicion-line); }
    .row[data-kind="declared"] { border-left-style: dotted; }
    .row[data-kind="signed"], .row[data-kind="watermark"] { border-left-style: double; border-left-width: 0.25em; }
    .row p { margin: 0.125em 0 0; }
    .row .head { margin: 0; }
    .aside { color: var(--ink-soft); }
    .quote { overflow-wrap: anywhere; color: var(--ink-soft); font: 0.9375em/1.45 var(--mono); }
    .contradiction { margin: 0.75em 0 0; }
    .contradiction + .group { margin-top: 0.75em; }
    .family, .left { margin: 0.75em 0 0; }
    .left { color: var(--ink-soft); }`;

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { evidence: Object.freeze({ show, oneIn, STYLE }) });
}
