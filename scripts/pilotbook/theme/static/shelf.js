// What the build laid beside the search page, as it is asked for: the facets and cards of pages, the lists of words. It loads each file
// once and remembers it. Plain scripts and not modules: a browser runs no module of a page opened from a folder, and the offline copy
// must find the same as the site.
/* global edition, forms, narrow, slips */
/* exported shelf */
"use strict";

const shelf = (() => {
  const OUTCOMES = "outcomes-";
  const root = document.body.dataset.root ?? "";
  // So many signs of the digest of a file's content stand in its name.
  const WIDTH = 8;
  const isFolder = location.protocol === "file:";
  /** @type {Map<string, any>} */
  const received = new Map();
  /** @type {Map<string, Promise<any>>} */
  const loading = new Map();
  // What the names of the files of each set of data say of their content, by the beginning of those names: '' for pages, 'outcomes-'.
  /** @type {Record<string, Record<string, string>>} */
  const contents = {};

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
   * Give the address of a file of search/, of the edition that the columns of its set are of.
   * @param {string} name
   */
  function addressOf(name) {
    const set = name.startsWith(OUTCOMES) ? OUTCOMES : "";
    const bare = name.slice(set.length);
    const [, kind, number] = bare.match(/^(cards)-(\d+)$/) ?? [bare, bare, "0"];
    const content = contents[set]?.[kind]?.slice(Number(number) * WIDTH, (Number(number) + 1) * WIDTH);
    return `search/${name}${content ? `.${content}` : ""}.js`;
  }

  /**
   * Give the name of the columns of a set: those that this page was made with, where it tells them, else those of today.
   * @param {string} set
   */
  function columnsOf(set) {
    const holder = document.querySelector("[data-columns]");
    const told = holder instanceof HTMLElement ? (holder.dataset.columns ?? "") : "";
    return told.startsWith(`${set}columns.`) ? told : `${set}columns`;
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
    const asked = load(`${set}columns`, `search/${columnsOf(set)}.js`).then((/** @type {BookData} */ data) => {
      edition.check(data.build);
      contents[set] = data.files;
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
    return load(name, `_static/${name}.js?v=${document.body.dataset.build}`).then(forms.opened, () => ({ has: () => true }));
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
