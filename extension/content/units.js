// Which elements of a page are units that a reader judges one by one: comments, posts, answers, reviews, turns of a chat.
{
  const { rules } = globalThis.originlens;

  /**
   * @param {string} host the name of the page's host
   * @returns {Units}
   */
  function create(host) {
    const labels = host.split(".").slice(0, -1);
    const candidates = rules.SITES.filter(({ hosts }) => !hosts.length || hosts.some((label) => labels.includes(label)));
    const anywhere = /** @type {[UnitKind, string][]} */ (Object.entries(rules.ANYWHERE));
    const any = Object.values(rules.ANYWHERE).join(", ");
    /** @type {SiteRule | null} */
    let site = null;
    /** @type {[UnitKind, string][]} */
    let own = [];
    /** @type {WeakMap<Element, boolean>} whether the children of an element, its look-alikes, are dated entries */
    let entries = new WeakMap();
    let dated = false;

    /** @param {SiteRule} rule */
    function holds({ hosts, seen, units, only }) {
      if (hosts.length && only && !seen) return true;
      return document.querySelector(seen ?? Object.values(units).join(", ")) !== null;
    }

    /** @param {Element} element */
    function isEntry(element) {
      const parent = element.parentElement;
      if (!dated || !parent || parent.childElementCount < 2) return false;
      if (!element.querySelector(rules.DATE)) return false;
      const known = entries.get(element);
      if (known !== undefined) return known;
      const alike = [...parent.children].filter(
        (other) => other.localName === element.localName && other.classList[0] === element.classList[0] && other.querySelector(rules.DATE),
      );
      const found = alike.length > 1;
      if (found) for (const other of alike) entries.set(other, true);
      return found;
    }

    return {
      get only() {
        return Boolean(site?.only);
      },
      look() {
        entries = new WeakMap();
        dated = document.querySelector(rules.DATE) !== null;
        site ??= candidates.find(holds) ?? null;
        own = /** @type {[UnitKind, string][]} */ (Object.entries(site?.units ?? {}));
      },
      own: (element) => own.some(([, selector]) => element.matches(selector)),
      kindOf(element) {
        for (const [kind, selector] of own) if (element.matches(selector)) return kind;
        if (site) return null;
        if (element.matches(any)) for (const [kind, selector] of anywhere) if (element.matches(selector)) return kind;
        if (isEntry(element)) return "post";
        return null;
      },
      leaveOut: (element) => element.matches(site?.leaveOut ?? rules.ASKED),
    };
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { units: Object.freeze({ create }) });
}
