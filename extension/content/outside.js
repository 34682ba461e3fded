// What lies outside the text and says where it comes from: meta tags, JSON-LD, links, declarations on elements.
// Pieces in the order in which they are given up when there is too much. Lengths are UTF-16 code units.
{
  const MOST_HTML = 524_288;
  const MOST_SOURCE = 1_048_576;
  const MOST_PIECE = 8192;
  const MOST_LINKS = 5000;
  const MOST_LINK = 2048;
  const MOST_DECLARED = 256;
  const MOST_DECLARED_TEXT = 20_000;
  const MOST_ALTERNATES = 20;
  const RELATIONS = ["c2pa-manifest", "license", "author", "canonical", "alternate", "tdm-policy"];
  const DECLARED = `${globalThis.originlens.rules.DECLARED}, [itemprop~='digitalSourceType' i], [property$='digitalSourceType' i]`;

  // Copies are made in a document of their own: there no picture is loaded and no constructor of the page runs.
  const apart = document.implementation.createHTMLDocument("");

  /** @param {Element} element without what it holds */
  const shallow = (element) => /** @type {Element} */ (apart.importNode(element, false));

  /** @param {Element} element its start tag */
  function startTag(element) {
    return shallow(element).outerHTML.replace(/<\/[^>]*>$/, "");
  }

  function* head() {
    yield* [document.documentElement, document.body].filter(Boolean).map(startTag);
    let alternates = 0;
    for (const element of document.querySelectorAll("title, meta, link[rel]")) {
      if (element.namespaceURI !== document.documentElement.namespaceURI) continue;
      if (element instanceof HTMLLinkElement) {
        if (!RELATIONS.some((one) => element.relList.contains(one))) continue;
        if (element.relList.contains("alternate") && ++alternates > MOST_ALTERNATES) continue;
      }
      if (element.outerHTML.length <= MOST_PIECE) yield element.outerHTML;
    }
  }

  function* scripts() {
    /** @type {[type: string, most: number, wanted: RegExp | null][]} */
    const kinds = [
      ["application/ld+json", 131_072, null],
      ["application/c2pa", 262_144, null],
      ["application/json", 65_536, /AIGC|digitalSourceType/],
    ];
    for (const [type, most, wanted] of kinds) {
      for (const script of document.querySelectorAll(`script[type="${type}"]`)) {
        const text = script.textContent ?? "";
        if (text.length <= most && (!wanted || wanted.test(text)) && script.outerHTML.length <= most) yield script.outerHTML;
      }
    }
  }

  /** Whether an element of the page declares something of itself. */
  const declares = () => Boolean(document.body?.querySelector(DECLARED));

  function* declared() {
    const elements = [...(document.body?.querySelectorAll(DECLARED) ?? [])].slice(0, MOST_DECLARED);
    for (const element of elements) {
      const copy = shallow(element);
      copy.textContent = (element.textContent ?? "").slice(0, MOST_DECLARED_TEXT);
      // A picture's source type says nothing about the text: the daemon tells by the item that it belongs to.
      const item = element.parentElement?.closest("[itemscope], [typeof]");
      const around = item && shallow(item);
      around?.append(copy);
      yield (around ?? copy).outerHTML;
    }
  }

  function html() {
    let text = "<!doctype html>";
    for (const pieces of [head(), scripts(), declared()]) {
      for (const piece of pieces) {
        if (text.length + 1 + piece.length > MOST_HTML) return text;
        text += `\n${piece}`;
      }
    }
    return text;
  }

  function links() {
    const found = new Set();
    for (const link of document.querySelectorAll("a[href], area[href]")) {
      const { href } = /** @type {HTMLAnchorElement | HTMLAreaElement} */ (link);
      if (/^https?:/.test(href) && href.length <= MOST_LINK) found.add(href);
      if (found.size >= MOST_LINKS) break;
    }
    return [...found];
  }

  /** @returns {Outside} */
  function gather() {
    if (document.contentType.includes("html")) return { html: html(), links: links() };
    const source = document.querySelector("body > pre")?.textContent ?? "";
    return source && source.length <= MOST_SOURCE ? { source } : {};
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { outside: Object.freeze({ gather, declares }) });
}
