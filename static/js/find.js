// The list of all figures: what is typed leaves the rows that say it. Without a script there is no box.
(() => {
  "use strict";
  const box = document.getElementById("find");
  const none = document.getElementById("none");
  const groups = [...document.querySelectorAll(".catalogue section")].map((section) => ({
    section,
    jump: document.querySelector(`.jump a[href="#${section.querySelector("h2").id}"]`),
    rows: [...section.querySelectorAll("tbody tr")].map((row) => [row, row.textContent]),
  }));

  function find() {
    const wanted = box.value.trim().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { section, jump, rows } of groups) {
      let here = 0;
      for (const [row, text] of rows) {
        row.hidden = !wanted.every((word) => text.includes(word));
        here += !row.hidden;
      }
      section.hidden = jump.hidden = !here;
      found += here;
    }
    none.hidden = Boolean(found);
  }

  box.closest(".finder").hidden = false;
  box.addEventListener("input", find);
  find(); // a browser that goes back keeps what was typed
})();
