// Watch the page, ask the background, paint. Times are milliseconds.
{
  const { slices, anchor, units, watch, order, book, desk, verdicts, highlight, hits, outside, readable, report, link } = globalThis.originlens;
  const STIRS = /** @type {const} */ (["scrollend", "transitionend", "animationend", "toggle", "load", "visibilitychange"]);
  const REPORT_EVERY = 100;

  const top = window.parent === window;
  // Not a UUID: pages without TLS have no crypto.randomUUID.
  const frame = crypto.getRandomValues(new Uint32Array(4)).join("-");
  // A page is switched off by the site in the address bar, so its frames go by their topmost ancestor.
  const ancestors = location.ancestorOrigins;
  const site = ancestors?.length ? new URL(ancestors[ancestors.length - 1] ?? location.href).hostname : location.hostname;

  /** @type {Set<chrome.runtime.Port>} popups and panels that look at this page */
  const readers = new Set();
  /** @type {{ queue: Order, walk: Walk & Watch, units: Units } | null} null while nothing is read here */
  let scan = null;
  /** @type {SiteSays | null} what this page may do; null until the background has said so */
  let rules = null;
  /** @type {Set<Element>} */
  let stale = new Set();
  /** @type {Ran | null} */
  let ran = null;
  /** @type {Card | null} */
  let card = null;
  /** @type {Finding | null} where the reader's last step led */
  let last = null;
  let asked = false;
  let reading = false;
  let reporting = 0;
  let path = "";
  let lastSaid = "";

  const line = link.create((message) => hear[message.type](/** @type {any} */ (message)));
  const page = book.create({
    came: (block) => scan?.queue.add(block),
    went(block) {
      scan?.queue.drop(block);
      office.drop(block);
      if (found.drop(block)) places.changed();
    },
  });
  const found = verdicts.create();
  const office = desk.create(
    {
      judged(block, answer) {
        if (found.add(block, answer)) {
          places.changed();
          card ??= globalThis.originlens.card?.create(places, line.say) ?? null;
        }
        soon();
      },
      again: () => send(),
      changed: () => tell(),
    },
    (message) => line.say(message),
    // A declaration on an element is told of blocks that come with it.
    (later) => (top && !(later && !outside.declares()) ? outside.gather() : null),
  );
  const places = hits.create({
    blocks: page.all,
    block: page.get,
    found: (id) => (rules?.mode === "quiet" ? [] : found.of(id)),
  });

  function password() {
    if (rules?.allowed) return false;
    return [...document.querySelectorAll("input[type=password]")].some((field) => field.checkVisibility({ visibilityProperty: true }));
  }

  function working() {
    return Boolean(scan && (reading || stale.size || office.busy() || scan.queue.busy(rules?.saver) || scan.walk.busy()));
  }

  /** @returns {State} */
  function state() {
    if (!rules?.on) return rules?.held ?? "off";
    if (!scan) return why() ? "unreadable" : "waiting";
    if (password()) return "password";
    const trouble = office.trouble();
    if (trouble) return trouble;
    if (working()) return "working";
    return why() ? "unreadable" : "quiet";
  }

  const why = () => readable.why(report.sums(found.answers()).words);

  /** @returns {PageReport} */
  function full() {
    const now = state();
    const all = found.all(page.all());
    return {
      frame, top, site, state: now, findings: all, ran, why: now === "unreadable" ? why() : null,
      ...report.sums(found.answers()), places: report.places(all, places.rects),
    };
  }

  function tell() {
    const said = { type: /** @type {const} */ ("state"), state: state(), found: found.count() };
    if (JSON.stringify(said) !== lastSaid) line.say(said);
    lastSaid = JSON.stringify(said);
    if (readers.size) soon();
  }

  function soon() {
    reporting ||= setTimeout(() => {
      for (const reader of readers) reader.postMessage(full());
      tell();
      reporting = 0;
    }, REPORT_EVERY);
  }

  /** @param {Finding} finding */
  function go(finding) {
    last = finding;
    places.reveal(finding);
    card?.open(finding);
  }

  function greet() {
    const moved = Boolean(path) && location.pathname !== path;
    path = location.pathname;
    line.say({ type: "hello", document: frame, site, path, top, moved });
  }

  function read() {
    if (location.pathname !== path) office.renew(), greet();
    if (reading || !scan || !stale.size) return;
    const roots = stale;
    stale = new Set();
    reading = true;
    slices.run(page.reread(roots, scan.walk, scan.units), () => {
      reading = false;
      read();
      send();
    });
  }

  function send() {
    scan?.walk.look();
    // While the page is still being read, what the reader sees need not wait for the rest.
    if (scan?.queue.busy() && document.visibilityState === "visible" && !password()) office.send(scan.queue, reading || Boolean(rules?.saver));
    tell();
  }

  function stop() {
    scan?.walk.stop();
    scan?.queue.stop();
    scan = null;
    office.stop();
    page.clear();
    stale.clear();
    ran = null;
    card?.close();
    tell();
  }

  function start() {
    const queue = order.create({ ready: send });
    const walk = watch.create(
      {
        touched(root) {
          for (const block of page.of(root)) if (!anchor.intact(block)) highlight.wipe(block.id);
        },
        settled(roots) {
          stale = stale.union(roots);
          read();
        },
      },
      queue,
    );
    scan = { queue, walk, units: units.create(location.hostname) };
    stale.add(document.documentElement);
    read();
  }

  const hear = {
    /** @param {SiteSays} message */
    site(message) {
      const before = rules;
      rules = message;
      const { on, mode = "highlight", look = "tint", kinds = null } = message;
      highlight.dress({ mode, look, kinds });
      const anew = before && (before.serial !== message.serial || before.leastWords !== message.leastWords);
      if (scan && (!on || anew)) stop();
      if (on && !scan && readable.why(0) !== "xml" && (mode !== "demand" || asked)) start();
      found.show(kinds, page.all());
      places.changed();
      tell();
    },
    /** @param {{ answer: Answer }} message */
    block: ({ answer }) => office.answered(answer),
    done() {
      office.done();
      send();
    },
    /** @param {{ ran: Ran }} message when the whole of a batch is over, which may be after the next has begun */
    ran({ ran: now }) {
      ran = report.joined(ran, now);
      tell();
    },
    /** @param {{ trouble: Trouble, seconds: number }} message */
    failed({ trouble, seconds }) {
      office.failed(trouble, seconds, scan?.queue ?? null);
    },
    lost: () => office.lost(scan?.queue ?? null),
    read() {
      asked = true;
      if (rules?.on && !scan) start();
    },
    settings: greet,
    again() {
      office.ready();
      send();
    },
    /** @param {{ by: 1 | -1 }} message */
    step({ by }) {
      const finding = places.step(last, by);
      if (finding) go(finding);
    },
    /** @param {{ frame: string, block: string, start: number }} message */
    show(message) {
      const finding = message.frame === frame ? found.of(message.block).find(({ start: at }) => at === message.start) : undefined;
      if (finding) go(finding);
    },
  };

  chrome.runtime.onConnect.addListener((reader) => {
    if (reader.name !== "popup") return;
    readers.add(reader);
    reader.onDisconnect.addListener(() => readers.delete(reader));
    reader.onMessage.addListener((/** @type {PopupSays} */ message) => hear[message.type](/** @type {any} */ (message)));
    reader.postMessage(full());
  });
  chrome.runtime.onMessage.addListener((/** @type {TabHears} */ message) => {
    if (message.type === "field") return;
    if (message.type !== "step" || document.hasFocus() || top) hear[message.type](/** @type {any} */ (message));
  });

  for (const stir of STIRS) {
    const look = () => {
      scan?.queue.look();
      if (stir !== "visibilitychange") send();
      else if (document.visibilityState === "visible") hear.again();
    };
    addEventListener(stir, look, { capture: true, passive: true });
  }
  greet();
}
