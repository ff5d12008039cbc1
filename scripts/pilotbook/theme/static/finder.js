// The engine behind search, explorer and suggestions: facets from our own columns, words from Pagefind, spelling from the
// word lists. It loads and remembers; what it answers with is reckoned in words.js and narrow.js. It shows nothing itself.
// Plain scripts and not modules: a browser runs no module of a page opened from a folder, and the offline copy must find the
// same as the site.
/* global narrow, words */
/* exported finder */
"use strict";

const finder = (() => {
  const root = document.body.dataset.root ?? "";
  const isFolder = location.protocol === "file:";
  /** @type {Map<string, any>} */
  const received = new Map();
  /** @type {Map<string, Promise<any>>} */
  const loading = new Map();
  let version = "";

  /**
   * Take in the data of a file of search/.
   * @param {string} name
   * @param {any} data
   */
  function receive(name, data) {
    received.set(name, data);
  }

  /**
   * @param {string} address
   * @returns {Promise<void>}
   */
  function loadScript(address) {
    return new Promise((loaded, failed) => {
      const script = document.createElement("script");
      script.src = `${root}${address}`;
      script.onload = () => loaded();
      script.onerror = () => failed(new Error(`${address} could not be loaded`));
      document.head.append(script);
    });
  }

  /**
   * Give the data of a file of search/. Each file hands itself in by `finder.receive(name, data)`; it is loaded once, and
   * again only after a failure.
   * @param {string} name
   * @returns {Promise<any>}
   */
  function load(name) {
    const before = loading.get(name);
    if (before) return before;
    const asked = loadScript(`search/${name}.js${version ? `?v=${version}` : ""}`).then(() => received.get(name));
    asked.catch(() => loading.delete(name));
    loading.set(name, asked);
    return asked;
  }

  /** @type {Promise<Book> | undefined} */
  let opened;
  /** Give the facets of every page that can be found. */
  function columns() {
    if (opened) return opened;
    const asked = load("columns").then((/** @type {BookData} */ data) => {
      version = data.version;
      return narrow.opened(data);
    });
    asked.catch(() => (opened = undefined));
    return (opened = asked);
  }

  /**
   * Give what a result shows of each page.
   * @param {number[]} records
   * @returns {Promise<Card[]>}
   */
  async function cards(records) {
    const { chunk } = await columns();
    const fileOf = (/** @type {number} */ record) => `cards-${Math.floor(record / chunk)}`;
    await Promise.all([...new Set(records.map(fileOf))].map(load));
    return records.map((record) => received.get(fileOf(record))[record % chunk]);
  }

  /**
   * Give the address of a page of the site from here; from a folder on disk, the file itself.
   * @param {string} address
   */
  function href(address) {
    const [path, rest] = address.split(/(?=[?#])/, 2);
    const file = isFolder && path.endsWith("/") ? `${path}index.html` : path;
    return `${root}${file.slice(1)}${rest ?? ""}`;
  }

  /**
   * Give the words that begin with a letter; none, where their file cannot be had: then nothing is mended.
   * @param {string} letter
   * @returns {Promise<Drawer>}
   */
  async function drawer(letter) {
    return (await load(words.drawerOf(letter)).catch(() => null)) ?? {};
  }

  // ---- Pagefind, from the site or from the packed files of the offline copy

  const RANKING = { termFrequency: 0.7, termSaturation: 1.2, pageLength: 0.4, metaWeights: { title: 6 } };
  /** @type {Map<string, Uint8Array<ArrayBuffer>>} */
  const packed = new Map();

  /**
   * Take in a file of Pagefind that the offline copy has packed into a script.
   * @param {string} name
   * @param {string} base64
   */
  function unpack(name, base64) {
    packed.set(name, Uint8Array.from(atob(base64), (mark) => mark.charCodeAt(0)));
  }

  /**
   * @param {string} name
   * @returns {Promise<Uint8Array<ArrayBuffer>>}
   */
  async function packedFile(name) {
    if (!packed.has(name)) await loadScript(`pagefind/${name}.packed.js`);
    const content = packed.get(name);
    if (!content) throw new Error(`${name} is not in the offline copy`);
    return content;
  }

  async function packedPagefind() {
    const fetchElsewhere = window.fetch.bind(window);
    window.fetch = async (address, ...rest) => {
      const name = String(address).match(/^packed:\/([^?]*)/)?.[1];
      return name ? new Response(await packedFile(name)) : fetchElsewhere(address, ...rest);
    };
    const source = new Blob([await packedFile("pagefind.js")], { type: "text/javascript" });
    return { module: await import(URL.createObjectURL(source)), settings: { basePath: "packed:/" } };
  }

  /** @returns {Promise<PagefindInstance>} */
  async function startPagefind() {
    const { module, settings } = isFolder
      ? await packedPagefind()
      : { module: await import(new URL(`${root}pagefind/pagefind.js`, location.href).href), settings: {} };
    // In the page itself: handing thousands of results over from a worker took longer than finding them.
    const instance = module.createInstance({ ...settings, noWorker: true });
    await instance.options({ ranking: RANKING });
    return instance;
  }

  /** @type {Promise<PagefindInstance> | undefined} */
  let engine;
  function pagefind() {
    if (engine) return engine;
    const started = startPagefind();
    started.catch(() => (engine = undefined));
    return (engine = started);
  }

  // ---- The pages of a term

  const REMEMBERED = 40;
  /** @type {Map<string, Matches>} */
  const answers = new Map();
  /** @type {Promise<unknown>} */
  let asking = Promise.resolve();

  /**
   * Ask Pagefind for a term. One question at a time: while a piece of its index is on the way, it must not be asked another.
   * @param {string} term
   */
  function ask(term) {
    const asked = asking.then(async () => (await pagefind()).search(term));
    asking = asked.catch(() => null);
    return asked;
  }

  /**
   * Give the pages of one word or phrase, each score as a share of the best.
   * @param {string} term
   * @returns {Promise<Matches>}
   */
  async function matches(term) {
    if (await isCommon(term)) {
      return new Map((await load(`common-${term}`)).map((/** @type {number} */ record) => [record, { score: 1 }]));
    }
    const known = answers.get(term);
    if (known) return known;
    const found = byRecord(await columns(), (await ask(term)).results);
    const [oldest] = answers.keys();
    if (answers.size >= REMEMBERED) answers.delete(oldest);
    answers.set(term, found);
    return found;
  }

  /**
   * @param {Book} book
   * @param {PagefindResult[]} results
   * @returns {Matches}
   */
  function byRecord({ byId, idWidth, twins }, results) {
    const best = Math.max(...results.map((result) => result.score), Number.MIN_VALUE);
    const found = new Map();
    for (const result of results) {
      const name = result.id.slice(result.id.indexOf("_") + 1);
      const record = twins[name] ?? byId.get(name.slice(0, idWidth));
      if (record !== undefined) found.set(record, { score: result.score / best, data: result.data });
    }
    return found;
  }

  /**
   * Say whether a word is answered from a list of its own. In a very large book a word that most pages have costs the most to
   * look up and tells the least: the list has the pages that have it in title, summary or statement. A book of today's size
   * has no such word.
   * @param {string} term
   */
  async function isCommon(term) {
    if (term.startsWith('"')) return false;
    return ((await drawer(term[0]))[term]?.[1] ?? 0) > (await columns()).common;
  }

  /**
   * @param {string[]} pairs
   */
  async function rarePairs(pairs) {
    const common = await Promise.all(pairs.map((pair) => Promise.all(pair.split(" ").map(isCommon))));
    return pairs.filter((_, n) => !common[n].some(Boolean));
  }

  /**
   * Give the piece of a page's text that has a term, as Pagefind marks it.
   * @param {number} record
   * @param {string[]} terms
   */
  async function excerpt(record, terms) {
    for (const term of terms) {
      const result = (await matches(term)).get(record);
      if (result?.data) return (await result.data()).excerpt;
    }
    return "";
  }

  // ---- Finding: words, then facets

  /**
   * Give what a question asks for: its words mended, and which of them were slips.
   * @param {string} question
   * @param {{ isExact: boolean, isUnfinished: boolean }} how
   */
  async function read(question, { isExact, isUnfinished }) {
    const { stopWords } = await columns();
    const { phrases, rest } = words.split(question);
    const all = words.of(rest);
    const typed = words.asked(all, stopWords);
    const meant = isExact
      ? typed
      : await Promise.all(typed.map((word, n) => words.mended(word, isUnfinished && n === typed.length - 1, drawer)));
    const slips = typed.map((word, n) => /** @type {Slip} */ ([word, meant[n]])).filter(([word, other]) => word !== other);
    return { terms: [...phrases, ...new Set(meant)], pairs: words.pairsOf(all, typed, meant), slips };
  }

  /**
   * Give the score of every page that has one of the terms; null where nothing was typed, and every page will do.
   * @param {string[]} terms
   * @param {string[]} pairs
   */
  async function scored(terms, pairs) {
    if (!terms.length) return null;
    const beside = (await rarePairs(pairs)).map((pair) => `"${pair}"`);
    const [found, foundPairs] = await Promise.all([terms, beside].map((asked) => Promise.all(asked.map(matches))));
    return narrow.scores(await columns(), found, foundPairs);
  }

  /**
   * Find pages: by what was typed, then by facets, {facet: [codes]}.
   * Gives {records, counts: {facet: {code: pages}}, without: {facet: pages it alone keeps out}, slips, terms}.
   * @param {Question} asked
   * @returns {Promise<Answer>}
   */
  async function find({ question = "", chosen = {}, order = "relevance", isExact = false, isUnfinished = false }) {
    // The engine comes while the words are read, not after them; what goes wrong is told where it is used.
    if (question.trim()) pagefind().catch(() => {});
    const book = await columns();
    const { terms, pairs, slips } = await read(question, { isExact, isUnfinished });
    const scores = await scored(terms, pairs);
    const candidates = scores?.keys() ?? Array(book.count).keys();
    const { records, counts, without } = narrow.byFacets(book.facets, candidates, chosen);
    const dates = order === "newest" ? (await load("orders")).dates : [];
    return { records: narrow.sorted(book, records, order, scores, dates), counts, without, slips, terms };
  }

  /**
   * Give the pages of subjects and places whose names hold the words.
   * @param {string[]} terms
   */
  async function topics(terms) {
    return narrow.topics((await columns()).facets, terms);
  }

  /**
   * Give what a page has of a facet: its values, and the flags beside them.
   * @param {number} record
   * @param {string} key
   */
  async function valuesOf(record, key) {
    return narrow.valuesOf((await columns()).facets.find((facet) => facet.key === key), record);
  }

  return { receive, unpack, load, columns, cards, find, topics, excerpt, href, valuesOf };
})();
