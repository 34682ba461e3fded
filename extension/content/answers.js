// What the daemon said of which text on this page, so that a text which is drawn again is not sent again.
{
  const MOST_CHARACTERS = 2_000_000;

  /** @returns {Answers} */
  function create() {
    /** @type {Map<string, Answer>} by language and text, least recently used first */
    const kept = new Map();
    let characters = 0;

    /** @param {Block} block */
    const key = ({ lang, text }) => `${lang}\n${text}`;

    return Object.freeze({
      of(block) {
        const answer = kept.get(key(block));
        if (!answer) return null;
        kept.delete(key(block));
        kept.set(key(block), answer);
        return { ...answer, id: block.id };
      },
      keep(block, answer) {
        if (!kept.has(key(block))) characters += key(block).length;
        kept.set(key(block), answer);
        for (const oldest of kept.keys()) {
          if (characters <= MOST_CHARACTERS) break;
          characters -= oldest.length;
          kept.delete(oldest);
        }
      },
      clear() {
        kept.clear();
        characters = 0;
      },
    });
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { answers: Object.freeze({ create }) });
}
