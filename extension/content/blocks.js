// Page -> visible blocks of prose with their text nodes. A block is a run of inline text in one box of the layout,
// or all such runs of a unit that is judged whole.
{
  const { rules, run } = globalThis.originlens;
  const NOT_PROSE = new Set(
    ("head script style noscript template iframe object embed svg math canvas audio video img picture map rt rp " +
      "code pre kbd samp var input textarea select option button progress meter nav aside dialog menu").split(" "),
  );
  const NOT_PROSE_ROLES = new Set(
    "navigation banner contentinfo complementary search menu menubar toolbar tablist textbox searchbox combobox button code math".split(" "),
  );
  // What these hold is no part of an article, and is left out but for what declares of itself who wrote it.
  const BESIDE = "aside, header, footer, [role=complementary], [role=banner], [role=contentinfo]";
  // A header or footer of an article holds its title and byline; one of the page holds its furniture.
  const SECTION = "article, main, section, [role=article], [role=main]";
  const INLINE = /^(inline|inline-block|contents|math|ruby.*)$/;
  const FURNITURE = new Set(["a", "time", "relative-time"]);

  /** @param {Element} element */
  function leftOut(element) {
    const name = element.localName;
    // A text file is shown as one <pre>.
    if (name === "pre" && document.contentType === "text/plain") return false;
    if (NOT_PROSE.has(name)) return true;
    if ((name === "header" || name === "footer") && !element.closest(SECTION)) return true;
    if (element.getAttribute("aria-hidden") === "true") return true;
    const editable = element.getAttribute("contenteditable");
    if (editable !== null && editable !== "false") return true;
    return NOT_PROSE_ROLES.has(element.getAttribute("role") ?? "");
  }

  /**
   * Text for screen readers alone, and what was pushed off the page, double what the reader sees.
   * @param {Element} element
   * @param {CSSStyleDeclaration} style
   */
  function outOfSight(element, style) {
    if (style.position !== "absolute" && style.position !== "fixed") return false;
    const { width, height, right, bottom } = element.getBoundingClientRect();
    const clipped = style.overflowX !== "visible" && (width <= 1 || height <= 1);
    const leftwards = getComputedStyle(document.documentElement).direction === "ltr" && right + scrollX <= 0;
    return clipped || ((width > 0 || height > 0) && (leftwards || bottom + scrollY <= 0));
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

  /** @param {Element} element whether it is left out for where it stands alone, and holds what declares who wrote it */
  function declaresBeside(element) {
    if (!element.matches(BESIDE) || element.matches("[aria-hidden=true], [contenteditable]")) return false;
    return element.matches(rules.DECLARED) || element.querySelector(rules.DECLARED) !== null;
  }

  /** @param {Element} start whether it stands beside the article, and nothing around it declares who wrote it */
  function undeclared(start) {
    for (let at = /** @type {Element | null} */ (start); at; at = at.parentElement) {
      if (at.matches(rules.DECLARED)) return false;
      if (at.matches(BESIDE) && leftOut(at)) return true;
    }
    return false;
  }

  /** @param {Element} start the language that the page declares for it, empty if none */
  function langOf(start) {
    /** @type {Node | null} */
    let at = start;
    for (; at; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
      const lang = at instanceof Element ? at.getAttribute("lang") : null;
      if (lang !== null) return lang;
    }
    return "";
  }

  /**
   * Finds the blocks under `start`, leaving out boxes that the walk has seen before. Yields null between two
   * elements, so that the caller can pause there.
   * @param {Element} start a box, or the root of a unit: never a box inside a unit
   * @param {Walk} walk
   * @param {Units} units
   * @returns {Generator<Block | null>}
   */
  function* find(start, walk, units) {
    /** @type {Step[]} */
    const steps = [{ node: start, box: start, kept: false, lang: langOf(start), furniture: false, unit: null, undeclared: undeclared(start) }];
    let text = run.create();
    /** @param {Unit | null} unit what the text belonged to */
    const end = (unit) => {
      const block = text.end();
      text = run.create();
      if (!block || (units.only && !unit)) return null;
      // What is not visible yet must not hold back the rest of its unit.
      const whole = unit?.joined && getComputedStyle(block.box).visibility === "visible";
      return whole ? unit.joined.add(block) : block;
    };
    for (let step = steps.pop(); step; step = steps.pop()) {
      const { node, box, unit } = step;
      if (node instanceof Text) {
        if (!step.undeclared) text.add(node, step);
        continue;
      }
      if (node === null) {
        yield end(unit);
        if (unit?.root === box) yield unit.joined.end();
        continue;
      }
      if (!(node instanceof Element)) continue;
      if (node.localName === "br") {
        text.gap("\n");
        continue;
      }
      const style = getComputedStyle(node);
      if (style.display === "none") {
        if (!leftOut(node)) walk.hide(node);
        continue;
      }
      // A unit is a box of its own, also where a span or a custom element without a style is one.
      const inline = node !== start && INLINE.test(style.display) && !(style.display.startsWith("inline") && units.own(node));
      yield inline ? null : end(unit);
      if (!inline && node !== start && walk.seen(node, unit?.root)) continue;
      const beside = leftOut(node) && declaresBeside(node);
      if ((!beside && leftOut(node)) || units.leaveOut(node)) {
        walk.skip(node);
        if (node.localName !== "rt" && node.localName !== "rp") text.gap(" ");
        continue;
      }
      if (!inline && node !== start && outOfSight(node, style)) {
        walk.hide(node);
        continue;
      }
      const kind = inline ? null : units.kindOf(node);
      const inner = kind ? { kind, root: node, joined: run.join() } : unit;
      if (!inline) {
        walk.enter(node, inner?.root ?? node);
        steps.push({ ...step, node: null, box: node, unit: inner });
      }
      const next = {
        box: inline ? box : node,
        kept: /^(pre|break-spaces)/.test(style.whiteSpace),
        lang: node.getAttribute("lang") ?? step.lang,
        furniture: step.furniture || FURNITURE.has(node.localName),
        unit: inner,
        undeclared: (step.undeclared || beside) && !node.matches(rules.DECLARED),
      };
      const within = [...children(node, walk)].reverse();
      for (const child of within) steps.push({ ...next, node: child });
    }
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { blocks: Object.freeze({ find }) });
}
