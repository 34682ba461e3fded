// An answer -> what the reader is shown: one finding for each flagged stretch and each place that a
// mark marks, with what speaks for it.
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
   * What a mark marks: the passages around a leftover, else its own place, else the whole of `text`.
   * @param {Evidence} mark @param {Span} text @returns {Span[]}
   */
  function extent({ covers, spans }, text) {
    return covers?.length ? covers : spans.length ? spans : [text];
  }

  /**
   * A mark names the maker of what it marks; a guess from style is one of what the statistics flagged.
   * @param {Answer} answer @param {Evidence[]} rows @param {boolean} flagged @returns {Origin | null}
   */
  function originOf({ origin = null }, rows, flagged) {
    const named = rows.filter(({ family, strength }) => family && (strength === "proof" || strength === "strong"));
    const best = named.find(({ strength }) => strength === "proof") ?? named[0];
    if (best?.family) return { family: best.family, vendor: best.vendor, probability: null };
    // An older daemon does not tell which row names the family.
    const told = origin?.probability === null ? rows.some(({ vendor }) => vendor && vendor === origin.vendor) : flagged;
    return told ? origin : null;
  }

  /**
   * Where marks are told: a flagged stretch and a leftover's passage hold what lies inside of them.
   * @typedef {Span & { flagged: Passage | null, holds: boolean, own: { mark: Evidence, span: Span }[] }} Home
   */

  /** @param {Block} block @param {Passage[]} stretches @param {Evidence[]} marks @returns {Home[]} */
  function homes({ text }, stretches, marks) {
    const whole = { start: 0, end: text.length };
    /** @param {Home} home @param {Span} span whether no word of it lies outside: a signature ends with characters of its own */
    const inside = (home, span) => overlap(home, span) && !run.words(text.slice(span.start, home.start)) && !run.words(text.slice(home.end, span.end));
    /** @type {Home[]} */
    const found = stretches.map((flagged) => ({ start: flagged.start, end: flagged.end, flagged, holds: true, own: [] }));
    // A mention, or what a site says of the uses it allows, says nothing about where its text comes from.
    const telling = marks.filter(({ strength }) => strength !== "none");
    const places = telling.flatMap((mark) => extent(mark, whole).map((span) => ({ mark, span, holds: Boolean(mark.covers?.length) })));
    /** @type {Map<string, Home>} */
    const alone = new Map();
    for (const { mark, span, holds } of places.sort((a, b) => Number(b.holds) - Number(a.holds))) {
      const place = `${span.start} ${span.end}`;
      let home = found.find((one) => inside(one, span)) ?? alone.get(place);
      if (!home) {
        home = { start: span.start, end: span.end, flagged: null, holds, own: [] };
        if (holds) found.push(home);
        else alone.set(place, home);
      }
      home.own.push({ mark, span });
    }
    return [...found, ...alone.values()];
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
    /** @param {Span} span */
    const words = ({ start, end }) => run.words(block.text.slice(start, end));
    /** @param {Home} home */
    const carried = ({ own, flagged }) => {
      /** @type {Partial<Record<Kind, number>>} */
      const counts = flagged ? { statistical: words(flagged) } : {};
      const counted = new Set();
      for (const { mark: { kind }, span } of own) {
        const place = `${kind} ${span.start} ${span.end}`;
        // A hidden character is no word, and stands in one.
        if (!counted.has(place)) counts[kind] = (counts[kind] ?? 0) + Math.max(1, words(span));
        counted.add(place);
      }
      return counts;
    };
    const found = homes(block, stretches, marks).map((home) => {
      const { start, end, flagged } = home;
      const around = [...marks, ...(flagged ? statistics : [])].filter((row) => extent(row, whole).some((span) => overlap(span, home)));
      const rows = home.holds ? around : home.own.map(({ mark }) => mark);
      const sorted = [...rows].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
      const kinds = [...new Set(sorted.filter((row) => row.strength !== "none").map((row) => row.kind))];
      if (flagged && !kinds.includes("statistical")) kinds.push("statistical");
      const verdict = /** @type {"llm" | "mixed" | null} */ (flagged?.verdict ?? null);
      return {
        block: block.id, start, end, kinds, text: block.text.slice(start, end), evidence: sorted, verdict, p_value: flagged?.p_value ?? null,
        words: words(home), carries: carried(home), unit: block.unit, lang: block.lang, origin: originOf(answer, sorted, Boolean(flagged)),
        reason: answer.reason ?? null,
      };
    });
    return found.sort((a, b) => a.start - b.start);
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { findings: Object.freeze({ of, extent }) });
}
