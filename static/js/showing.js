// A button beside a password shows what was typed. Without this script there is no such button.
"use strict";

for (const button of document.querySelectorAll("[data-shows]")) {
  const input = button.previousElementSibling;
  const show = (shown) => {
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", shown);
  };
  // As text it would be corrected, and looked up by the spelling service of some browsers.
  input.spellcheck = false;
  input.autocapitalize = "none";
  button.hidden = false;
  // The keyboard of a phone stays open, and what is typed next goes where it went before.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => show(input.type === "password"));
  // Browsers keep what was sent as text, and offer it to the next person who types.
  input.form.addEventListener("submit", () => show(false));
}
