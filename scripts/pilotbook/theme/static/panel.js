// The facets beside search results and the explorer's table: boxes with counts, what is chosen as chips, and the address
// that holds it all, so that a filtered view can be sent on and Back works. All words are set as text, never as HTML.
"use strict";

const view = (() => {
  const KEPT = 8;

  // ---- The address: ?q=…&area=…&area=…&sort=…

  const address = () => new URLSearchParams(location.search);

  function chosenOf(facets) {
    const found = {};
    for (const facet of facets) {
      const codes = address().getAll(facet.key).filter((code) => facet.number.has(code));
      if (codes.length) found[facet.key] = codes;
    }
    return found;
  }

  // Change the address and tell the page. A step that a reader takes can be gone back over; a key typed in a word cannot.
  function go(change, { isStep = true } = {}) {
    const wanted = address();
    change(wanted);
    const query = wanted.toString();
    history[isStep ? "pushState" : "replaceState"](null, "", query ? `?${query}` : location.pathname);
    dispatchEvent(new Event("viewchange"));
  }

  function toggle(key, code) {
    go((wanted) => {
      const codes = wanted.getAll(key);
      wanted.delete(key);
      for (const other of codes.includes(code) ? codes.filter((one) => one !== code) : [...codes, code]) wanted.append(key, other);
    });
  }

  function clear(facets) {
    go((wanted) => facets.forEach((facet) => wanted.delete(facet.key)));
  }

  // ---- Elements

  function element(name, text, attributes = {}, children = []) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  // ---- The panel: one folding group a facet, built once and then kept, so that the cursor stays where it is

  function buildPanel(place, facets) {
    const groups = facets.map((facet, n) => buildGroup(facet, n < 3));
    place.replaceChildren(...groups.map((group) => group.box));
    return (counts, chosen) => groups.forEach((group) => group.show(counts[group.key], chosen[group.key] || []));
  }

  function buildGroup(facet, isOpen) {
    const rows = facet.values.map(([code, label]) => buildRow(facet.key, code, label));
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
    let last = [{}, []];
    all.addEventListener("click", () => {
      isWhole = !isWhole;
      show(...last);
    });
    function show(counts, chosen) {
      last = [counts, chosen];
      const useful = rows.filter((row) => counts[row.code] || chosen.includes(row.code));
      const first = [...useful].sort((one, other) => counts[other.code] - counts[one.code]).slice(0, KEPT);
      for (const row of rows) {
        const isChosen = chosen.includes(row.code);
        row.input.checked = isChosen;
        row.count.textContent = counts[row.code];
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

  function buildRow(key, code, name) {
    const input = element("input", "", { type: "checkbox", name: key, value: code });
    const count = element("span", "", { class: "facet-count" });
    input.addEventListener("change", () => toggle(key, code));
    return { code, input, count, label: element("label", "", {}, [input, element("span", name), " ", count]) };
  }

  // ---- Chips: what is chosen, each a button that takes it back

  function showChips(place, facets, chosen) {
    const chips = facets.flatMap((facet) =>
      (chosen[facet.key] || []).map((code) => {
        const label = `${facet.title}: ${facet.values[facet.number.get(code)][1]}`;
        const button = element("button", "", { type: "button", class: "chip" }, [
          element("span", "Remove ", { class: "visually-hidden" }),
          element("span", label),
        ]);
        button.addEventListener("click", () => {
          toggle(facet.key, code);
          place.parentElement.querySelector("[data-results-heading]")?.focus();
        });
        return element("li", "", {}, [button]);
      }),
    );
    if (chips.length > 1) {
      const button = element("button", "Clear all filters", { type: "button", class: "chip chip-clear" });
      button.addEventListener("click", () => clear(facets));
      chips.push(element("li", "", {}, [button]));
    }
    place.replaceChildren(...chips);
    place.hidden = !chips.length;
  }

  // When nothing is left: which filter, dropped, would bring something back.
  function showWayOut(place, facets, chosen, without) {
    const offers = facets
      .filter((facet) => chosen[facet.key] && without[facet.key])
      .map((facet) => {
        const names = chosen[facet.key].map((code) => facet.values[facet.number.get(code)][1]).join(" or ");
        const button = element("button", `Drop “${facet.title}: ${names}” (${without[facet.key]})`, { type: "button", class: "button" });
        button.addEventListener("click", () => go((wanted) => wanted.delete(facet.key)));
        return element("li", "", {}, [button]);
      });
    if (!offers.length && Object.keys(chosen).length) {
      const button = element("button", "Clear all filters", { type: "button", class: "button" });
      button.addEventListener("click", () => clear(facets));
      offers.push(element("li", "", {}, [button]));
    }
    place.replaceChildren(...offers);
    place.hidden = !offers.length;
  }

  // On a wide screen the panel stands open; on a phone it waits behind one line.
  function unfold(details) {
    const wide = matchMedia("(min-width: 60rem)");
    const follow = () => (details.open = wide.matches);
    wide.addEventListener("change", follow);
    follow();
  }

  // ---- Badges: the same signs as on the pages

  function direction(code, isClaimed, label) {
    const claimed = isClaimed ? " (claimed)" : "";
    return element("span", label + claimed, { class: `direction direction-${code}${isClaimed ? " is-claimed" : ""}` });
  }

  function level(number, label) {
    const pips = element("span", "", { class: "pips", "aria-hidden": "true" });
    for (let n = 1; n <= 5; n++) pips.append(element("i", "", n <= number ? { class: "is-on" } : {}));
    const told = number ? `${number} of 5: ${label}` : label;
    return element("span", "", { class: "evidence-level" }, [pips, element("span", told)]);
  }

  return { address, chosenOf, go, element, buildPanel, showChips, showWayOut, unfold, direction, level };
})();
