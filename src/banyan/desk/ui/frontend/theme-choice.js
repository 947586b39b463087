// The theme that a person chose on this device: "light", "dark" or "auto" (as the system says).
const KEY = "banyan-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

export const CHANGED = "banyan:theme";

export function chosen() {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : "auto";
  } catch {
    return "auto"; // storage is closed to us
  }
}

export function choose(theme) {
  try {
    if (theme === "auto") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // it then lasts for this page only
  }
  apply(theme);
}

export function apply(theme = chosen()) {
  const dark = theme === "dark" || (theme === "auto" && system.matches);
  document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
  document.dispatchEvent(new CustomEvent(CHANGED));
}

export function followSystem() {
  system.addEventListener("change", () => apply());
}
