// The page of my brief: the records that the address or this browser names, in the sentences of their own pages, to print or take
// away. A brief that came in an address is shown, and becomes one's own only when its reader says so.
/* global dom, marks, records, table */
"use strict";

(() => {
  const { part, element } = dom;
  const ROWS = ["tried", "happened", "sure", "cost", "failed", "statement", "advice", "For", "Against", "Only under conditions", "limits"];
  // The same records in four lines each; the address says which form it holds.
  let isShort = new URLSearchParams(location.search).has("short");
  const rowsOf = (/** @type {Summary} */ record) => (isShort ? record.short ?? [] : record.rows.filter(([key]) => ROWS.includes(key)));
  const list = part("brief-list");
  const status = part("brief-status");
  const asked = marks.sorted(new URLSearchParams(location.search).get("i") ?? "");

  // Where the browser keeps nothing, the address does.
  if (asked.ids.length && !marks.isKept()) marks.write(asked.ids);
  // A page that was left and is come back to, or loaded again, shows one's own brief as it is now.
  let isSent = asked.ids.length > 0 && !history.state?.isOwn && String(asked.ids) !== String(marks.read());
  let ids = isSent ? asked.ids : marks.read();
  /** @type {Map<string, Summary | null>} */
  let known = new Map();

  const isShown = (/** @type {string} */ id) => ["case", "lesson"].includes(known.get(id)?.kind ?? "");
  const shown = () => ids.filter(isShown);
  const query = () => (ids.length ? `${marks.query(ids)}${isShort ? "&short" : ""}` : location.pathname);
  const address = () => new URL(query(), location.href).href;

  // ---- A record

  /**
   * @param {string} id
   * @param {Summary} record
   */
  function item(id, record) {
    const rows = rowsOf(record);
    return element("li", "", { class: "brief-item", "data-id": id }, [
      element("p", record.kicker, { class: "kicker" }),
      element("h3", "", {}, [element("a", record.title, { href: records.href(record) })]),
      element("dl", "", { class: "verdict" }, rows.map(([, heading, lines]) => element("div", "", {}, [
        element("dt", heading), element("dd", "", {}, records.lines(id, lines)),
      ]))),
      element("p", record.cite, { class: "small soft brief-cite" }),
      element("p", "", { class: "brief-tools" }, [
        tool("Move up", record, () => move(id, -1)), tool("Move down", record, () => move(id, 1)), tool("Remove", record, () => remove(id)),
      ]),
    ]);
  }

  /**
   * @param {string} words
   * @param {Summary} record
   * @param {() => void} act
   */
  function tool(words, record, act) {
    const made = element("button", words, { type: "button", class: "button", "data-tool": words });
    made.append(element("span", `: ${record.title}`, { class: "visually-hidden" }));
    made.addEventListener("click", act);
    return made;
  }

  /** @type {Map<string, HTMLElement>} */
  const made = new Map();

  /** @param {string} id */
  function itemOf(id) {
    const before = made.get(id);
    const now = before ?? item(id, /** @type {Summary} */ (known.get(id)));
    made.set(id, now);
    return now;
  }

  // ---- Showing it

  /** @param {string} [told] */
  function show(told) {
    const here = shown();
    list.classList.toggle("is-short", isShort);
    list.replaceChildren(...here.map(itemOf));
    const lost = ids.filter((id) => !isShown(id)).map((id) => element("li", "", {}, records.untold(id, known.get(id) ?? null)));
    const odd = asked.odd.map((word) => element("li", `“${word.slice(0, 40)}” in the address is no id of a lesson or case.`));
    if (asked.isCut) odd.push(element("li", "The address names more than 60 records. The rest is left out."));
    part("brief-untold").replaceChildren(...lost, ...odd);
    part("brief-lacking").hidden = !(lost.length + odd.length);
    part("brief-empty").hidden = ids.length > 0;
    for (const name of ["brief-take", "brief-heading"]) part(name).hidden = !here.length;
    status.textContent = told ?? counted(here);
    showSent();
    showCompare(here.filter((id) => known.get(id)?.kind === "case"));
    const tools = (/** @type {string} */ name) => [...list.querySelectorAll(`[data-tool="${name}"]`)];
    for (const one of tools("Move up")) one.toggleAttribute("disabled", one === tools("Move up")[0]);
    for (const one of tools("Move down")) one.toggleAttribute("disabled", one === tools("Move down").at(-1));
  }

  /** @param {string[]} here */
  function counted(here) {
    const of = (/** @type {string} */ kind) => here.filter((id) => known.get(id)?.kind === kind).length;
    const told = [["case", of("case")], ["lesson", of("lesson")]].filter(([, count]) => count);
    return told.map(([kind, count]) => `${count} ${kind}${count === 1 ? "" : "s"}`).join(" and ");
  }

  function showSent() {
    const own = marks.read();
    part("brief-sent").hidden = !isSent;
    part("brief-own").textContent = own.length
      ? `Your own brief holds ${own.length} ${own.length === 1 ? "record" : "records"} and is as it was.`
      : "You have marked nothing yourself.";
    part("brief-keep").textContent = own.length ? "Keep these instead of mine" : "Keep these";
    part("brief-add").hidden = part("brief-mine").hidden = !own.length;
    part("brief-unkept").hidden = marks.isKept() || !ids.length;
  }

  /** @param {string[]} cases */
  function showCompare(cases) {
    const four = cases.slice(0, 4);
    part("brief-compare").hidden = four.length < 2;
    const way = part("brief-compare").querySelector("a");
    if (!way) return;
    way.textContent = cases.length > 4 ? "Compare the first four cases" : "Compare these cases";
    way.href = marks.href("compare", `?${four.map((id, n) => `${"abcd"[n]}=${id}`).join("&")}`);
  }

  // ---- Changing it

  /** Put what is shown where it is kept: in the address, and, where it is one's own, in the browser. */
  function keep() {
    if (!isSent) marks.write(ids);
    history.replaceState(isSent ? null : { isOwn: true }, "", query());
  }

  /**
   * @param {string} id
   * @param {number} by
   */
  function move(id, by) {
    const here = shown();
    const next = here[here.indexOf(id) + by];
    if (!next) return;
    // Past its neighbour as it is seen: what shows no record has no place.
    ids = marks.moved(ids, id, ids.indexOf(next) - ids.indexOf(id));
    keep();
    show(`Moved: it is now ${here.indexOf(id) + by + 1} of ${here.length}.`);
    const own = itemOf(id).querySelectorAll("[data-tool]:not(:disabled)");
    const same = [...own].find((one) => one.getAttribute("data-tool") === (by < 0 ? "Move up" : "Move down"));
    const target = same ?? own[0];
    if (target instanceof HTMLElement) target.focus();
  }

  /** @param {string} id */
  function remove(id) {
    const title = known.get(id)?.title ?? id;
    ids = ids.filter((one) => one !== id);
    keep();
    show(`Removed: ${title}.`);
    part(ids.length ? "brief-heading" : "brief-title").focus();
  }

  function clear() {
    ids = [];
    keep();
    show("The brief is empty.");
    part("brief-title").focus();
  }

  /** @param {string[]} wanted */
  async function makeOwn(wanted) {
    isSent = false;
    ids = wanted.slice(0, 60);
    keep();
    known = await records.all(ids);
    show(`Kept: this brief is now your own. ${counted(shown())}.`);
    part("brief-heading").focus();
  }

  // ---- Taking it away

  function csv() {
    const here = shown().map((id) => /** @type {const} */ ([id, /** @type {Summary} */ (known.get(id))]));
    const headings = [...new Set(here.flatMap(([, record]) => rowsOf(record).map(([, heading]) => heading)))];
    const rows = here.map(([id, record]) => {
      const told = new Map(rowsOf(record).map(([, heading, lines]) => [heading, lines.map(([words]) => words).join("\n")]));
      const whole = new URL(records.href(record), location.href).href;
      return [id, record.kind, record.title, ...headings.map((heading) => told.get(heading) ?? ""), record.cite, whole];
    });
    return table.csv([["Id", "Kind", "Title", ...headings, "Citation", "Address"], ...rows]);
  }

  const bibtex = () => shown().map((id) => known.get(id)?.bib ?? "").join("\n");
  const REFUSED = "The browser does not let this page copy. Copy the address at the top of the browser: it holds this brief.";

  const short = part("brief-short", HTMLInputElement);
  short.checked = isShort;
  short.addEventListener("change", () => {
    isShort = short.checked;
    made.clear();
    keep();
    show(isShort ? "Short: four lines a record." : "Whole: all that a brief has of each record.");
  });
  part("brief-print").addEventListener("click", () => print());
  part("brief-csv").addEventListener("click", () => dom.save("my-brief.csv", ["\ufeff", csv()], "text/csv;charset=utf-8"));
  part("brief-bib").addEventListener("click", () => dom.save("my-brief.bib", [bibtex()], "application/x-bibtex"));
  part("brief-copy").addEventListener("click", () =>
    dom.copy(status, address(), "The address is copied. Whoever opens it sees this brief.", REFUSED));
  part("brief-clear").addEventListener("click", clear);
  part("brief-keep").addEventListener("click", () => makeOwn(ids));
  part("brief-add").addEventListener("click", () => makeOwn([...new Set([...marks.read(), ...ids])]));

  async function start() {
    for (const one of document.querySelectorAll("[data-scripted]")) one.removeAttribute("hidden");
    if (ids.length) status.textContent = "Loading…";
    // One's own brief stands in the address too, so that the address can be sent as it is.
    if (!isSent && ids.length) history.replaceState({ isOwn: true }, "", query());
    known = await records.all(ids);
    show();
  }

  start();
})();
