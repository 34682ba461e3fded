// Why a page cannot be read at all: its text is not in a document that a reader's tools can reach.
{
  // An editor that draws its text has a canvas for its page; a chart or a game beside some prose is no obstacle.
  const CANVAS_SHARE = 0.4;
  const FEW_WORDS = 50;
  const PDF = "embed[type='application/pdf'], embed[type='application/x-google-chrome-pdf']";

  /** @param {Element} element its share of the window */
  function share(element) {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const width = Math.min(right, innerWidth) - Math.max(left, 0);
    const height = Math.min(bottom, innerHeight) - Math.max(top, 0);
    return width > 0 && height > 0 ? (width * height) / (innerWidth * innerHeight) : 0;
  }

  /**
   * @param {number} words that were found on the page
   * @returns {Unreadable | null} null: it can be read
   */
  function why(words) {
    if (document.contentType === "application/pdf" || document.querySelector(PDF)) return words < FEW_WORDS ? "pdf" : null;
    if (!/html|^text\/plain$/.test(document.contentType)) return "xml";
    if (words >= FEW_WORDS) return null;
    const drawn = [...document.querySelectorAll("canvas")].reduce((sum, canvas) => sum + share(canvas), 0);
    return drawn >= CANVAS_SHARE ? "canvas" : null;
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { readable: Object.freeze({ why }) });
}
