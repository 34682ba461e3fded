// Every message that passes between page, background and our own pages, and the wire shapes they carry (tests/wire/).

type Kind = "signed" | "watermark" | "residue" | "declared" | "hidden" | "statistical";
/** none: listed, says nothing about origin (a site's opt-out from training). */
type Strength = "proof" | "strong" | "weak" | "none";
type Verdict = "llm" | "mixed" | "unclear" | "no_sign" | "too_short" | "unsupported_language";
/** UTF-16 code units of the block's text, half-open. */
type Span = { start: number; end: number };
type Evidence = {
  detector: string; kind: Kind; found: string; spans: Span[]; strength: Strength;
  detail: string; vendor: string | null; p_value: number | null;
  /** The passages that a leftover marks; empty, or missing from an older daemon: it marks its spans. */
  covers?: Span[]; family?: string | null;
};
type Passage = Span & { verdict: Verdict; p_value: number | null };
type Origin = { family: string; vendor: string | null; probability: number | null };
type Reason = { code: string; sentence: string };
type Answer = {
  id: string; verdict: Verdict; p_value: number | null; tokens: number; passages: Passage[]; evidence: Evidence[];
  origin?: Origin | null; reason?: Reason | null;
};
/** Which detectors ran, and how long the daemon took. */
type Ran = { detectors: string[]; milliseconds: number; evidence?: Evidence[]; generation?: string };
type Detector = {
  name: string; version: string | null; kind: Kind | null; state: "ready" | "failed" | "disabled"; reason: string | null; remedy: string | null;
  languages: string[]; least_words: number; calibrated: boolean; built_in: boolean;
};

/** Why the daemon gave no answer; each has its words in _locales. */
type Trouble = "missing" | "unpaired" | "busy" | "refused" | "wrong_code" | "revoked" | "older" | "newer";
/** Why a page is not read although the daemon could: the reader's choice, a private window, or what kind of site it is. */
type Held = "off" | "private" | "signin" | "mail" | "bank" | "local";
/** What a frame is doing: nothing to do (quiet), waiting for the reader's word (waiting), or what stands in its way. */
type State = Held | "password" | "unreadable" | "waiting" | "working" | "quiet" | Trouble;
/** highlight: paint. quiet: count, paint nothing. demand: send nothing until asked. dim: pale instead of marked. */
type Mode = "highlight" | "quiet" | "demand" | "dim";
type Look = "tint" | "line";
/** What a page may do. `allowed`: the reader allowed this site by name. `serial` differs when answers may differ. */
type SiteSays = {
  type: "site"; on: boolean; mode?: Mode; kinds?: Kind[]; leastWords?: number;
  held?: Held; look?: Look; allowed?: boolean; serial?: string; saver?: boolean;
};

/** hello: `moved` where the page changed its address by itself, without a new document. */
type PageSays =
  | { type: "hello"; document: string; site: string; path: string; top: boolean; moved: boolean }
  | { type: "scan"; blocks: { id: string; text: string }[]; lang?: string; document?: Outside }
  | { type: "state"; state: State; found: number }
  | { type: "wrong"; text: string; kinds: Kind[]; p_value: number | null };
type BackgroundSays =
  | SiteSays
  | { type: "block"; answer: Answer }
  | { type: "done" }
  | { type: "ran"; ran: Ran }
  | { type: "failed"; trouble: Trouble; seconds: number };
/** From the background to the content scripts of a tab, outside the port. `field` is answered with the text of the focused field. */
type TabHears = { type: "settings" } | { type: "read" } | { type: "step"; by: 1 | -1 } | { type: "field" };

/** What lies outside the text; the background adds the headers of the response where it may. */
type Outside = { html?: string; source?: string; headers?: Record<string, string>; links?: string[] };

type UnitKind = "passage" | "comment" | "post" | "answer" | "question" | "review" | "turn" | "snippet" | "message";
/**
 * One flagged stretch of text, with what speaks for it, strongest kind first. `verdict` is null where marks alone speak.
 * `carries`: words of each kind that are counted here; of what is told in two findings, in one of them.
 */
