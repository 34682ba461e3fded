// Page -> visible blocks of prose with their text nodes. A block is a run of inline text in one box of the layout.
{
  const { anchor } = globalThis.originlens;
  const LEAST_WORDS = 3;
  const NOT_PROSE = new Set(
    ("head script style noscript template iframe object embed svg math canvas audio video img picture map " +
      "code pre kbd samp var input textarea select option button progress meter nav aside dialog menu").split(" "),
  );
  const NOT_PROSE_ROLES = new Set(
    "navigation banner contentinfo complementary search menu menubar toolbar tablist textbox searchbox combobox button code".split(" "),
  );
  // A header or footer of an article holds its title and byline; one of the page holds its furniture.
  const SECTION = "article, main, section, [role=article], [role=main]";
  const INLINE = /^(inline|inline-block|contents|ruby.*)$/;
  const WORD = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}]|[\p{L}\p{N}]+/gu;

  /**
   * How many words a text has; each character of Chinese, Japanese and Thai counts as one.
   * @param {string} text
   */
  function words(text) {
    return text.match(WORD)?.length ?? 0;
  }

  /** @param {Element} element */
  function leftOut(element) {
    const name = element.localName;
    if (NOT_PROSE.has(name)) return true;
    if ((name === "header" || name === "footer") && !element.closest(SECTION)) return true;
    if (element.getAttribute("aria-hidden") === "true") return true;
    const editable = element.getAttribute("contenteditable");
    if (editable !== null && editable !== "false") return true;
    return NOT_PROSE_ROLES.has(element.getAttribute("role") ?? "");
  }

  /**
   * The children as they are laid out: a shadow tree in place of its host's, assigned nodes in place of a slot's.
   * @param {Element} element
   * @param {Walk} walk
   * @returns {Iterable<Node>}
   */
  function children(element, walk) {
    if (element.shadowRoot) {
      walk.shadow(element.shadowRoot);
      return element.shadowRoot.childNodes;
    }
    // It may get its shadow tree later, when its script has run.
    if (element.localName.includes("-")) walk.host(element);
    const assigned = element instanceof HTMLSlotElement ? element.assignedNodes() : [];
    return assigned.length ? assigned : element.childNodes;
  }

  /** Gathers text nodes into the block that they form. */
  function run() {
    /** @type {Part[]} */
    const parts = [];
    /** @type {Element | null} */
    let home = null;
    let text = "";
    return {
      /** @param {Text} node @param {Element} box @param {boolean} kept */
      add(node, box, kept) {
        const afterSpace = text === "" || /\s$/.test(text);
        const shown = anchor.shown(node.data, kept, afterSpace);
        if (!shown || (!parts.length && !shown.trim())) return;
        home ??= box;
        parts.push({ node, data: node.data, start: text.length, end: text.length + shown.length, kept, afterSpace });
        text += shown;
      },
      /** @param {string} between what stands for something that is not text */
      gap(between) {
        if (text && !/\s$/.test(text)) text += between;
      },
      /** @returns {Block | null} */
      end() {
        return home && words(text) >= LEAST_WORDS ? { id: "", box: home, parts, text: text.trimEnd() } : null;
      },
    };
  }

  /**
   * Finds the blocks under `start`, leaving out boxes that the walk has seen before. Yields null between two
   * elements, so that the caller can pause there.
   * @param {Element} start
   * @param {Walk} walk
   * @returns {Generator<Block | null>}
   */
  function* find(start, walk) {
    /** @typedef {{ node: Node | null, box: Element, kept: boolean }} Step a step without a node ends its box */
    /** @type {Step[]} */
    const steps = [{ node: start, box: start, kept: false }];
    let text = run();
    for (let step = steps.pop(); step; step = steps.pop()) {
      const { node, box } = step;
      if (node instanceof Text) {
        text.add(node, box, step.kept);
        continue;
      }
      if (node && !(node instanceof Element)) continue;
      if (node?.localName === "br") {
        text.gap("\n");
        continue;
      }
      const style = node && getComputedStyle(node);
      if (node && style?.display === "none") {
        if (!leftOut(node)) walk.hide(node);
        continue;
      }
      const inline = style && node !== start && INLINE.test(style.display);
      if (!inline) {
        yield text.end();
        text = run();
      } else {
        yield null;
      }
      if (!node || !style || (!inline && node !== start && walk.seen(node))) continue;
      if (leftOut(node)) {
        walk.skip(node);
        text.gap(" ");
        continue;
      }
      if (!inline) {
        walk.enter(node);
        steps.push({ node: null, box, kept: step.kept });
      }
      const kept = /^(pre|break-spaces)/.test(style.whiteSpace);
      const within = [...children(node, walk)].reverse();
      for (const child of within) steps.push({ node: child, box: inline ? box : node, kept });
    }
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { blocks: Object.freeze({ find, words }) });
}
