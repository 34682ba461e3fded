// An answer -> what the reader is shown: one finding for each flagged stretch, with what speaks for it.
{
  const { run } = globalThis.originlens;
  /** @type {Kind[]} from what proves most to what proves least; kinds are shown apart and never summed */
  const KINDS = ["signed", "watermark", "residue", "declared", "hidden", "statistical"];
  const FLAGGED = new Set(["llm", "mixed"]);

  /** @param {Span} a @param {Span} b */
  const overlap = (a, b) => a.start < b.end && b.start < a.end;

  /**
   * Passages of one verdict that follow each other are one stretch to a reader: their borders are ours, not the author's.
   * @param {Block} block
   * @param {Passage[]} passages
   */
  function joined(block, passages) {
    /** @type {Passage[]} */
    const stretches = [];
    for (const passage of passages) {
      const last = stretches.at(-1);
      if (last && last.verdict === passage.verdict && !block.text.slice(last.end, passage.start).trim()) {
        last.end = passage.end;
        if (passage.p_value !== null) last.p_value = Math.min(last.p_value ?? 1, passage.p_value);
      } else {
        stretches.push({ ...passage });
      }
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
    /** @param {Span} span @param {Evidence[]} evidence @param {Passage | null} flagged @returns {Finding} */
    const finding = ({ start, end }, evidence, flagged) => {
      const sorted = [...evidence].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
      const kinds = [...new Set(sorted.filter((row) => row.strength !== "none").map((row) => row.kind))];
      if (flagged && !kinds.includes("statistical")) kinds.push("statistical");
      const text = block.text.slice(start, end);
      const verdict = /** @type {"llm" | "mixed" | null} */ (flagged?.verdict ?? null);
      return {
        block: block.id, start, end, kinds, text, evidence: sorted, verdict, p_value: flagged?.p_value ?? null,
        words: run.words(text), unit: block.unit, lang: block.lang, origin: answer.origin ?? null, reason: answer.reason ?? null,
      };
    };

    const found = stretches.map((stretch) => {
      const rows = [...marks, ...statistics].filter((row) => spans(row).some((span) => overlap(span, stretch)));
      return finding(stretch, rows, stretch);
    });
    for (const mark of marks) {
      // A mention, or what a site says of the uses it allows, says nothing about where its text comes from.
      if (mark.strength === "none") continue;
      for (const span of spans(mark)) {
        if (stretches.some((stretch) => overlap(span, stretch))) continue;
        const same = found.find((one) => one.start === span.start && one.end === span.end);
        if (same) found[found.indexOf(same)] = finding(span, [...same.evidence, mark], null);
        else found.push(finding(span, [mark], null));
      }
    }
    return found.sort((a, b) => a.start - b.start);
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { findings: Object.freeze({ of }) });
}
