// The events as cards: the current one open with all its fields, the others a line each.
import { attach, open } from "./boxes.js";
import * as state from "./state.js";
import { fieldOf, fields, third } from "./state.js";
import * as text from "./text.js";
import { dropQuote, fill, listed, sameAs, suggested, understand } from "./values.js";
import * as values from "./values.js";

const holder = document.getElementById("cards");
const template = document.getElementById("card");
values.lists.then(() => draw());

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
  const code = values.codeOf(field, value);
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

export function toggleSame() {
  const one = state.event();
  if (one?.same_as) sameAs(null);
  else if (likely.event === one?.key && likely.found.length) sameAs(likely.found[0]);
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

/** The chosen words become evidence of a column; where it is then still empty, somebody is led to it. */
export async function evidence(column) {
  if (!(await values.evidence(column))) goTo(column, { list: true });
}

export const columnAt = (node) => node?.closest?.(".field")?.dataset.column ?? null;

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
