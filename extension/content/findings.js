// An answer -> what the reader is shown: one finding for each flagged stretch, with what speaks for it.
{
  /** @type {Kind[]} from what proves most to what proves least; kinds are shown apart and never summed */
  const KINDS = ["signed", "watermark", "residue", "declared", "hidden", "statistical"];
  const FLAGGED = new Set(["llm", "mixed"]);

  /** @param {Span} a @param {Span} b */
  const overlap = (a, b) => a.start < b.end && b.start < a.end;

  /**
   * @param {Block} block
   * @param {Answer} answer
   * @returns {Finding[]} in the order of the text
   */
  function of(block, answer) {
    const whole = { start: 0, end: block.text.length };
    const passages = answer.passages.filter((passage) => FLAGGED.has(passage.verdict));
    const statistics = answer.evidence.filter((evidence) => evidence.kind === "statistical");
    const marks = answer.evidence.filter((evidence) => evidence.kind !== "statistical");
    /** @param {Evidence} mark */
    const spans = (mark) => (mark.spans.length ? mark.spans : [whole]);
    /** @param {Span} span @param {Evidence[]} evidence @param {number | null} p_value @returns {Finding} */
    const finding = ({ start, end }, evidence, p_value) => {
      const sorted = [...evidence].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
      const kinds = [...new Set(sorted.map((row) => row.kind))];
      if (p_value !== null && !kinds.includes("statistical")) kinds.push("statistical");
      return { block: block.id, start, end, kinds, text: block.text.slice(start, end), p_value, evidence: sorted };
    };

    const found = passages.map((passage) => {
      const rows = [...marks, ...statistics].filter((row) => spans(row).some((span) => overlap(span, passage)));
      return finding(passage, rows, passage.p_value);
    });
    for (const mark of marks) {
      for (const span of spans(mark)) {
        if (passages.some((passage) => overlap(span, passage))) continue;
        const same = found.find((one) => one.start === span.start && one.end === span.end);
        if (same) found[found.indexOf(same)] = finding(span, [...same.evidence, mark], null);
        else found.push(finding(span, [mark], null));
      }
    }
    return found.sort((a, b) => a.start - b.start);
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { findings: Object.freeze({ of }) });
}
