// The events as cards: the current one open with all its fields, the others a line each.
import { attach, isOpen as listIsOpen, open } from "./boxes.js";
import * as state from "./state.js";
import { fieldOf, fields, start, third } from "./state.js";
import * as text from "./text.js";

const holder = document.getElementById("cards");
const template = document.getElementById("card");
const lists = fetch(document.getElementById("lists").href).then((answer) => answer.json()).catch(() => ({}));
let codes = {};
lists.then((found) => { codes = found; draw(); });

let problems = [], likely = { event: null, found: [] }, tried = false;

const el = (tag, properties = {}, ...inside) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...inside);
  return made;
};
const block = (column) => holder.querySelector(`.card.current .field[data-column="${column}"]`);
export const inputOf = (column) => block(column)?.querySelector("input, textarea");

/** What the server says of the draft. */
export function judge(found, same) {
  problems = found;
  if (same) likely = same;
  decorate();
}

export const known = () => problems;
export const wrong = () => problems.filter((one) => one.severity === "error");

/** From now on missing values are told like all others: somebody has tried to hand in. */
export function tellAll() {
  tried = true;
  decorate();
}

// -- drawing -----------------------------------------------------------------------------------------------

/** Draw all cards from the draft; inputs get its values. */
export function draw() {
  const events = state.draft().events;
  const there = new Map([...holder.children].map((card) => [card.dataset.key, card]));
  const made = events.map((one) => {
    const card = there.get(one.key) ?? newCard(one.key);
    there.delete(one.key);
    return card;
  });
  for (const card of there.values()) card.remove();
  made.forEach((card, n) => { if (holder.children[n] !== card) holder.insertBefore(card, holder.children[n] ?? null); });
  for (const card of made) {
    const now = card.dataset.key === state.currentKey();
    card.classList.toggle("current", now);
    card.querySelector(".open").setAttribute("aria-expanded", String(now));
    if (now && !card.querySelector(".body")) unfold(card);
    if (!now) card.querySelector(".body")?.remove();
  }
  const one = state.event();
  if (one) {
    for (const { column } of fields) {
      const input = inputOf(column);
      const value = one.values[column] ?? "";
      if (input.value !== value) input.value = value;
    }
    drawMap();
  }
  decorate();
  text.paint();
}

function newCard(key) {
  const card = template.content.firstElementChild.cloneNode(true);
  card.dataset.key = key;
  card.querySelector(".body").remove();
  card.querySelector(".open").addEventListener("click", () => state.choose(key));
  card.querySelector(".remove").addEventListener("click", () => state.removeEvent(key));
  card.querySelector(".all").addEventListener("click", () => state.takeAll());
  return card;
}

function unfold(card) {
  const body = template.content.querySelector(".body").cloneNode(true);
  for (const part of body.querySelectorAll(".field")) prepare(part, card.dataset.key);
  card.append(body);
}

function prepare(part, key) {
  const column = part.dataset.column, field = fieldOf.get(column);
  const input = part.querySelector("input, textarea");
  const id = `${key}-${column}`.replace(/[^\w-]/g, "-");
  input.id = id;
  part.querySelector("label").htmlFor = id;
  part.querySelector(".definition").id = `${id}-definition`;
  part.querySelector(".message").id = `${id}-message`;
  input.setAttribute("aria-describedby", `${id}-definition ${id}-message`);
  if (field.required) input.setAttribute("aria-required", "true");
  input.addEventListener("input", () => {
    state.alter(`type ${column}`, (one) => state.setValue(one, column, input.value));
    if (column === "latitude" || column === "longitude") drawMap();
  });
  if (field.list) attach({ input, options: (letters) => listed(field, letters), chosen: (option) => fill(column, option) });
  else if (field.kind === "actor" || field.kind === "place") {
    attach({ input, options: (letters) => suggested(field.kind, letters), chosen: (option) => fill(column, option) });
  } else if (field.kind === "date" || field.kind === "number") {
    input.addEventListener("change", () => understand(column));
  }
  part.addEventListener("mouseenter", () => text.light(column));
  part.addEventListener("mouseleave", () => text.light(null));
  part.addEventListener("focusin", () => { text.light(column); text.show(column); define(column); });
  part.querySelector("label").addEventListener("mouseenter", () => define(column));
  part.addEventListener("focusout", () => text.light(null));
  part.querySelector("label").addEventListener("click", (event) => {
    // With words chosen, a click on a field's name makes them its evidence.
    if (!text.chosen()) return;
    event.preventDefault();
    evidence(column);
  });
}

