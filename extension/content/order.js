// Blocks that wait to be judged, nearest to the reader's eyes first. Only what the layout really shows is ready.
{
  const { anchor } = globalThis.originlens;
  const BATCH_BLOCKS = 64;
  const BATCH_LENGTH = 60000;

  /**
   * Whether a reader can come to see a box: not text for screen readers in one pixel, nor what lies beyond the edges
   * to which a page can be scrolled, nor what stands in the window and is cut off there by a box around it.
   * @param {IntersectionObserverEntry} entry
   */
  function onPage({ boundingClientRect: { top, bottom, left, right, width, height }, rootBounds, isIntersecting }) {
    if (width <= 1 || height <= 1 || bottom + scrollY <= 0) return false;
    if (right + scrollX <= 0 && getComputedStyle(document.documentElement).direction === "ltr") return false;
    const inWindow = rootBounds && top >= 0 && left >= 0 && bottom <= rootBounds.bottom && right <= rootBounds.right;
    return isIntersecting || !inWindow;
  }

  /** @param {{ ready(): void }} hear told when blocks become ready @returns {Order} */
  function create(hear) {
    /** @type {Map<Element, Set<Block>>} */
    const waiting = new Map();
    /** @type {Map<Element, { top: number, bottom: number, inView: boolean }>} where the boxes of waiting blocks stand in the page */
    const places = new Map();
    /** @type {Set<Element>} boxes of which the layout has not told yet where they stand */
    const unplaced = new Set();
    /** @type {Set<Element>} boxes that have a place but are not visible there */
    const invisible = new Set();
    /** @type {Map<Element, () => void>} */
    const hidden = new Map();

    const observer = new IntersectionObserver((entries) => {
      let news = false;
      for (const entry of entries) {
        const box = entry.target;
        unplaced.delete(box);
        if (!onPage(entry)) continue;
        const { top, bottom } = entry.boundingClientRect;
        const whenShown = hidden.get(box);
        if (whenShown) {
          hidden.delete(box);
          observer.unobserve(box);
          whenShown();
        }
        if (!waiting.has(box)) continue;
        places.set(box, { top: top + scrollY, bottom: bottom + scrollY, inView: entry.isIntersecting });
        news = true;
      }
      if (news || !unplaced.size) hear.ready();
    });

    /** @param {Element} box an observer reports a box anew only when it is observed anew */
    function observe(box) {
      observer.unobserve(box);
      observer.observe(box);
    }

    /** @param {Element} box */
    function distance(box) {
      const place = places.get(box);
      if (!place) return Infinity;
      if (place.inView) return 0;
      return Math.max(1, scrollY - place.bottom, place.top - scrollY - innerHeight);
    }

    /** @param {Block} block */
    function drop(block) {
      const blocks = waiting.get(block.box);
      if (!blocks?.delete(block) || blocks.size) return;
      for (const boxes of [waiting, places, unplaced, invisible]) boxes.delete(block.box);
      observer.unobserve(block.box);
    }

    return Object.freeze({
      add(block) {
        const blocks = waiting.get(block.box) ?? new Set();
        waiting.set(block.box, blocks.add(block));
        unplaced.add(block.box);
        observe(block.box);
      },
      drop,
      take(inView) {
        /** @type {Block[]} */
        const taken = [];
        let length = 0;
        const boxes = [...places.keys()].map((box) => ({ box, far: distance(box) })).sort((a, b) => a.far - b.far);
        for (const { box, far } of boxes) {
          if (inView && far > 0) break;
          // Opacity is not asked: what fades in later is text that the reader will see.
          if (!box.checkVisibility({ visibilityProperty: true })) {
            places.delete(box);
            invisible.add(box);
            continue;
          }
          for (const block of waiting.get(box) ?? []) {
            // Its text has changed and is not read again yet: what it said before is not what the reader sees.
            if (!anchor.intact(block)) continue;
            // A request names one language.
            if (taken[0] && taken[0].lang !== block.lang) continue;
            if (taken.length && (taken.length >= BATCH_BLOCKS || length + block.text.length > BATCH_LENGTH)) return taken;
            taken.push(block);
            length += block.text.length;
            drop(block);
          }
        }
        return taken;
      },
      busy: (inView) => unplaced.size > 0 || (inView ? [...places.keys()].some((box) => !distance(box)) : places.size > 0),
      look() {
        for (const box of invisible) observe(box);
        invisible.clear();
      },
      watch(element, whenShown) {
        hidden.set(element, whenShown);
        observer.observe(element);
      },
      stop() {
        observer.disconnect();
        for (const boxes of [waiting, places, unplaced, invisible, hidden]) boxes.clear();
      },
    });
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { order: Object.freeze({ create }) });
}
