// The head of a page: the current tab is in sight on a phone, and the menu of ledgers closes.
"use strict";

(() => {
  const tab = document.querySelector(".tabs [aria-current]");
  if (tab) tab.scrollIntoView({ inline: "center", block: "nearest" });

  // Menus that stand over the page: one is open at a time, and none stays when one looks elsewhere.
  const menus = "details.ledgers, details.filter";
  const close = (but) => document.querySelectorAll(menus).forEach((menu) => { if (menu !== but) menu.open = false; });
  addEventListener("click", (event) => close(event.target.closest(menus)));
  addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.activeElement.closest(menus);
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
