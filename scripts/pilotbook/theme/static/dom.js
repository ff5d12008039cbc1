// What the scripts of pages that build parts of themselves share: finding and making elements, taking a file away, copying.
// All words are set as text, never as HTML.
/* exported dom */
"use strict";

const dom = (() => {
  /**
   * Give the element of the page that has an id.
   * @template {HTMLElement} T
   * @param {string} id
   * @param {new () => T} [kind] where more is asked of it than any element can do
   * @returns {T}
   */
  function part(id, kind) {
    const found = document.getElementById(id);
    if (!(found instanceof (kind ?? HTMLElement))) throw new Error(`The page has no ${id}`);
    return /** @type {T} */ (found);
  }

  /**
   * Make an element.
   * @template {keyof HTMLElementTagNameMap} N
   * @param {N} name
   * @param {string} text
   * @param {Record<string, string>} [attributes]
   * @param {(Node | string)[]} [children]
   */
  function element(name, text, attributes = {}, children = []) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  /**
   * Let a reader take a file away that was made in the browser.
   * @param {string} name
   * @param {string[]} parts
   * @param {string} type
   */
  function save(name, parts, type) {
    const link = element("a", "", { download: name });
    link.href = URL.createObjectURL(new Blob(parts, { type }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  /**
   * Copy a text and say so; where a browser may not copy, say what to do instead.
   * @param {HTMLElement} said
   * @param {string} text
   * @param {string} done
   * @param {string} refused
   */
  async function copy(said, text, done, refused) {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = done;
    } catch {
      said.textContent = refused;
    }
  }

  /**
   * Load a script of the site, which hands in its data by itself.
   * @param {string} address
   * @returns {Promise<void>}
   */
  function load(address) {
    return new Promise((loaded, failed) => {
      const script = element("script", "", { src: `${document.body.dataset.root ?? ""}${address}` });
      script.onload = () => loaded();
      script.onerror = () => failed(new Error(`${address} could not be loaded`));
      document.head.append(script);
    });
  }

  return { part, element, save, copy, load };
})();
