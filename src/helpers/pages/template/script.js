"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const made = (name, properties = {}) => Object.assign(document.createElement(name), properties);

  // What an address points to is shown, however deep it is folded.
  const reveal = () => {
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const target = id && document.getElementById(id);
    if (!target) return;
    for (let up = target; up; up = up.parentElement) {
      if (up.tagName === "DETAILS") up.open = true;
      if (up.hidden) up.hidden = false;
    }
    target.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  // The contents follow the reader.
  const links = new Map(all(".contents a[href^='#']").map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
  const headings = all("main h2[id]").filter((h) => links.has(h.id));
  const follow = () => {
    const past = headings.filter((h) => h.getBoundingClientRect().top < innerHeight / 3);
    const here = past.length ? past[past.length - 1].id : "";
    for (const [id, link] of links) {
      if (id === here) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  };
  if (headings.length) { addEventListener("scroll", follow, { passive: true }); follow(); }

  // Paper has nothing to click: what findings rest on is open there.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = document.body.classList.contains("brief") ? [] : all("details.follow:not([open])");
    opened.forEach((d) => { d.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((d) => { d.open = false; }));

  // Pictures are saved as they stand, or as pixels twice as many.
  const save = (address, name) => { const a = made("a", { href: address, download: name }); a.click(); };
  const button = (words, label, act) => {
    const found = made("button", { type: "button", textContent: words, className: "save", onclick: act });
    found.setAttribute("aria-label", label);
    return found;
  };
  const asText = (svg) => {
    const copy = svg.cloneNode(true), ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [key, value] of [["width", "100%"], ["height", "100%"], ["fill", "#fff"]]) ground.setAttribute(key, value);
    copy.prepend(ground);
    return new XMLSerializer().serializeToString(copy);
  };
  const savePng = (svg, name) => {
    const image = new Image(), { width, height } = svg.viewBox.baseVal;
    image.onload = () => {
      const canvas = made("canvas", { width: width * 3, height: height * 3 });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      save(canvas.toDataURL("image/png"), name);
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(asText(svg));
  };
  for (const figure of all("figure.figure")) {
    const picture = figure.querySelector("svg, img"), title = figure.querySelector(".title")?.textContent || "figure";
    if (!picture) continue;
    const name = title.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 60);
    const tools = figure.querySelector(".tools") || figure.appendChild(made("div", { className: "tools" }));
    if (picture.tagName === "IMG") {
      tools.append(button("Picture (PNG)", `Save the picture: ${title} (PNG)`, () => save(picture.src, `${name}.png`)));
      continue;
    }
    tools.append(
      button("Picture (PNG)", `Save the picture: ${title} (PNG)`, () => savePng(picture, `${name}.png`)),
      button("Picture (SVG)", `Save the picture: ${title} (SVG)`,
        () => save("data:image/svg+xml;charset=utf-8," + encodeURIComponent(asText(picture)), `${name}.svg`)),
    );
  }

  // Tables are sorted by a column and narrowed by a word; the rest of a long one joins its first lines for that.
  const order = new Intl.Collator(undefined, { numeric: true });
  const value = (row, column) => row.cells[column]?.textContent.trim() ?? "";
  const asNumber = (text) => (text === "" ? NaN : Number(text.replace(/[,\s]/g, "").replace("−", "-")));
  for (const place of all(".table")) {
    const table = place.querySelector("table"), body = table?.tBodies[0];
    if (!body || !table.tHead) continue;
    const folded = [...place.children].find((c) => c.tagName === "DETAILS" && !c.contains(table) && c.querySelector("tbody"));
    const rest = folded ? [...folded.querySelector("tbody").rows] : [];
    const rows = [...body.rows, ...rest];
    if (rows.length < 3) continue;
    const told = made("span", { className: "told" });
    told.setAttribute("role", "status");
    const join = () => { if (folded?.isConnected) { body.append(...rest); folded.remove(); } };
    const filter = made("input", { type: "search", autocomplete: "off" });
    filter.setAttribute("aria-label", `Rows with these words: ${table.caption?.textContent.trim() ?? "table"}`);
    filter.placeholder = "Rows with …";
    filter.oninput = () => {
      join();
      const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((w) => text.includes(w));
        shown += row.hidden ? 0 : 1;
      }
      told.textContent = words.length ? `${shown} of ${rows.length} rows` : "";
    };
    const tools = made("div", { className: "tools" });
    tools.append(filter, told);
    place.prepend(tools);
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const sorter = made("button", { type: "button", className: "sort" });
      sorter.append(...head.childNodes);
      head.append(sorter);
      sorter.onclick = () => {
        join();
        const now = head.getAttribute("aria-sort"), next = now === "ascending" ? "descending" : now ? "" : "ascending";
        [...table.tHead.rows[0].cells].forEach((other) => other.removeAttribute("aria-sort"));
        if (next) head.setAttribute("aria-sort", next);
        const way = next === "descending" ? -1 : 1;
        const sorted = next ? [...rows].sort((a, b) => {
          const [x, y] = [value(a, column), value(b, column)];
          if (!x || !y) return x ? -1 : y ? 1 : 0;
          const [m, n] = [asNumber(x), asNumber(y)];
          return way * (Number.isNaN(m) || Number.isNaN(n) ? order.compare(x, y) : m - n);
        }) : rows;
        body.append(...sorted);
      };
    });
  }
})();
