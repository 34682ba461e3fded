// What was answered about the blocks on the page, what of it the reader is shown, and its paint.
{
  const { anchor, findings, highlight, hits } = globalThis.originlens;

  /** @returns {Verdicts} */
  function create() {
    /** @type {Map<string, { answer: Answer, list: Finding[] }>} by block */
    const known = new Map();
    /** @type {Kind[] | null} */
    let kinds = null;
    let count = 0;

    /** @param {Block} block @param {Answer} answer */
    function shown(block, answer) {
      if (!anchor.intact(block)) return [];
      const list = findings.of(block, answer);
      return kinds ? list.filter((finding) => finding.kinds.some((kind) => kinds?.includes(kind))) : list;
    }

    /** @param {Block} block @param {Answer} answer @param {Finding[]} list */
    function set(block, answer, list) {
      count += list.length - (known.get(block.id)?.list.length ?? 0);
      known.set(block.id, { answer, list });
    }

    return Object.freeze({
      add(block, answer) {
        const list = shown(block, answer);
        set(block, answer, list);
        highlight.paint(block, list);
        return list.length > 0;
      },
      drop(block) {
        highlight.wipe(block.id);
        const had = known.get(block.id)?.list.length ?? 0;
        count -= had;
        known.delete(block.id);
        return had > 0;
      },
      show(wanted, blocks) {
        kinds = wanted;
        for (const block of blocks) {
          const answer = known.get(block.id)?.answer;
          if (answer) set(block, answer, shown(block, answer));
        }
      },
      of: (id) => known.get(id)?.list ?? [],
      all(blocks) {
        const flagged = [...blocks].filter((block) => known.get(block.id)?.list.length);
        return hits.sort(flagged).flatMap((block) => known.get(block.id)?.list ?? []);
      },
      count: () => count,
      answers: () => [...known.values()].map(({ answer }) => answer),
    });
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { verdicts: Object.freeze({ create }) });
}
