// An answer -> what the reader is shown: one finding for each flagged stretch, with what speaks for it.
{
  /** @type {Kind[]} from what proves most to what proves least; kinds are shown apart and never summed */
  const KINDS = ["signed", "watermark", "residue", "declared", "hidden", "statistical"];
  const FLAGGED = new Set(["llm", "mixed"]);

  /** @param {Span} a @param {Span} b */
  const overlap = (a, b) => a.start < b.end && b.start < a.end;

  /**
   * Flagged passages that follow each other are one stretch to a reader: their borders are ours, not the author's.
   * @param {Block} block
   * @param {Passage[]} passages
   */
  function joined(block, passages) {
    /** @type {Span[]} */
    const stretches = [];
    for (const { start, end } of passages) {
      const last = stretches.at(-1);
      if (last && !block.text.slice(last.end, start).trim()) last.end = end;
      else stretches.push({ start, end });
    }
    return stretches;
  }

  /**
   * @param {Block} block
   * @param {Answer} answer
   * @returns {Finding[]} in the order of the text
   */
  function of(block, answer) {
    const whole = { start: 0, end: block.text.length };
    const stretches = joined(block, answer.passages.filter((passage) => FLAGGED.has(passage.verdict)));
    const statistics = answer.evidence.filter((evidence) => evidence.kind === "statistical");
    const marks = answer.evidence.filter((evidence) => evidence.kind !== "statistical");
    /** @param {Evidence} mark */
    const spans = (mark) => (mark.spans.length ? mark.spans : [whole]);
    /** @param {Span} span @param {Evidence[]} evidence @param {boolean} flagged @returns {Finding} */
    const finding = ({ start, end }, evidence, flagged) => {
      const sorted = [...evidence].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
      const kinds = [...new Set(sorted.filter((row) => row.strength !== "none").map((row) => row.kind))];
      if (flagged && !kinds.includes("statistical")) kinds.push("statistical");
      return { block: block.id, start, end, kinds, text: block.text.slice(start, end), evidence: sorted };
    };

    const found = stretches.map((stretch) => {
      const rows = [...marks, ...statistics].filter((row) => spans(row).some((span) => overlap(span, stretch)));
      return finding(stretch, rows, true);
    });
    for (const mark of marks) {
      if (mark.strength === "none") continue; // told beside what is painted, never painted itself
      for (const span of spans(mark)) {
        if (stretches.some((stretch) => overlap(span, stretch))) continue;
        const same = found.find((one) => one.start === span.start && one.end === span.end);
        if (same) found[found.indexOf(same)] = finding(span, [...same.evidence, mark], false);
        else found.push(finding(span, [mark], false));
      }
    }
    return found.sort((a, b) => a.start - b.start);
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { findings: Object.freeze({ of }) });
}
