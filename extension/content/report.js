// What this frame tells the popup and the panel: its findings, where they stand, and how the rest was judged.
{
  /**
   * @param {Finding[]} findings in the order of the text
   * @param {(finding: Finding) => DOMRect[]} rects
   * @returns {Place[]}
   */
  function places(findings, rects) {
    const whole = document.documentElement.scrollHeight || 1;
    return findings.flatMap((finding) => {
      const found = rects(finding);
      const [first] = found;
      const last = found.at(-1);
      if (!first || !last) return [];
      const { block, start, kinds, verdict = null } = finding;
      return [{ block, start, kinds, verdict, top: (first.top + scrollY) / whole, height: (last.bottom - first.top) / whole }];
    });
  }

  /**
   * @param {Iterable<Answer>} answers of the blocks that stand on the page now
   * @returns {Pick<PageReport, "judged" | "words" | "checks" | "reasons">}
   */
  function sums(answers) {
    /** @type {Partial<Record<Verdict, number>>} */
    const checks = {};
    /** @type {Record<string, number>} */
    const reasons = {};
    let words = 0;
    let judged = 0;
    for (const { verdict, reason, tokens } of answers) {
      judged++;
      words += tokens;
      checks[verdict] = (checks[verdict] ?? 0) + 1;
      if (reason) reasons[reason.code] = (reasons[reason.code] ?? 0) + 1;
    }
    return { judged, words, checks, reasons };
  }

  /** @param {Ran | null} before @param {Ran} now one batch after another @returns {Ran} */
  function joined(before, now) {
    // What the page itself carries comes with the batch that brought what lies outside the text.
    const evidence = now.evidence?.length ? now.evidence : before?.evidence;
    const milliseconds = now.milliseconds + (before?.milliseconds ?? 0);
    return { detectors: now.detectors, milliseconds, ...(evidence ? { evidence } : {}) };
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { report: Object.freeze({ places, sums, joined }) });
}