/** What follows from the draft beside the inputs: headers, problems, proposals, evidence. */
function decorate() {
  const events = state.draft().events;
  events.forEach((one, n) => {
    const card = [...holder.children].find((each) => each.dataset.key === one.key);
    if (!card) return;
    card.querySelector(".number").textContent = `${n + 1}`;
    card.querySelector(".summary").textContent = summary(one);
    const count = wrong().filter((each) => each.event === one.key).length;
    const open = fields.filter(({ column }) => state.isOpen(one, column)).length;
    card.querySelector(".wrong").textContent =
      open ? `${open} proposed` : count ? `${count} to mend` : one.same_as ? `is ${one.same_as}` : "✓";
    card.classList.toggle("right", !open && !count);
    card.querySelector(".all").hidden = !open || one.key !== state.currentKey();
  });
  const one = state.event();
  if (one) {
    const column = columnAt(document.activeElement);
    if (column) define(column);
    for (const field of fields) decorateField(one, field);
    drawSame(one);
  }
  const count = wrong().length;
  document.getElementById("count").textContent = count ? `${count} to mend` : "";
}

function summary(one) {
  const value = (column) => one.values[column] || state.proposed(one, column).find((each) => each.value)?.value || "";
  const said = [value("sub_event_type"), value("location"), value("event_date")].filter(Boolean);
  return said.length ? said.join(" · ") : "New event";
}

function decorateField(one, field) {
  const { column } = field, part = block(column);
  if (!part) return;
  const input = part.querySelector("input, textarea");
  const value = one.values[column] ?? "";
  const said = problems.filter((each) => each.event === one.key && each.column === column);
  // That a value is missing is told once somebody tries to hand in, and no longer when one is being typed.
  const told = said.filter((each) => (each.message.endsWith("is missing") ? tried && value === "" : true));
  part.classList.toggle("bad", told.some((each) => each.severity === "error"));
  part.classList.toggle("empty-needed", field.required && value === "");
  input.setAttribute("aria-invalid", String(told.some((each) => each.severity === "error")));
  part.querySelector(".message").textContent = told.map((each) => `${sentence(each.message)} ${each.remedy}`).join(" ");
  drawQuotes(one, column, part.querySelector(".quotes"));
  drawProposals(one, field, part, input, value);
}

const definition = document.getElementById("definition");

/** What the codebook says of a field, and of the code in it. */
function define(column) {
  const field = fieldOf.get(column), value = state.event()?.values[column] ?? "";
  const code = (codes[field.list] ?? []).find((each) => each.value === value);
  definition.className = `c-${field.colour}`;
  definition.replaceChildren(el("b", { textContent: field.title }), ` ${block(column).querySelector(".definition").textContent.trim()} `,
    el("i", { textContent: code ? `${value}: ${[code.label, code.definition].filter(Boolean).join(". ")}` : "" }));
}

const sentence = (message) => `${message[0].toUpperCase()}${message.slice(1)}.`;

/** Whether a part shows something else already; what is drawn anew under a pointer would lose its click. */
function stale(place, ...shows) {
  const now = JSON.stringify(shows);
  if (place.dataset.shows === now) return false;
  place.dataset.shows = now;
  return true;
}

function drawQuotes(one, column, place) {
  const found = one.evidence?.[column] ?? [];
  if (!stale(place, found)) return;
  place.replaceChildren(...found.map((each, n) => {
    const words = text.quote(each);
    return el("span", { className: "quote" }, el("q", { textContent: words }),
      el("button", {
        type: "button", textContent: "×", ariaLabel: `No evidence: ${words}`,
        onclick: () => dropQuote(column, n),
      }));
  }));
}

