"use strict";
/* Sorting, filtering and hover values. The page is read without it. */
(() => {
const body = document.body, plain = new Map();

/* Search without marks: "dong xoai" finds "Đồng Xoài". */
const fold = text => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase().trim();

/* "1.234", "87,50", "3=", "4,04–10,04", "12 %" by their first number. Which mark is the decimal one is the page's. */
const comma = document.documentElement.lang === "vi";
function number(text) {
  const found = /^[^\d+\-−]{0,2}([+\-−]?\d[\d.,]*)/.exec(text);
  if (!found) return null;
  let digits = found[1].replace("−", "-");
  digits = comma ? digits.replace(/\.(?=\d{3}(?!\d))/g, "").replace(",", ".") : digits.replace(/,(?=\d{3}(?!\d))/g, "");
  const value = parseFloat(digits);
  return Number.isNaN(value) ? null : value;
}
const collator = new Intl.Collator("vi", {numeric: true});
const dash = /^[\s–—\-†]*$/;

function compare(a, b, numbers, down) {
  if (a.none || b.none) return a.none - b.none;
  if (numbers && (a.value === null || b.value === null)) {
    if (a.value !== null || b.value !== null) return (a.value === null) - (b.value === null);
  } else if (numbers && a.value !== b.value) {
    return down ? b.value - a.value : a.value - b.value;
  }
  return down ? collator.compare(b.text, a.text) : collator.compare(a.text, b.text);
}

function sort(table, heads, index) {
  const head = heads[index], down = head.getAttribute("aria-sort") === "ascending", part = table.tBodies[0];
  const items = Array.from(part.rows, row => {
    const text = row.cells[index].textContent.trim(), none = dash.test(text);
    return {row, text, none, value: none ? null : number(text)};
  });
  /* Codes are no numbers: 1.10 comes after 1.9. */
  const said = items.filter(item => !item.none), valued = said.filter(item => item.value !== null).length * 2 > said.length;
  const numbers = valued && (head.classList.contains("rt") || said.every(item => /^\d+(,\d+)?$/.test(item.text)));
  items.sort((a, b) => compare(a, b, numbers, down));
  for (const other of heads) if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  part.append(...items.map(item => item.row));
}

function sortable(table) {
  const heads = Array.from(table.tHead.rows[0].cells);
  heads.forEach((head, index) => {
    if (head.tagName !== "TH" || table.querySelector(`tbody>tr>:nth-child(${index + 1})>svg`)) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(table, heads, index));
    head.append(button);
    head.setAttribute("aria-sort", "none");
    head.classList.toggle("rt", getComputedStyle(head).textAlign === "right");
  });
}

/* A box that hides what does not hold its words; a row below which others stand stays with them. */
function filterable(before, items, name, textOf, depthOf) {
  const box = document.createElement("div"), label = document.createElement("label"), input = document.createElement("input");
  const count = document.createElement("output"), both = document.createElement("div");
  let known = null;
  box.className = "fl";
  label.append(body.dataset.filter, input);
  input.type = "search";
  input.setAttribute("aria-label", body.dataset.filter + ": " + name);
  count.setAttribute("aria-live", "polite");
  box.append(label, count);
  both.className = /\bw[123]\b/.exec(before.className)?.[0] || "";
  before.replaceWith(both);
  both.append(box, before);
  function run() {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    if (!known) known = items.map(item => fold(textOf(item)));
    let shown = 0, kept = -1;
    for (let i = items.length - 1; i >= 0; i--) {
      const depth = depthOf(items[i]), found = words.every(word => known[i].includes(word));
      const keep = found || depth < kept;
      if (keep) kept = depth;
      items[i].hidden = !keep;
      shown += keep;
    }
    count.textContent = words.length ? body.dataset.count.replace("{0}", shown).replace("{1}", items.length) : "";
  }
  let waiting = 0;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(run, items.length > 500 ? 150 : 0);
  });
}

function depthOf(row) {
  const cell = row.querySelector("[class*=i]"), found = cell && /(?:^|\s)i(\d)/.exec(cell.className);
  return found ? Number(found[1]) : 0;
}

for (const table of document.querySelectorAll(".tb>table")) {
  const rows = Array.from(table.tBodies[0].rows), fixed = table.classList.contains("fx");
  plain.set(table.id, rows);
  if (rows.length > 5 && !fixed) sortable(table);
  if (rows.length > 12)
    filterable(table.parentNode, rows, table.caption.textContent.trim(), row => row.textContent, fixed ? depthOf : () => 0);
}
for (const list of document.querySelectorAll(".rs")) {
  const items = Array.from(list.children), title = list.closest("section")?.querySelector("h2,h3");
  if (items.length > 12)
    filterable(list, items, title ? title.textContent.trim() : "", item => item.firstElementChild.textContent, () => 0);
}

