// What the build laid beside the search page, as it is asked for: the facets and cards of pages, the lists of words. It loads each file
// once and remembers it. Plain scripts and not modules: a browser runs no module of a page opened from a folder, and the offline copy
// must find the same as the site.
/* global forms, narrow, slips */
/* exported shelf */
"use strict";

const shelf = (() => {
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
    return (await load(slips.drawerOf(letter)).catch(() => null)) ?? {};
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

  return { root, isFolder, receive, loadScript, load, columns, cards, href, drawer, english, isCommon };
})();
