// What the calculator's page does beside sending its form: a field that is being typed in keeps
// what was typed when the form around it is replaced, a new card is ready to be filled in, the total
// is spoken, the link is copied, the measures are searched.

let typed = null;

document.addEventListener("htmx:beforeSwap", () => {
  const field = document.activeElement;
  const isText = field instanceof HTMLInputElement && field.type === "text" && field.form;
  typed = isText ? { id: field.id, value: field.value } : null;
});

document.addEventListener("htmx:afterSettle", () => {
  const field = typed && document.getElementById(typed.id);
  if (field && field.value !== typed.value) {
    field.value = typed.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  typed = null;
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

document.addEventListener("input", (event) => {
  const search = event.target.closest("[data-filters]");
  if (!search) return;
  const sought = search.value.trim().toLowerCase();
  const list = document.querySelector(search.dataset.filters);
  for (const one of list.querySelectorAll("[data-filtered]")) {
    one.hidden = !one.textContent.toLowerCase().includes(sought);
  }
  for (const group of list.querySelectorAll("[data-filtered-group]")) {
    group.hidden = !group.querySelector("[data-filtered]:not([hidden])");
  }
});

for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
document.addEventListener("htmx:load", ({ detail }) => {
  for (const button of detail.elt.querySelectorAll("[data-print]")) button.hidden = false;
});
