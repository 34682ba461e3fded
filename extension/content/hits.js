// Which finding stands where: under the pointer, before and after another, in the order of the text.
{
  const { anchor, highlight } = globalThis.originlens;
  // How many elements under the pointer are asked: a page may lay a transparent one over its text.
  const DEEP = 8;

  /** @param {Node} node its hosts up to the document, outermost first, then itself */
  function lineage(node) {
    const line = [node];
    for (let root = node.getRootNode(); root instanceof ShadowRoot; root = root.host.getRootNode()) line.unshift(root.host);
    return line;
  }

  /** @param {Node} a @param {Node} b below 0 where a stands first, across the edges of shadow trees */
  function compare(a, b) {
    const [left, right] = [lineage(a), lineage(b)];
    const at = left.findIndex((node, index) => node !== right[index]);
    const [one, other] = [left[at], right[at]];
    if (!one || !other) return left.length - right.length;
    return one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1;
  }

  /** @param {Iterable<Block>} blocks @returns {Block[]} in the order of the text */
  function sort(blocks) {
    return [...blocks].sort((a, b) => (a.parts[0] && b.parts[0] ? compare(a.parts[0].node, b.parts[0].node) : 0));
  }

  /** @param {DocumentOrShadowRoot} root @param {number} x @param {number} y @returns {Element[]} */
  function under(root, x, y) {
    return root
      .elementsFromPoint(x, y)
      .slice(0, DEEP)
      .flatMap((element) => (element.shadowRoot && element.shadowRoot !== root ? [...under(element.shadowRoot, x, y), element] : [element]));
  }

  /** @param {Part} part the element that the pointer meets where this text stands */
  function around({ node }) {
    return node.parentNode instanceof ShadowRoot ? node.parentNode.host : node.parentElement;
  }

  /** @param {Finding} a @param {Finding} b */
  const same = (a, b) => a.block === b.block && a.start === b.start && a.end === b.end;

  /**
   * @param {{ blocks(): Iterable<Block>, block(id: string): Block | undefined, found(id: string): Finding[] }} page
   * @returns {Hits & { changed(): void }}
   */
  function create(page) {
    /** @type {Set<() => void>} */
    const watchers = new Set();
    /** @type {Finding[] | null} */
    let sorted = null;

    function list() {
      sorted ??= sort([...page.blocks()].filter((block) => page.found(block.id).length)).flatMap((block) => page.found(block.id));
      return sorted;
    }

    /** @param {Finding} finding */
    function ranges(finding) {
      const block = page.block(finding.block);
      return block ? anchor.ranges(block, finding) : [];
    }

    /** @param {Finding} finding */
    const rects = (finding) => ranges(finding).flatMap((range) => [...range.getClientRects()]);

    return Object.freeze({
      at(x, y) {
        /** @type {Set<Element | null>} */
        const elements = new Set(under(document, x, y));
        const here = list().filter((finding) => {
          const parts = page.block(finding.block)?.parts ?? [];
          return parts.some((part) => elements.has(around(part))) && rects(finding).some((rect) => x >= rect.left && x <= rect.right && y >= rect.top && y <= rect.bottom);
        });
        // Where two overlap, the one that tells more; else the shorter one, which is told of less.
        return here.sort((a, b) => b.kinds.length - a.kinds.length || a.end - a.start - (b.end - b.start))[0] ?? null;
      },
      step(from, by) {
        const all = list();
        if (!all.length) return null;
        const now = from ? all.findIndex((one) => same(one, from)) : -1;
        if (now >= 0) return all[(now + by + all.length) % all.length] ?? null;
        const below = all.findIndex((one) => (rects(one)[0]?.top ?? -1) >= 0);
        const first = below < 0 ? 0 : below;
        return all[by > 0 ? first : (first - 1 + all.length) % all.length] ?? null;
      },
      rects,
      reveal(finding) {
        const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
        ranges(finding)[0]?.startContainer.parentElement?.scrollIntoView({ block: "center", inline: "nearest", behavior });
      },
      focus(finding) {
        highlight.focus(finding ? ranges(finding) : []);
      },
      list,
      watch(whenChanged) {
        watchers.add(whenChanged);
        return () => void watchers.delete(whenChanged);
      },
      changed() {
        sorted = null;
        for (const told of watchers) told();
      },
    });
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { hits: Object.freeze({ create, sort }) });
}
