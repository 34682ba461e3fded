// Every message that passes between page, background and popup, and the wire shapes they carry (tests/wire/).

type Kind = "signed" | "watermark" | "residue" | "declared" | "hidden" | "statistical";
type Strength = "proof" | "strong" | "weak" | "none";
type Verdict = "llm" | "mixed" | "unclear" | "no_sign" | "too_short" | "unsupported_language";
/** UTF-16 code units of the block's text, half-open. */
type Span = { start: number; end: number };
type Evidence = {
  detector: string; kind: Kind; found: string; spans: Span[]; strength: Strength;
  detail: string; vendor: string | null; p_value: number | null;
};
type Passage = Span & { verdict: Verdict; p_value: number | null };
type Answer = { id: string; verdict: Verdict; p_value: number | null; tokens: number; passages: Passage[]; evidence: Evidence[] };

/** Why the daemon gave no answer; each has its words in _locales. */
type Trouble = "missing" | "unpaired" | "busy" | "refused" | "wrong_code";
/** What a frame is doing: nothing to do (quiet), or what stands in its way. */
type State = "off" | "password" | "working" | "quiet" | Trouble;

type PageSays =
  | { type: "hello"; site: string; top: boolean }
  | { type: "scan"; blocks: { id: string; text: string }[] }
  | { type: "state"; state: State; found: number };
type BackgroundSays =
  | { type: "site"; on: boolean }
  | { type: "block"; answer: Answer }
  | { type: "done" }
  | { type: "failed"; trouble: Trouble; seconds: number };

/** One flagged stretch of text, with what speaks for it, strongest kind first. */
type Finding = Span & { block: string; kinds: Kind[]; text: string; evidence: Evidence[] };
type PageReport = { frame: string; top: boolean; site: string; state: State; judged: number; findings: Finding[] };
type PopupSays = { type: "show"; frame: string; block: string; start: number } | { type: "again" } | { type: "site"; on: boolean };

type PopupAsks = { type: "status" } | { type: "pair"; code: string };
type Status = { trouble: Trouble | null; version: string; device: string };

/** A stretch of one text node: `data` is what it held, `start` where its text begins in the block. */
type Part = { node: Text; data: string; start: number; end: number; kept: boolean; afterSpace: boolean };
type Block = { id: string; box: Element; parts: Part[]; text: string };

type Walk = {
  seen(box: Element): boolean;
  enter(box: Element): void;
  skip(element: Element): void;
  hide(element: Element): void;
  host(element: Element): void;
  shadow(root: ShadowRoot): void;
};
type Watch = { busy(): boolean; look(): void; stop(): void };
type Order = {
  add(block: Block): void;
  drop(block: Block): void;
  take(): Block[];
  busy(): boolean;
  look(): void;
  watch(element: Element, whenShown: () => void): void;
  stop(): void;
};
type Originlens = {
  slices: { run(work: Iterator<unknown>, whenDone: () => void): void };
  blocks: { find(start: Element, walk: Walk): Generator<Block | null>; words(text: string): number };
  anchor: {
    shown(data: string, kept: boolean, afterSpace: boolean): string;
    intact(block: Block): boolean;
    ranges(block: Block, span: Span): Range[];
  };
  watch: { create(hear: { touched(box: Element): void; settled(boxes: Set<Element>): void }, order: Order): Walk & Watch };
  order: { create(hear: { ready(): void }): Order };
  findings: { of(block: Block, answer: Answer): Finding[] };
  highlight: { paint(block: Block, findings: Finding[]): void; wipe(id: string): void };
  link: { create(hear: (message: BackgroundSays | { type: "lost" }) => void): { say(message: PageSays): void } };
};
declare var originlens: Originlens;
