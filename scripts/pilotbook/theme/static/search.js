// The search page. The address holds the whole question (?q=…&kind=…), so it can be sent on and Back works.
// Results are set as text, never as HTML: titles come from records that anybody may send.
// A plain script, not a module: a browser runs no module of a page opened from a folder, and the reader would get no word.
"use strict";

const root = document.body.dataset.root;
const box = document.getElementById("search-box");
const list = document.getElementById("search-results");
const status = document.getElementById("search-status");
const kinds = document.getElementById("search-kinds");
const ORDER = ["Lesson", "Case", "Evidence", "Guide"];
const NAMES = { Lesson: "Lessons", Case: "Cases", Evidence: "Evidence", Guide: "Guides" };
const PAGE = 10;
const TITLE = document.title;

const address = () => new URLSearchParams(location.search);
let engine;

async function pagefind() {
  if (!engine) {
    engine = await import(new URL(`${root}pagefind/pagefind.js`, location.href).href);
    // Counts come with results only once the filters have been asked for.
    await engine.filters();
  }
  return engine;
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// Pagefind marks hits with <mark> in an escaped excerpt: parse it apart and keep text and marks only.
function excerpt(html) {
  const paragraph = element("p");
  for (const node of new DOMParser().parseFromString(html, "text/html").body.childNodes) {
    paragraph.append(node.nodeName === "MARK" ? element("mark", node.textContent) : node.textContent);
  }
  return paragraph;
}

function result(data) {
  const item = element("li");
  const heading = element("h2");
  heading.append(element("a", data.meta.title, { href: data.url }));
  item.append(heading);
  if (data.meta.line) item.append(element("p", data.meta.line, { class: "small soft" }));
  item.append(excerpt(data.excerpt));
  return item;
}

function showKinds(counts, chosen) {
  kinds.hidden = false;
  const shown = ORDER.filter((kind) => counts[kind] || chosen.includes(kind));
  const labels = shown.map((kind) => {
    const label = element("label");
    const input = element("input", "", { type: "checkbox", name: "kind", value: kind });
    input.checked = chosen.includes(kind);
    label.append(input, `${NAMES[kind]} (${counts[kind] || 0})`);
    return label;
  });
  const focused = document.activeElement?.value;
  kinds.replaceChildren(kinds.querySelector("legend"), ...labels);
  if (ORDER.includes(focused)) kinds.querySelector(`[value="${focused}"]`)?.focus();
}

let latest = 0;

async function run() {
  const turn = ++latest;
  const question = (address().get("q") || "").trim();
  const chosen = address().getAll("kind");
  box.value = question;
  if (!question) {
    document.title = TITLE;
    list.replaceChildren();
    kinds.hidden = true;
    status.textContent = "Type what you look for, such as outreach, temporary accommodation or savings.";
    return;
  }
  document.title = `${question} – ${TITLE}`;
  const engine = await pagefind();
  const all = await engine.search(question);
  const found = chosen.length ? await engine.search(question, { filters: { kind: { any: chosen } } }) : all;
  const lessons = await engine.search(question, { filters: { kind: { any: ["Lesson"] } } });
  if (turn !== latest) return;
  const counts = all.filters.kind || {};
  showKinds(counts, chosen);
  await showResults(lessonsFirst(found.results, lessons.results), question, turn);
}

// A lesson is what most readers come for: those that fit well stand before the cases under them.
function lessonsFirst(results, lessons) {
  const best = lessons[0]?.score ?? 0;
  const good = new Set(lessons.filter((lesson) => lesson.score >= best / 2).slice(0, 3).map((lesson) => lesson.id));
  return [...results.filter((item) => good.has(item.id)), ...results.filter((item) => !good.has(item.id))];
}

async function showResults(results, question, turn) {
  list.replaceChildren();
  const count = results.length;
  status.textContent = count
    ? `${count} ${count === 1 ? "page" : "pages"} for “${question}”`
    : `Nothing found for “${question}”. Try one word, or browse below.`;
  const more = element("button", "Show more", { type: "button" });
  let shown = 0;
  async function show() {
    const data = await Promise.all(results.slice(shown, shown + PAGE).map((item) => item.data()));
    if (turn !== latest) return;
    const items = data.map(result);
    list.append(...items);
    if (shown) items[0].querySelector("a").focus();
    shown += data.length;
    if (shown >= count) more.remove();
    else list.after(more);
  }
  more.addEventListener("click", show);
  document.querySelector("#search-results + button")?.remove();
  await show();
}

function ask(change) {
  const wanted = address();
  change(wanted);
  history.pushState(null, "", `?${wanted}`);
  start();
}

function start() {
  run().catch(() => {
    status.textContent =
      location.protocol === "file:"
        ? "A browser does not let a page opened from a folder read the search index. Run “make serve” and search there, or browse below."
        : "Search could not be loaded. Browse below instead.";
  });
}

document.getElementById("search-form").addEventListener("submit", (event) => {
  event.preventDefault();
  ask((wanted) => wanted.set("q", box.value));
});
kinds.addEventListener("change", () => {
  ask((wanted) => {
    wanted.delete("kind");
    for (const input of kinds.querySelectorAll("input:checked")) wanted.append("kind", input.value);
  });
});
addEventListener("popstate", start);
start();
