// Wide tables and code scroll inside their frame; where they do, the keyboard can scroll them too.
const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.hasAttribute("tabindex") && !("scrollable" in target.dataset)) continue; // the page's own
    const scrolls = target.scrollWidth > target.clientWidth;
    target.toggleAttribute("data-scrollable", scrolls);
    if (scrolls) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

export function watchScrolling(part) {
  for (const frame of part.querySelectorAll(".table-responsive, pre")) observer.observe(frame);
}
