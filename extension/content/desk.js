// Asks the background about blocks, one batch at a time; no text twice; tries again when the daemon is away. Times are seconds.
{
  const { answers } = globalThis.originlens;
  const FIRST_WAIT = 2;
  const LONGEST_WAIT = 60;

  /**
   * @param {{ judged(block: Block, answer: Answer): void, again(): void, changed(): void }} hear
   * @param {(message: PageSays) => void} say
   * @param {(later: boolean) => object | null} outside what lies outside the text, for the first batch and the next after
   *   `renew`, or for a later one
   * @returns {Desk}
   */
  function create(hear, say, outside) {
    /** @type {Map<string, Block[]>} blocks of the same text, by the id that was sent for them */
    const asked = new Map();
    /** @type {Map<string, Block[]>} blocks whose verdict is out, by the id that they were sent under */
    const judged = new Map();
    /** @type {WeakMap<Block, string>} the id under which a block's text was sent */
    const under = new WeakMap();
    const known = answers.create();
    /** @type {Trouble | null} */
    let trouble = null;
    let wait = FIRST_WAIT;
    let timer = 0;
    let first = true;
    /** Whether the batch under way is a first one; lost, it takes its document with it. */
    let opening = false;

    function ready() {
      clearTimeout(timer);
      trouble = null;
    }

    /** @param {Trouble} reason @param {number} seconds @param {Order | null} queue */
    function later(reason, seconds, queue) {
      for (const block of [...asked.values()].flat()) queue?.add(block);
      asked.clear();
      first ||= opening;
      trouble = reason;
      clearTimeout(timer);
      timer = setTimeout(() => (ready(), hear.again()), 1000 * (seconds || wait));
      wait = Math.min(LONGEST_WAIT, wait * 2);
      hear.changed();
    }

    /** @param {Order} queue @param {boolean} inView */
    function next(queue, inView) {
      /** @type {Block[]} */
      const batch = [];
      for (let taken = queue.take(inView); taken.length; taken = batch.length ? [] : queue.take(inView)) fill(batch, taken);
      return batch;
    }

    /** @param {Block[]} batch @param {Block[]} taken */
    function fill(batch, taken) {
      for (const block of taken) {
        const answer = known.of(block);
        if (answer) {
          hear.judged(block, answer);
          continue;
        }
        const twin = batch.find((one) => one.text === block.text && one.lang === block.lang);
        under.set(block, (twin ?? block).id);
        if (twin) {
          asked.get(twin.id)?.push(block);
        } else {
          batch.push(block);
          asked.set(block.id, [block]);
        }
      }
    }

    return Object.freeze({
      busy: () => asked.size > 0,
      trouble: () => trouble,
      ready,
      renew: () => void (first = true),
      send(queue, inView) {
        if (asked.size || trouble) return;
        const batch = next(queue, inView);
        if (!batch.length) return;
        const document = outside(!first);
        opening = first;
        first = false;
        const lang = batch[0]?.lang;
        say({ type: "scan", blocks: batch.map(({ id, text }) => ({ id, text })), ...(lang ? { lang } : {}), ...(document ? { document } : {}) });
      },
      drop(block) {
        const id = under.get(block) ?? "";
        for (const sent of [asked, judged]) {
          const rest = sent.get(id)?.filter((one) => one !== block);
          if (rest?.length || (rest && sent === asked)) sent.set(id, rest);
          else sent.delete(id);
        }
      },
      answered(answer) {
        // A second answer brings marks that took longer to seek, and replaces the first.
        const blocks = asked.get(answer.id) ?? judged.get(answer.id);
        if (!blocks) return;
        asked.delete(answer.id);
        judged.set(answer.id, blocks);
        wait = FIRST_WAIT;
        for (const block of blocks) {
          known.keep(block, answer);
          hear.judged(block, { ...answer, id: block.id });
        }
      },
      done: () => asked.clear(),
      failed(reason, seconds, queue) {
        if (reason === "refused") asked.clear();
        later(reason, seconds, queue);
      },
      lost(queue) {
        if (asked.size) later("missing", 1, queue);
      },
      stop() {
        ready();
        asked.clear();
        judged.clear();
        known.clear();
        first = true;
      },
    });
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { desk: Object.freeze({ create }) });
}
