// What a page asks for before its styles are there. It stands in the head of each page, in the same words on all, for a file would
// come too late; the policy (publish/policy.py) names it by its digest. The root of the site is told by its own element.
"use strict";

// From a folder on disk a font may be used but not fetched ahead. On a phone the face of text comes after the words, but for who comes
// from another page of ours: there it is at hand, and is used from the first line on, so that nothing moves.
if (location.protocol !== "file:") {
  const root = document.currentScript?.dataset.root ?? "";
  const wide = matchMedia("(min-width: 44.01rem)").matches;
  const known = document.referrer.startsWith(`${location.origin}/`);
  const faces = [
    ...(wide || known ? ["source-sans-3"] : []),
    ...(wide || !document.documentElement.dataset.faces ? ["source-serif-4"] : []),
  ];
  for (const name of faces) {
    const link = document.createElement("link");
    const how = { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href: `${root}_static/${name}.woff2` };
    document.head.append(Object.assign(link, how));
  }
}
