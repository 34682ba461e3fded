// Findings -> CSS highlights, and off again. Nothing is written into the page's DOM.
{
  const { anchor, findings, look } = globalThis.originlens;

  /** @type {Map<string, { layer: Layer, range: Range }[]>} what is painted, by block */
  const painted = new Map();
  /** @type {CSSStyleSheet | undefined} */
  let sheet;
  let css = look.css({ mode: "highlight", look: "tint", kinds: null });

  /** @param {Node} node a page may replace the sheets of its document or shadow root at any time */
  function adopt(node) {
    const root = node.getRootNode();
    if (!(root instanceof Document || root instanceof ShadowRoot)) return;
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }

  /** @param {Layer | "focus"} name @param {number} priority */
  function highlight(name, priority) {
    const full = `originlens-${name}`;
    const known = CSS.highlights.get(full);
    if (known) return known;
    const fresh = new Highlight();
    fresh.priority = priority;
    CSS.highlights.set(full, fresh);
    return fresh;
  }

  /** @param {Layer} name */
  const layer = (name) => highlight(name, look.LAYERS.indexOf(name));

  /** @param {string} id takes away what is painted in this block */
  function wipe(id) {
    for (const { layer: name, range } of painted.get(id) ?? []) layer(name).delete(range);
    painted.delete(id);
  }

  /**
   * The parts of a span, told apart by whether one of the others covers them.
   * @param {Span} span @param {Span[]} others
   */
  function parts(span, others) {
    const found = [];
    let at = span.start;
    for (const other of [...others].sort((a, b) => a.start - b.start)) {
      const [start, end] = [Math.max(other.start, at), Math.min(other.end, span.end)];
      if (start >= end) continue;
      if (start > at) found.push({ start: at, end: start, covered: false });
      found.push({ start, end, covered: true });
      at = end;
    }
    if (at < span.end) found.push({ start: at, end: span.end, covered: false });
    return found;
  }

  /**
   * Paints the findings of one block in place of what was there; where the text changed, paints nothing.
   * @param {Block} block
   * @param {Finding[]} found
   */
  function paint(block, found) {
    wipe(block.id);
    /** @type {Map<string, { layer: Layer, span: Span }>} a mark may be told in two findings, and is painted once */
    const places = new Map();
    /** @param {Layer} name @param {Span[]} spans */
    const lay = (name, spans) => spans.forEach((span) => places.set(`${name} ${span.start} ${span.end}`, { layer: name, span }));
    for (const finding of found) {
      const telling = finding.evidence.filter(({ kind, strength }) => kind !== "statistical" && strength !== "none");
      for (const mark of telling) {
        lay(mark.kind, findings.extent(mark, finding));
        if (mark.covers?.length) lay("exact", mark.spans);
      }
      if (!finding.kinds.includes("statistical")) continue;
      for (const part of parts(finding, telling.flatMap((mark) => findings.extent(mark, finding)))) {
        lay(part.covered ? "beside" : finding.verdict === "mixed" ? "mixed" : "statistical", [part]);
      }
    }
    const marks = [...places.values()].flatMap(({ layer: name, span }) => anchor.ranges(block, span).map((range) => ({ layer: name, range })));
    for (const { layer: name, range } of marks) {
      adopt(range.startContainer);
      layer(name).add(range);
    }
    if (marks.length) painted.set(block.id, marks);
  }

  /** @param {Range[]} ranges what the reader looks at now; empty: nothing */
  function focus(ranges) {
    const one = highlight("focus", look.LAYERS.length);
    one.clear();
    for (const range of ranges) {
      adopt(range.startContainer);
      one.add(range);
    }
  }

  /** @param {{ mode: Mode, look: Look, kinds: Kind[] | null }} wanted changes what is painted already, too */
  function dress(wanted) {
    css = look.css(wanted);
    sheet?.replaceSync(css);
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { highlight: Object.freeze({ paint, wipe, focus, dress }) });
}
