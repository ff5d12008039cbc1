// The table of approaches: sorted by a heading, narrowed to a subject or to those it is for. Whole and readable without this.
"use strict";

(() => {
  const table = document.getElementById("approaches");
  const tools = document.getElementById("approach-tools");
  const status = document.getElementById("approach-status");
  if (!(table instanceof HTMLTableElement) || !tools || !status) return;
  const [head] = table.rows;
  const [body] = table.tBodies;
  // In the order of the vocabulary, which comes back when nothing is asked.
  const rows = [...body.rows];

  /**
   * What a row says of itself stands on its first link.
   * @param {HTMLTableRowElement} row
   */
  const told = (row) => row.querySelector("a")?.dataset ?? {};

  /** @param {string} key */
  const most = (key) => (/** @type {HTMLTableRowElement} */ row) => -Number(told(row)[key] ?? 0);
  // How the columns sort; the last, which names single cases, does not.
  const ranks = [null, most("fair"), most("rest"), most("cases")];

  /** @param {URLSearchParams} asked */
  function sorted(asked) {
    const column = Number(asked.get("sort") ?? -1);
    if (!(column in ranks)) return rows;
    const rank = ranks[column];
    const names = (/** @type {HTMLTableRowElement} */ row) => row.querySelector("a")?.textContent ?? "";
    const order = (/** @type {HTMLTableRowElement} */ one, /** @type {HTMLTableRowElement} */ other) =>
      rank ? rank(one) - rank(other) : names(one).localeCompare(names(other), "en");
    const found = [...rows].sort(order);
    return asked.has("down") ? found.reverse() : found;
  }

  /** @param {string} name */
  const choice = (name) => {
    const field = tools.querySelector(`[name="${name}"]`);
    return field instanceof HTMLSelectElement ? field : null;
  };

  const show = () => {
    const asked = new URLSearchParams(location.search);
    const [area, group] = [asked.get("area") ?? "", asked.get("group") ?? ""];
    let shown = 0;
    for (const row of sorted(asked)) {
      const { areas = "", groups = "" } = told(row);
      row.hidden = Boolean((area && !areas.split(" ").includes(area)) || (group && !groups.split(" ").includes(group)));
      shown += row.hidden ? 0 : 1;
      body.append(row);
    }
    const named = [choice("area"), choice("group")].filter((field) => field?.value).map((field) => field?.selectedOptions[0].text);
    status.textContent = named.length
      ? `${shown} of ${rows.length} approaches have cases on: ${named.join("; ")}. The counts are of all cases of each.`
      : `${rows.length} approaches`;
    // Names come from A on, counts from the most on.
    const isDown = asked.has("down") === (asked.get("sort") === "0");
    [...head.cells].forEach((cell, number) => {
      if (String(number) === asked.get("sort")) cell.setAttribute("aria-sort", isDown ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    });
  };

  /** @param {(asked: URLSearchParams) => void} change */
  function ask(change) {
    const asked = new URLSearchParams(location.search);
    change(asked);
    const written = asked.toString();
    history.replaceState(null, "", written ? `?${written}` : location.pathname);
    show();
  }

  ranks.forEach((_, number) => {
    const cell = head.cells[number];
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.textContent = cell.textContent;
    button.addEventListener("click", () =>
      ask((asked) => {
        const isDown = asked.get("sort") === String(number) && !asked.has("down");
        asked.set("sort", String(number));
        if (isDown) asked.set("down", "1");
        else asked.delete("down");
      }),
    );
    cell.replaceChildren(button);
  });
  for (const name of ["area", "group"]) {
    const field = choice(name);
    if (!field) continue;
    field.value = new URLSearchParams(location.search).get(name) ?? "";
    field.addEventListener("change", () => ask((asked) => (field.value ? asked.set(name, field.value) : asked.delete(name))));
  }
  tools.hidden = false;
  show();
})();
