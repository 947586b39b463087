// Runs before the page is painted, so that a dark page does not flash white.
import { apply } from "./theme-choice.js";

document.documentElement.dataset.js = "";
apply();
