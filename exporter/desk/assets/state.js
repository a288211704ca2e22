// The draft as the page holds it, with what can be undone; everything else shows it or changes it here.

const read = (id) => JSON.parse(document.getElementById(id).textContent);

export const start = read("start");
export const fields = read("fields");
export const fieldOf = new Map(fields.map((field) => [field.column, field]));
export const third = start.part === "third";

let content = start.content;
let current = content.events[0]?.key ?? null;
const undone = [], done = [];
let last = { kind: null, at: 0 };
const watchers = [];

/** Be told of every change: `drawn` says that the page must be drawn anew from the draft. */
export const watch = (watcher) => watchers.push(watcher);
const tell = (drawn, own = true) => watchers.forEach((watcher) => watcher({ drawn, own }));

export const draft = () => content;
export const currentKey = () => current;
export const event = (key = current) => content.events.find((one) => one.key === key) ?? null;

export function choose(key) {
  if (key === current) return;
  current = key;
  tell(true, false);
}

/** Change the draft. Changes of one kind that follow each other closely are undone together. */
export function change(kind, alter, { drawn = false } = {}) {
  const before = JSON.stringify({ content, current });
  const next = structuredClone(content);
  alter(next);
  if (JSON.stringify(next) === JSON.stringify(content)) return false;
  const now = Date.now();
  if (kind !== last.kind || now - last.at > 1500) done.push(before);
  if (done.length > 500) done.shift();
  last = { kind, at: now };
  undone.length = 0;
  content = next;
  keepCurrent();
  tell(drawn);
  return true;
}

/** Change the current event. */
export function alter(kind, how, options) {
  const key = current;
  return change(`${key} ${kind}`, (next) => {
    const one = next.events.find((each) => each.key === key);
    if (one) how(one, next);
  }, options);
}

/** Take what came from elsewhere: another window, or this browser's memory. */
export function replace(next) {
  done.push(JSON.stringify({ content, current }));
  last = { kind: null, at: 0 };
  content = next;
  keepCurrent();
  tell(true);
}

function back(from, to) {
  const state = from.pop();
  if (!state) return false;
  to.push(JSON.stringify({ content, current }));
  ({ content, current } = JSON.parse(state));
  last = { kind: null, at: 0 };
  keepCurrent();
  tell(true);
  return true;
}
export const undo = () => back(done, undone);
export const redo = () => back(undone, done);

function keepCurrent() {
  if (!event()) current = content.events[0]?.key ?? null;
}

export function setValue(one, column, value) {
  if (value === "" || value === null || value === undefined) delete one.values[column];
  else one.values[column] = value;
}

export function newEvent() {
  const key = `e${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
  change("new", (next) => { next.events.push({ key, values: {}, evidence: {} }); }, { drawn: true });
  choose(key);
  return key;
}

export function removeEvent(key = current) {
  const at = content.events.findIndex((one) => one.key === key);
  if (at < 0) return;
  const neighbour = content.events[at + 1] ?? content.events[at - 1];
  change("remove", (next) => { next.events.splice(at, 1); }, { drawn: true });
  choose(neighbour?.key ?? null);
}

export function step(by) {
  const at = content.events.findIndex((one) => one.key === current);
  const next = content.events[Math.min(Math.max(at + by, 0), content.events.length - 1)];
  if (next) choose(next.key);
}

/** What is proposed for a column of an event, by those whose proposal was not thrown away. */
export function proposed(one, column) {
  const found = [];
  for (const id of one.from ?? []) {
    const proposal = start.proposals[id];
    if (proposal) {
      found.push({ id, by: proposal.by, value: proposal.values[column] ?? "", evidence: proposal.evidence[column] });
    }
  }
  return found;
}

export const thrown = (one, column) => (one.thrown ?? []).includes(column);

/** Whether a column still waits: something is proposed, and it is neither taken, changed nor thrown away. */
export function isOpen(one, column) {
  if (thrown(one, column) || (one.values[column] ?? "") !== "") return false;
  return proposed(one, column).some((each) => each.value !== "");
}

export function take(column, number = 0) {
  return alter(`take ${column}`, (one) => {
    const each = proposed(one, column)[number];
    if (!each) return;
    setValue(one, column, each.value);
    if (each.evidence) one.evidence[column] = structuredClone(each.evidence);
    else delete one.evidence[column];
    one.thrown = (one.thrown ?? []).filter((other) => other !== column);
    // What a third takes as missing is decided, too.
    if (each.value === "") one.thrown.push(column);
    if (!one.thrown.length) delete one.thrown;
  }, { drawn: true });
}

export function throwAway(column) {
  return alter(`throw ${column}`, (one) => {
    one.thrown = [...new Set([...(one.thrown ?? []), column])].sort();
  }, { drawn: true });
}

/** Take everything that is proposed for the current event and still open; of several proposals, the first. */
export function takeAll() {
  return alter("take all", (one) => {
    for (const { column } of fields) {
      if (!isOpen(one, column)) continue;
      const each = proposed(one, column).find((other) => other.value !== "");
      setValue(one, column, each.value);
      if (each.evidence) one.evidence[column] = structuredClone(each.evidence);
    }
  }, { drawn: true });
}
