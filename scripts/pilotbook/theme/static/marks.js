// My brief: which lessons and cases a reader has marked. They are kept in this browser, or, where it keeps nothing, until the page is
// left; an address holds them too (?i=TLG-C-7KD3,TLG-L-2M9X). Beside each lesson and case stands a button that marks it.
/* exported marks */
"use strict";

const marks = (() => {
  const KEY = "pilotbook-brief";
  // More is no brief, and an address that is longer may be cut off on its way.
  const MOST = 60;
  const ID = /^TLG-[CL]-[0-9A-Z]{4}$/;

  /**
   * Sort what an address or a store names: ids, each once and in order; words that are no id; and whether there were too many.
   * @param {string} text
   */
  function sorted(text) {
    const words = [...new Set(text.split(/[\s,]+/).filter(Boolean).map((word) => (ID.test(word.toUpperCase()) ? word.toUpperCase() : word)))];
    const ids = words.filter((word) => ID.test(word));
    return { ids: ids.slice(0, MOST), odd: words.filter((word) => !ID.test(word)), isCut: ids.length > MOST };
  }

  /** @param {string[]} ids */
  const query = (ids) => (ids.length ? `?i=${ids.join(",")}` : "");

  /**
   * Give a list with one of its items moved by so many places, as far as there are places.
   * @param {string[]} ids
   * @param {string} id
   * @param {number} by
   */
  function moved(ids, id, by) {
    const rest = ids.filter((one) => one !== id);
    const place = Math.max(0, Math.min(rest.length, ids.indexOf(id) + by));
    return [...rest.slice(0, place), id, ...rest.slice(place)];
  }

  // ---- Keeping

  /** @type {string[] | null} what is marked, where the browser keeps nothing */
  let held = null;

  function read() {
    if (held) return held;
    try {
      return sorted(localStorage.getItem(KEY) ?? "").ids;
    } catch {
      return (held = []);
    }
  }

  /** @param {string[]} ids */
  function write(ids) {
    try {
      if (ids.length) localStorage.setItem(KEY, ids.join(","));
      else localStorage.removeItem(KEY);
      held = null;
    } catch {
      held = ids;
    }
    dispatchEvent(new Event("markschange"));
  }

  /** Whether the browser keeps what is marked. */
  const isKept = () => read() && !held;

  /**
   * Mark a record, or take the mark back; give what to tell of it.
   * @param {string} id
   */
  function toggle(id) {
    const before = read();
    const isMarked = before.includes(id);
    if (!isMarked && before.length >= MOST) return `Your brief is full: it holds ${MOST} records.`;
    write(isMarked ? before.filter((one) => one !== id) : [...before, id]);
    const count = read().length;
    const told = `${isMarked ? "Removed from" : "Added to"} my brief, which holds ${count} ${count === 1 ? "record" : "records"}.`;
    return isKept() ? told : `${told} This browser keeps no marks: open the brief before you leave this page.`;
  }

  // ---- On the page

  /**
   * Give the address of a page of the site with a query; from a folder on disk, its file.
   * @param {string} folder
   * @param {string} [asked]
   */
  const href = (folder, asked = "") =>
    `${document.body.dataset.root ?? ""}${folder}/${location.protocol === "file:" ? "index.html" : ""}${asked}`;

  const briefHref = () => href("brief", isKept() ? "" : query(read()));

  /**
   * Make the button that marks a record.
   * @param {string} id
   * @param {string} title
   * @param {boolean} isShort whether only its box is seen
   */
  function button(id, title, isShort) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "mark";
    made.dataset.mark = id;
    if (isShort) made.title = "Add to my brief";
    const words = document.createElement("span");
    words.textContent = "Add to my brief";
    if (isShort) words.className = "visually-hidden";
    const name = document.createElement("span");
    name.className = "visually-hidden";
    name.textContent = `: ${title}`;
    made.append(words, name);
    made.addEventListener("click", () => say(toggle(id)));
    return made;
  }

  /**
   * Put a button beside each record that a part of the page shows and that has none.
   * @param {ParentNode} place
   */
  function dress(place) {
    for (const shown of place.querySelectorAll("[data-record]:not([data-has-mark])")) {
      const id = shown.getAttribute("data-record") ?? "";
      const isLink = shown instanceof HTMLAnchorElement;
      const named = isLink ? shown : (shown.querySelector("h3") ?? shown.querySelector("a") ?? document.querySelector("h1"));
      const title = shown.getAttribute("data-title") ?? named?.textContent?.trim() ?? id;
      shown.setAttribute("data-has-mark", "");
      if (isLink) shown.after(" ", button(id, title, true));
      else (shown.querySelector(".row-facts, .card-foot") ?? shown).append(button(id, title, false));
    }
    show();
  }

  function show() {
    const ids = read();
    for (const one of document.querySelectorAll("[data-mark]")) {
      one.setAttribute("aria-pressed", String(ids.includes(one.getAttribute("data-mark") ?? "")));
    }
    for (const one of document.querySelectorAll("[data-brief-count]")) {
      one.textContent = ids.length ? ` (${ids.length})` : "";
      if (one.parentElement instanceof HTMLAnchorElement) one.parentElement.href = briefHref();
    }
  }

  /** @param {string} told */
  function say(told) {
    let bar = document.getElementById("brief-bar");
    if (!bar) {
      bar = Object.assign(document.createElement("div"), { id: "brief-bar", className: "brief-bar" });
      const said = document.createElement("p");
      said.setAttribute("role", "status");
      const way = document.createElement("a");
      way.textContent = "Open my brief";
      bar.append(said, way);
      (document.querySelector(".site-footer") ?? document.body).before(bar);
    }
    const [said, way] = bar.children;
    said.textContent = told;
    if (way instanceof HTMLAnchorElement) way.href = briefHref();
  }

  function start() {
    dress(document);
    addEventListener("markschange", show);
    // Another tab changed them.
    addEventListener("storage", ({ key }) => key === KEY && show());
    addEventListener("pageshow", show);
  }

  if (globalThis.document) start();

  return { sorted, query, moved, read, write, isKept, toggle, href, dress };
})();
