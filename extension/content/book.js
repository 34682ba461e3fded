// The blocks that stand on the page now, by the box or unit that they are read with.
{
  const { anchor, blocks } = globalThis.originlens;

  /**
   * @param {{ came(block: Block): void, went(block: Block): void }} hear
   * @returns {Book}
   */
  function create(hear) {
    /** @type {Map<string, Block>} */
    const known = new Map();
    /** @type {Map<Element, Set<Block>>} */
    const byRoot = new Map();
    let names = 0;

    /** @param {Block} block */
    function forget(block) {
      known.delete(block.id);
      const siblings = byRoot.get(block.root);
      siblings?.delete(block);
      if (!siblings?.size) byRoot.delete(block.root);
      hear.went(block);
    }

    /** @param {Block} draft the block itself if it is new, or the one that already stands for the same text */
    function settle(draft) {
      const siblings = byRoot.get(draft.root) ?? new Set();
      for (const block of siblings) {
        if (block.text === draft.text && block.parts[0]?.node === draft.parts[0]?.node && anchor.intact(block)) return block;
      }
      draft.id = `b${++names}`;
      known.set(draft.id, draft);
      byRoot.set(draft.root, siblings.add(draft));
      hear.came(draft);
      return draft;
    }

    return Object.freeze({
      get: (id) => known.get(id),
      all: () => known.values(),
      of: (root) => byRoot.get(root) ?? new Set(),
      *reread(roots, walk, units) {
        for (const block of known.values()) {
          if (block.box.isConnected) continue;
          forget(block);
          yield;
        }
        units.look();
        for (const root of roots) {
          if (!root.isConnected) continue;
          const kept = new Set();
          const entered = new Set([root]);
          /** @type {Walk} */
          const noting = { ...walk, enter: (box, whole) => (entered.add(box), walk.enter(box, whole)) };
          for (const draft of blocks.find(root, noting, units)) {
            if (draft) kept.add(settle(draft));
            yield;
          }
          for (const one of entered) for (const block of byRoot.get(one) ?? []) if (!kept.has(block)) forget(block);
        }
      },
      clear() {
        for (const block of [...known.values()]) forget(block);
      },
    });
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { book: Object.freeze({ create }) });
}
