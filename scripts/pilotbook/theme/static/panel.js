// The facets beside search results and the explorer's table: boxes with counts, what is chosen as chips, and the address
// that holds it all, so that a filtered view can be sent on and Back works. All words are set as text, never as HTML.
/* global dom, narrow */
/* exported view */
"use strict";

const view = (() => {
  const { element } = dom;
  const KEPT = 8;

  // ---- The address: ?q=…&area=…&area=…&sort=…

  const address = () => new URLSearchParams(location.search);

  /**
   * Give what the address chooses: {facet: [codes]}. Codes that no page has are passed over.
   * @param {Facet[]} facets
   */
  function chosenOf(facets) {
    /** @type {Chosen} */
    const found = {};
    for (const facet of facets) {
      const codes = address().getAll(facet.key).filter((code) => facet.number.has(code));
      if (codes.length) found[facet.key] = codes;
    }
    return found;
  }

  /**
   * Change the address and tell the page. A step that a reader takes can be gone back over; a key typed in a word cannot.
   * @param {(wanted: URLSearchParams) => void} change
   * @param {{ isStep?: boolean }} [how]
   */
  function go(change, { isStep = true } = {}) {
    const wanted = address();
    change(wanted);
    const query = wanted.toString();
    history[isStep ? "pushState" : "replaceState"](null, "", query ? `?${query}` : location.pathname);
    dispatchEvent(new Event("viewchange"));
  }

  /**
   * Choose a value, or take it back where it is chosen.
   * @param {string} key
   * @param {string} code
   */
  function toggle(key, code) {
    go((wanted) => {
      const codes = wanted.getAll(key);
      wanted.delete(key);
      for (const other of codes.includes(code) ? codes.filter((one) => one !== code) : [...codes, code]) wanted.append(key, other);
    });
  }

  /** @param {Facet[]} facets */
  function clear(facets) {
    go((wanted) => facets.forEach((facet) => wanted.delete(facet.key)));
  }

  // ---- The panel: one folding group a facet, built once and then kept, so that the cursor stays where it is

  /**
   * Build the panel, and give what shows counts and choices in it.
   * @param {HTMLElement} place
   * @param {Facet[]} facets
   */
  function buildPanel(place, facets) {
    const groups = facets.map((facet, n) => buildGroup(facet, n < 3));
    place.replaceChildren(...groups.map((group) => group.box));
    return (/** @type {Counts} */ counts, /** @type {Chosen} */ chosen) =>
      groups.forEach((group) => group.show(counts[group.key], chosen[group.key] ?? []));
  }

  /**
   * @param {Facet} facet
   * @param {boolean} isOpen
   */
  function buildGroup(facet, isOpen) {
    const rows = facet.values.map((value) => buildRow(facet.key, value));
    const all = element("button", "", { type: "button", class: "facet-all" });
    const note = element("span", "", { class: "facet-note" });
    const fields = element("fieldset", "", {}, [
      element("legend", facet.title, { class: "visually-hidden" }),
      ...rows.map((row) => row.label),
      all,
    ]);
    const summary = element("summary", "", {}, [element("span", facet.title), note]);
    const box = element("details", "", { class: "facet" }, [summary, fields]);
    box.open = isOpen;
    let isWhole = false;
    let last = { counts: /** @type {Record<string, number>} */ ({}), chosen: /** @type {string[]} */ ([]) };
    all.addEventListener("click", () => {
      isWhole = !isWhole;
      show(last.counts, last.chosen);
    });
    /**
     * @param {Record<string, number>} counts
     * @param {string[]} chosen
     */
    function show(counts, chosen) {
      last = { counts, chosen };
      const useful = rows.filter((row) => counts[row.code] || chosen.includes(row.code));
      const first = [...useful].sort((one, other) => counts[other.code] - counts[one.code]).slice(0, KEPT);
      for (const row of rows) {
        const isChosen = chosen.includes(row.code);
        row.input.checked = isChosen;
        row.count.textContent = String(counts[row.code]);
        row.label.hidden = !(isChosen || (useful.includes(row) && (isWhole || first.includes(row))));
      }
      all.hidden = useful.length <= KEPT;
      all.textContent = isWhole ? "Show fewer" : `Show all ${useful.length}`;
      note.textContent = chosen.length ? `${chosen.length} chosen` : "";
      box.hidden = !useful.length;
      if (chosen.length) box.open = true;
    }
    return { key: facet.key, box, show };
  }

  /**
   * @param {string} key
   * @param {Value} value
   */
  function buildRow(key, { code, label }) {
    const input = element("input", "", { type: "checkbox", name: key, value: code });
    const count = element("span", "", { class: "facet-count" });
    input.addEventListener("change", () => toggle(key, code));
    return { code, input, count, label: element("label", "", {}, [input, element("span", label), " ", count]) };
  }

  // ---- Chips: what is chosen, each a button that takes it back

  /**
   * @param {Facet} facet
   * @param {string} code
   */
  const labelOf = (facet, code) => facet.values.find((value) => value.code === code)?.label ?? code;

  /**
   * @param {HTMLElement} place
   * @param {Facet[]} facets
   * @param {Chosen} chosen
   */
  function showChips(place, facets, chosen) {
    const chips = facets.flatMap((facet) => (chosen[facet.key] ?? []).map((code) => buildChip(place, facet, code)));
    if (chips.length > 1) chips.push(wayToClear(facets, "chip chip-clear"));
    place.replaceChildren(...chips);
    place.hidden = !chips.length;
  }

  /**
   * @param {HTMLElement} place
   * @param {Facet} facet
   * @param {string} code
   */
  function buildChip(place, facet, code) {
    const button = element("button", "", { type: "button", class: "chip" }, [
      element("span", "Remove ", { class: "visually-hidden" }),
      element("span", `${facet.title}: ${labelOf(facet, code)}`),
    ]);
    button.addEventListener("click", () => {
      toggle(facet.key, code);
      const heading = place.parentElement?.querySelector("[data-results-heading]");
      if (heading instanceof HTMLElement) heading.focus();
    });
    return element("li", "", {}, [button]);
  }

  /**
   * @param {Facet[]} facets
   * @param {string} look
   */
  function wayToClear(facets, look) {
    const button = element("button", "Clear all filters", { type: "button", class: look });
    button.addEventListener("click", () => clear(facets));
    return element("li", "", {}, [button]);
  }

  /**
   * Where nothing is left, say which filter, dropped, would bring something back.
   * @param {HTMLElement} place
   * @param {Facet[]} facets
   * @param {Chosen} chosen
   * @param {Pick<Answer, "records" | "without">} answer
   */
  function showWayOut(place, facets, chosen, { records, without }) {
    const offers = facets
      .filter((facet) => chosen[facet.key] && without[facet.key])
      .map((facet) => wayToDrop(facet, chosen[facet.key], without[facet.key]));
    if (!offers.length && Object.keys(chosen).length) offers.push(wayToClear(facets, "button"));
    place.replaceChildren(...offers);
    place.hidden = !offers.length || records.length > 0;
  }

  /**
   * @param {Facet} facet
   * @param {string[]} codes
   * @param {number} count
   */
  function wayToDrop(facet, codes, count) {
    const names = codes.map((code) => labelOf(facet, code)).join(" or ");
    const button = element("button", `Drop “${facet.title}: ${names}” (${count})`, { type: "button", class: "button" });
    button.addEventListener("click", () => go((wanted) => wanted.delete(facet.key)));
    return element("li", "", {}, [button]);
  }

  /**
   * On a wide screen the panel stands open; on a phone it waits behind one line.
   * @param {HTMLDetailsElement} details
   */
  function unfold(details) {
    const wide = matchMedia("(min-width: 60rem)");
    const follow = () => (details.open = wide.matches);
    wide.addEventListener("change", follow);
    follow();
  }

  // ---- Badges: the same signs as on the pages

  /**
   * @param {string} code
   * @param {string | undefined} caution
   * @param {string} label
   */
  function direction(code, caution, label) {
    const look = `direction direction-${code}${caution ? " is-claimed" : ""}`;
    return element("span", narrow.warned(label, caution), { class: look });
  }

  /**
   * The badge of a level: a case that is not yet rated has open pips, one with nothing to rate (code "0") has none.
   * @param {number} number
   * @param {Value} value
   */
  function level(number, value) {
    const name = value.badge ?? value.label;
    if (value.code === "0") return element("span", name, { class: "evidence-level" });
    const pips = element("span", "", { class: "pips", "aria-hidden": "true" });
    for (let n = 1; n <= 5; n++) pips.append(element("i", "", n <= number ? { class: "is-on" } : {}));
    const told = number ? `${number} of 5: ${name}` : name;
    return element("span", "", { class: "evidence-level" }, [pips, element("span", told)]);
  }

  /** @param {Value} value */
  const flag = (value) => element("span", value.label, { class: "flag" });

  return { address, chosenOf, go, buildPanel, showChips, showWayOut, unfold, direction, level, flag };
})();
