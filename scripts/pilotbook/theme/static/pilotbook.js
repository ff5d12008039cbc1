// Small helps for readers; every page works without them.
"use strict";

// "/" puts the cursor into the search box, as on many reference sites.
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const box = document.querySelector("main input[type=search]") || document.getElementById("site-search-box");
  box.focus();
  box.select();
});

// Opened from a folder on disk, an address that ends in "/" would list the folder: name its page.
if (location.protocol === "file:") {
  for (const link of document.querySelectorAll("a[href], form[action]")) {
    const name = link.tagName === "FORM" ? "action" : "href";
    const [path, rest] = link.getAttribute(name).split(/(?=[?#])/, 2);
    const inside = path && !/^[a-z]+:/i.test(path);
    if (inside && (path.endsWith("/") || path === "." || path === "..")) {
      link.setAttribute(name, path.replace(/\/?$/, "/index.html") + (rest || ""));
    }
  }
}
