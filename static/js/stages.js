// A case that is through, on one page: whoever has written in one stage comes to the next.
"use strict";

document.addEventListener("change", (event) => {
  const section = event.target.closest(".through section");
  const next = section && section.nextElementSibling && section.nextElementSibling.querySelector("[data-stage]");
  const isFirst = section && !section.querySelector("[data-stage]");
  if (next && !(isFirst && event.target.name !== "proposal")) next.open = true;
});
