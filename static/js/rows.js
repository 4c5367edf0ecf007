// Rows to type into: whoever begins in the last one finds the next below it.
"use strict";

(() => {
  for (const group of document.querySelectorAll(".js-inline-admin-formset")) {
    group.addEventListener("input", (event) => {
      const row = event.target.closest(".form-row[id], .inline-related[id]");
      if (!row || !event.target.value.trim()) return;
      const empty = [...group.querySelectorAll(`[id^="${group.id.replace(/group$/, "")}"]`)]
        .filter((other) => /-\d+$/.test(other.id) && other.matches("tr, .inline-related"));
      if (row !== empty[empty.length - 1] || row.classList.contains("has_original")) return;
      const add = group.querySelector(".add-row a, .add-row button");
      if (add && add.offsetParent) add.click();
      event.target.focus();
    });
  }
})();
