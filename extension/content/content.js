// Watch the page, ask the background, paint. Times are seconds.
{
  const { slices, blocks, anchor, watch, order, findings, highlight, link } = globalThis.originlens;
  const FIRST_WAIT = 2;
  const LONGEST_WAIT = 60;
  const STIRS = /** @type {const} */ (["scrollend", "transitionend", "animationend", "load", "visibilitychange"]);

  const top = window.parent === window;
  // Not a UUID: pages without TLS have no crypto.randomUUID.
  const frame = crypto.getRandomValues(new Uint32Array(4)).join("-");
  // A page is switched off by the site in the address bar, so its frames go by their topmost ancestor.
  const ancestors = location.ancestorOrigins;
  const site = ancestors?.length ? new URL(ancestors[ancestors.length - 1] ?? location.href).hostname : location.hostname;

  /** @type {Map<string, Block>} */
  const known = new Map();
  /** @type {Map<Element, Set<Block>>} */
  const byBox = new Map();
  /** @type {Map<string, Finding[]>} */
  const found = new Map();
  /** @type {Map<string, Block>} blocks that were sent and not yet answered */
  const asked = new Map();
  /** @type {Set<Element>} */
  let stale = new Set();
  /** @type {Set<chrome.runtime.Port>} popups that look at this page */
  const readers = new Set();
  /** @type {{ queue: Order, walk: Walk & Watch } | null} null while the site is switched off */
  let scan = null;
  /** @type {Trouble | null} */
  let trouble = null;
  let reading = false;
  let wait = FIRST_WAIT;
  let timer = 0;
  let judged = 0;
  let names = 0;
  let lastSaid = "";

  const line = link.create((message) => hear[message.type](/** @type {any} */ (message)));

  function password() {
    return [...document.querySelectorAll("input[type=password]")].some((field) => field.checkVisibility({ visibilityProperty: true }));
  }

  /** @returns {State} */
  function state() {
    if (!scan) return "off";
    if (password()) return "password";
    if (trouble) return trouble;
    const { walk, queue } = scan;
    return reading || stale.size || asked.size || queue.busy() || walk.busy() ? "working" : "quiet";
  }

  /** @returns {PageReport} */
  function report() {
    const inOrder = [...found].map(([id, list]) => ({ box: known.get(id)?.box, list }));
    inOrder.sort((a, b) => (a.box && b.box && a.box.compareDocumentPosition(b.box) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1));
    return { frame, top, site, state: state(), judged, findings: inOrder.flatMap(({ list }) => list) };
  }

  function tell() {
    const count = [...found.values()].reduce((sum, list) => sum + list.length, 0);
    const said = { type: /** @type {const} */ ("state"), state: state(), found: count };
    if (JSON.stringify(said) !== lastSaid) line.say(said);
    lastSaid = JSON.stringify(said);
    for (const reader of readers) reader.postMessage(report());
  }

  /** @param {Block} block */
  function forget(block) {
    highlight.wipe(block.id);
    scan?.queue.drop(block);
    for (const map of [known, found, asked]) map.delete(block.id);
    const siblings = byBox.get(block.box);
    siblings?.delete(block);
    if (!siblings?.size) byBox.delete(block.box);
  }

  /** @param {Block} draft the block itself if it is new, or the one that already stands for the same text */
  function settle(draft) {
    const siblings = byBox.get(draft.box) ?? new Set();
    for (const block of siblings) {
      if (block.text === draft.text && block.parts[0]?.node === draft.parts[0]?.node && anchor.intact(block)) return block;
    }
    draft.id = `b${++names}`;
    known.set(draft.id, draft);
    byBox.set(draft.box, siblings.add(draft));
    scan?.queue.add(draft);
    return draft;
  }

  /** @param {Set<Element>} boxes */
  function* reread(boxes) {
    for (const block of known.values()) if (!block.box.isConnected) forget(block);
    for (const box of boxes) {
      if (!scan || !box.isConnected) continue;
      const { walk } = scan;
      const kept = new Set();
      const entered = new Set([box]);
      const noting = { ...walk, enter: (/** @type {Element} */ one) => (entered.add(one), walk.enter(one)) };
      for (const draft of blocks.find(box, noting)) {
        if (draft && scan) kept.add(settle(draft));
        yield;
      }
      for (const one of entered) for (const block of byBox.get(one) ?? []) if (!kept.has(block)) forget(block);
    }
  }

  function read() {
    if (reading || !scan || !stale.size) return;
    const boxes = stale;
    stale = new Set();
    reading = true;
    slices.run(reread(boxes), () => {
      reading = false;
      read();
      send();
    });
  }

  function send() {
    scan?.walk.look();
    if (scan && !reading && !asked.size && !trouble && scan.queue.busy() && document.visibilityState === "visible" && !password()) {
      const batch = scan.queue.take();
      for (const block of batch) asked.set(block.id, block);
      if (batch.length) line.say({ type: "scan", blocks: batch.map(({ id, text }) => ({ id, text })) });
    }
    tell();
  }

  function again() {
    clearTimeout(timer);
    trouble = null;
    send();
  }

  /** @param {Trouble} reason @param {number} seconds */
  function later(reason, seconds) {
    for (const block of asked.values()) scan?.queue.add(block);
    asked.clear();
    trouble = reason;
    clearTimeout(timer);
    timer = setTimeout(again, 1000 * (seconds || wait));
    wait = Math.min(LONGEST_WAIT, wait * 2);
    tell();
  }

  function stop() {
    clearTimeout(timer);
    scan?.walk.stop();
    scan?.queue.stop();
    scan = null;
    trouble = null;
    judged = 0;
    for (const block of [...known.values()]) forget(block);
    stale.clear();
    tell();
  }

  function start() {
    const queue = order.create({ ready: send });
    const walk = watch.create(
      {
        touched(box) {
          for (const block of byBox.get(box) ?? []) if (!anchor.intact(block)) highlight.wipe(block.id);
        },
        settled(boxes) {
          stale = stale.union(boxes);
          read();
        },
      },
      queue,
    );
    scan = { queue, walk };
    stale.add(document.documentElement);
    read();
  }

  const hear = {
    /** @param {{ on: boolean }} message */
    site({ on }) {
      if (on && !scan) start();
      if (!on) stop();
    },
    /** @param {{ answer: Answer }} message */
    block({ answer }) {
      const block = known.get(answer.id);
      if (!block) return;
      // A second answer of a block brings marks that took longer to seek.
      if (asked.delete(answer.id)) judged++;
      wait = FIRST_WAIT;
      const list = anchor.intact(block) ? findings.of(block, answer) : [];
      if (list.length) found.set(block.id, list);
      highlight.paint(block, list);
      tell();
    },
    done() {
      asked.clear();
      send();
    },
    /** @param {{ trouble: Trouble, seconds: number }} message */
    failed({ trouble: reason, seconds }) {
      if (reason === "refused") asked.clear();
      later(reason, seconds);
    },
    lost() {
      if (asked.size) later("missing", 1);
    },
  };

  chrome.runtime.onConnect.addListener((reader) => {
    if (reader.name !== "popup") return;
    readers.add(reader);
    reader.onDisconnect.addListener(() => readers.delete(reader));
    reader.onMessage.addListener((/** @type {PopupSays} */ message) => {
      if (message.type === "site") hear.site(message);
      if (message.type === "again") again();
      if (message.type === "show" && message.frame === frame) {
        known.get(message.block)?.box.scrollIntoView({ block: "center", behavior: "smooth" });
      }
    });
    reader.postMessage(report());
  });

  if (document.documentElement instanceof HTMLElement && document.contentType.includes("html")) {
    for (const stir of STIRS) {
      const look = () => {
        scan?.queue.look();
        if (stir !== "visibilitychange") send();
        else if (document.visibilityState === "visible") again();
      };
      addEventListener(stir, look, { capture: true, passive: true });
    }
    line.say({ type: "hello", site, top });
  }
}
