// What the pages do beyond showing: search the dictionary, copy, and tell what a mark of a chart stands for.
// Everything else works without this script.
"use strict";

const box = document.querySelector(".search");
if (box) {
  const input = box.querySelector("input");
  const found = document.getElementById("found");
  const rows = [...document.querySelectorAll("[data-column]")];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, i) => {
      row.hidden = !words.every((word) => texts[i].includes(word));
      shown += row.hidden ? 0 : 1;
      for (const values of row.querySelectorAll("details")) {
        // Open a list of values where a word stands in it and nowhere else in the row.
        const own = texts[i].replace(values.textContent.toLowerCase(), " ");
        values.open = words.some((word) => !own.includes(word)) && !row.hidden;
      }
    });
    for (const table of document.querySelectorAll("[data-table]")) {
      table.hidden = !table.querySelector("[data-column]:not([hidden])");
    }
    found.textContent = words.length ? `${shown} of ${rows.length} columns` : "";
  };
  input.addEventListener("input", filter);
  box.hidden = false;
  if (input.value) filter();
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  const name = button.innerHTML;
  let waiting;
  const copy = async () => {
    const text = source.textContent.trim();
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Without https, or without leave: select the text and copy it the old way.
      const range = document.createRange();
      range.selectNodeContents(source);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      return document.execCommand("copy");
    }
  };
  button.addEventListener("click", async () => {
    button.textContent = (await copy()) ? "Copied" : "Selected: press Ctrl+C";
    clearTimeout(waiting);
    waiting = setTimeout(() => { button.innerHTML = name; }, 2000);
  });
  button.setAttribute("aria-live", "polite");
  button.hidden = false;
}

const tip = document.getElementById("tip");
for (const title of document.querySelectorAll("svg title")) {
  // The browser's own tip comes late and not at all on a phone.
  title.parentNode.dataset.tip = title.textContent;
  title.remove();
}
const tell = (event) => {
  const mark = event.target.closest ? event.target.closest("[data-tip]") : null;
  tip.hidden = !mark;
  if (!mark) return;
  tip.textContent = mark.dataset.tip;
  const half = tip.offsetWidth / 2 + 8;
  const left = Math.min(Math.max(event.clientX, half), document.documentElement.clientWidth - half);
  const above = event.clientY - tip.offsetHeight - 14;
  tip.style.setProperty("left", `${left}px`);
  tip.style.setProperty("top", `${above > 4 ? above : event.clientY + 20}px`);
};
document.addEventListener("pointermove", tell);
document.addEventListener("pointerdown", tell);
document.addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });
