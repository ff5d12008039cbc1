// What the scripts of the site hand one another. Types are no part of what readers load, so they stand here.

// ---- Data that the build writes (publish/finder.py)

/** search/columns.js; `build`: the scripts that read it; `files`: what the names of the other files say of their content. */
interface BookData {
  build: string;
  files: Record<string, string>;
  count: number;
  chunk: number;
  ids: string;
  idWidth: number;
  twins: Record<string, number>;
  common: number;
  stopWords: string[];
  names: Record<string, number>;
  terms: Record<string, number>;
  // The page that asks a question in a heading, by what the question tells.
  questions?: Record<string, number>;
  abbreviations: Abbreviations;
  entry: string;
  columns: ColumnData[];
  facets: FacetData[];
}

/** The ways in which each abbreviation is written in words. */
type Abbreviations = Record<string, string[]>;

/** `sets`: values that occur together, by number; `of`: the number of each page's set. */
interface FacetData {
  key: string;
  title: string;
  folder: string;
  flags: string[];
  values: [code: string, label: string, badge?: string][];
  sets: number[][];
  of: number[];
}

interface ColumnData {
  key: string;
  title: string;
  isShown: boolean;
}

/** search/cards-N.js: what a result shows. */
interface Card {
  address: string;
  title: string;
  line: string;
  record: string;
  place?: string;
  when?: string;
  level?: number;
  direction?: string;
  caution?: string;
  confidence?: string;
  balance?: string;
  // Of an outcome alone.
  case?: string;
  measure?: string;
  sample?: string;
  compared?: string;
  numbers?: string;
  design?: string;
  told?: string;
  read?: string;
  source?: string;
}

/** search/words-x.js: {word: [titles and summaries that have it, pages that have it]} */
type Drawer = Record<string, [used: number, pages: number]>;

/** search/orders.js: a number for each page; search/outcomes-orders.js has title and case. */
interface Ranks {
  title: number[];
  case: number[];
  place: number[];
  dates: number[];
}

// ---- The same, made ready

interface Book extends Omit<BookData, "facets" | "stopWords"> {
  facets: Facet[];
  stopWords: Set<string>;
  byId: Map<string, number>;
}

/** `number`: the number of a value by its code. */
interface Facet extends Omit<FacetData, "values"> {
  values: Value[];
  number: Map<string, number>;
}

/** `badge`: what it is called beside a page that has it. A flag stands beside a value and is none itself. */
interface Value {
  code: string;
  label: string;
  badge: string;
  isFlag: boolean;
}

// ---- Finding

type Chosen = Record<string, string[]>;
type Counts = Record<string, Record<string, number>>;
type Order = "relevance" | "newest" | "strongest";
type Slip = [typed: string, meant: string];
type Matches = Map<number, { score: number; data?: () => Promise<{ content: string }> }>;

/** A way to write what is asked for, as it is looked up, and what a page counts that has it. */
interface Form {
  term: string;
  weight: number;
}

/** What a page must have, in any of its forms. `check`: how a text has it, where the index cannot tell. */
interface Term {
  text: string;
  forms: Form[];
  check?: RegExp;
}

/** A word that was typed: its forms; the word it was a slip of, the word to offer where no page has it, or what it is short for. */
interface Reading {
  word: string;
  forms: Form[];
  meant?: string;
  offer?: string;
  long?: string;
}

/** The packaged list of English words that begin with a letter. */
interface English {
  has(word: string): boolean;
}

interface Question {
  question?: string;
  chosen?: Chosen;
  order?: Order;
  isExact?: boolean;
  isUnfinished?: boolean;
  isAll?: boolean;
}

interface Answer {
  records: number[];
  counts: Counts;
  without: Record<string, number>;
  slips: Slip[];
  missing: Reading[];
  weaker: number;
  terms: Term[];
  longs: string[];
}

interface Topic {
  title: string;
  label: string;
  address: string;
}

/** A line under a search box. */
interface Offer {
  label: string;
  kind: string;
  address: string;
}

// ---- The explorer's table

interface Cells {
  text: (record: number, card: Card) => string;
  rank: ((record: number) => number) | null;
}

type Column = ColumnData & Cells;

interface Sorting {
  column: Column;
  isDown: boolean;
}

// ---- A plan of a test

/** What stands in the form, by the names of its fields. */
type PlanFields = Record<string, string>;

/** `each`: measured in each group; `asked`: to begin with; `effect`: the design effect; `least`: the smallest that can be seen. */
interface Reckoned {
  each: number;
  asked: number;
  places: number;
  effect: number;
  to: number;
  least: number;
}

/** plan/<domain>/figures.js (pages/kinds/baselines.py) */
interface Baseline {
  case: string;
  address: string;
  anchor: string;
  path: string;
  areas: string[];
  groups: string[];
  approaches: string[];
  outcome: string;
  of: string;
  told: string;
  share: string;
  notes: string[];
  sources: string;
}

interface Started {
  none: string;
  unlike: string;
  smallest: string;
  rows: Baseline[];
}

// ---- A record in a few rows: id/<id>/summary.js (pages/summary.py)

/** `path`: in the record; `anchor`: on its page. */
type SummaryLine = [words: string, path: string, anchor: string];
type SummaryRow = [key: string, heading: string, lines: SummaryLine[]];

/** `kind`: case, lesson or gone. `told`, `by`: what became of a record that does not stand any more. */
interface Summary {
  kind: string;
  title: string;
  address: string;
  kicker: string;
  rows: SummaryRow[];
  short?: SummaryRow[];
  cite: string;
  bib: string;
  told?: string;
  by?: string[];
}

// ---- The form of a record

/** A pattern of the checker: source and flags (text/javascript.py). */
type FormPattern = [source: string, flags: string];
type FormPath = (string | number)[];

/** contribute/form/declaration.js (rules/form.py) */
interface FormDeclaration {
  root: string;
  modeline: string;
  models: Record<string, { about: string; fields: FormField[] }>;
  choices: Record<string, [code: string, label: string, about?: string][]>;
  lists: Record<string, string>;
  rules: { shared: string[]; sent: Record<string, string>; sentOf: Record<string, string[]> };
  texts: { word: number; hidden: FormPattern[]; reserved: string[]; lookalikes: FormPattern[] };
  reference: Record<string, FormPattern>;
  dates: { looked: string[]; happened: string[] };
  units: Record<string, FormPattern>;
  private: PrivateData;
  counts: CountData;
}

/** `known`: the rule by which a reference leads somewhere; `or`: another model that an entry may be. */
interface FormField {
  name: string;
  label: string;
  help: string;
  kind: string;
  example?: string | string[];
  default?: string;
  required?: boolean;
  reason?: boolean;
  choices?: string;
  model?: string;
  or?: string;
  to?: string[];
  known?: string;
  most?: number;
  words?: number;
  least?: number;
  low?: number;
  high?: number;
  above?: number;
  below?: number;
  pattern?: string;
  /** Whether it is a part of a sum. */
  isMoney?: boolean;
}

interface FormProblem {
  path: FormPath;
  rule: string;
  what: string;
  mend: string;
}

/** A group of a record. */
interface FormPart {
  model: string;
  item: Record<string, any>;
  path: FormPath;
}

interface FormText {
  path: FormPath;
  field: FormField;
  text: string;
  part: FormPart;
}

interface PrivateData {
  patterns: Record<string, FormPattern>;
  hints: Record<string, string[]>;
  phones: { own: string; public: string };
  keys: FormPattern[];
  kinds: Record<string, string>;
  instead: Record<string, string>;
  names: string[];
  namedRightly: string[];
}

interface PrivatePart {
  kind: string;
  start: number;
  end: number;
}

interface CountData {
  patterns: Record<string, FormPattern>;
  people: Record<string, string>;
  words: Record<string, number>;
  shares: Record<string, number>;
  staff: string[];
  after: string[];
  few: string[];
  doors: string[];
  ofFigure: string[];
  notProse: string[];
  most: number;
  base: number;
}

interface FewPeople {
  words: string;
  start: number;
  isDerived: boolean;
}

interface Counted {
  number: number;
  match: RegExpExecArray;
  noun: string;
}

