// The explorer: filters the claims and studies of its page, with its state in the address.
"use strict";

(() => {
  /** @typedef {{item: HTMLElement, pairs: string[], text: string}} Entry */

  const SHOWN_AT_ONCE = 40;
  const form = document.querySelector("form.filters");
  const status = document.querySelector(".count");
  const lists = [...document.querySelectorAll("ul.results")];
  const more = document.querySelector(".more");
  const search = form.elements.q;

  // -- text

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

  /** The claim, its tag and its caveats. The reasons for a certainty stand beside nearly all: to search
   *  them would find everything. */
  const textOf = (item) =>
    [...item.querySelectorAll("p, .tag li:not(.certainty, .details, .why)")].map((part) => part.textContent).join(" ");

  /** @type {Entry[]} */
  const entries = lists.flatMap((list) =>
    [...list.children].map((item) => ({
      item,
      pairs: item.dataset.words.split(" "),
      text: searchable(`${textOf(item)} ${item.dataset.more}`),
    })),
  );
  const ofKind = (kind) => entries.filter((entry) => entry.pairs.includes(`kind=${kind}`)).length;
  const total = { claims: ofKind("claims"), studies: ofKind("studies") };

  // -- what matches

  /** The pairs of filter and word that are chosen, by filter. */
  const chosenPairs = () => {
    const chosen = new Map();
    for (const [name, word] of new FormData(form)) {
      if (name === "q" || word === "") continue;
      if (!chosen.has(name)) chosen.set(name, new Set());
      chosen.get(name).add(`${name}=${word}`);
    }
    return [...chosen];
  };

  /** @type {Entry[]} */
  let matches = [];
  let shown = 0;

  /** Finds the entries, and counts for each pair how many there would be if it were chosen in its filter. */
  const find = () => {
    const chosen = chosenPairs();
    const asked = terms();
    const counts = new Map();
    matches = [];
    for (const entry of entries) {
      const { pairs, text } = entry;
      if (!asked.every((ways) => ways.some((way) => text.includes(way)))) continue;
      const missed = chosen.filter(([, wanted]) => !pairs.some((pair) => wanted.has(pair)));
      if (missed.length > 1) continue;
      if (!missed.length) matches.push(entry);
      for (const pair of pairs) {
        if (!missed.length || pair.startsWith(`${missed[0][0]}=`)) counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    }
    return counts;
  };

  // -- what is shown

  /** Shows the first matches, as many as the reader asked for, and hides all other entries. */
  const list = (number) => {
    shown = Math.min(number, matches.length);
    const visible = new Set(matches.slice(0, shown));
    for (const entry of entries) entry.item.hidden = !visible.has(entry);
    for (const { parentElement: section, children } of lists) {
      section.hidden = [...children].every((item) => item.hidden);
    }
    more.hidden = shown === matches.length;
  };

  const show = () => {
    const counts = find();
    const count = (name, word) => counts.get(`${name}=${word}`) ?? 0;
    list(SHOWN_AT_ONCE);
    for (const input of form.querySelectorAll("input[value]:not([type=search])")) {
      input.parentElement.querySelector(".number").textContent = `(${count(input.name, input.value)})`;
    }
    for (const option of form.querySelectorAll("option[data-label]")) {
      const matches = count(option.parentElement.name, option.value);
      option.textContent = `${option.dataset.label} (${matches})`;
      option.disabled = matches === 0 && !option.selected;
    }
    status.textContent =
      `${count("kind", "claims")} of ${total.claims} claims, ` +
      `${count("kind", "studies")} of ${total.studies} studies`;
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

  form.addEventListener("input", (event) => {
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
    const next = matches[shown];
    list(shown + SHOWN_AT_ONCE);
    next.item.querySelector("a")?.focus();
  });
  addEventListener("beforeprint", () => list(matches.length));
  addEventListener("popstate", () => {
    typing = false;
    read();
  });

  const filters = form.querySelector("details");
  const asked = [...new URLSearchParams(location.search).keys()];
  const filtered = asked.some((name) => filters.contains(form.elements.namedItem(name)?.[0] ?? null));
  filters.open = filtered || matchMedia("(min-width: 54rem)").matches;
  form.hidden = false;
  read();
})();
