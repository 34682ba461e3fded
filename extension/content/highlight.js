// Findings -> CSS highlights, and off again. Nothing is written into the page's DOM.
{
  const { anchor } = globalThis.originlens;
  // Half-transparent tints and middle tones: a page may be dark whatever the system prefers, and its own text colour
  // must stay readable on both. Ochre is suspicion, slate blue is a mark that was found; each kind has its own line.
  const OCHRE = "rgb(196 138 34 / 0.17)";
  const SLATE = "rgb(82 130 190 / 0.17)";
  /** @type {Record<Kind, [tint: string, line: string]>} */
  const LOOKS = {
    statistical: [OCHRE, "dashed #a9771c 2px"],
    hidden: [SLATE, "dashed #5580b8 2px"],
    declared: [SLATE, "dotted #5580b8 2px"],
    residue: [SLATE, "solid #5580b8 2px"],
    watermark: [SLATE, "double #5580b8 2px"],
    signed: [SLATE, "double #5580b8 3px"],
  };
  const kinds = /** @type {Kind[]} */ (Object.keys(LOOKS));
  const CSS_TEXT = kinds
    .map((kind) => {
      const [tint, line] = LOOKS[kind];
      const name = `::highlight(originlens-${kind})`;
      return `${name} { background-color: ${tint}; text-decoration: underline ${line}; text-underline-offset: 0.22em; }
        @media (prefers-contrast: more) { ${name} { background-color: transparent; text-decoration-color: currentColor; } }
        @media (forced-colors: active) { ${name} { background-color: Mark; color: MarkText; text-decoration-color: MarkText; } }`;
    })
    .join("\n");

  /** @type {Map<string, { kind: Kind, range: Range }[]>} what is painted, by block */
  const painted = new Map();
  /** @type {CSSStyleSheet | undefined} */
  let sheet;

  /** @param {Node} node a page may replace the sheets of its document or shadow root at any time */
  function adopt(node) {
    const root = node.getRootNode();
    if (!(root instanceof Document || root instanceof ShadowRoot)) return;
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS_TEXT);
    }
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }

  /** @param {Kind} kind */
  function layer(kind) {
    const name = `originlens-${kind}`;
    const known = CSS.highlights.get(name);
    if (known) return known;
    const fresh = new Highlight();
    fresh.priority = kinds.indexOf(kind);
    CSS.highlights.set(name, fresh);
    return fresh;
  }

  /** @param {string} id takes away what is painted in this block */
  function wipe(id) {
    for (const { kind, range } of painted.get(id) ?? []) layer(kind).delete(range);
    painted.delete(id);
  }

  /**
   * Paints the findings of one block in place of what was there; where the text changed, paints nothing.
   * @param {Block} block
   * @param {Finding[]} found
   */
  function paint(block, found) {
    wipe(block.id);
    const marks = [];
    for (const finding of found) {
      for (const kind of finding.kinds) {
        const rows = finding.evidence.filter((evidence) => evidence.kind === kind && evidence.spans.length);
        const spans = kind === "statistical" || !rows.length ? [finding] : rows.flatMap((row) => row.spans);
        for (const range of spans.flatMap((span) => anchor.ranges(block, span))) marks.push({ kind, range });
      }
    }
    for (const { kind, range } of marks) {
      adopt(range.startContainer);
      layer(kind).add(range);
    }
    if (marks.length) painted.set(block.id, marks);
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { highlight: Object.freeze({ paint, wipe }) });
}
