// A button of the demo's list of accounts fills in the sign-in form.
export function fillIn(button) {
  button.addEventListener("click", () => {
    const form = document.getElementById(button.dataset.fillIn);
    form.elements.login.value = button.dataset.login;
    form.elements.password.value = button.dataset.password;
    form.querySelector("[type=submit]").focus();
  });
}
