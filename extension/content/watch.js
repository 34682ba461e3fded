// What changed on the page since it was read: the boxes whose text must be found again. Times are milliseconds.
{
  const QUIET = 250;
  const LATEST = 2000;

  /**
   * @param {{ touched(box: Element): void, settled(boxes: Set<Element>): void }} hear `touched` at once, before the
   *   page is painted; `settled` when the page has been quiet for a moment
   * @param {Order} order tells when a hidden element comes into view
   * @returns {Walk & Watch}
   */
  function create(hear, order) {
    /** @type {WeakSet<Element>} */
    let read = new WeakSet();
    /** @type {WeakSet<Element>} */
    const leftOut = new WeakSet();
    /** @type {Set<Element>} custom elements that had no shadow tree when they were read */
    const hosts = new Set();
    /** @type {WeakSet<Node>} */
    const observed = new WeakSet();
    /** @type {Set<Element>} */
    let changed = new Set();
    let since = 0;
    let timer = 0;

    /**
     * The nearest box that was read, up the tree as it is laid out; nothing inside what is left out.
     * @param {Node | null} node
     */
    function boxOf(node) {
      let at = node;
      while (at) {
        if (at instanceof Element) {
          if (leftOut.has(at)) return null;
          if (read.has(at)) return at;
        }
        const slot = at instanceof Element || at instanceof Text ? at.assignedSlot : null;
        at = slot ?? at.parentNode ?? (at instanceof ShadowRoot ? at.host : null);
      }
      return null;
    }

    /** @param {Node | null} node */
    function touch(node) {
      const box = boxOf(node);
      if (!box) return;
      hear.touched(box);
      changed.add(box);
      since ||= performance.now();
      clearTimeout(timer);
      timer = setTimeout(settle, Math.max(0, Math.min(QUIET, since + LATEST - performance.now())));
    }

    function settle() {
      const boxes = changed;
      changed = new Set();
      since = 0;
      hear.settled(boxes);
    }

    /** @param {Element | ShadowRoot} root what came into the page must be read even if it was read elsewhere */
    function forget(root) {
      if (root instanceof Element) read.delete(root);
      for (const element of root.querySelectorAll("*")) {
        read.delete(element);
        if (element.shadowRoot) forget(element.shadowRoot);
      }
      if (root instanceof Element && root.shadowRoot) forget(root.shadowRoot);
    }

    const observer = new MutationObserver((records) => {
      for (const record of records) {
        touch(record.target);
        for (const node of record.addedNodes) {
          if (node instanceof Element) forget(node);
          touch(node);
        }
      }
    });

    /** @param {Node} root */
    function observe(root) {
      if (observed.has(root)) return;
      observed.add(root);
      observer.observe(root, { childList: true, characterData: true, subtree: true });
    }
    observe(document);

    return Object.freeze({
      seen: (box) => read.has(box),
      enter: (box) => void read.add(box),
      skip: (element) => void leftOut.add(element),
      hide(element) {
        leftOut.add(element);
        order.watch(element, () => {
          leftOut.delete(element);
          touch(element);
        });
      },
      host: (element) => void hosts.add(element),
      shadow: observe,
      busy: () => changed.size > 0,
      look() {
        for (const host of hosts) {
          if (!host.shadowRoot && host.isConnected) continue;
          hosts.delete(host);
          touch(host);
        }
      },
      stop() {
        observer.disconnect();
        clearTimeout(timer);
        read = new WeakSet();
      },
    });
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { watch: Object.freeze({ create }) });
}