function drawProposals(one, field, part, input, value) {
  const { column } = field;
  const place = part.querySelector(".proposals");
  const every = state.proposed(one, column);
  const away = state.thrown(one, column);
  const differ = third && new Set(every.map((each) => each.value)).size > 1;
  part.classList.toggle("differ", differ);
  const open = state.isOpen(one, column);
  part.classList.toggle("open-proposal", open);
  input.placeholder = open ? every.find((each) => each.value)?.value ?? "" : "";
  const shown = third
    ? (differ || every.some((each) => each.value !== value) ? every : [])
    : every.filter((each) => each.value !== "" && each.value !== value && value !== "" && !away);
  if (stale(place, shown, value, away)) {
    place.replaceChildren(...shown.map((each) => chipOf(each, column, every.indexOf(each), value, away)));
    if (shown.length && !third) place.append(awayButton(column, field));
  }
  // What is proposed stands in the empty field; beside it, a yes and a no.
  const box = part.querySelector(".box");
  let decide = box.querySelector(".decide");
  if (open && !third && !decide) {
    decide = el("span", { className: "decide" }, el("button", {
      type: "button", textContent: "✓", title: "Take it (Alt Enter)", tabIndex: -1, onclick: () => state.take(column),
      ariaLabel: `Take what is proposed for ${field.title}`,
    }), awayButton(column, field));
    box.append(decide);
  } else if (decide && (!open || third)) decide.remove();
}

function chipOf({ by, value: said }, column, number, value, away) {
  const chip = el("button", { type: "button", className: "chip", onclick: () => { state.take(column, number); } },
    el("i", { textContent: third ? by : "proposed" }), " ", el("span", { textContent: said || "nothing" }));
  chip.setAttribute("aria-label", `Take what ${by} says: ${said || "nothing"}`);
  chip.setAttribute("aria-pressed", String(said === value && (value !== "" || away)));
  return chip;
}

const awayButton = (column, { title }) => el("button", {
  type: "button", className: "away", textContent: "×", title: "Throw it away (Alt Backspace)", tabIndex: -1,
  ariaLabel: `Throw away what is proposed for ${title}`, onclick: () => state.throwAway(column),
});

function drawSame(one) {
  const place = holder.querySelector(".card.current .same");
  const found = likely.event === one.key ? likely.found : [];
  if (!place || !stale(place, one.key, one.same_as, found)) return;
  place.hidden = !found.length && !one.same_as;
  if (one.same_as) {
    place.replaceChildren(el("p", {}, "The same event as ", el("b", { textContent: one.same_as }),
      ": this article becomes one more report of it. "),
    el("button", { type: "button", textContent: "It is another event", onclick: () => sameAs(null) }));
    return;
  }
  place.replaceChildren(el("p", { textContent: "Perhaps the same as:" }), ...found.map((each, n) => {
    const v = each.values;
    const said = [v.event_date, v.sub_event_type, v.location, [v.actor1, v.actor2].filter(Boolean).join(" / "),
      v.fatalities ? `${v.fatalities} dead` : "", each.source].filter(Boolean).join(" · ");
    const button = el("button", { type: "button", textContent: "Same event", onclick: () => sameAs(each) });
    if (n === 0) button.append(" ", el("kbd", { textContent: "=" }));
    return el("p", {}, el("b", { textContent: each.event_id }), ` ${said} `, button);
  }));
}

/** The current event is one of the store, or is not; what is still empty is filled from there. */
export function sameAs(other) {
  state.alter("same", (one) => {
    if (!other) {
      delete one.same_as;
      return;
    }
    one.same_as = other.event_id;
    for (const [column, value] of Object.entries(other.values)) {
      if (!one.values[column]) state.setValue(one, column, value);
    }
  }, { drawn: true });
}

export function toggleSame() {
  const one = state.event();
  if (one?.same_as) sameAs(null);
  else if (likely.event === one?.key && likely.found.length) sameAs(likely.found[0]);
}

// -- values ------------------------------------------------------------------------------------------------

const FOLLOWING = { actor1: ["actor1_type", "actor1_country"], actor2: ["actor2_type", "actor2_country"] };

