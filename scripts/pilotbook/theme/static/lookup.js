// The pages that have what is looked up, by Pagefind: a word or phrase as it stands, or the beginning of a word. It knows neither what
// a question means nor in which order pages stand.
/* global edition, forms, rank, shelf */
/* exported lookup */
"use strict";

const lookup = (() => {
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
    if (!packed.has(name)) await shelf.loadScript(`pagefind/${name}.packed.js`);
    const content = packed.get(name);
    if (!content) throw new Error(`${name} is not in the offline copy`);
    return content;
  }

  /**
   * Answer from what is at hand what Pagefind would fetch: its list of languages, which came with the facets, and in the offline copy
   * every file.
   */
  async function fetchAtHand() {
    const fetchElsewhere = window.fetch.bind(window);
    const { entry } = await shelf.columns();
    window.fetch = async (address, ...rest) => {
      if (entry && /\/pagefind-entry\.json(\?|$)/.test(String(address))) return new Response(entry);
      const name = String(address).match(/^packed:\/([^?]*)/)?.[1];
      if (name) return new Response(await packedFile(name));
      const answer = await fetchElsewhere(address, ...rest);
      // Its pieces go by their content, as the data do.
      if (answer.status === 404) edition.miss(answer.url);
      return answer;
    };
  }

  async function packedPagefind() {
    const source = new Blob([await packedFile("pagefind.js")], { type: "text/javascript" });
    return { module: await import(URL.createObjectURL(source)), settings: { basePath: "packed:/" } };
  }

  /** @returns {Promise<PagefindInstance>} */
  async function startPagefind() {
    await fetchAtHand();
    const { module, settings } = shelf.isFolder
      ? await packedPagefind()
      : { module: await import(new URL(`${shelf.root}pagefind/pagefind.js`, location.href).href), settings: {} };
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
   * Give the pages of one form, as it is looked up: a word or phrase in quotation marks, or the beginning of a word. Where only the
   * pages matter and not how much each has of it, a phrase is asked for once.
   * @param {string} term
   * @param {boolean} isRanked
   * @returns {Promise<Matches>}
   */
  async function pagesOf(term, isRanked) {
    const bare = term.replaceAll('"', "");
    if (await shelf.isCommon(bare)) {
      return new Map((await shelf.load(`common-${bare}`)).map((/** @type {number} */ record) => [record, { score: 1 }]));
    }
    const name = isRanked ? term : `${term} unranked`;
    const known = answers.get(name);
    if (known) return known;
    const found = byRecord(await shelf.columns(), await resultsOf(term, bare, isRanked));
    const [oldest] = answers.keys();
    if (answers.size >= REMEMBERED) answers.delete(oldest);
    answers.set(name, found);
    return found;
  }

  /**
   * In quotation marks Pagefind finds a word or phrase as it stands but ranks nothing; without them it ranks, and finds words that only
   * begin so. Both are asked for only where both are wanted: no other word of the book begins with most words.
   * @param {string} term
   * @param {string} bare
   * @param {boolean} isRanked
   */
  async function resultsOf(term, bare, isRanked) {
    if (!term.startsWith('"') || (await isAlone(bare))) return (await ask(bare)).results;
    const exact = (await ask(term)).results;
    if (!isRanked || !exact.length) return exact;
    const there = new Set(exact.map(({ id }) => id));
    return (await ask(bare)).results.filter(({ id }) => there.has(id));
  }

  /**
   * Say whether a word is one of the book, and no other begins with it. Phrases, numbers and words joined by hyphens are in no list: and
   * for a word that it has not, Pagefind gives the pages of one that begins a little like it.
   * @param {string} word
   */
  async function isAlone(word) {
    const known = await shelf.drawer(word[0]);
    return Object.hasOwn(known, word) && !forms.isBeginning(word, known);
  }

  /**
   * Give the pages of a term in any of its forms, each score as a share of the best.
   * @param {Term} term
   * @param {boolean} [isRanked]
   * @returns {Promise<Matches>}
   */
  async function matches({ forms: all, check }, isRanked = true) {
    const ways = await worthwhile(all);
    const found = await Promise.all(ways.map(({ term }) => pagesOf(term, isRanked)));
    const joined = rank.joined(ways, found);
    return check ? checked(joined, check) : joined;
  }

  /**
   * Give the forms that are worth looking up: where the first is answered from a list of its own, its rarer forms tell nothing more.
   * @param {Form[]} ways
   */
  async function worthwhile(ways) {
    const common = await Promise.all(ways.map(({ term }) => shelf.isCommon(term.replaceAll('"', ""))));
    return common[0] ? ways.filter((_, n) => common[n]) : ways;
  }

  /**
   * Keep the pages whose text has a figure as it was typed: Pagefind drops the marks within it, and for £2bn gives all that have a 2. The
   * best are read; the others are kept unread where most of those have it.
   * @param {Matches} found
   * @param {RegExp} check
   * @returns {Promise<Matches>}
   */
  async function checked(found, check) {
    const best = [...found].sort(([, one], [, other]) => other.score - one.score);
    const read = best.slice(0, READ);
    const has = await Promise.all(read.map(async ([, { data }]) => !data || check.test((await data()).content)));
    const kept = read.filter((_, n) => has[n]);
    return new Map(kept.length > READ / 2 ? [...kept, ...best.slice(READ)] : kept);
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

  /** Begin to load the engine. */
  function start() {
    pagefind().catch(() => {});
  }

  return { unpack, start, matches };
})();
