// What the calculator's page does beside sending its form: an answer that comes when more has been
// said since is not shown, what was unfolded stays so, a new card is ready to be filled in, the
// total is spoken, the link is copied, the measures are searched.

const sent = new WeakMap();
const folds = new Map();
let buttons = 0;

/** All that the form says now, and how often a button was pressed. */
function said() {
  const form = document.getElementById("calculator-form");
  return `${buttons} ${form ? new URLSearchParams(new FormData(form)) : ""}`;
}

document.addEventListener("submit", () => { buttons += 1; }, true);

document.addEventListener("htmx:beforeSend", ({ detail }) => sent.set(detail.xhr, said()));

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (sent.get(detail.xhr) !== said()) detail.shouldSwap = false;
  for (const one of document.querySelectorAll("#calculator details[id]")) folds.set(one.id, one.open);
});

document.addEventListener("htmx:afterSettle", () => {
  for (const [id, open] of folds) {
    const one = document.getElementById(id);
    if (one) one.open = open;
  }
  const search = document.querySelector("[data-filters]");
  if (search) filter(search);
  const opened = document.querySelector("[data-opened]");
  if (opened) {
    opened.removeAttribute("data-opened");
    opened.querySelector(":is(input:not([type=hidden]), select)")?.focus();
  }
  const total = document.querySelector("[data-total]");
  const spoken = document.getElementById("spoken-total");
  if (total && spoken && spoken.textContent !== total.textContent) {
    spoken.textContent = total.textContent;
  }
});

document.addEventListener("click", async (event) => {
  const copier = event.target.closest("[data-copy]");
  if (copier && navigator.clipboard) {
    event.preventDefault();
    await navigator.clipboard.writeText(copier.dataset.copy);
    copier.querySelector("span").textContent = copier.dataset.copied;
  }
});

document.addEventListener("input", ({ target }) => {
  if (target.matches("[data-filters]")) filter(target);
});

/** Shows of a list what holds the words that are sought. */
function filter(search) {
  const sought = search.value.trim().toLowerCase();
  const list = document.querySelector(search.dataset.filters);
  for (const one of list.querySelectorAll("[data-filtered]")) {
    one.hidden = !one.textContent.toLowerCase().includes(sought);
  }
  for (const group of list.querySelectorAll("[data-filtered-group]")) {
    group.hidden = !group.querySelector("[data-filtered]:not([hidden])");
  }
}

/** Printing needs a script: the button is shown where there is one. */
function showPrinting(part) {
  for (const button of part.querySelectorAll("[data-print]")) button.hidden = false;
}

showPrinting(document);
document.addEventListener("htmx:load", ({ detail }) => showPrinting(detail.elt));