/** A value chosen from a list, with what follows from it. */
function fill(column, option) {
  state.alter(`choose ${column}`, (one) => {
    const before = one.values[column];
    state.setValue(one, column, option.value);
    if (FOLLOWING[column]) {
      const [kind, land] = FOLLOWING[column];
      state.setValue(one, kind, option.fills.type);
      state.setValue(one, land, option.fills.country);
    } else if (option.fills) {
      for (const [other, value] of Object.entries(option.fills)) state.setValue(one, other, value);
    } else if (option.follows) {
      const { event_type: type, cameo_code: cameo } = option.follows;
      if (type) state.setValue(one, "event_type", type);
      const old = (codes["sub_event_types.code"] ?? []).find((each) => each.value === before)?.follows?.cameo_code;
      if (cameo && (!one.values.cameo_code || one.values.cameo_code === old)) state.setValue(one, "cameo_code", cameo);
    }
  }, { drawn: true });
}

function listed(field, letters) {
  let every = codes[field.list] ?? [];
  const type = state.event()?.values.event_type;
  const wanted = letters.toLowerCase().split(/\s+/).filter(Boolean);
  const exact = every.some((each) => each.value.toLowerCase() === letters.trim().toLowerCase());
  if (field.column === "sub_event_type" && type) {
    every = [...every].sort((a, b) => (b.follows?.event_type === type) - (a.follows?.event_type === type));
  }
  if (!wanted.length) return every;
  const rank = (each) => {
    const value = each.value.toLowerCase(), label = (each.label ?? "").toLowerCase();
    if (value === letters.trim().toLowerCase()) return 0;
    if (value.startsWith(wanted[0]) || label.startsWith(wanted[0])) return 1;
    if (wanted.every((word) => `${value} ${label}`.includes(word))) return 2;
    return wanted.every((word) => `${value} ${label} ${(each.definition ?? "").toLowerCase()}`.includes(word)) ? 3 : 9;
  };
  return every.map((each) => [rank(each), each]).filter(([at, each]) =>
    at < 9 && (exact || wanted.every((word) =>
      `${each.value} ${each.label ?? ""} ${each.definition ?? ""}`.toLowerCase().includes(word))))
    .sort((a, b) => a[0] - b[0]).map(([, each]) => each).slice(0, 60);
}

async function suggested(kind, letters) {
  if (!letters.trim()) return [];
  const answer = await fetch(`/suggest/${kind}s?${new URLSearchParams({ q: letters, country: state.event()?.values.country ?? "" })}`).catch(() => null);
  return answer?.ok ? answer.json() : [];
}

/** Words typed into a date or a count become one: `last Tuesday`, `at least six`. */
async function understand(column) {
  const key = state.currentKey(), field = fieldOf.get(column);
  const words = (state.event()?.values[column] ?? "").trim();
  const plain = field.kind === "date" ? /^\d{4}-\d{2}-\d{2}$/ : /^-?\d+(\.\d+)?$/;
  if (!words || (plain.test(words) && column !== "event_date")) return;
  const found = plain.test(words)
    ? { event_date: words, event_date_end: words, time_precision: "day" }
    : await read(field.kind, words);
  if (!found || state.currentKey() !== key || (state.event()?.values[column] ?? "").trim() !== words) return;
  state.alter(`read ${column}`, (one) => {
    if (column === "event_date") {
      for (const [other, value] of Object.entries(found)) {
        // A plain day fills what is empty or no longer fits; words say all three.
        if (!plain.test(words) || !one.values[other] || (other === "event_date_end" && one.values[other] < words)) {
          state.setValue(one, other, value);
        }
      }
    } else if (column === "event_date_end") state.setValue(one, column, found.event_date_end);
    else if (column === "fatalities") {
      for (const [other, value] of Object.entries(found)) state.setValue(one, other, value);
    } else if (column in found) state.setValue(one, column, found[column] || found.fatalities);
  }, { drawn: true });
}

