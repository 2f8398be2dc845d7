// The explorer: filters all claims and studies, with its state in the address.
//
// The data lie beside the page in files that call handbookExplorer, since a page opened from disk
// may load scripts but fetch nothing. The first file is read at once, the others when the reader
// filters, so that opening the page costs the same however large the handbook is. Texts stay
// texts: nothing here turns data into HTML.
"use strict";

(() => {
  /** @typedef {{root: number, words: number[], text: string, chunk: Chunk}} Entry */
  /** @typedef {{elements: any[][], entries: Entry[]}} Chunk */

  const SHOWN_AT_ONCE = 40;
  const form = document.querySelector("form.filters");
  const status = document.querySelector(".count");
  const results = document.querySelector("ul.results");
  const more = document.querySelector(".more");
  const search = form.elements.q;
  const total = Number(form.dataset.count);

  // -- data

  /** The number of a pair of filter and word such as "certainty=low", and the filter of each number. */
  const numbers = new Map();
  const filterOf = [];
  /** @type {Chunk[]} */
  const chunks = [];
  let wanted = 0;
  let arrived = 0;
  let meanwhile = "Reading the evidence …";

  const numberOf = (pair) => {
    if (!numbers.has(pair)) {
      numbers.set(pair, filterOf.length);
      filterOf.push(pair.slice(0, pair.indexOf("=")));
    }
    return numbers.get(pair);
  };

  /** Words and numbers in lower case, without accents or signs. */
  const plain = (text) =>
    text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .match(/[\p{L}\p{N}]+(?:\.\p{N}+)*/gu) ?? [];

  /** One spelling for British and American words: haemo and hemo, tumour and tumor, -ise and -ize. */
  const spelt = (word) => word.replace(/[ao]e/g, "e").replace(/ou/g, "o").replace(/z/g, "s");

  /** What is searched: the words in one spelling, then as they stand those that it changed. */
  const searchable = (text) => {
    const own = plain(text);
    return ` ${[...own.map(spelt), ...own.filter((word) => spelt(word) !== word)].join(" ")} `;
  };

  /** For each word asked for, what may stand in the text: its beginning, or for one of many the one. */
  const terms = () =>
    plain(search.value).map((word) => {
      const ways = word.endsWith("s") ? [` ${word}`, ` ${word.slice(0, -1)} `] : [` ${word}`];
      return [...ways, ...ways.map(spelt)];
    });

  const textOf = (parts, texts) =>
    parts.map((part) => (typeof part === "string" ? part : texts[part])).join("");

  window.handbookExplorer = (number, { elements, words, entries }) => {
    const texts = [];
    for (const [name, attributes, ...children] of elements) {
      // The reasons for a certainty stand beside nearly all: to search them would find everything.
      const own = attributes.class === "certainty" ? "" : textOf(children, texts);
      texts.push(own + (name === "li" || name === "p" ? " " : ""));
    }
    const pairs = words.map(numberOf);
    const chunk = { elements, entries: [] };
    chunk.entries = entries.map(([root, own, extra]) => ({
      root,
      words: own.map((word) => pairs[word]),
      text: searchable(`${texts[root]} ${extra}`),
      chunk,
    }));
    chunks[number - 1] = chunk;
    arrived += 1;
    if (arrived === 1 || arrived === wanted) show();
  };

  const load = (count) => {
    while (wanted < count) {
      wanted += 1;
      const script = document.createElement("script");
      script.src = `${form.dataset.files}${wanted}.js?v=${form.dataset.version}`;
      script.addEventListener("error", () => {
        meanwhile = "Part of the evidence could not be read. Load the page again.";
        show();
      });
      document.head.append(script);
    }
  };

  // -- elements

  const SVG = new Set(["svg", "use"]);

  const built = (chunk, number) => {
    const [name, attributes, ...children] = chunk.elements[number];
    const made = SVG.has(name)
      ? document.createElementNS("http://www.w3.org/2000/svg", name)
      : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children.map((child) => (typeof child === "string" ? child : built(chunk, child))));
    return made;
  };

  // -- what matches

  let found = [];
  let shown = 0;

  const chosenWords = () => {
    const chosen = new Map();
    for (const [name, word] of new FormData(form)) {
      if (name === "q" || word === "") continue;
      if (!chosen.has(name)) chosen.set(name, new Set());
      chosen.get(name).add(numberOf(`${name}=${word}`));
    }
    return chosen;
  };

  /** Finds the entries, and counts for each word how many there would be if it were chosen in its filter. */
  const find = () => {
    const chosen = [...chosenWords()];
    const asked = terms();
    const counts = new Array(filterOf.length).fill(0);
    found = [];
    for (const chunk of chunks) {
      for (const entry of chunk?.entries ?? []) {
        if (!asked.every((ways) => ways.some((way) => entry.text.includes(way)))) continue;
        const missed = chosen.filter(([, wordsOf]) => !entry.words.some((word) => wordsOf.has(word)));
        if (missed.length > 1) continue;
        if (!missed.length) found.push(entry);
        for (const word of entry.words) {
          if (!missed.length || filterOf[word] === missed[0][0]) counts[word] += 1;
        }
      }
    }
    return counts;
  };

  // -- what is shown

  const draw = (count) => {
    const entries = found.slice(shown, shown + count);
    results.append(...entries.map((entry) => built(entry.chunk, entry.root)));
    shown += entries.length;
    more.hidden = shown >= found.length;
  };

  const tell = (counts) => {
    for (const input of form.querySelectorAll("input[value]:not([type=search])")) {
      const count = counts[numberOf(`${input.name}=${input.value}`)] ?? 0;
      input.parentElement.querySelector(".number").textContent = `(${count})`;
    }
    for (const option of form.querySelectorAll("option[data-label]")) {
      const count = counts[numberOf(`${option.parentElement.name}=${option.value}`)] ?? 0;
      option.textContent = `${option.dataset.label} (${count})`;
      option.disabled = count === 0 && !option.selected;
    }
  };

  const announce = (counts) => {
    const some = (kind) => counts?.[numberOf(`kind=${kind}`)] ?? (counts ? 0 : form.dataset[kind]);
    status.textContent =
      `${some("claims")} of ${form.dataset.claims} statements, ` +
      `${some("studies")} of ${form.dataset.studies} studies`;
  };

  /** Draws what was found; where it begins with what is drawn already, that stays, and focus with it. */
  const show = () => {
    const before = found.slice(0, shown);
    const counts = find();
    const enough = shown >= Math.min(SHOWN_AT_ONCE, found.length);
    if (!enough || before.length > found.length || before.some((entry, place) => entry !== found[place])) {
      shown = 0;
      results.replaceChildren();
    }
    draw(shown ? 0 : SHOWN_AT_ONCE);
    if (arrived < wanted) {
      status.textContent = meanwhile;
    } else if (arrived === total) {
      tell(counts);
      announce(counts);
    } else {
      announce();
    }
  };

  // -- the address

  const state = () => {
    const query = new URLSearchParams();
    for (const [name, word] of new FormData(form)) {
      if (word.trim() !== "" && !(name === "kind" && word === "claims")) query.append(name, word);
    }
    return query;
  };

  const read = () => {
    const query = new URLSearchParams(location.search);
    for (const field of form.elements) {
      const asked = query.getAll(field.name);
      if (field.type === "search") field.value = asked[0] ?? "";
      else if (field.type === "checkbox") field.checked = asked.includes(field.value);
      else if (field.type === "radio") field.checked = field.value === (asked[0] ?? "claims");
      else if (field.localName === "select") {
        field.value = asked[0] ?? "";
        if (field.selectedIndex < 0) field.value = "";
      }
    }
    if (query.size) load(total);
    show();
  };

  /** Typing changes the entry of the history that its first letter made; each choice makes one of its own. */
  let typing = false;
  const remember = (isTyping) => {
    const query = state().toString();
    const address = `${location.pathname}${query ? `?${query}` : ""}`;
    if (address === location.pathname + location.search) return;
    if (isTyping && typing) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    typing = isTyping;
  };

  // -- events

  form.addEventListener("focusin", () => load(total));
  form.addEventListener("input", (event) => {
    load(total);
    show();
    remember(event.target === search);
  });
  form.addEventListener("reset", () => {
    setTimeout(() => {
      show();
      remember(false);
      search.focus();
    });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", () => {
    load(total);
    const first = shown;
    draw(SHOWN_AT_ONCE);
    results.children[first]?.querySelector("a")?.focus();
  });
  addEventListener("popstate", () => {
    typing = false;
    read();
  });

  const filters = form.querySelector("details");
  const asked = [...new URLSearchParams(location.search).keys()];
  const filtered = asked.some((name) => filters.contains(form.elements.namedItem(name)?.[0] ?? null));
  filters.open = filtered || matchMedia("(min-width: 54rem)").matches;
  form.hidden = results.hidden = false;
  load(1);
  read();
})();
