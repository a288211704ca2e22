// Fields with a list under them that narrows down while somebody types.

const list = document.createElement("ul");
list.id = "options";
list.setAttribute("role", "listbox");
list.hidden = true;

let box = null; // the open field: its input, where its options come from, and what becomes of the chosen one
let options = [], active = -1, asked = 0;

export const isOpen = (input) => !list.hidden && box?.input === input;

export function close() {
  if (!box) return;
  box.input.setAttribute("aria-expanded", "false");
  box.input.removeAttribute("aria-activedescendant");
  list.hidden = true;
  asked++;
  box = null;
}

/** Open the list of a field, or bring it up to date with what is typed. */
export async function open(field, { all = false } = {}) {
  const mine = ++asked;
  const found = await field.options(all ? "" : field.input.value);
  if (mine !== asked || document.activeElement !== field.input) return;
  if (box && box !== field) close();
  box = field;
  asked = mine;
  options = found;
  list.replaceChildren(...found.map(row));
  list.hidden = !found.length;
  field.input.parentElement.append(list);
  field.input.setAttribute("aria-expanded", String(!list.hidden));
  const at = all ? found.findIndex((one) => one.value === field.input.value) : 0;
  activate(found.length ? Math.max(at, 0) : -1);
}

function row(option, number) {
  const item = document.createElement("li");
  item.id = `option-${number}`;
  item.setAttribute("role", "option");
  item.dataset.number = number;
  const value = document.createElement("b");
  value.textContent = option.value;
  item.append(value);
  if (option.label) item.append(" ", Object.assign(document.createElement("span"), { textContent: option.label }));
  if (option.used) {
    item.append(" ", Object.assign(document.createElement("i"), { textContent: `used ${option.used}×` }));
  }
  if (option.definition) {
    item.append(Object.assign(document.createElement("small"), { textContent: option.definition }));
  }
  return item;
}

function activate(number) {
  active = number;
  for (const item of list.children) item.setAttribute("aria-selected", String(Number(item.dataset.number) === number));
  const item = list.children[number];
  if (!item) {
    box?.input.removeAttribute("aria-activedescendant");
    return;
  }
  box.input.setAttribute("aria-activedescendant", item.id);
  item.scrollIntoView({ block: "nearest" });
}

function choose(number) {
  const field = box, option = options[number];
  close();
  if (option) field.chosen(option);
}

list.addEventListener("mousedown", (event) => {
  event.preventDefault();
  const item = event.target.closest("li");
  if (item) choose(Number(item.dataset.number));
});

/** Make an input a field with a list. `options(letters)` finds, `chosen(option)` is told. */
export function attach(field) {
  const { input } = field;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", "options");
  input.addEventListener("input", () => open(field));
  input.addEventListener("mousedown", () => {
    if (document.activeElement === input && !isOpen(input)) open(field, { all: true });
  });
  input.addEventListener("blur", () => { if (box === field) close(); });
  input.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (!isOpen(input)) {
      if (event.key !== "ArrowDown") return;
      open(field, { all: true });
    } else if (event.key === "ArrowDown") activate((active + 1) % options.length);
    else if (event.key === "ArrowUp") activate((active - 1 + options.length) % options.length);
    else if (event.key === "PageDown") activate(Math.min(active + 8, options.length - 1));
    else if (event.key === "PageUp") activate(Math.max(active - 8, 0));
    else if (event.key === "Enter") choose(active);
    else if (event.key === "Escape") close();
    else if (event.key === "Tab") {
      // What is typed in full is meant; the first of a list is not what somebody chose.
      const typed = options.findIndex((one) => one.value.toLowerCase() === input.value.trim().toLowerCase());
      if (typed >= 0 && options[typed].value !== input.value) choose(typed);
      return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

document.body.append(list);
