// Block and offsets -> ranges in the page, or nothing if the text is no longer what was judged.
// Offsets are UTF-16 code units of the block's text, in which white space is collapsed as on the screen.
{
  const SPACE = /[ \t\n\r\f]/;
  const SPACES = /[ \t\n\r\f]+/g;

  /**
   * The text of one node as the reader sees it.
   * @param {string} data the node's data
   * @param {boolean} kept whether CSS keeps its white space
   * @param {boolean} afterSpace whether the text before it ends with a space
   */
  function shown(data, kept, afterSpace) {
    if (kept) return data;
    const text = data.replace(SPACES, " ");
    return afterSpace && text.startsWith(" ") ? text.slice(1) : text;
  }

  /**
   * Whether every text node still stands in the page and holds the text that was judged.
   * @param {Block} block
   */
  function intact(block) {
    return block.parts.every((part) => part.node.isConnected && part.node.data === part.data);
  }

  /**
   * Where the shown character `offset` of a part stands in the node's data.
   * @param {Part} part
   * @param {number} offset
   */
  function position(part, offset) {
    if (part.kept) return offset;
    let inSpace = part.afterSpace;
    let count = 0;
    for (let at = 0; at < part.data.length; at++) {
      const space = SPACE.test(part.data.charAt(at));
      if (!(space && inSpace)) {
        if (count === offset) return at;
        count++;
      }
      inSpace = space;
    }
    return part.data.length;
  }

  /**
   * One range for each text node that the span touches: a range over several would also cover what was left out
   * between them, and cannot cross the edge of a shadow tree.
   * @param {Block} block
   * @param {Span} span
   * @returns {Range[]} empty if the text changed
   */
  function ranges(block, span) {
    if (!intact(block)) return [];
    const found = [];
    for (const part of block.parts) {
      const start = Math.max(span.start, part.start);
      const end = Math.min(span.end, part.end);
      if (start >= end) continue;
      const range = document.createRange();
      range.setStart(part.node, position(part, start - part.start));
      range.setEnd(part.node, position(part, end - 1 - part.start) + 1);
      found.push(range);
    }
    return found;
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { anchor: Object.freeze({ shown, intact, ranges }) });
}
