// What the calculator's page does beside sending its form: a field that is being typed in keeps
// what was typed when the form around it is replaced; the link is copied; the page is printed.

document.documentElement.classList.add("calculator-scripted");

let typed = null;

document.addEventListener("htmx:beforeSwap", () => {
  const field = document.activeElement;
  const isText = field instanceof HTMLInputElement && field.type === "text" && field.form;
  typed = isText ? { id: field.id, value: field.value } : null;
});

document.addEventListener("htmx:afterSettle", (event) => {
  const field = typed && document.getElementById(typed.id);
  if (field && field.value !== typed.value) {
    field.value = typed.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  typed = null;
  const added = event.detail.requestConfig?.parameters?.add ?? opened(event);
  if (added) newCard(added)?.querySelector("input:not([type=hidden]), select")?.focus();
  const total = document.querySelector("[data-total]");
  const spoken = document.getElementById("spoken-total");
  if (total && spoken && spoken.textContent !== total.textContent) {
    spoken.textContent = total.textContent;
  }
});

/** The kind of which a card was opened by the answer yes. */
function opened(event) {
  const source = event.detail.requestConfig?.triggeringEvent?.target;
  return source instanceof HTMLInputElement && source.value === "yes" ? source.name.slice(4) : null;
}

function newCard(kind) {
  const cards = document.querySelectorAll("[data-card]");
  const table = kind.split(".")[0].replace(/_years$/, "s");
  return [...cards].filter((card) => card.dataset.card.startsWith(`${table}.`)).pop();
}

document.addEventListener("click", async (event) => {
  const copier = event.target.closest("[data-copy]");
  if (copier && navigator.clipboard) {
    event.preventDefault();
    await navigator.clipboard.writeText(copier.dataset.copy);
    copier.querySelector("span").textContent = copier.dataset.copied;
  }
  if (event.target.closest("[data-print]")) window.print();
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
