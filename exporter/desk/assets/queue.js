// The queue: filters swap the list while somebody types, and keys lead through it.
import { openHelp, typing } from "./page.js";

const list = document.getElementById("list");
const filters = document.getElementById("filters");

if (filters) {
  let waiting, asked = 0;
  filters.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => swap(`/?${new URLSearchParams(new FormData(filters))}`), 120);
  });
  const swap = async (address) => {
    const mine = ++asked;
    const answer = await fetch(address, { headers: { "X-Part": "list" } }).catch(() => null);
    if (!answer?.ok || mine !== asked) return;
    list.innerHTML = await answer.text();
    history.replaceState(null, "", address);
  };
}

const links = () => [...document.querySelectorAll("a.task")];

function step(by) {
  const every = links();
  const at = every.indexOf(document.activeElement);
  every[at < 0 ? 0 : Math.min(Math.max(at + by, 0), every.length - 1)]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (typing(event)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const states = [...document.querySelectorAll(".states a")];
  const done = {
    "?": openHelp,
    n: () => document.getElementById("next")?.click(),
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    "/": () => filters?.elements.words.focus(),
  }[event.key] ?? (/^[0-5]$/.test(event.key) && states.length ? () => states[Number(event.key)]?.click() : null);
  if (!done) return;
  event.preventDefault();
  done();
});
