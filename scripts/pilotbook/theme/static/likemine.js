// The list of councils narrowed to a name that is typed. Whole and readable without this.
"use strict";

(() => {
  const form = document.getElementById("like-form");
  const field = document.getElementById("like-name");
  const list = document.getElementById("like-list");
  const jump = document.getElementById("like-jump");
  const status = document.getElementById("like-status");
  if (!(form instanceof HTMLFormElement) || !(field instanceof HTMLInputElement) || !list || !jump || !status) return;
  const LEAST = 2;

  /**
   * What is compared: small letters without dashes, points and accents, "and" for "&".
   * @param {string} text
   */
  const folded = (text) =>
    ` ${text.normalize("NFKD").replace(/&/g, " and ").replace(/['’.]|\p{M}/gu, "").replace(/[^A-Za-z]+/g, " ").toLowerCase().trim()}`;

  const sections = [...list.querySelectorAll("section")];
  const items = [...list.querySelectorAll("li[id]")].map((item) => ({
    item: /** @type {HTMLElement} */ (item),
    name: folded(item.querySelector("h3")?.textContent ?? ""),
  }));
  const byId = new Map(items.map((entry) => [entry.item.id, entry]));

  /** @param {(entry: { item: HTMLElement, name: string }) => boolean} stays */
  function narrow(stays) {
    let shown = 0;
    for (const entry of items) {
      entry.item.hidden = !stays(entry);
      shown += entry.item.hidden ? 0 : 1;
    }
    for (const section of sections) section.hidden = !section.querySelector("li[id]:not([hidden])");
    return shown;
  }

  const show = () => {
    // A word of the name begins with what was typed: "ken" is Kensington and Kent, and not Milton Keynes.
    const asked = folded(field.value);
    const isShort = asked.trim().length < LEAST;
    const shown = narrow(({ name }) => !isShort && name.includes(asked));
    jump.hidden = true;
    if (isShort) status.textContent = "";
    else if (shown) status.textContent = shown === 1 ? "1 council" : `${shown} councils`;
    else status.textContent = "No council in England has that name. Try a part of it, or the name of the county.";
  };

  /** Show the one council that the address names, such as the one that took over from another. */
  const follow = () => {
    const entry = byId.get(location.hash.slice(1));
    if (!entry) return;
    narrow((each) => each === entry);
    field.value = entry.item.querySelector("h3")?.textContent?.trim() ?? "";
    status.textContent = "1 council";
    entry.item.scrollIntoView({ block: "nearest" });
  };

  field.addEventListener("input", () => {
    const name = field.value.trim();
    const query = name ? `?council=${encodeURIComponent(name)}` : location.pathname;
    history.replaceState(null, "", query);
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", follow);
  form.hidden = false;
  field.value = new URLSearchParams(location.search).get("council") ?? "";
  show();
  follow();
})();
