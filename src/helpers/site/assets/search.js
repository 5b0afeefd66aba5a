"use strict";
(() => {
  const field = document.getElementById("q"), list = document.getElementById("found"), told = document.getElementById("told");
  const MOST = 60;
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase()
    .replace(/[\u2010-\u2015\u2212]/g, "-").replace(/[\u2018\u2019]/g, "'");
  const entries = [];
  for (const [kind, folder, held] of window.SEARCH_INDEX || [])
    for (const [name, label = "", words = "", file = name + ".html"] of held) {
      const first = fold(label), id = fold(name), more = fold(words);
      entries.push({ kind, name, label, words, way: folder + file, first, id, more, all: `${first} ${id} ${more}` });
    }
  const isWord = (text, at, term) => at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]) || !/[\p{L}\p{N}]/u.test(term[0]);
  const named = new Set(["Actor", "Mechanism", "Place"]); // of these the further words are names of theirs
  const weight = (entry, terms, whole) => {
    if (entry.first === whole || entry.id === whole) return 0;
    if (named.has(entry.kind) && entry.more.split("; ").includes(whole)) return 0;
    if (entry.first.startsWith(whole)) return 1;
    const at = entry.first.indexOf(whole);
    if (at >= 0) return isWord(entry.first, at, whole) ? 2 : 3;
    return terms.every((t) => entry.first.includes(t)) ? 4 : 5;
  };
  const find = (asked) => {
    const whole = fold(asked).trim(), terms = whole.split(/\s+/).filter(Boolean);
    if (!terms.length) return [];
    return entries.filter((e) => terms.every((t) => e.all.includes(t)))
      .map((entry, order) => ({ entry, order, weight: weight(entry, terms, whole) }))
      .sort((a, b) => a.weight - b.weight || a.order - b.order).map((f) => f.entry);
  };
  const eastern = /[\u3041-\u30ff\u3400-\u9fff]/;
  const part = (kind, text) => {
    const made = document.createElement("span");
    made.className = kind;
    made.textContent = text;
    if (eastern.test(text) && !/[a-z]/i.test(text)) made.lang = "ja";
    return made;
  };
  const item = (entry) => {
    const made = document.createElement("li"), link = document.createElement("a");
    link.href = entry.way;
    link.append(part("label", entry.label));
    made.append(link, " ", part("what", [entry.kind, entry.words, entry.name].filter(Boolean).join(" · ")));
    return made;
  };
  const show = () => {
    const found = find(field.value);
    list.replaceChildren(...found.slice(0, MOST).map(item));
    const many = found.length > MOST ? `; the first ${MOST} are shown` : "";
    told.textContent = !field.value.trim() ? "" : found.length === 1 ? "1 page found."
      : found.length ? `${found.length} pages found${many}.` : "No page found. Try a part of the name.";
  };
  let waiting = 0;
  field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(show, 120); });
  field.form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(waiting); show(); });
  document.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")], at = links.indexOf(document.activeElement);
    const isHere = at >= 0 || document.activeElement === field;
    if (!isHere || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" && links.length) (links[at + 1] || links[at]).focus();
    else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] || field).focus();
    else if (event.key === "Escape" && at >= 0) field.focus();
    else return;
    event.preventDefault();
  });
  field.value = new URLSearchParams(location.search).get("q") || "";
  if (!entries.length) told.textContent = "The index of the search is not there; see the lists under Record.";
  else show();
  field.focus();
})();
