// The card that explains a finding: point at one, touch it, or step to it by key. It stands in a closed shadow root of its
// own and in the page's tree only while it is open: in the modal dialog where there is one, for all else is inert then. Times are milliseconds, sizes are CSS pixels.
{
  const { evidence } = globalThis.originlens;
  const REST = 250; // the pointer rests on a passage before the card opens: reading is not asking
  const LEAVE = 450; // and may stray on its way to the card
  const GAP = 8;
  const STILL = /** @type {const} */ ({ capture: true, passive: true });
  const MOVES = /** @type {const} */ (["scroll", "resize"]);

  // The values of surface/tokens.css; its own sheet, because a page must not reach in and cannot serve ours.
  const TOKENS = `
    --sheet: #fefcf7; --ink: #25221d; --ink-soft: #5f594e; --rule: #e0d9cb; --edge: #877f70; --accent: #2f4a66;
    --suspicion-line: #8f6413; --mark-line: #2f5688;`;
  const DARK = `
    --sheet: #1d232b; --ink: #e8e4db; --ink-soft: #aeaca5; --rule: #323a45; --edge: #7d8793; --accent: #a8c1dc;
    --suspicion-line: #d2ab62; --mark-line: #8fb2dd;`;
  const STYLE = `
    :host { ${TOKENS} color-scheme: light dark; --serif: Charter, Cambria, Georgia, serif; --sans: system-ui, sans-serif; --mono: ui-monospace, monospace; }
    @media (prefers-color-scheme: dark) { :host { ${DARK} } }
    .card { box-sizing: border-box; width: min(352px, calc(100vw - 16px)); max-height: min(420px, calc(100vh - 16px)); overflow: auto; padding: 14px 16px 12px;
      border: 1px solid var(--edge); border-radius: 8px; background: var(--sheet); color: var(--ink); box-shadow: 0 6px 24px rgb(0 0 0 / 0.18);
      font: 14px/1.45 var(--sans); text-align: start; overscroll-behavior: contain; }
    .top { display: flex; align-items: center; gap: 8px; margin-bottom: 10px; }
    h2 { flex: 1; margin: 0; font: 600 15px/1.35 var(--sans); }
    button { min-height: 28px; padding: 3px 10px; border: 1px solid var(--edge); border-radius: 6px; background: none; color: var(--ink); font: inherit; cursor: pointer; }
    button:hover { border-color: var(--ink); }
    .close { min-width: 28px; padding: 0; border-color: transparent; font-size: 18px; line-height: 1; }
    button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    h2:focus { outline: none; }
    .bottom { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 12px; padding-top: 10px; border-top: 1px solid var(--rule); }
    .bottom .wrong { margin-inline-start: auto; }
    .note { margin: 8px 0 0; color: var(--ink-soft); font-size: 13px; }
    .note:empty { display: none; }
    @media (forced-colors: active) { .card { border-color: CanvasText; } }
    ${evidence.STYLE}`;

  /** @param {string} key @param {...string} values */
  const word = (key, ...values) => chrome.i18n.getMessage(key, values);

  /** @param {string} name @param {string} text @param {() => void} press */
  function button(name, text, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = name;
    made.textContent = text;
    made.addEventListener("click", press);
    return made;
  }

  /**
   * Where a card of this size stands beside the passage: below it, or above where there is no room.
   * @param {DOMRect[]} rects @param {{ width: number, height: number }} card
   */
  function spot(rects, card) {
    const seen = rects.filter((rect) => rect.bottom > 0 && rect.top < innerHeight);
    const first = seen[0] ?? rects[0] ?? new DOMRect(GAP, GAP, 0, 0);
    const last = seen.at(-1) ?? first;
    const below = last.bottom + GAP;
    const above = first.top - GAP - card.height;
    const lowest = innerHeight - card.height - GAP;
    const top = below <= lowest || above < 0 ? below : above;
    const left = Math.min(last.left, document.documentElement.clientWidth - card.width - GAP);
    return { top: Math.max(GAP, Math.min(top, lowest)), left: Math.max(GAP, left) };
  }

  /** Where the card stands in the tree: what a point of the window hits lies in the modal dialog on top, if one is open. */
  function home() {
    const [x, y] = [innerWidth / 2, innerHeight / 2];
    let at = document.elementFromPoint(x, y);
    for (let inner = at?.shadowRoot?.elementFromPoint(x, y); inner && inner !== at; inner = at.shadowRoot?.elementFromPoint(x, y)) at = inner;
    while (at && !at.matches("dialog:modal")) {
      const root = at.getRootNode();
      at = at.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
    }
    return at ?? document.documentElement;
  }

  /**
   * @param {Hits} hits
   * @param {(message: PageSays) => void} say
   * @param {ShadowRootMode} [shadow] open in tests alone, where the card is checked for accessibility
   * @returns {Card}
   */
  function create(hits, say, shadow = "closed") {
    /** @type {{ host: HTMLElement, card: HTMLElement, finding: Finding, pinned: boolean, back: Element | null } | null} */
    let open = null;
    let timer = 0;
    /** @type {CSSStyleSheet | undefined} */
    let sheet;

    function leave() {
      for (const name of MOVES) removeEventListener(name, move, STILL);
      open?.host.remove();
      open = null;
    }

    function close() {
      clearTimeout(timer);
      if (!open) return;
      const { back, pinned } = open;
      leave();
      hits.focus(null);
      if (pinned && back instanceof HTMLElement) back.focus({ preventScroll: true });
    }

    function place() {
      if (!open) return;
      const rects = hits.rects(open.finding);
      if (!rects.length) return close();
      const { top, left } = spot(rects, open.card.getBoundingClientRect());
      open.host.style.setProperty("top", `${top}px`, "important");
      open.host.style.setProperty("left", `${left}px`, "important");
    }

    // After the layout has followed what moved it.
    const move = () => void requestAnimationFrame(place);

    /** @param {Finding} finding */
    function content(finding) {
      const title = document.createElement("h2");
      title.id = "title";
      title.tabIndex = -1;
      title.textContent = word(finding.kinds.every((kind) => kind === "statistical") ? "card_suspicion" : "card_found");
      const top = document.createElement("div");
      top.className = "top";
      const shut = button("close", "×", close);
      shut.setAttribute("aria-label", word("close"));
      top.append(title, shut);
      const note = document.createElement("p");
      note.className = "note";
      note.setAttribute("role", "status");
      const bottom = document.createElement("div");
      bottom.className = "bottom";
      if (hits.list().length > 1) {
        bottom.append(button("", word("previous"), () => go(-1)), button("", word("next"), () => go(1)));
      }
      const wrong = button("wrong", word("wrong"), () => {
        const { text, kinds, p_value = null } = finding;
        say({ type: "wrong", text, kinds, p_value });
        wrong.disabled = true;
        note.textContent = word("wrong_noted");
      });
      bottom.append(wrong);
      return [top, ...evidence.show(finding), bottom, note];
    }

    /** @param {1 | -1} by */
    function go(by) {
      const next = open && hits.step(open.finding, by);
      if (!next) return;
      hits.reveal(next);
      show(next, true);
    }

    function build() {
      const host = document.createElement("originlens-card");
      host.popover = "manual";
      const root = host.attachShadow({ mode: shadow });
      sheet ??= new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
      const card = document.createElement("div");
      card.className = "card";
      card.setAttribute("role", "dialog");
      card.setAttribute("aria-labelledby", "title");
      root.append(card);
      card.addEventListener("keydown", (event) => {
        // The page's own keys must not hear what is typed here.
        event.stopPropagation();
        if (event.key !== "Escape") return;
        // The dialog that it stands in would close too.
        event.preventDefault();
        close();
      });
      for (const [name, value] of [["all", "initial"], ["position", "fixed"], ["inset", "auto"], ["margin", "0"], ["z-index", "2147483647"]]) {
        host.style.setProperty(name ?? "", value ?? "", "important");
      }
      home().append(host);
      host.showPopover();
      for (const name of MOVES) addEventListener(name, move, STILL);
      return { host, card };
    }

    /** @param {Finding} finding @param {boolean} pinned whether it was asked for, and so takes the focus */
    function show(finding, pinned) {
      clearTimeout(timer);
      const back = open ? open.back : document.activeElement;
      const asked = pinned || Boolean(open?.pinned);
      if (open && open.host.parentNode !== home()) leave();
      open = { ...(open ?? build()), finding, pinned: asked, back };
      open.card.replaceChildren(...content(finding));
      hits.focus(finding);
      place();
      const title = open?.card.querySelector("h2");
      if (pinned) title?.focus({ preventScroll: true });
    }

    /** @param {Event} event that may come out of a shadow root of the page */
    const inside = (event) => Boolean(open && event.composedPath().includes(open.host));

    addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch") return;
      const over = inside(event);
      clearTimeout(timer);
      if (over || event.buttons || (!open && !hits.list().length)) return;
      const { clientX, clientY } = event;
      timer = setTimeout(() => {
        const finding = hits.at(clientX, clientY);
        if (finding && (finding.block !== open?.finding.block || finding.start !== open.finding.start)) show(finding, false);
        else if (!finding && open && !open.pinned) close();
      }, open ? LEAVE : REST);
    }, STILL);
    addEventListener("pointerup", (event) => {
      if (inside(event)) return;
      const finding = event.pointerType === "mouse" ? null : hits.at(event.clientX, event.clientY);
      if (finding && getSelection()?.isCollapsed) show(finding, false);
      else if (open) close();
    }, STILL);
    addEventListener("keydown", (event) => {
      if (!open || event.key !== "Escape" || inside(event)) return;
      event.preventDefault();
      close();
    }, { capture: true });
    // A dialog came and made the card inert, or went and took it along.
    for (const name of ["toggle", "close"]) {
      addEventListener(name, ({ target }) => {
        if (open && target instanceof HTMLDialogElement && (open.host.parentNode !== home() || !open.host.checkVisibility())) close();
      }, STILL);
    }
    hits.watch(() => {
      if (open) place();
    });

    return Object.freeze({ open: (finding) => show(finding, true), close });
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { card: Object.freeze({ create }) });
}
