// Values and evidence: what is chosen, typed or read from the words of the article, and what follows from it.
import * as state from "./state.js";
import { fieldOf, start } from "./state.js";
import * as text from "./text.js";

let codes = {};

/** The code lists, once they are there. */
export const lists = fetch(document.getElementById("lists").href)
  .then((answer) => answer.json()).then((found) => { codes = found; }).catch(() => {});

export const codeOf = (field, value) => (codes[field.list] ?? []).find((each) => each.value === value);

const FOLLOWING = { actor1: ["actor1_type", "actor1_country"], actor2: ["actor2_type", "actor2_country"] };

/** A value chosen from a list, with what follows from it. */
export function fill(column, option) {
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

export function listed(field, letters) {
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

export async function suggested(kind, letters) {
  if (!letters.trim()) return [];
  const answer = await fetch(`/suggest/${kind}s?${new URLSearchParams({ q: letters, country: state.event()?.values.country ?? "" })}`).catch(() => null);
  return answer?.ok ? answer.json() : [];
}

/** Words typed into a date or a count become one: `last Tuesday`, `at least six`. */
export async function understand(column) {
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

/**
 * The chosen words become evidence of a column, or no longer are; a field that is empty is filled from them.
 * False where it still wants a value, and somebody must say which.
 */
export async function evidence(column) {
  const found = text.chosen();
  if (!found || !state.event()) return true;
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
  return !added || Boolean(state.event().values[column]) || fromWords(column, found.words);
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
    state.alter(`fill ${column}`, (one) => state.setValue(one, column, words), { drawn: true });
  }
  return false;
}

export function dropQuote(column, number) {
  state.alter(`no evidence ${column}`, (one) => {
    one.evidence[column].splice(number, 1);
    if (!one.evidence[column].length) delete one.evidence[column];
  });
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