interface TypedCount {
  number: number;
  noun: string;
  path: FormPath;
  isPublic: boolean;
}

interface Share {
  path: FormPath;
  name: string;
  part: number;
  isOpen: boolean;
}

// ---- What others made

interface PagefindResult {
  id: string;
  score: number;
  data: () => Promise<{ content: string }>;
}

interface PagefindInstance {
  options(settings: object): Promise<void>;
  search(term: string): Promise<{ results: PagefindResult[] }>;
}

declare const levenshtein: { distance(one: string, other: string): number };

interface Window {
  vegaEmbed: (place: HTMLElement, spec: object, options: object) => Promise<object>;
}

// ---- A case written in the browser

/**
 * What one question asks. `fields` of a group, `item` of a list, `ways` of an answer that may be of two kinds.
 * `to`: what a reference names, 'sources'; `keeps`: what an entry of this list may be named as. `preset`: what stands there at
 * first and is no answer. `omit`: what is left out of the file, as it is meant anyhow. `isRare`: folded. `isLoose`: left out while it is blank, though it is asked for.
 * `isFresh`: whether all that stands beside it is blank. `offers`: words that may be
 * taken over. `isAsked`: asked for in most cases.
 */
interface FormSpec {
  name: string;
  title: string;
  kind: "text" | "prose" | "number" | "whole" | "date" | "day" | "url" | "slug" | "choice" | "many" | "label" | "group" | "list" | "either";
  hint?: string;
  required?: boolean;
  words?: number;
  choices?: [code: string, label: string][];
  preset?: string;
  omit?: string;
  to?: string;
  none?: string;
  keeps?: string;
  letter?: string;
  one?: string;
  fields?: FormSpec[];
  offers?: string[];
  item?: FormSpec;
  ways?: [FormSpec, FormSpec];
  instead?: string;
  isOther?: (value: unknown) => boolean;
  isFresh?: () => boolean;
  isRare?: boolean;
  isAsked?: boolean;
  isLoose?: boolean;
  isPart?: boolean;
  isQuiet?: boolean;
  isOpen?: boolean;
}

/** A question as it stands on the page. `fault` marks what is wrong, unless no words are given, and gives the control that mends it. */
interface FormAsked {
  node: HTMLElement;
  value(): unknown;
  isBlank(): boolean;
  fault(path: FormPath, words: string): HTMLElement;
  clear(): void;
  first(): HTMLElement;
  /** Take over an answer that stands elsewhere, where one question can. */
  take?(value: unknown): void;
}

/** What stands on the page of the form: its questions by name, and whether a label is one of an entry that is there. */
interface FormOnPage {
  declared: FormDeclaration;
  layout: FormLayout;
  parts: Map<string, FormAsked>;
  slug: HTMLInputElement;
  answers(): Record<string, unknown>;
  isLabel(named: string): boolean;
}

/** What questions know of one another: the entries that others may name, and when that changes. */
interface FormContext {
  labels(kind: string): [string, string][];
  keep(kind: string, entries: () => [string, Record<string, unknown>][]): void;
  follow(node: HTMLElement, refresh: () => void): void;
  changed(): void;
  say(words: string): void;
  /** Labels that the draft names, which are not given again. */
  named: Set<string>;
}

/** What the record declares of a field (rules/form.py). */
/** contribute/form/taken.js */
declare const formTaken: { ids: string; slugs: string; lessons: [id: string, title: string][] };

/** One question: its words, and the fields of the case that answer it, as 'intervention.what'. */
interface FormQuestion {
  id: string;
  title: string;
  hint: string;
  fields: string[];
}

/** How the page lays the questions out (pages/kinds/form.py). */
interface FormLayout {
  questions: FormQuestion[];
  more: FormQuestion[];
  words: Record<string, [title: string, hint: string]>;
  ones: Record<string, string>;
  common: string[];
  presets: Record<string, string>;
  units: Record<string, { hint: string; offers: string[] }>;
  asked: string[];
  at: Record<string, string>;
  mends: Record<string, string>;
  send: string;
  open: string[];
  choices: Record<string, [string, string][]>;
}
