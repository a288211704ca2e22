// The article: its words chosen by keyboard or mouse, the evidence marked in the colours of the fields.
import * as state from "./state.js";
import { fieldOf, start } from "./state.js";

const pane = document.getElementById("text");
const text = start.article.text;

// Evidence counts characters of Unicode, scripts count units of UTF-16: the same but for rare letters.
const rare = /[\u{10000}-\u{10ffff}]/u.test(text);
const units = rare ? [...text].reduce((at, letter) => (at.push(at.at(-1) + letter.length), at), [0]) : null;
const unit = (character) => (units ? units[character] : character);
const character = (at) => {
  if (!units) return at;
  let low = 0, high = units.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (units[middle] < at) low = middle + 1;
    else high = middle;
  }
  return low;
};

const words = [...text.matchAll(/[\p{L}\p{N}]+(?:[’'.,:-][\p{L}\p{N}]+)*/gu)].map((found) => ({
  start: found.index, end: found.index + found[0].length,
}));

let picked = null; // units of UTF-16: start and end
let anchor = 0, head = 0; // words

export const quote = ({ start: from, end }) => text.slice(unit(from), unit(end));

/** The chosen words as evidence, and as text; none where nothing is chosen. */
export function chosen() {
  if (!picked) return null;
  const [from, to] = picked;
  return { start: character(from), end: character(to), words: text.slice(from, to) };
}

export function choosesNothing() {
  picked = null;
  getSelection().removeAllRanges();
  globalThis.CSS?.highlights?.delete("chosen");
}

// -- marks ------------------------------------------------------------------------------------------------

let painted = null;
state.watch(paint);

/** Draw the text with the evidence of all events; that of the current one in colour. */
function paint() {
  const shown = JSON.stringify([state.currentKey(), state.draft().events.map((one) => [one.key, one.evidence])]);
  if (shown === painted) return;
  painted = shown;
  const spans = [];
  for (const one of state.draft().events) {
    const mine = one.key === state.currentKey();
    for (const [column, found] of Object.entries(one.evidence ?? {})) {
      for (const each of found) {
        spans.push({ from: unit(each.start), to: unit(each.end), column, mine, key: one.key });
      }
    }
  }
  const cuts = new Set([0, text.length]);
  for (const span of spans) cuts.add(span.from).add(span.to);
  const edges = [...cuts].filter((at) => at >= 0 && at <= text.length).sort((a, b) => a - b);
  const made = document.createDocumentFragment();
  for (let n = 0; n + 1 < edges.length; n++) {
    const [from, to] = [edges[n], edges[n + 1]];
    const here = spans.filter((span) => span.from <= from && span.to >= to);
    const piece = text.slice(from, to);
    if (!here.length) {
      made.append(piece);
      continue;
    }
    const own = here.filter((span) => span.mine);
    const mark = document.createElement("mark");
    mark.textContent = piece;
    if (own.length) {
      const columns = [...new Set(own.map((span) => span.column))];
      mark.className = `c-${fieldOf.get(columns[0])?.colour ?? "notes"}`;
      mark.dataset.columns = columns.join(" ");
      mark.title = columns.map((column) => fieldOf.get(column)?.title ?? column).join(", ");
    } else {
      mark.className = "other";
      mark.dataset.key = here[0].key;
      mark.title = "Evidence of another event";
    }
    made.append(mark);
  }
  pane.replaceChildren(made);
  if (picked) select(...picked, false);
}

/** Light up the evidence of a column, or of none. */
export function light(column) {
  for (const mark of pane.querySelectorAll("mark")) {
    mark.classList.toggle("lit", column !== null && (mark.dataset.columns ?? "").split(" ").includes(column));
  }
}

export function show(column) {
  const mark = [...pane.querySelectorAll("mark")].find((one) =>
    (one.dataset.columns ?? "").split(" ").includes(column));
  if (!mark) return;
  const box = mark.getBoundingClientRect(), around = pane.getBoundingClientRect();
  if (box.top < around.top || box.bottom > around.bottom) mark.scrollIntoView({ block: "center" });
}

pane.addEventListener("mouseover", (event) => lightFields(event.target.closest?.("mark")));
pane.addEventListener("mouseleave", () => lightFields(null));

function lightFields(mark) {
  const columns = (mark?.dataset.columns ?? "").split(" ");
  for (const field of document.querySelectorAll(".card.current .field")) {
    field.classList.toggle("lit", columns.includes(field.dataset.column));
  }
}

// -- choosing ----------------------------------------------------------------------------------------------

function place(at) {
  const walker = document.createTreeWalker(pane, NodeFilter.SHOW_TEXT);
  let passed = 0, node = walker.nextNode(), before = null;
  while (node) {
    if (at <= passed + node.length) return [node, at - passed];
    passed += node.length;
    before = node;
    node = walker.nextNode();
  }
  return before ? [before, before.length] : [pane, 0];
}

function select(from, to, scroll = true) {
  picked = from < to ? [from, to] : null;
  if (!picked) return;
  const range = document.createRange();
  range.setStart(...place(from));
  range.setEnd(...place(to));
  // A highlight leaves the caret of a field where it is, which the browser's own selection would take away.
  if (globalThis.CSS?.highlights) CSS.highlights.set("chosen", new Highlight(range));
  else getSelection().setBaseAndExtent(...place(from), ...place(to));
  if (!scroll) return;
  const box = range.getBoundingClientRect(), around = pane.getBoundingClientRect();
  if (box.top < around.top + 30 || box.bottom > around.bottom - 30) {
    pane.scrollBy({ top: box.top - around.top - around.height / 3 });
  }
}

function offset(node, at) {
  const range = document.createRange();
  range.setStart(pane, 0);
  range.setEnd(node, at);
  return range.toString().length;
}

/** What the mouse has selected, without the white space around it. */
function fromMouse() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (!pane.contains(range.startContainer) || !pane.contains(range.endContainer)) return;
  let from = offset(range.startContainer, range.startOffset), to = offset(range.endContainer, range.endOffset);
  while (from < to && /\s/.test(text[from])) from++;
  while (to > from && /\s/.test(text[to - 1])) to--;
  anchor = Math.max(words.findIndex((word) => word.end > from), 0);
  head = Math.max(words.findLastIndex((word) => word.start < to), anchor);
  select(from, to, false);
}
pane.addEventListener("mousedown", choosesNothing);
document.addEventListener("mouseup", () => setTimeout(fromMouse));

