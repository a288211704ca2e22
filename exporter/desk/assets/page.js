// What every page has: the list of keys, and sending with the token that makes a request the page's own.

export const csrf = document.querySelector("meta[name=csrf]").content;

const help = document.getElementById("help");

export function openHelp() {
  if (!help.open) help.showModal();
}

document.getElementById("help-open").addEventListener("click", openHelp);

/** Whether somebody is typing, so that letters are letters. */
export function typing(event) {
  const at = event.target;
  return at instanceof HTMLElement && at.matches("input, textarea, select, [contenteditable=true]");
}

export async function send(method, address, data, more = {}) {
  return fetch(address, {
    method,
    headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
    body: JSON.stringify(data),
    ...more,
  });
}
