// What each kind of evidence looks like, as one style sheet of CSS highlights.
{
  // Half-transparent tints and lines mixed with the page's own text colour: a page may be dark whatever the system
  // prefers, and the text must stay readable on both. Ochre is suspicion, slate blue is a mark that was found. Each has
  // a line of its own, so that nothing depends on colour.
  const OCHRE = ["rgb(196 138 34 / 0.17)", "#b07a12"];
  const SLATE = ["rgb(82 130 190 / 0.17)", "#3f76bd"];
  /** @type {Record<Layer, [colours: string[], line: string]>} */
  const LOOKS = {
    beside: [OCHRE, "dashed 2px"],
    mixed: [OCHRE, "dotted 3px"],
    statistical: [OCHRE, "dashed 2px"],
    hidden: [SLATE, "wavy 1px"],
    declared: [SLATE, "dotted 2px"],
    residue: [SLATE, "solid 2px"],
    watermark: [SLATE, "double 2px"],
    signed: [SLATE, "double 3px"],
    exact: [SLATE, "solid 4px"],
  };
  // Parts of a kind that have a line of their own: what is mixed, a statistic where a mark stands as well, and the leftover
  // itself in the passage that it marks.
  /** @type {Partial<Record<Layer, Kind>>} */
  const PARTS = { beside: "statistical", mixed: "statistical", exact: "residue" };
  const LAYERS = /** @type {Layer[]} */ (Object.keys(LOOKS));
  const FOCUS = "::highlight(originlens-focus)";

  // With forced colours Chromium draws every highlight as selected text: the line must lie inside of that box to be seen.
  /** @param {Layer} layer @param {Look} look @param {boolean} dim */
  function rules(layer, look, dim) {
    const [[tint, tone], line] = LOOKS[layer];
    const name = `::highlight(originlens-${layer})`;
    const colour = `color-mix(in oklab, ${tone} 65%, currentColor)`;
    // The leftover itself lies on its passage, which is pale already.
    const pale = layer === "exact" ? "" : "color: color-mix(in srgb, currentColor 60%, transparent);";
    // Two tints would blend to one that means neither: the mark's stays, and the statistic's line goes above the text.
    const beside = layer === "beside";
    const fill = dim ? pale : look === "tint" && !beside ? `background-color: ${tint};` : "";
    return `${name} { ${fill} text-decoration: ${beside ? "overline" : "underline"} ${line} ${colour}; text-underline-offset: 0.22em; }
      @media (prefers-contrast: more) { ${name} { background-color: transparent; text-decoration-color: currentColor; } }
      @media (forced-colors: active) { ${name} { background-color: Mark; color: MarkText; text-decoration-color: MarkText; text-underline-offset: 0.04em; } }`;
  }

  /**
   * The text of the style sheet. A printed page is the page's own: nothing is printed.
   * @param {{ mode: Mode, look: Look, kinds: Kind[] | null }} wanted
   */
  function css({ mode, look, kinds }) {
    if (mode === "quiet") return "";
    const shown = LAYERS.filter((layer) => !kinds || kinds.includes(PARTS[layer] ?? /** @type {Kind} */ (layer)));
    const painted = shown.map((layer) => rules(layer, look, mode === "dim")).join("\n");
    const focus = `${FOCUS} { background-color: rgb(120 130 145 / 0.35); }
      @media (forced-colors: active) { ${FOCUS} { background-color: Highlight; color: HighlightText; } }`;
    return `@media not print { ${painted} ${focus} }`;
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { look: Object.freeze({ LAYERS, css }) });
}
