// The engine behind search, explorer and suggestions: facets from our own columns, words from Pagefind, spelling from the
// word lists. It shows nothing itself. Plain scripts and not modules: a browser runs no module of a page opened from a
// folder, and the offline copy must find the same as the site.
"use strict";

const finder = (() => {
  const root = document.body.dataset.root;
  const isFolder = location.protocol === "file:";
  const received = new Map();
  const loading = new Map();
  let version = "";

  function receive(name, data) {
    received.set(name, data);
  }

  function loadScript(address) {
    return new Promise((loaded, failed) => {
      const script = document.createElement("script");
      script.src = `${root}${address}`;
      script.onload = loaded;
      script.onerror = () => failed(new Error(`${address} could not be loaded`));
      document.head.append(script);
    });
  }

  // Each file hands itself in by `finder.receive(name, data)`; it is loaded once, and again only after a failure.
  function load(name) {
    if (!loading.has(name)) {
      const address = `search/${name}.js${version ? `?v=${version}` : ""}`;
      const asked = loadScript(address).then(() => received.get(name));
      asked.catch(() => loading.delete(name));
      loading.set(name, asked);
    }
    return loading.get(name);
  }

  // ---- Columns: facets of every page that can be found

  let opened;
  function columns() {
    opened ??= load("columns").then((raw) => {
      version = raw.version;
      const byId = new Map();
      for (let n = 0; n < raw.count; n++) byId.set(raw.ids.slice(n * raw.idWidth, (n + 1) * raw.idWidth).trim(), n);
      const facets = raw.facets.filter((facet) => facet.values.length);
      for (const facet of facets) facet.number = new Map(facet.values.map(([code], index) => [code, index]));
      return { ...raw, facets, byId, stopWords: new Set(raw.stopWords) };
    });
    opened.catch(() => (opened = undefined));
    return opened;
  }

  async function cards(records) {
    const { chunk } = await columns();
    const files = [...new Set(records.map((record) => Math.floor(record / chunk)))];
    await Promise.all(files.map((file) => load(`cards-${file}`)));
    return records.map((record) => received.get(`cards-${Math.floor(record / chunk)}`)[record % chunk]);
  }

  // Give the address of a page of the site from here; from a folder on disk, the file itself.
  function href(address) {
    const [path, rest] = address.split(/(?=[?#])/, 2);
    const file = isFolder && path.endsWith("/") ? `${path}index.html` : path;
    return `${root}${file.slice(1)}${rest || ""}`;
  }

  // ---- Words

  function wordsOf(text) {
    const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/['’]/g, "");
    return plain.match(/[\p{L}\p{N}]+/gu) || [];
  }

  function telling(words, stopWords) {
    const kept = words.filter((word) => !stopWords.has(word) && (word.length > 1 || /\d/.test(word)));
    return kept.length ? [...new Set(kept)] : [...new Set(words)];
  }

  const drawerOf = (letter) => `words-${/[a-z]/.test(letter) ? letter : "0"}`;

  async function drawer(letter) {
    return (await load(drawerOf(letter)).catch(() => null)) || {};
  }

  // The word that was meant: the nearest, rather one of a title, summary or lesson, then the one that begins most alike,
  // then the one that is used most. Two letters may differ in a long word, one in a short one.
  function nearest(word, known) {
    const limit = word.length > 5 ? 2 : 1;
    let best = null;
    for (const [candidate, [used]] of Object.entries(known)) {
      if (Math.abs(candidate.length - word.length) > limit) continue;
      const distance = levenshtein.distance(word, candidate);
      if (distance > limit) continue;
      const rank = [-distance, Math.sign(used), alike(word, candidate), used];
      if (!best || isAbove(rank, best.rank)) best = { candidate, rank };
    }
    return best?.candidate;
  }

  function alike(one, other) {
    let length = 0;
    while (length < one.length && one[length] === other[length]) length++;
    return length;
  }

  function isAbove(one, other) {
    const first = one.findIndex((value, index) => value !== other[index]);
    return first >= 0 && one[first] > other[first];
  }

  // A word is known if a page has it. While a reader types, so is the beginning of one.
  async function mended(word, isUnfinished) {
    if (word.length < 4 || /\d/.test(word)) return word;
    const known = await drawer(word[0]);
    const isBeginning = isUnfinished && Object.keys(known).some((other) => other.startsWith(word));
    if (word in known || isBeginning) return word;
    // Two letters that changed places at the very beginning lead to another drawer.
    return nearest(word, known) || nearest(word, word[1] === word[0] ? {} : await drawer(word[1])) || word;
  }

  // ---- Pagefind, from the site or from the packed files of the offline copy

  const packed = new Map();

  function unpack(name, base64) {
    packed.set(name, Uint8Array.from(atob(base64), (mark) => mark.charCodeAt(0)));
  }

  async function packedFile(name) {
    if (!packed.has(name)) await loadScript(`pagefind/${name}.packed.js`);
    return packed.get(name);
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

  let engine;
  function pagefind() {
    engine ??= (async () => {
      const found = isFolder
        ? await packedPagefind()
        : { module: await import(new URL(`${root}pagefind/pagefind.js`, location.href).href), settings: {} };
      // In the page itself: handing thousands of results over from a worker took longer than finding them.
      const instance = found.module.createInstance({ ...found.settings, noWorker: true });
      await instance.options({ ranking: RANKING });
      return instance;
    })();
    engine.catch(() => (engine = undefined));
    return engine;
  }

  // ---- Relevance

  const RANKING = { termFrequency: 0.7, termSaturation: 1.2, pageLength: 0.4, metaWeights: { title: 6 } };
  // A lesson is what most readers come for.
  const LESSON = 2;
  const GUIDE = 0.8;
  // How much a page loses that has not all the words.
  const COVERAGE = 1.5;
  // How much it gains that has the words side by side.
  const PAIR = 0.5;

  const answers = new Map();
  const REMEMBERED = 40;
  let asking = Promise.resolve();

  // One question at a time: while a piece of its index is on the way, Pagefind must not be asked another.
  function ask(term) {
    const asked = asking.then(async () => (await pagefind()).search(term));
    asking = asked.catch(() => null);
    return asked;
  }

  // Give {record: result} of one word or phrase, each score as a share of the best.
  async function matches(term) {
    if (await isCommon(term)) return new Map((await load(`common-${term}`)).map((record) => [record, { score: 1 }]));
    if (!answers.has(term)) {
      const { byId, idWidth, twins } = await columns();
      const { results } = await ask(term);
      if (answers.size >= REMEMBERED) answers.delete(answers.keys().next().value);
      const best = Math.max(...results.map((result) => result.score), Number.MIN_VALUE);
      const found = new Map();
      for (const result of results) {
        const name = result.id.slice(result.id.indexOf("_") + 1);
        const record = twins[name] ?? byId.get(name.slice(0, idWidth));
        if (record !== undefined) found.set(record, { score: result.score / best, data: result.data });
      }
      answers.set(term, found);
    }
    return answers.get(term) || matches(term);
  }

  // In a very large book a word that most pages have costs the most to look up and tells the least: it is answered from the
  // list of pages that have it in title, summary or statement. A book of today's size has no such word.
  async function isCommon(term) {
    if (term.startsWith('"')) return false;
    return ((await drawer(term[0]))[term]?.[1] ?? 0) > (await columns()).common;
  }

  async function rarePairs(pairs) {
    const common = await Promise.all(pairs.map((pair) => Promise.all(pair.split(" ").map(isCommon))));
    return pairs.filter((_, n) => !common[n].some(Boolean));
  }

  // Every word counts by how rare it is; a page that has more of the words stands above one that has fewer, and one that
  // has two of them side by side, as they were typed, above one that has them apart.
  async function relevance(terms, pairs) {
    const { count } = await columns();
    const found = await Promise.all(terms.map(matches));
    const weights = found.map((pages) => (pages.size ? Math.log(1 + count / pages.size) : 0));
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    const held = new Map();
    found.forEach((pages, index) => {
      for (const [record, { score }] of pages) {
        const sum = held.get(record) || { score: 0, covered: 0 };
        sum.score += weights[index] * score;
        sum.covered += weights[index];
        held.set(record, sum);
      }
    });
    const [beside, kinds] = await Promise.all([together(pairs), kindWeights()]);
    const scores = new Map();
    for (const [record, { score, covered }] of held) {
      const share = (score / whole) * (covered / whole) ** COVERAGE;
      scores.set(record, share * (1 + PAIR * beside(record)) * kinds(record));
    }
    return scores;
  }

  // Give the share of the pairs that a page has side by side, rare pairs counting more.
  async function together(pairs) {
    const { count } = await columns();
    const found = (await Promise.all(pairs.map((pair) => matches(`"${pair}"`)))).filter((pages) => pages.size);
    const weights = found.map((pages) => Math.log(1 + count / pages.size));
    const whole = weights.reduce((sum, weight) => sum + weight, 0) || 1;
    return (record) => found.reduce((sum, pages, n) => sum + (pages.has(record) ? weights[n] : 0), 0) / whole;
  }

  async function kindWeights() {
    const { facets } = await columns();
    const kind = facets.find((facet) => facet.key === "kind");
    const weights = { lesson: LESSON, guide: GUIDE };
    const ofSet = kind.sets.map((set) => weights[kind.values[set[0]]?.[0]] || 1);
    return (record) => ofSet[kind.of[record]];
  }

  // Give the piece of a page's text that has a term, as Pagefind marks it.
  async function excerpt(record, terms) {
    for (const term of terms) {
      const result = (await matches(term)).get(record);
      if (result?.data) return (await result.data()).excerpt;
    }
    return "";
  }

  // ---- Finding: words, then facets. Within a facet any value will do; every facet must be met.

  function split(question) {
    const phrases = [...question.matchAll(/"([^"]+)"/g)].map((match) => match[0]);
    return { phrases, rest: question.replace(/"[^"]*"/g, " ") };
  }

  async function read(question, { isExact, isUnfinished }) {
    const { stopWords } = await columns();
    const { phrases, rest } = split(question);
    const typed = telling(wordsOf(rest), stopWords);
    const meant = isExact
      ? typed
      : await Promise.all(typed.map((word, n) => mended(word, isUnfinished && n === typed.length - 1)));
    const slips = typed.map((word, n) => [word, meant[n]]).filter(([word, other]) => word !== other);
    return { terms: [...phrases, ...new Set(meant)], pairs: pairsOf(wordsOf(rest), typed, meant), slips };
  }

  // Give the words that stand side by side in the question, mended, and with no stop word between them.
  function pairsOf(words, typed, meant) {
    const mendedOf = new Map(typed.map((word, n) => [word, meant[n]]));
    return words
      .slice(1)
      .map((word, n) => [words[n], word])
      .filter((pair) => pair.every((word) => mendedOf.has(word)))
      .map((pair) => pair.map((word) => mendedOf.get(word)).join(" "));
  }

  // question: what was typed. chosen: {facet: [codes]}. order: "relevance", "newest" or "strongest".
  // Gives {records, counts: {facet: {code: pages}}, without: {facet: pages it alone keeps out}, slips, terms}.
  async function find({ question = "", chosen = {}, order = "relevance", isExact = false, isUnfinished = false }) {
    // The engine comes while the words are read, not after them; what goes wrong is told where it is used.
    if (question.trim()) pagefind().catch(() => {});
    const book = await columns();
    const { terms, pairs, slips } = await read(question, { isExact, isUnfinished });
    const scores = terms.length ? await relevance(terms, await rarePairs(pairs)) : null;
    const candidates = scores ? [...scores.keys()] : Array.from({ length: book.count }, (_, n) => n);
    const { records, counts, without } = narrow(book, candidates, chosen);
    const { dates } = order === "newest" ? await load("orders") : {};
    return { records: sorted(book, records, order, scores, dates), counts, without, slips, terms };
  }

  function narrow(book, candidates, chosen) {
    const { facets } = book;
    // For each facet in use: which of its sets of values meet it.
    const passes = facets.map((facet) => {
      const wanted = (chosen[facet.key] || []).map((code) => facet.number.get(code));
      return wanted.length ? facet.sets.map((set) => set.some((value) => wanted.includes(value))) : null;
    });
    const tallies = facets.map((facet) => new Uint32Array(facet.sets.length));
    const without = {};
    const records = [];
    for (const record of candidates) {
      let failing = -1;
      let failures = 0;
      for (let n = 0; n < facets.length && failures < 2; n++) {
        if (passes[n] && !passes[n][facets[n].of[record]]) {
          failing = n;
          failures++;
        }
      }
      if (!failures) {
        records.push(record);
        facets.forEach((facet, n) => tallies[n][facet.of[record]]++);
      } else if (failures === 1) {
        // What a value of this facet would add, were it chosen too.
        tallies[failing][facets[failing].of[record]]++;
        without[facets[failing].key] = (without[facets[failing].key] || 0) + 1;
      }
    }
    const counts = Object.fromEntries(facets.map((facet, n) => [facet.key, spread(facet, tallies[n])]));
    return { records, counts, without };
  }

  function spread(facet, tally) {
    const counts = Object.fromEntries(facet.values.map(([code]) => [code, 0]));
    facet.sets.forEach((set, n) => {
      for (const value of set) counts[facet.values[value][0]] += tally[n];
    });
    return counts;
  }

  // Pages stand in the columns lessons first, surest first, then cases, strongest first: the order of last resort.
  function sorted(book, records, order, scores, dates) {
    const score = (record) => (scores ? scores.get(record) : 0);
    const best = (one, other) => score(other) - score(one) || one - other;
    if (order === "newest") return records.sort((one, other) => dates[other] - dates[one] || best(one, other));
    if (order === "strongest") {
      const strength = strengths(book);
      return records.sort((one, other) => strength(other) - strength(one) || best(one, other));
    }
    return records.sort(best);
  }

  // Confidence in a lesson and evidence of a case are different scales; lessons stand first, each by its own.
  function strengths(book) {
    const facet = (key) => book.facets.find((item) => item.key === key);
    const rank = (item, record) => (item?.sets[item.of[record]].length ? item.values.length - item.sets[item.of[record]][0] : 0);
    const [confidence, level] = [facet("confidence"), facet("level")];
    return (record) => 100 * rank(confidence, record) + rank(level, record);
  }

  // Give the pages of subjects and places whose names hold the words: [{title, label, address}].
  async function topics(terms) {
    const { facets } = await columns();
    if (!terms.length) return [];
    return facets
      .filter((facet) => facet.folder && ["area", "place"].includes(facet.key))
      .flatMap((facet) => facet.values.map(([code, label]) => ({ title: facet.title, label, address: `${facet.folder}${code}/` })))
      .filter(({ label }) => {
        const words = wordsOf(label);
        return terms.every((term) => words.some((word) => word === term || (term.length > 3 && word.startsWith(term))));
      })
      .slice(0, 3);
  }

  // Give what a page has of a facet: [[code, label], …].
  async function valuesOf(record, key) {
    const facet = (await columns()).facets.find((item) => item.key === key);
    return facet ? facet.sets[facet.of[record]].map((value) => facet.values[value]) : [];
  }

  return { receive, unpack, load, columns, cards, find, topics, excerpt, href, valuesOf, wordsOf };
})();
