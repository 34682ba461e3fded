// What changed on the page since it was read: the boxes or units whose text must be found again. Times are milliseconds.
{
  const QUIET = 250;
  const LATEST = 2000;
  // What changes without end, such as a ticker, is read again less and less often.
  const SLOWER = 1.5;
  const SLOWEST = 60_000;

  /**
   * @param {{ touched(root: Element): void, settled(roots: Set<Element>): void }} hear `touched` at once, before the
   *   page is painted; `settled` when that part of the page has been quiet for a moment
   * @param {Order} order tells when a hidden element comes into view
   * @returns {Walk & Watch}
   */
  function create(hear, order) {
    /** @type {WeakMap<Element, Element>} each box that was read -> what is read again with it: itself, or its unit's root */
    let read = new WeakMap();
    /** @type {WeakSet<Element>} */
    const leftOut = new WeakSet();
    /** @type {Set<Element>} custom elements that had no shadow tree when they were read */
    const hosts = new Set();
    /** @type {WeakSet<Node>} */
    const observed = new WeakSet();
    /** @type {Map<Element, { since: number, last: number }>} */
    const changed = new Map();
    /** @type {WeakMap<Element, { at: number, wait: number }>} when a root was last read again, and how long it rests then */
    const rests = new WeakMap();
    let timer = 0;
    let alarm = Infinity;

    /**
     * What must be read again when a node changes: the nearest box that was read, up the tree as it is laid out, or
     * the unit that this box belongs to. Nothing inside what is left out.
     * @param {Node | null} node
     */
    function rootOf(node) {
      let at = node;
      while (at) {
        if (at instanceof Element) {
          if (leftOut.has(at)) return null;
          const root = read.get(at);
          if (root?.isConnected) return root;
        }
        const slot = at instanceof Element || at instanceof Text ? at.assignedSlot : null;
        at = slot ?? at.parentNode ?? (at instanceof ShadowRoot ? at.host : null);
      }
      return null;
    }

    /** @param {Element} root @param {{ since: number, last: number }} change */
    function due(root, { since, last }) {
      const rest = rests.get(root);
      const wait = rest?.wait ?? QUIET;
      return Math.max(Math.min(last + QUIET, since + Math.max(LATEST, wait)), (rest?.at ?? 0) + wait);
    }

    function settle() {
      const now = performance.now();
      const roots = new Set();
      let next = Infinity;
      for (const [root, change] of changed) {
        const when = due(root, change);
        if (when > now) {
          next = Math.min(next, when);
          continue;
        }
        changed.delete(root);
        const rest = rests.get(root);
        const restless = rest && now - rest.at < LATEST + 2 * rest.wait;
        rests.set(root, { at: now, wait: restless ? Math.min(SLOWEST, rest.wait * SLOWER) : QUIET });
        roots.add(root);
      }
      alarm = Infinity;
      if (next < Infinity) wake(next);
      if (roots.size) hear.settled(roots);
    }

    /** @param {number} when */
    function wake(when) {
      if (when >= alarm) return;
      alarm = when;
      clearTimeout(timer);
      timer = setTimeout(settle, Math.max(0, when - performance.now()));
    }

    /** @param {Iterable<Node>} nodes */
    function touch(nodes) {
      const now = performance.now();
      const roots = new Set();
      for (const node of nodes) {
        const root = rootOf(node);
        if (root) roots.add(root);
      }
      for (const root of roots) {
        const change = changed.get(root) ?? { since: now, last: now };
        change.last = now;
        changed.set(root, change);
        hear.touched(root);
        wake(due(root, change));
      }
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
      const nodes = new Set();
      for (const record of records) {
        nodes.add(record.target);
        for (const node of record.addedNodes) {
          if (!node.isConnected) continue;
          if (node instanceof Element) forget(node);
          nodes.add(node);
        }
      }
      touch(nodes);
    });

    /** @param {Node} root */
    function observe(root) {
      if (observed.has(root)) return;
      observed.add(root);
      observer.observe(root, { childList: true, characterData: true, subtree: true });
    }
    observe(document);

    return Object.freeze({
      seen(box, unit) {
        const root = read.get(box);
        // What belongs to the unit that is being read is read with it.
        return root !== undefined && root !== unit;
      },
      enter: (box, root) => void read.set(box, root),
      skip: (element) => void leftOut.add(element),
      hide(element) {
        leftOut.add(element);
        order.watch(element, () => {
          leftOut.delete(element);
          touch([element]);
        });
      },
      host: (element) => void hosts.add(element),
      shadow: observe,
      busy: () => changed.size > 0,
      look() {
        for (const host of hosts) {
          if (!host.shadowRoot && host.isConnected) continue;
          hosts.delete(host);
          if (host.isConnected) touch([host]);
        }
      },
      stop() {
        observer.disconnect();
        clearTimeout(timer);
        read = new WeakMap();
      },
    });
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { watch: Object.freeze({ create }) });
}
