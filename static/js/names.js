// Enter in a box that completes names ends the name and goes on to the next field: it would send
// the whole page after the first of its names.
"use strict";

document.addEventListener("keydown", (event) => {
  const box = event.target;
  if (event.key !== "Enter" || event.isComposing || !box.list) return;
  event.preventDefault();
  const fields = [...box.form.elements].filter((field) => field.offsetParent && field.tabIndex >= 0);
  // Later, so that a browser that puts the marked name into the box has done so.
  setTimeout(() => fields[fields.indexOf(box) + 1].focus());
});
