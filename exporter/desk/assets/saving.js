// The draft goes to the server as it is typed. Until the server has said that it is kept, it is kept in this browser:
// a closed window, a dead server or a lost connection loses nothing.
import * as cards from "./cards.js";
import { merge, set } from "./merge.js";
import { send } from "./page.js";
import * as state from "./state.js";
import { fieldOf, start } from "./state.js";

const WAIT = 350, LONGEST = 15_000;
const memory = `draft ${start.person} ${start.part} ${start.article.id}`;
const said = document.getElementById("saved"), notice = document.getElementById("notice");

let version = start.version;
let base = structuredClone(start.content); // what the server has
let unsent = false, under = null, waiting = null, pause = 1000;

const copy = (value) => structuredClone(value);
export const versionNow = () => version;

function remember() {
  try {
    localStorage.setItem(memory, JSON.stringify({ content: state.draft(), base, version }));
  } catch {
    // No memory (full, or forbidden): the server has what was saved last.
  }
}

export function forget() {
  try {
    localStorage.removeItem(memory);
  } catch { /* there is none */ }
}

state.watch(({ own }) => {
  if (!own) {
    later(WAIT);
    return;
  }
  unsent = true;
  remember();
  said.textContent = "…";
  later(WAIT);
});

function later(wait) {
  clearTimeout(waiting);
  waiting = setTimeout(flush, wait);
}

/** Send what is not sent; true once the server has all of it. */
export async function flush() {
  clearTimeout(waiting);
  while (under) await under;
  under = push();
  const kept = await under;
  under = null;
  if (kept && unsent) return flush();
  return kept;
}

async function push() {
  const content = copy(state.draft());
  unsent = false;
  let answer;
  try {
    answer = await send("PUT", "/draft", {
      article: start.article.id, part: start.part, base: version, content, current: state.currentKey(),
    }, { signal: AbortSignal.timeout(20_000) });
  } catch {
    return failed("No connection: kept in this browser, sent as soon as it is back.");
  }
  if (answer.status === 409) {
    join(await answer.json());
    return true;
  }
  if (!answer.ok) {
    const { message, remedy } = await answer.json().catch(() => ({ message: `The server says ${answer.status}.` }));
    return failed(`Not saved: ${message} ${remedy ?? ""} It is kept in this browser.`);
  }
  const told = await answer.json();
  version = told.version;
  base = content;
  pause = 1000;
  said.classList.remove("failed");
  said.textContent = `Saved ${new Date().toTimeString().slice(0, 5)}`;
  if (unsent) remember();
  else forget();
  cards.judge(told.problems, told.same);
  return true;
}

function failed(why) {
  unsent = true;
  remember();
  said.classList.add("failed");
  said.textContent = why;
  later(pause);
  pause = Math.min(pause * 2, LONGEST);
  return false;
}

addEventListener("online", () => later(0));
addEventListener("pagehide", () => { if (unsent) remember(); });

// -- two windows -------------------------------------------------------------------------------------------

/** Another window was faster: put both together, and show what it has changed. */
function join({ version: theirs, content }) {
  const both = merge(base, state.draft(), content ?? { events: [], why: "" });
  version = theirs;
  base = copy(content);
  unsent = true;
  state.replace(both.content);
  tell(both);
}

function tell({ clashes, taken }) {
  if (!clashes.length && !taken.length) return;
  const list = document.createElement("ul");
  for (const one of clashes) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Take theirs" });
    const item = row(one, `${name(one)}: you have “${shown(one.mine)}”, the other window “${shown(one.theirs)}”. Yours stays. `);
    button.addEventListener("click", () => {
      state.change(`theirs ${one.event} ${one.field}`, (next) => set(next, one.event, one.field, one.theirs), { drawn: true });
      item.remove();
    });
    item.append(button);
    list.append(item);
  }
  for (const one of taken) list.append(row(one, `${name(one)}: “${shown(one.theirs)}” came from there.`));
  const close = Object.assign(document.createElement("button"), { type: "button", textContent: "Seen" });
  close.addEventListener("click", () => { notice.hidden = true; });
  notice.replaceChildren(
    Object.assign(document.createElement("p"), { textContent: "This draft was changed in another window:" }), list, close);
  notice.hidden = false;
}

function row(one, words) {
  return Object.assign(document.createElement("li"), { textContent: words });
}

function name({ event, field }) {
  if (event === null) return "Remark";
  const number = state.draft().events.findIndex((one) => one.key === event) + 1;
  const at = number ? `Event ${number}` : "An event";
  const [kind, column] = field.split(".");
  const title = fieldOf.get(column)?.title ?? field;
  return kind === "evidence" ? `${at}, evidence of ${title}` : kind === "event" ? at : `${at}, ${title}`;
}

const shown = (value) =>
  value === null || value === undefined ? "nothing" : typeof value === "string" ? value
    : Array.isArray(value) ? `${value.length} quotes` : "an event";

// -- where it goes on ----------------------------------------------------------------------------------------

/** What this browser kept and the server never got: it goes on from there. */
export function recall() {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(memory) ?? "null");
  } catch { /* nothing that can be read */ }
  if (!kept) {
    later(0); // ask what is to be mended
    return;
  }
  if (kept.version === version) state.replace(kept.content);
  else {
    const both = merge(kept.base, kept.content, start.content);
    state.replace(both.content);
    tell(both);
  }
  unsent = true;
  later(0);
}
