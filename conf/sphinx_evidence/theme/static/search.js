// The results of Sphinx's search as this handbook shows them: how many there are, each object once,
// and beside a statement what belongs to it.
"use strict";

(() => {
  const TAG_AFTER = " — "; // as in search_names.py
  const results = document.getElementById("search-results");
  const count = document.querySelector(".search-count");
  const asked = new URLSearchParams(location.search).get("q") ?? "";
  const explorer = document.querySelector(".search-more a");
  if (explorer && asked) explorer.search = new URLSearchParams({ q: asked });

  /** Sphinx looks for names of things anywhere in a word; in a sentence, "rat" is no part of "operation". */
  const wordsOf = (text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const holdsWords = (text) => {
    const words = wordsOf(text);
    return wordsOf(asked).every((term) => words.some((word) => word.startsWith(term)));
  };

  /** Takes what belongs to a statement out of its link and puts it below; a study needs no page named. */
  const takeApart = (item) => {
    const link = item.querySelector("a");
    if (link.hash.startsWith("#study-")) link.nextElementSibling?.remove();
    if (!holdsWords(item.textContent)) item.remove();
    if (!link.hash.startsWith("#claim-")) return;
    const words = link.textContent;
    const end = words.lastIndexOf(TAG_AFTER);
    link.textContent = words.slice(0, end);
    const below = document.createElement("span");
    below.className = "search-tag";
    below.textContent = words.slice(end + TAG_AFTER.length);
    link.after(below);
  };

  /** A study is listed by its name; the same page by its title alone would say nothing new. */
  const removeTwice = () => {
    const pages = new Set();
    for (const link of results.querySelectorAll("li.kind-object a")) {
      if (link.hash.startsWith("#study-")) pages.add(link.pathname);
    }
    for (const item of results.querySelectorAll("li:not(.kind-object)")) {
      if (pages.has(item.querySelector("a").pathname)) item.remove();
    }
  };

  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const item of addedNodes) {
        if (item.localName === "li" && item.classList.contains("kind-object")) takeApart(item);
      }
    }
    if (results.querySelector(".search-summary")?.textContent && !count.textContent) {
      removeTwice();
      const found = results.querySelectorAll(".search > li").length;
      count.textContent = found ? `${found} result${found === 1 ? "" : "s"}` : "Nothing was found.";
    }
  }).observe(results, { childList: true, subtree: true, characterData: true });
})();
