// Who signs out on a shared phone is forgotten by pages that work without signal: what they keep
// shows itself to its own account alone.
const SIGNED_IN = "banyan-account";

export function forgetOnSignOut() {
  document.addEventListener("submit", ({ target }) => {
    if (new URL(target.action).pathname.endsWith("/accounts/logout/")) {
      localStorage.removeItem(SIGNED_IN);
    }
  });
}