/* A table that fits needs no window of its own: its heading then stays at the top of the page's. */
function fit(part) {
  const table = part.firstElementChild, fits = table.offsetWidth <= part.clientWidth + 1 && plain.get(table.id).length <= 150;
  part.classList.toggle("ft", fits);
  if (fits) part.removeAttribute("tabindex"); else part.tabIndex = 0;
}
const parts = Array.from(document.querySelectorAll(".tb"));
const watch = new ResizeObserver(all => all.forEach(entry => fit(entry.target)));
parts.forEach(part => watch.observe(part));
function fitPicture(part) {
  if (part.scrollWidth <= part.clientWidth + 1) part.removeAttribute("tabindex"); else part.tabIndex = 0;
}
const watchPictures = new ResizeObserver(all => all.forEach(entry => fitPicture(entry.target)));
document.querySelectorAll(".pc").forEach(part => watchPictures.observe(part));

/* What a shape stands for, from the table behind the picture. */
const tip = document.createElement("div");
tip.className = "tip";
tip.hidden = true;
body.append(tip);

const places = new Map();
function placesOf(table) {
  if (!places.has(table.id)) {
    const list = text => text === undefined ? null : text.split(" ").map(Number);
    places.set(table.id, {columns: list(table.dataset.c), rows: list(table.dataset.r)});
  }
  return places.get(table.id);
}
function saying(svg, event) {
  const table = document.getElementById(svg.dataset.table);
  if (!table || !plain.has(table.id)) return "";
  const rows = plain.get(table.id).concat(table.tFoot ? Array.from(table.tFoot.rows) : []), at = placesOf(table);
  const shape = event.target.closest("[data-r]");
  let row, column;
  if (shape) {
    const r = Number(shape.dataset.r);
    row = rows[at.rows ? at.rows.indexOf(r) : r];
    column = shape.dataset.c === undefined ? -1 : at.columns.indexOf(Number(shape.dataset.c));
  } else if (svg.dataset.x0 !== undefined) {
    const matrix = svg.getScreenCTM(), d = svg.dataset;
    if (!matrix) return "";
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    const r = Math.floor((place.y - Number(d.y0)) / Number(d.ch)), c = Math.floor((place.x - Number(d.x0)) / Number(d.cw));
    if (r < 0 || c < 0 || r >= rows.length || (d.cols !== undefined && c >= Number(d.cols))) return "";
    row = rows[r];
    column = at.columns.indexOf(Number(d.first || 0) + c);
    if (column < 0) return "";
  }
  if (!row) return "";
  const heads = table.tHead.rows[0].cells, name = row.querySelector("th") || row.cells[0];
  const said = index => heads[index].textContent.trim() + ": " + (row.cells[index].textContent.trim() || "–");
  const lines = [name.textContent.trim()];
  if (column >= 0) lines.push(said(column));
  else for (let i = 0; i < row.cells.length && lines.length < 8; i++)
    if (row.cells[i] !== name && row.cells[i].textContent.trim()) lines.push(said(i));
  return lines.join("\n");
}
document.addEventListener("pointermove", event => {
  const svg = event.target instanceof Element && event.target.closest("svg[data-table]");
  const text = svg ? saying(svg, event) : "";
  tip.hidden = !text;
  if (!text) return;
  tip.textContent = text;
  const width = tip.offsetWidth, height = tip.offsetHeight;
  tip.style.left = Math.max(4, Math.min(event.clientX + 14, innerWidth - width - 4)) + "px";
  tip.style.top = (event.clientY + 18 + height > innerHeight ? event.clientY - height - 10 : event.clientY + 18) + "px";
});

/* A link opens what it leads into. */
function open() {
  let part = null;
  try { part = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return; }
  if (!part) return;
  for (let at = part; at; at = at.parentElement) {
    if (at.tagName === "DETAILS") at.open = true;
    at.hidden = false;
  }
  const place = part.closest("details") || part;
  place.scrollIntoView();
  requestAnimationFrame(() => place.scrollIntoView()); /* parts on the way have got their size by then */
}
addEventListener("hashchange", open);
if (location.hash) open();

/* Paper cannot be opened. */
let opened = [];
addEventListener("beforeprint", () => {
  opened = Array.from(document.querySelectorAll("details.bh:not([open]),.ap>details:not([open])"));
  for (const part of opened) part.open = true;
});
addEventListener("afterprint", () => {
  for (const part of opened) part.open = false;
  opened = [];
});
})();
