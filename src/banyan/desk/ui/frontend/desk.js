import "@tabler/core/dist/js/tabler.esm.js";
import htmx from "htmx.org/dist/htmx.esm.js";
import { fillIn } from "./demo-accounts.js";
import { closeMenus } from "./menus.js";
import { watchScrolling } from "./scrollable.js";
import { forgetOnSignOut } from "./signing-out.js";
import { choose, chosen, followSystem } from "./theme-choice.js";

window.htmx = htmx;
followSystem();
closeMenus();
forgetOnSignOut();

const charts = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) draw(target);
});

function draw(figure) {
  charts.unobserve(figure);
  if (figure.dataset.drawn) return;
  figure.dataset.drawn = "yes";
  import("./charts.js").then(({ show }) => show(figure));
}

/** Those that are seen at once, the others as soon as there is time: a print has all of them. What
 * is folded away waits until it is seen. */
function drawn(figure) {
  charts.observe(figure);
  (window.requestIdleCallback ?? setTimeout)(() => {
    if (figure.getClientRects().length) draw(figure);
  });
}

/** Gives life to what a page, or a part that htmx brought, holds. */
function enliven(part) {
  watchScrolling(part);
  for (const figure of part.querySelectorAll("[data-chart]")) drawn(figure);
  for (const button of part.querySelectorAll("[data-fill-in]")) fillIn(button);
  for (const box of part.querySelectorAll("[data-all]")) {
    box.addEventListener("change", () => {
      for (const one of box.form.querySelectorAll(`input[name="${box.dataset.all}"]`)) {
        one.checked = box.checked;
      }
    });
  }
  for (const button of part.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => print());
  }
  for (const button of part.querySelectorAll("[data-theme-choice]")) {
    const theme = button.dataset.themeChoice;
    button.setAttribute("aria-pressed", String(theme === chosen()));
    button.addEventListener("click", () => {
      choose(theme);
      for (const other of document.querySelectorAll("[data-theme-choice]")) {
        other.setAttribute("aria-pressed", String(other === button));
      }
    });
  }
}

enliven(document);
document.addEventListener("htmx:load", ({ detail }) => {
  if (detail.elt !== document.body) enliven(detail.elt);
});
