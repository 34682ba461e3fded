// Text nodes -> a block: the text as it stands on the screen, and where each stretch of it lies in the page.
{
  const { anchor } = globalThis.originlens;
  const LEAST_WORDS = 3;
  // Author, date, "Reply", "Share", a list of headlines: links and times with hardly any other word are furniture.
  const FURNITURE_SHARE = 0.8;
  const PROSE_WORDS = 30;
  // A unit is judged whole. A longer one is cut between boxes, so that a text that grows is not sent again from its start.
  const UNIT_WORDS = 300;
  // A box of a unit that says so little and ends no sentence is a name, a rank or a count of posts.
  const LABEL_WORDS = 6;
  const SENTENCE_END = /[.!?\u2026\u3002\uff01\uff1f]["'\u201d\u2019\u00bb)\]]*\s*$/;
  // What CSS calls white space. JavaScript's own class would also take U+FEFF, with which a signature may begin.
  const SPACE_AT_END = /[ \t\n\r\f]+$/;
  const WORD = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}]|[\p{L}\p{N}]+/gu;

  /**
   * How many words a text has; each character of Chinese, Japanese and Thai counts as one.
   * @param {string} text
   */
  function words(text) {
    return text.match(WORD)?.length ?? 0;
  }

  /**
   * Gathers the text nodes of one box.
   * @returns {Run}
   */
  function create() {
    /** @type {Part[]} */
    const parts = [];
    /** @type {Step | null} */
    let first = null;
    let text = "";
    let furniture = 0;
    return {
      add(node, step) {
        const afterSpace = text === "" || SPACE_AT_END.test(text);
        const shown = anchor.shown(node.data, step.kept, afterSpace);
        if (!shown || (!parts.length && !shown.replace(SPACE_AT_END, ""))) return;
        first ??= step;
        parts.push({ node, data: node.data, start: text.length, end: text.length + shown.length, kept: step.kept, afterSpace });
        text += shown;
        if (step.furniture) furniture += words(shown);
      },
      gap(between) {
        if (text && !SPACE_AT_END.test(text)) text += between;
      },
      end() {
        if (!first) return null;
        const { box, lang, unit } = first;
        const count = words(text);
        // All of a search result's snippet may be a link.
        const linked = unit?.kind !== "snippet" && count < PROSE_WORDS && furniture > FURNITURE_SHARE * count;
        if (count < LEAST_WORDS || linked) return null;
        return { id: "", box, root: unit?.root ?? box, unit: unit?.kind ?? "passage", lang, parts, text: text.replace(SPACE_AT_END, "") };
      },
    };
  }

  /**
   * Joins the boxes of one unit, such as a comment, to blocks that are judged whole.
   * @returns {Joined}
   */
  function join() {
    /** @type {Block | null} */
    let whole = null;
    return {
      add(block) {
        if (words(block.text) < LABEL_WORDS && !SENTENCE_END.test(block.text)) return null;
        if (!whole) {
          whole = block;
        } else {
          const from = whole.text.length + 2;
          whole.parts.push(...block.parts.map((part) => ({ ...part, start: part.start + from, end: part.end + from })));
          whole.text += `\n\n${block.text}`;
        }
        return words(whole.text) < UNIT_WORDS ? null : this.end();
      },
      end() {
        const ended = whole;
        whole = null;
        return ended;
      },
    };
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { run: Object.freeze({ create, join, words }) });
}
