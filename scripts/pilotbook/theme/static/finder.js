// The engine behind search, explorer and suggestions: facets from our own columns, words from Pagefind, forms and spelling from the
// word lists. It loads and remembers; what it answers with is reckoned in forms.js, words.js and narrow.js. It shows nothing itself.
// Plain scripts and not modules: a browser runs no module of a page opened from a folder, and the offline copy must find the
// same as the site.
/* global forms, narrow, words */
/* exported finder */
"use strict";

const finder = (() => {
  const OUTCOMES = "outcomes-";
  const root = document.body.dataset.root ?? "";
  // The address of this script names the build, so that its parts are never mixed with those of another.
  const own = document.currentScript;
  const build = own instanceof HTMLScriptElement ? (own.src.split("?")[1] ?? "") : "";
  const isFolder = location.protocol === "file:";
  /** @type {Map<string, any>} */
  const received = new Map();
  /** @type {Map<string, Promise<any>>} */
  const loading = new Map();
  // The version of each set of data, by the beginning of the names of its files: '' for pages, 'outcomes-'.
  /** @type {Record<string, string>} */
  const versions = {};

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
   * @param {string} [address]
   * @returns {Promise<any>}
   */
  function load(name, address = addressOf(name)) {
    const before = loading.get(name);
    if (before) return before;
    const asked = loadScript(address).then(() => received.get(name));
    asked.catch(() => loading.delete(name));
    loading.set(name, asked);
    return asked;
  }

  /**
   * Give the address of a file of search/, in the version of its set.
   * @param {string} name
   */
  function addressOf(name) {
    const version = versions[name.startsWith(OUTCOMES) ? OUTCOMES : ""];
    return `search/${name}.js${version ? `?v=${version}` : ""}`;
  }

  /** @type {Map<string, Promise<Book>>} */
  const opened = new Map();
  /**
   * Give the facets of every page that can be found; of every outcome, where those are asked for.
   * @param {string} [set]
   * @returns {Promise<Book>}
   */
  function columns(set = "") {
    const before = opened.get(set);
    if (before) return before;
    const asked = load(`${set}columns`).then((/** @type {BookData} */ data) => {
      versions[set] = data.version;
      return narrow.opened(data);
    });
    asked.catch(() => opened.delete(set));
    opened.set(set, asked);
    return asked;
  }

  /**
   * Give what a result shows of each page, or the row of each outcome.
   * @param {number[]} records
   * @param {string} [set]
   * @returns {Promise<Card[]>}
   */
  async function cards(records, set = "") {
    const { chunk } = await columns(set);
    const fileOf = (/** @type {number} */ record) => `${set}cards-${Math.floor(record / chunk)}`;
    await Promise.all([...new Set(records.map(fileOf))].map((file) => load(file)));
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

  /**
   * Give the packaged list of the English words that begin with a letter; where it cannot be had, every word is one, and none is
   * replaced unasked.
   * @param {string} letter
   * @returns {Promise<English>}
   */
  async function english(letter) {
    if (!/[a-z]/.test(letter)) return new Set();
    const name = `english-${letter}`;
    return load(name, `_static/${name}.js?${build}`).then(forms.opened, () => ({ has: () => true }));
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

  const REMEMBERED = 60;
  // So many pages are read to see whether they have a figure as it was typed.
  const READ = 12;
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
   * Give the pages of one form, as it is looked up: a word or phrase in quotation marks, or the beginning of a word.
   * @param {string} term
   * @returns {Promise<Matches>}
   */
  async function pagesOf(term) {
    const bare = term.replaceAll('"', "");
    if (await isCommon(bare)) {
      return new Map((await load(`common-${bare}`)).map((/** @type {number} */ record) => [record, { score: 1 }]));
    }
    const known = answers.get(term);
    if (known) return known;
    const found = term.startsWith('"') ? await exactly(term, bare) : byRecord(await columns(), (await ask(term)).results);
    const [oldest] = answers.keys();
    if (answers.size >= REMEMBERED) answers.delete(oldest);
    answers.set(term, found);
    return found;
  }

  /**
   * Give the pages that have a word or phrase as it stands. In quotation marks Pagefind finds it as it stands but ranks nothing; without
   * them it ranks, and finds words that only begin so.
   * @param {string} term
   * @param {string} bare
   * @returns {Promise<Matches>}
   */
  async function exactly(term, bare) {
    const [exact, ranked] = [(await ask(term)).results, (await ask(bare)).results];
    const there = new Set(exact.map(({ id }) => id));
    return byRecord(await columns(), ranked.filter(({ id }) => there.has(id)));
  }

  /**
   * Give the pages of a term in any of its forms, each score as a share of the best.
   * @param {Term} term
   * @returns {Promise<Matches>}
   */
  async function matches({ forms: ways, check }) {
    const found = await Promise.all(ways.map(({ term }) => pagesOf(term)));
    const all = narrow.joined(ways, found);
    return check && all.size <= READ ? checked(all, check) : all;
  }

  /**
   * Keep the pages whose text has a figure as it was typed: Pagefind drops the marks within it.
   * @param {Matches} found
   * @param {RegExp} check
   * @returns {Promise<Matches>}
   */
  async function checked(found, check) {
    const held = await Promise.all([...found].map(async ([, { data }]) => !data || check.test((await data()).content)));
    return new Map([...found].filter((_, n) => held[n]));
  }

  /**
   * @param {Book} book
   * @param {PagefindResult[]} results
   * @returns {Matches}
   */
  function byRecord({ byId, count, idWidth, twins }, results) {
    // Pagefind multiplies by how rare a form is. How rare a word is counts later, and for all its forms together.
    const rarity = Math.log(1 + (count - results.length + 0.5) / (results.length + 0.5)) || 1;
    const found = new Map();
    for (const result of results) {
      const name = result.id.slice(result.id.indexOf("_") + 1);
      const record = twins[name] ?? byId.get(name.slice(0, idWidth));
      if (record !== undefined) found.set(record, { score: result.score / rarity, data: result.data });
    }
    return found;
  }

  /**
   * Say whether a word is answered from a list of its own. In a very large book a word that most pages have costs the most to
   * look up and tells the least: the list has the pages that have it in title, summary or statement. A book of today's size
   * has no such word.
   * @param {string} word
   */
  async function isCommon(word) {
    if (!word || word.includes(" ")) return false;
    return ((await drawer(word[0]))[word]?.[1] ?? 0) > (await columns()).common;
  }

  /**
   * Give the sentence of a page that has the most of the terms, in pieces.
   * @param {number} record
   * @param {Term[]} terms
   */
  async function sentence(record, terms) {
    for (const term of terms) {
      const result = (await matches(term)).get(record);
      if (result?.data) return forms.sentence((await result.data()).content, terms);
    }
    return [];
  }

  // ---- Finding: words, then facets

  /**
   * Give what a question asks for: its terms, the pairs of words side by side, which words were slips, and which no page has.
   * @param {string} question
   * @param {{ isExact: boolean, isUnfinished: boolean }} how
   */
  async function understood(question, { isExact, isUnfinished }) {
    const { stopWords, count, common } = await columns();
    const { terms, rest } = words.split(question);
    const all = words.of(rest);
    const typed = terms.length ? [...new Set(words.telling(all, stopWords))] : words.asked(all, stopWords);
    const lists = { drawer, english };
    const readings = await Promise.all(
      typed.map((word, n) => words.reading(word, { isUnfinished: isUnfinished && n === typed.length - 1, isExact, stopWords }, lists)),
    );
    const known = readings.filter((reading) => reading.forms.length);
    const asked = known.map(({ word, meant, forms: ways }) => ({ text: meant ?? word, forms: ways }));
    const slips = known.flatMap(({ word, meant }) => (meant ? [/** @type {Slip} */ ([word, meant])] : []));
    // In a very large book, words that stand everywhere cost the most to look up.
    const gap = count > common ? 0 : 2;
    const missing = readings.filter((reading) => !reading.forms.length);
    return { terms: [...terms, ...asked], pairs: words.pairsOf(all, known, gap), slips, missing };
  }

  /**
   * Give the score of every page that has one of the terms.
   * @param {string} question
   * @param {Term[]} terms
   * @param {Term[]} pairs
   */
  async function scored(question, terms, pairs) {
    const common = await Promise.all(pairs.map(({ text }) => Promise.all(text.split(" ").map(isCommon))));
    const rare = pairs.filter((_, n) => !common[n].some(Boolean));
    const [found, foundPairs] = await Promise.all([terms, rare].map((asked) => Promise.all(asked.map(matches))));
    const book = await columns();
    return narrow.scores(book, found, foundPairs, book.names[words.of(question).join(" ")]);
  }

  /**
   * Give the pages of the record that a question names by its id, or by the last four signs of it.
   * @param {string} question
   * @param {boolean} isUnfinished
   * @returns {Promise<{ records: number[], isSure: boolean }>}
   */
  async function named(question, isUnfinished) {
    const { id, isSure } = words.idOf(question);
    if (!id || (!isSure && (await isWord(id.toLowerCase(), isUnfinished)))) return { records: [], isSure: false };
    const ids = Object.entries(await load("ids"));
    return { records: ids.filter(([end]) => end === id || (!isSure && end.endsWith(`-${id}`))).map(([, record]) => record), isSure };
  }

  /**
   * Say whether a page has a word; while a reader types, whether one begins so.
   * @param {string} word
   * @param {boolean} isUnfinished
   */
  async function isWord(word, isUnfinished) {
    const known = await drawer(word[0]);
    return Object.hasOwn(known, word) || (isUnfinished && Object.keys(known).some((other) => other.startsWith(word)));
  }

  /**
   * Find pages: by what was typed, then by facets, {facet: [codes]}. Pages that have what was asked for only in passing are left
   * out and counted (`weaker`), unless `isAll`.
   * @param {Question} asked
   * @returns {Promise<Answer>}
   */
  async function find({ question = "", chosen = {}, order = "relevance", isExact = false, isUnfinished = false, isAll = false }) {
    // The engine comes while the words are read, not after them; what goes wrong is told where it is used.
    if (question.trim()) pagefind().catch(() => {});
    const book = await columns();
    const id = await named(question, isUnfinished);
    const { terms, pairs, slips, missing } = await understood(id.isSure ? "" : question, { isExact, isUnfinished });
    const scores = question.trim() ? narrow.first(await scored(question, terms, pairs), id.records) : null;
    const strong = scores && !isAll ? narrow.strong(scores) : scores;
    const { records, counts, without } = narrow.byFacets(book.facets, strong?.keys() ?? Array(book.count).keys(), chosen);
    const dates = order === "newest" ? (await load("orders")).dates : [];
    const weaker = scores && strong ? scores.size - strong.size : 0;
    const told = { slips, missing: id.records.length ? [] : missing, weaker, terms };
    return { records: narrow.sorted(book, records, order, scores, dates), counts, without, ...told };
  }

  /**
   * Give the pages of places whose names hold the words.
   * @param {Term[]} terms
   */
  async function topics(terms) {
    return narrow.topics((await columns()).facets, terms.map(({ text }) => text));
  }

  /**
   * Give what a page has of a facet: its values, and the flags beside them.
   * @param {number} record
   * @param {string} key
   */
  async function valuesOf(record, key) {
    return narrow.valuesOf((await columns()).facets.find((facet) => facet.key === key), record);
  }

  return { receive, unpack, load, columns, cards, find, topics, sentence, href, valuesOf };
})();