type Finding = Span & {
  block: string; kinds: Kind[]; text: string; evidence: Evidence[];
  verdict?: "llm" | "mixed" | null; p_value?: number | null; words?: number; carries?: Partial<Record<Kind, number>>; unit?: UnitKind; lang?: string; origin?: Origin | null; reason?: Reason | null;
};
/** Why a page cannot be read at all. */
type Unreadable = "canvas" | "pdf" | "xml";
/** Where a finding stands: `top` and `height` are shares (0 to 1) of the frame's scroll height. */
type Place = { block: string; start: number; kinds: Kind[]; verdict: string | null; top: number; height: number };
type PageReport = {
  frame: string; top: boolean; site: string; state: State; judged: number; findings: Finding[];
  words?: number; why?: Unreadable | null; places?: Place[]; checks?: Partial<Record<Verdict, number>>;
  reasons?: Record<string, number>; ran?: Ran | null;
};
type PopupSays =
  | { type: "show"; frame: string; block: string; start: number }
  | { type: "again" } | { type: "read" };

/** What our own pages ask of the background. */
type OwnAsks = { type: "status" } | { type: "pair"; code: string } | { type: "answered" } | { type: "forget" };
/** What the background tells our own pages: a frame of a tab has come, or has something new to say. */
type OwnHears = { type: "came"; tab: number };
type Status = { trouble: Trouble | null; version: string; device: string };
/** A reader's note that a finding is wrong; kept on this machine. */
type Note = { text: string; kinds: Kind[]; p_value: number | null; when: number };

/** What the card asks of the findings on the page (content/hits.js). */
type Hits = {
  at(x: number, y: number): Finding | null;
  step(from: Finding | null, by: 1 | -1): Finding | null;
  rects(finding: Finding): DOMRect[];
  reveal(finding: Finding): void;
  focus(finding: Finding | null): void;
  list(): Finding[];
  watch(whenChanged: () => void): () => void;
};
type Card = { open(finding: Finding): void; close(): void };

/** What marks the text of a finding: one for each kind of evidence, one for a statistic that says "mixed" or stands beside a mark, one for a leftover itself. */
type Layer = Kind | "mixed" | "beside" | "exact";

/** A stretch of one text node: `data` is what it held, `start` where its text begins in the block. */
type Part = { node: Text; data: string; start: number; end: number; kept: boolean; afterSpace: boolean };
/**
 * What is judged as one text: the text of one box, or of several boxes of one unit. `box` is the first box that it stands
 * in, `root` what is read again when it changes, `lang` the language that the page declares.
 */
type Block = { id: string; box: Element; root: Element; unit: UnitKind; lang: string; parts: Part[]; text: string };

type SiteRule = {
  name: string; hosts: string[]; seen?: string; units: Partial<Record<UnitKind, string>>; leaveOut?: string; only?: boolean;
};
type Units = { readonly only: boolean; look(): void; own(element: Element): boolean; kindOf(element: Element): UnitKind | null; leaveOut(element: Element): boolean };
type Unit = { kind: UnitKind; root: Element; joined: Joined };
/** A node that the walk comes to; a step without a node ends its box. `undeclared`: beside what is read in an aside that is not. */
type Step = { node: Node | null; box: Element; kept: boolean; lang: string; furniture: boolean; unit: Unit | null; undeclared: boolean };
type Run = { add(node: Text, step: Step): void; gap(between: string): void; end(): Block | null };
type Joined = { add(block: Block): Block | null; end(): Block | null };

