// The problems of a record: one row to begin with, more where they are wanted; the category follows
// the words until somebody chooses one.
const list = document.getElementById("visits-problems");
const words = JSON.parse(document.getElementById("visits-words").textContent);
let blank;
let count = 0;

/** The category of which a text has most words; empty where it has none. */
function suggested(text) {
  const lower = text.toLowerCase();
  let best = "";
  let most = 0;
  for (const [code, its] of Object.entries(words)) {
    const hits = its.reduce((sum, word) => sum + lower.split(word.toLowerCase()).length - 1, 0);
    if (hits > most) [best, most] = [code, hits];
  }
  return best;
}

function enliven(row) {
  const text = row.querySelector("textarea");
  const category = row.querySelector("[name=category]");
  category.addEventListener("change", () => (row.dataset.chosen = category.value));
  text.addEventListener("input", () => {
    if (!row.dataset.chosen) category.value = suggested(text.value);
  });
}

export function begin() {
  for (const spare of list.querySelectorAll("[data-spare]")) spare.remove();
  const first = list.querySelector("[data-problem]");
  blank = first.cloneNode(true);
  blank.querySelector("textarea").textContent = "";
  for (const row of list.querySelectorAll("[data-problem]")) enliven(row);
  document.getElementById("visits-more").hidden = false;
  document.getElementById("visits-add").addEventListener("click", () => {
    add().querySelector("textarea").focus();
  });
}

function add({ text = "", category = "", gravity } = {}) {
  const row = blank.cloneNode(true);
  const area = row.querySelector("textarea");
  area.id = `problem-more-${(count += 1)}`;
  row.querySelector("label").htmlFor = area.id;
  area.value = text;
  row.querySelector("[name=category]").value = category;
  if (gravity) row.querySelector("[name=gravity]").value = gravity;
  if (category) row.dataset.chosen = category;
  enliven(row);
  list.append(row);
  return row;
}

/** What is written, without empty rows. */
export function written() {
  return [...list.querySelectorAll("[data-problem]")]
    .map((row) => ({
      text: row.querySelector("textarea").value.trim(),
      category: row.querySelector("[name=category]").value,
      gravity: row.querySelector("[name=gravity]").value,
    }))
    .filter((one) => one.text);
}

/** Shows these problems in place of what is there; one empty row for none. */
export function show(problems) {
  list.replaceChildren();
  for (const one of problems.length ? problems : [{}]) add(one);
}
