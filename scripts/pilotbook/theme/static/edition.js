// One edition of the book at a time. A page may stay open while the book is published anew. Data carry their content in their names,
// so what such a page asks for is what it was made with, or is gone; scripts carry the name of those that a page was made with. Where
// they differ the page says so, and goes no further until it is loaded afresh.
/* exported edition */
"use strict";

const edition = (() => {
  const TOLD = "The book has been published anew, and this page does not mix the two editions.";
  // What has one address in every edition, so that a browser may hold that of an earlier one.
  const SHARED = ["search/columns.js"];
  const root = document.body.dataset.root ?? "";
  const isFolder = location.protocol === "file:";

  async function loadAfresh() {
    await Promise.allSettled(SHARED.map((address) => fetch(`${root}${address}`, { cache: "reload" })));
    location.reload();
  }

  /** Say that there is another edition by now, once. */
  function tell() {
    if (document.getElementById("newer-edition")) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "Load the page afresh" });
    button.addEventListener("click", loadAfresh);
    const note = Object.assign(document.createElement("p"), { id: "newer-edition", className: "callout callout-limits edition" });
    note.setAttribute("role", "alert");
    note.append(`${TOLD} `, button);
    document.querySelector("main")?.prepend(note);
  }

  /**
   * Hear that a file could not be had: one that the site does not have any more was of an earlier edition; else the network is at fault.
   * @param {string} address
   */
  async function miss(address) {
    if (isFolder) return;
    const answer = await fetch(address, { method: "HEAD", cache: "no-store" }).catch(() => null);
    if (answer && [404, 410].includes(answer.status)) tell();
  }

  /**
   * Go no further where scripts or data are of other scripts than those that this page was made with.
   * @param {string} build
   */
  function check(build) {
    const own = document.body.dataset.build;
    if (!own || own === build) return;
    tell();
    throw new Error(TOLD);
  }

  // Whatever is loaded later comes as a script. Its failure does not rise, so it is heard on the way down.
  addEventListener("error", ({ target }) => target instanceof HTMLScriptElement && !("climbs" in target.dataset) && miss(target.src), true);

  return { check, miss };
})();