function reach(to, extend) {
  head = Math.min(Math.max(to, 0), words.length - 1);
  if (!extend) anchor = head;
  if (!words.length) return;
  const [first, last] = anchor <= head ? [anchor, head] : [head, anchor];
  select(words[first].start, words[last].end);
}

/** The word on the line above or below that is nearest in its place. */
function vertical(by) {
  const box = (n) => {
    const range = document.createRange();
    range.setStart(...place(words[n].start));
    range.setEnd(...place(words[n].end));
    return range.getBoundingClientRect();
  };
  const here = box(head), middle = (here.left + here.right) / 2;
  let best = head, line = null, away = Infinity;
  for (let n = head + by; n >= 0 && n < words.length; n += by) {
    const there = box(n);
    if (Math.abs(there.top - here.top) < here.height / 2) continue;
    if (line === null) line = there.top;
    if (Math.abs(there.top - line) > here.height / 2) break;
    const far = Math.abs((there.left + there.right) / 2 - middle);
    if (far < away) [best, away] = [n, far];
  }
  return best;
}

/** Arrow keys in the article; whether the key was one. */
export function move(event) {
  const begun = picked !== null;
  const to = {
    ArrowRight: () => (begun ? head + 1 : head),
    ArrowLeft: () => (begun ? head - 1 : head),
    ArrowDown: () => (begun ? vertical(1) : head),
    ArrowUp: () => (begun ? vertical(-1) : head),
    Home: () => 0,
    End: () => words.length - 1,
  }[event.key];
  if (!to || event.ctrlKey || event.metaKey || event.altKey) return false;
  reach(to(), event.shiftKey);
  return true;
}

// -- finding -----------------------------------------------------------------------------------------------

const finder = document.getElementById("find"), box = finder.querySelector("input");

export function find() {
  finder.hidden = false;
  box.value = "";
  box.focus();
}

function look(from) {
  const wanted = box.value.toLowerCase();
  if (!wanted) return;
  const low = text.toLowerCase();
  let at = low.length === text.length ? low.indexOf(wanted, from) : text.indexOf(box.value, from);
  if (at < 0 && from > 0) at = low.indexOf(wanted);
  if (at < 0) return;
  const end = at + wanted.length;
  anchor = Math.max(words.findIndex((word) => word.end > at), 0);
  head = Math.max(words.findLastIndex((word) => word.start < end), anchor);
  // Whole words: a find is where evidence begins.
  select(Math.min(words[anchor].start, at), Math.max(words[head].end, end));
}

box.addEventListener("input", () => {
  look(0);
  box.focus();
});
box.addEventListener("keydown", (event) => {
  event.stopPropagation();
  if (event.key === "Enter" && event.shiftKey) look((picked?.[1] ?? 0));
  else if (event.key === "Enter" || event.key === "Escape") {
    finder.hidden = true;
    const kept = picked;
    pane.focus();
    if (event.key === "Escape") choosesNothing();
    else if (kept) select(...kept);
  } else return;
  event.preventDefault();
});

export const focusText = () => pane.focus({ preventScroll: true });
export const inText = () => document.activeElement === pane;

paint();
