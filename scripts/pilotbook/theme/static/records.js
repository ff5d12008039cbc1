// Records in a few rows, by their ids: the sentences of their own pages, made at build (pages/summary.py), each record a script
// beside its permanent address.
/* global dom */
/* exported records */
"use strict";

const records = (() => {
  /** @type {Map<string, Summary>} */
  const received = new Map();
  /** @type {Map<string, Promise<Summary | null>>} */
  const loading = new Map();
  // What the name of each record's script says of its content, by its id.
  /** @type {Map<string, string>} */
  let contents = new Map();
  /** @type {Promise<void> | undefined} */
  let listed;

  /**
   * Take in a record.
   * @param {string} id
   * @param {Summary} summary
   */
  const receive = (id, summary) => received.set(id, summary);

  /**
   * Take in which records there are, and what the names of their scripts say of their content.
   * @param {Record<string, string>} told
   */
  const know = (told) => (contents = new Map(Object.entries(told)));

  /** Load the list of records that this page was made with, once, and again only after a failure. */
  function list() {
    const holder = document.querySelector("[data-records]");
    const name = holder instanceof HTMLElement ? holder.dataset.records : "";
    listed ??= dom.load(`search/${name}.js`);
    listed.catch(() => (listed = undefined));
    return listed;
  }

  /** @param {string} id */
  async function fetched(id) {
    await list();
    const content = contents.get(id);
    if (content) await dom.load(`id/${id}/summary.${content}.js`);
    return received.get(id) ?? null;
  }

  /**
   * Give a record; null where this book has none of this id, or it could not be loaded.
   * @param {string} id
   */
  function load(id) {
    const before = loading.get(id);
    if (before) return before;
    const asked = fetched(id).catch(() => null);
    loading.set(id, asked);
    // What could not be loaded may be asked for again.
    asked.then((found) => found ?? loading.delete(id));
    return asked;
  }

  /** @param {string[]} ids */
  async function all(ids) {
    const found = await Promise.all(ids.map(async (id) => /** @type {const} */ ([id, await load(id)])));
    return new Map(found);
  }

  /**
   * Give the address of a record's page, or of a place in it.
   * @param {Summary} record
   * @param {string} [anchor]
   */
  function href({ address }, anchor) {
    const file = location.protocol === "file:" ? "index.html" : "";
    return `${document.body.dataset.root ?? ""}${address}${file}${anchor ? `#${anchor}` : ""}`;
  }

  /**
   * Write the lines of a row, each with the path that it comes from; `way` leads from the last of those that stand at one place
   * of the record's page to that place.
   * @param {string} id
   * @param {SummaryLine[]} lines
   * @param {(anchor: string) => Node} [way]
   */
  function lines(id, lines, way) {
    const name = lines.length > 1 ? "li" : "p";
    const told = lines.map(([words, path, anchor], n) => {
      const line = dom.element(name, words, { "data-path": `${id}/${path}` });
      if (way && lines[n + 1]?.[2] !== anchor) line.append(" ", way(anchor));
      return line;
    });
    return told.length > 1 ? [dom.element("ul", "", {}, told)] : told;
  }

  /**
   * Say what became of an id that shows no record.
   * @param {string} id
   * @param {Summary | null} record
   * @returns {(Node | string)[]}
   */
  function untold(id, record) {
    if (!record) return [`${id}: this book has no record of this id, or it could not be loaded.`];
    const by = (record.by ?? []).flatMap((other) => [" In its place: ", dom.element("a", other, { href: href({ ...record, address: `id/${other}/` }) }), "."]);
    return [`${id}, `, dom.element("a", record.title, { href: href(record) }), `. ${record.told}`, ...by];
  }

  return { receive, know, load, all, href, lines, untold };
})();
