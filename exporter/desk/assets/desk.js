// The desk: keys, buttons, handing in. What is typed is in state.js, shown by cards.js and text.js, kept by saving.js.
import * as cards from "./cards.js";
import { openHelp, send, typing } from "./page.js";
import * as saving from "./saving.js";
import * as state from "./state.js";
import { fields, start, third } from "./state.js";
import * as text from "./text.js";
import { dropChosen } from "./values.js";

const why = document.getElementById("why"), notice = document.getElementById("notice");
const byKey = new Map(fields.map((field) => [field.key, field.column]));

state.watch(({ drawn }) => {
  if (drawn) {
    cards.draw();
    if (why.value !== (state.draft().why ?? "")) why.value = state.draft().why ?? "";
  } else cards.judge(cards.known(), null);
});

why.addEventListener("input", () => state.change("why", (next) => { next.why = why.value; }));

function newEvent() {
  state.newEvent();
  text.focusText();
}

function removeEvent() {
  state.removeEvent();
  text.focusText();
}

document.getElementById("new").addEventListener("click", newEvent);
document.getElementById("undo").addEventListener("click", state.undo);
document.getElementById("submit").addEventListener("click", submit);

function say(words) {
  notice.replaceChildren(Object.assign(document.createElement("p"), { textContent: words }));
  notice.hidden = false;
}

/** Hand in: everything is saved first, and what is to be mended is led to. */
async function submit() {
  notice.hidden = true;
  if (third && !why.value.trim()) {
    say("A decision needs a reason.");
    why.focus();
    return;
  }
  if (!(await saving.flush())) {
    say("It cannot be handed in without a connection. It is kept, and will be saved as soon as there is one.");
    return;
  }
  const answer = await send("POST", "/submit", {
    article: start.article.id, part: start.part, base: saving.versionNow(), task: start.task, why: why.value,
  }).catch(() => null);
  if (!answer) {
    say("No connection: it is saved, but not handed in.");
    return;
  }
  const told = await answer.json().catch(() => ({ message: `The server says ${answer.status}.` }));
  if (answer.ok) {
    saving.forget();
    location.assign(told.to);
    return;
  }
  if (!told.problems) {
    say(`${told.message} ${told.remedy ?? ""}`);
    return;
  }
  cards.tellAll();
  cards.judge(told.problems, null);
  const first = told.problems[0];
  if (first.event !== null) state.choose(first.event);
  cards.goTo(first.column);
  say(`Not handed in yet: ${told.problems.length} to mend.`);
}

// -- keys --------------------------------------------------------------------------------------------------

/** Keys that mean the same everywhere; whether this was one. */
function everywhere(event) {
  const column = cards.columnAt(document.activeElement);
  const ctrl = event.ctrlKey || event.metaKey;
  if (ctrl && event.key === "Enter") submit();
  else if (ctrl && event.key.toLowerCase() === "z" && !event.shiftKey) state.undo();
  else if (ctrl && (event.key.toLowerCase() === "y" || (event.key.toLowerCase() === "z" && event.shiftKey))) state.redo();
  else if (event.altKey && column && event.key === "Enter") go(column, () => state.take(column, first(column)));
  else if (event.altKey && column && /^Digit[1-9]$/.test(event.code)) {
    go(column, () => state.take(column, Number(event.code.slice(5)) - 1));
  } else if (event.altKey && column && event.key === "Backspace") go(column, () => state.throwAway(column));
  else return false;
  return true;
}

const first = (column) => Math.max(state.proposed(state.event(), column).findIndex((one) => one.value !== ""), 0);

function go(column, step) {
  step();
  cards.nextOpen(column);
}

/** Keys of the article, and of wherever nobody types. */
const COMMANDS = {
  "?": openHelp,
  "/": text.find,
  ".": () => cards.nextOpen(null),
  "=": cards.toggleSame,
  "[": () => state.step(-1),
  "]": () => state.step(1),
  N: newEvent,
  T: state.takeAll,
  Delete: removeEvent,
  Backspace: dropChosen,
  Escape: text.choosesNothing,
};

function letter(key) {
  const column = byKey.get(key);
  if (!column || !state.event()) return false;
  if (text.chosen()) cards.evidence(column);
  else cards.goTo(column, { list: !state.event().values[column] });
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (everywhere(event)) {
    event.preventDefault();
    return;
  }
  if (typing(event)) {
    const enter = event.key === "Enter" && event.target.matches("input");
    if (event.key === "Escape" || enter) {
      event.preventDefault();
      if (enter) event.target.dispatchEvent(new Event("change"));
      text.focusText();
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const done = (text.inText() && text.move(event)) || (COMMANDS[event.key] ? (COMMANDS[event.key](), true) : letter(event.key));
  if (done) event.preventDefault();
});

why.value = state.draft().why ?? "";
cards.draw();
saving.recall();
text.focusText();