type Walk = {
  seen(box: Element, unit?: Element): boolean;
  enter(box: Element, root: Element): void;
  skip(element: Element): void;
  hide(element: Element): void;
  host(element: Element): void;
  shadow(root: ShadowRoot): void;
};
type Watch = { busy(): boolean; look(): void; stop(): void };
type Order = {
  add(block: Block): void;
  drop(block: Block): void;
  take(inView?: boolean): Block[];
  busy(inView?: boolean): boolean;
  look(): void;
  watch(element: Element, whenShown: () => void): void;
  stop(): void;
};
type Answers = { of(block: Block): Answer | null; keep(block: Block, answer: Answer): void; clear(): void };
type Book = {
  get(id: string): Block | undefined;
  all(): Iterable<Block>;
  of(root: Element): Set<Block>;
  reread(roots: Set<Element>, walk: Walk, units: Units): Generator<void>;
  clear(): void;
};
type Desk = {
  busy(): boolean;
  trouble(): Trouble | null;
  ready(): void;
  renew(): void;
  send(queue: Order, inView: boolean): void;
  drop(block: Block): void;
  answered(answer: Answer): void;
  done(): void;
  failed(trouble: Trouble, seconds: number, queue: Order | null): void;
  lost(queue: Order | null): void;
  stop(): void;
};
type Verdicts = {
  add(block: Block, answer: Answer): boolean;
  drop(block: Block): boolean;
  show(kinds: Kind[] | null, blocks: Iterable<Block>): void;
  of(id: string): Finding[];
  all(blocks: Iterable<Block>): Finding[];
  count(): number;
  answers(): Answer[];
};
type Painting = { mode: Mode; look: Look; kinds: Kind[] | null };
type Originlens = {
  slices: { run(work: Iterator<unknown>, whenDone: () => void): void };
  anchor: {
    shown(data: string, kept: boolean, afterSpace: boolean): string;
    intact(block: Block): boolean;
    ranges(block: Block, span: Span): Range[];
  };
  rules: { SITES: readonly SiteRule[]; ANYWHERE: Readonly<Partial<Record<UnitKind, string>>>; ASKED: string; DATE: string; DECLARED: string };
  units: { create(host: string): Units };
  run: { create(): Run; join(): Joined; words(text: string): number };
  blocks: { find(start: Element, walk: Walk, units: Units): Generator<Block | null> };
  watch: { create(hear: { touched(root: Element): void; settled(roots: Set<Element>): void }, order: Order): Walk & Watch };
  order: { create(hear: { ready(): void }): Order };
  book: { create(hear: { came(block: Block): void; went(block: Block): void }): Book };
  answers: { create(): Answers };
  desk: {
    create(
      hear: { judged(block: Block, answer: Answer): void; again(): void; changed(): void },
      say: (message: PageSays) => void,
      outside: (later: boolean) => Outside | null,
    ): Desk;
  };
  findings: { of(block: Block, answer: Answer): Finding[]; extent(mark: Evidence, text: Span): Span[] };
  look: { LAYERS: Layer[]; css(wanted: Painting): string };
  highlight: { paint(block: Block, findings: Finding[]): void; wipe(id: string): void; focus(ranges: Range[]): void; dress(wanted: Painting): void };
  hits: {
    create(page: { blocks(): Iterable<Block>; block(id: string): Block | undefined; found(id: string): Finding[] }): Hits & { changed(): void };
    sort(blocks: Iterable<Block>): Block[];
  };
  verdicts: { create(): Verdicts };
  outside: { gather(): Outside; declares(): boolean };
  readable: { why(words: number): Unreadable | null };
  report: {
    places(findings: Finding[], rects: (finding: Finding) => DOMRect[]): Place[];
    joined(before: Ran | null, now: Ran): Ran;
    sums(answers: Iterable<Answer>): Required<Pick<PageReport, "judged" | "words" | "checks" | "reasons">>;
  };
  link: { create(hear: (message: BackgroundSays | { type: "lost" }) => void): { say(message: PageSays): void } };
  evidence: { show(finding: Finding, passages?: Evidence[]): HTMLElement[]; oneIn(p: number): string; STYLE: string };
  card: { create(hits: Hits, say: (message: PageSays) => void, shadow?: ShadowRootMode): Card };
};
declare var originlens: Originlens;