async function read(kind, words) {
  const query = new URLSearchParams({ kind, words, article: start.article.id });
  const answer = await fetch(`/read?${query}`).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

// -- evidence ----------------------------------------------------------------------------------------------

/** The chosen words become evidence of a column, or no longer are; a field that is empty is filled from them. */
export async function evidence(column) {
  const found = text.chosen();
  if (!found || !state.event()) return;
  let added = true;
  state.alter(`evidence ${column}`, (one) => {
    one.evidence ??= {};
    const old = one.evidence[column] ?? [];
    added = !old.some((each) => each.start === found.start && each.end === found.end);
    const now = added
      ? [...old, { start: found.start, end: found.end }]
      : old.filter((each) => each.start !== found.start || each.end !== found.end);
    if (now.length) one.evidence[column] = now;
    else delete one.evidence[column];
  });
  text.paint();
  decorate();
  if (added && !state.event().values[column] && !(await fromWords(column, found.words))) {
    goTo(column, { list: true });
  }
}

/** Fill an empty field from the words that are its evidence; whether that could be done. */
async function fromWords(column, words) {
  const { kind } = fieldOf.get(column);
  if (kind === "text") {
    state.alter(`fill ${column}`, (one) => state.setValue(one, column, words), { drawn: true });
    return true;
  }
  if (kind === "date" || kind === "number") {
    const key = state.currentKey();
    const found = await read(kind, words);
    if (!found || state.currentKey() !== key) return false;
    state.alter(`fill ${column}`, (one) => {
      const names = column === "event_date" || column === "fatalities" ? Object.keys(found) : [column];
      for (const name of names) if (name in found) state.setValue(one, name, found[name]);
    }, { drawn: true });
    return true;
  }
  if (kind === "actor" || kind === "place") {
    const found = await suggested(kind, words);
    const plain = (value) => value.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
    const very = found.filter((each) => plain(each.value) === plain(words) || plain(each.label).startsWith(`${plain(words)};`));
    if (very.length === 1 || (very.length && very[0].used)) {
      fill(column, very[0]);
      return true;
    }
    if (inputOf(column)) inputOf(column).value = words;
    state.alter(`fill ${column}`, (one) => state.setValue(one, column, words));
  }
  return false;
}

function dropQuote(column, number) {
  state.alter(`no evidence ${column}`, (one) => {
    one.evidence[column].splice(number, 1);
    if (!one.evidence[column].length) delete one.evidence[column];
  });
  text.paint();
  decorate();
}

/** The chosen words are evidence of nothing in the current event. */
export function dropChosen() {
  const found = text.chosen();
  if (!found) return;
  state.alter("no evidence", (one) => {
    for (const [column, every] of Object.entries(one.evidence ?? {})) {
      const rest = every.filter((each) => each.end <= found.start || each.start >= found.end);
      if (rest.length) one.evidence[column] = rest;
      else delete one.evidence[column];
    }
  });
  text.paint();
  decorate();
}

// -- where one is ------------------------------------------------------------------------------------------

/** Lead to a field, its list open where it has one and is empty. */
export function goTo(column, { list = false } = {}) {
  const input = inputOf(column);
  if (!input) return;
  input.focus();
  input.select?.();
  const field = fieldOf.get(column);
  if (list && (field.list || ["actor", "place"].includes(field.kind))) {
    open({ input, options: field.list ? (letters) => listed(field, letters) : (letters) => suggested(field.kind, letters),
      chosen: (option) => fill(column, option) }, { all: Boolean(field.list) });
  }
}

export const columnAt = (node) => node?.closest?.(".field")?.dataset.column ?? null;
export { listIsOpen };

/** The next field that waits: a proposal, or something to mend; from the one after `column`. */
export function nextOpen(column) {
  const one = state.event();
  if (!one) return;
  const bad = new Set(wrong().filter((each) => each.event === one.key).map((each) => each.column));
  const waits = (each) => state.isOpen(one, each.column) || bad.has(each.column);
  const at = fields.findIndex((each) => each.column === column);
  const next = [...fields.slice(at + 1), ...fields.slice(0, at + 1)].find(waits);
  if (next) goTo(next.column);
}

let drawn = "";
async function drawMap() {
  const one = state.event(), place = holder.querySelector(".card.current .place");
  if (!one || !place) return;
  const { latitude, longitude } = one.values;
  const sane = [latitude, longitude].every((value) => value !== undefined && /^-?\d+(\.\d+)?$/.test(value.trim()));
  if (!sane) {
    place.replaceChildren();
    return;
  }
  const address = `/map?${new URLSearchParams({ latitude: latitude.trim(), longitude: longitude.trim() })}`;
  if (place.dataset.shows === address) return;
  drawn = address;
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok || drawn !== address) return;
  place.innerHTML = await answer.text();
  place.dataset.shows = address;
}
