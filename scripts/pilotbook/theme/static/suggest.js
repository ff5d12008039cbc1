// Suggestions under a search box: a combobox with a list, as the ARIA Authoring Practices describe it. The engine is
// loaded only when somebody begins to type. Without it the box is a plain form that leads to the search page.
"use strict";

(() => {
  const SHOWN = 6;
  const PAUSE = 40;
  const SCRIPTS = ["levenshtein.js", "finder.js"];
  const root = document.body.dataset.root;
  const KINDS = { lesson: "Lesson", case: "Case", evidence: "Evidence", guide: "Guide" };
  // The address of this script names the build, so that its parts are never mixed with those of another.
  const build = document.currentScript.src.split("?")[1] || "";

  let engine;
  function loadEngine() {
    engine ??= SCRIPTS.reduce((before, name) => before.then(() => loadScript(name)), Promise.resolve());
    engine.catch(() => (engine = undefined));
    return engine;
  }

  function loadScript(name) {
    if (name === "finder.js" && typeof finder !== "undefined") return Promise.resolve();
    return new Promise((loaded, failed) => {
      const script = document.createElement("script");
      script.src = `${root}_static/${name}?${build}`;
      script.onload = loaded;
      script.onerror = failed;
      document.head.append(script);
    });
  }

  for (const input of document.querySelectorAll("input[data-suggest]")) attach(input);

  function attach(input) {
    const list = document.createElement("ul");
    list.id = `${input.id}-list`;
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    list.hidden = true;
    const told = document.createElement("span");
    told.className = "visually-hidden";
    told.setAttribute("role", "status");
    input.form.append(list, told);
    Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id }).forEach(
      ([name, value]) => input.setAttribute(name, value),
    );

    let current = -1;
    let turn = 0;
    let pause;

    function close() {
      turn++;
      clearTimeout(pause);
      list.hidden = true;
      current = -1;
      told.textContent = "";
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function point(index) {
      const options = [...list.children];
      current = index;
      options.forEach((option, n) => option.setAttribute("aria-selected", String(n === index)));
      if (index < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", options[index].id);
        options[index].scrollIntoView({ block: "nearest" });
      }
    }

    async function offer() {
      const mine = ++turn;
      const question = input.value.trim();
      if (question.length < 2) return close();
      await loadEngine();
      const answer = await finder.find({ question, isUnfinished: true });
      const topics = await finder.topics(answer.terms);
      const best = answer.records.slice(0, SHOWN - topics.length);
      const cards = await finder.cards(best);
      const kinds = await Promise.all(best.map((record) => finder.valuesOf(record, "kind")));
      if (mine !== turn || document.activeElement !== input) return;
      const offers = [
        ...topics.map(({ title, label, address }) => ({ label, kind: title, address })),
        ...cards.map((card, n) => ({ label: card.title, kind: KINDS[kinds[n][0][0]], address: card.address })),
      ];
      show(offers, answer.records.length);
    }

    function show(offers, count) {
      list.replaceChildren(...offers.map(option));
      point(-1);
      list.hidden = !offers.length;
      input.setAttribute("aria-expanded", String(Boolean(offers.length)));
      const more = count > offers.length ? `, Enter shows all ${count} pages` : "";
      told.textContent = offers.length ? `${offers.length} suggestions${more}` : "No suggestions";
    }

    function option({ label, kind, address }, index) {
      const item = document.createElement("li");
      item.id = `${list.id}-${index}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const title = document.createElement("span");
      title.textContent = label;
      const small = document.createElement("span");
      small.className = "suggestion-kind";
      small.textContent = kind;
      item.append(title, " ", small);
      item.dataset.address = finder.href(address);
      // Before the box loses the cursor, which would close the list under the pointer.
      item.addEventListener("mousedown", (event) => event.preventDefault());
      item.addEventListener("click", () => (location.href = item.dataset.address));
      return item;
    }

    input.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => offer().catch(close), PAUSE);
    });
    input.addEventListener("focus", () => loadEngine().then(() => finder.columns()).catch(() => null), { once: true });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const last = list.children.length - 1;
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "Enter" && current >= 0) {
        event.preventDefault();
        location.href = list.children[current].dataset.address;
      } else if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        const down = event.key === "ArrowDown";
        point(down ? (current >= last ? -1 : current + 1) : current < 0 ? last : current - 1);
      }
    });
  }
})();
