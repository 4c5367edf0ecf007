// The forms of the office: the bar says what is still to be filled, leaving with changes asks,
// what was refused is gone to, and all of it works without a mouse.
"use strict";

document.querySelectorAll("form.desk-form").forEach((form) => {
  const $ = window.django && window.django.jQuery;
  const bar = form.querySelector(".bar-says");
  const refused = form.querySelector("#mistakes");
  const isRefused = Boolean(refused) || form.dataset.refused !== undefined;
  const NAMED = 3; // so many fields are named in the bar
  const BUTTONS = ["submit", "button", "file", "reset", "image"];

  // What a person sees of a control: select2 hides the list and shows a box.
  function seen(control) {
    const box = control.nextElementSibling;
    const isHidden = control.classList.contains("select2-hidden-accessible");
    return isHidden && box ? box.querySelector(".select2-selection") : control;
  }

  const isInSight = (one) => (one.checkVisibility ? one.checkVisibility() : one.offsetParent !== null);

  function fields() {
    const all = form.querySelectorAll(":is(.form-body, .cells, table) :is(input, select, textarea)");
    return [...all].filter((one) => one.type !== "hidden" && !one.disabled && !one.closest(".empty-form")
      && !one.matches(".day-calendar, .select2-search__field") && isInSight(seen(one))
      && !(one.type === "radio" && one !== pressedOf(one)));
  }

  // Tab reaches one radio of a group: the pressed one, or the first.
  function pressedOf(radio) {
    const group = form.elements[radio.name];
    const all = group instanceof RadioNodeList ? [...group] : [radio];
    return all.find((one) => one.checked) || all[0];
  }

  // --- What is still to be filled

  function nameOf(control) {
    const frame = control.type === "radio" && control.closest("fieldset");
    const label = frame ? frame.querySelector("legend") : control.labels && control.labels[0];
    return label ? label.firstChild.textContent.trim() : "";
  }

  function isMissing(control) {
    if (control.type === "radio") return !pressedOf(control).checked;
    return control.type === "checkbox" ? !control.checked : !control.value.trim();
  }

  function missing() {
    const wanted = [...form.querySelectorAll("[required]")].filter((one) => !one.closest(".empty-form"));
    return [...new Set(wanted.filter(isMissing).map(nameOf))].filter(Boolean);
  }

  function words() {
    const names = missing();
    if (refused && !isRewritten()) return `有${refused.querySelectorAll("li").length}处要改`;
    if (names.length) return `还有${names.length}处要填：${names.slice(0, NAMED).join("、")}${names.length > NAMED ? "等" : ""}`;
    return isChanged() ? "有改动，没有存" : "";
  }

  function tell() {
    const said = words();
    if (bar && bar.textContent !== said) bar.textContent = said;
    form.querySelectorAll(".inline-group").forEach(count);
  }

  // --- Changes

  // A list without a chosen row shows its first one.
  const usual = (list) => ([...list.options].find((one) => one.defaultSelected) || list.options[0] || { index: -1 }).index;

  // Whether somebody wrote there since the page came. A new row takes its number by itself.
  function isWritten(one) {
    if (one.multiple) return [...one.options].some((row) => row.selected !== row.defaultSelected);
    if (one.matches("select")) return one.selectedIndex !== usual(one);
    if (one.matches("[type=checkbox], [type=radio]")) return one.checked !== one.defaultChecked;
    return one.value !== one.defaultValue && !(one.name.endsWith("-order") && !one.closest(".has_original"));
  }

  // What has no name is not sent: a box to search with, the browser's calendar.
  const controls = (place) => [...place.querySelectorAll("input:not([type=hidden], [type=submit], [type=button]), select, textarea")]
    .filter((one) => one.name && !one.closest(".empty-form"));

  let isTouched = false;
  let isSent = false;
  const isRewritten = () => controls(form).some(isWritten);
  const isChanged = () => isRefused || isRewritten();

  function touch() {
    isTouched = true;
    tell();
  }

  for (const kind of ["input", "change", "formset:added", "formset:removed"]) document.addEventListener(kind, touch);
  if ($) $(form).on("change", touch); // select2 tells jQuery alone

  // On window and after saving.js, which stops a form until its boxes have their answers.
  addEventListener("submit", (event) => { if (!event.defaultPrevented && event.target === form) isSent = true; });
  addEventListener("pageshow", () => { isSent = false; });
  addEventListener("beforeunload", (event) => {
    if (isSent || (!isTouched && !isRefused) || !isChanged()) return;
    event.preventDefault();
    event.returnValue = "有改动，没有存"; // browsers of before 2024 ask only then
  });

  // --- Rows

  // Where it was refused, what was typed is there from the start.
  const isFilled = (one) => isWritten(one) || Boolean(refused && one.value && one.matches("[type=text], textarea"));

  // How many rows there will be, in the rail.
  function count(group) {
    const shown = document.querySelector(`.rail a[href="#${group.id}"] .count`);
    if (!shown) return;
    const rows = [...group.querySelectorAll(`[id^="${group.id.replace(/group$/, "")}"]:is(tr, .inline-related):not(.empty-form)`)];
    const standing = rows.filter((row) => (row.matches(".has_original") ? !row.querySelector("[name$=-DELETE]:checked")
      : controls(row).some(isFilled)));
    shown.textContent = standing.length;
  }

  // A new row takes the next number, and is where one goes on typing.
  document.addEventListener("formset:added", ({ target }) => {
    const number = target.querySelector("[name$=-order]");
    if (number && number.value) number.value = 1 + Math.max(0, ...numbersBeside(number));
    const first = fields().find((one) => target.contains(one) && one !== number);
    if (first) seen(first).focus();
    tell();
  });

  function numbersBeside(number) {
    const beside = number.closest(".inline-group").querySelectorAll("[name$=-order]");
    return [...beside].filter((one) => one !== number && !one.closest(".empty-form")).map((one) => Number(one.value) || 0);
  }

  // --- What was refused

  function goTo(id) {
    const place = document.getElementById(id);
    if (!place) return;
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const control = place.matches("input, select, textarea") ? place : place.querySelector("input:checked") || place.querySelector("input") || place;
    seen(control).focus({ preventScroll: true });
    (control.closest(".cell, td") || place).scrollIntoView({ block: "center" });
  }

  if (refused) {
    refused.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link) return;
      event.preventDefault();
      goTo(link.hash.slice(1));
    });
  }

  // A link of the rail opens what it leads to.
  const rail = form.querySelector(".rail");
  if (rail) {
    rail.addEventListener("click", ({ target }) => {
      const place = target.closest("a") && document.getElementById(target.closest("a").hash.slice(1));
      const fold = place && place.querySelector("details.fold");
      if (fold) fold.open = true;
    });
  }

  function begin() {
    const first = refused && refused.querySelector("a");
    if (first) goTo(first.hash.slice(1));
    else if (form.dataset.again !== undefined && !form.querySelector("[autofocus]")) {
      const [one] = fields();
      if (one) seen(one).focus({ preventScroll: true });
    }
  }

  // On paper nothing is folded; on the screen it is as it was.
  let opened = [];
  // A box that nobody filled in says nothing on paper.
  function isBlank(cell) {
    return ![...cell.querySelectorAll("input:not([type=hidden]), select, textarea")].some((box) => (
      box.matches("[type=checkbox], [type=radio]") ? box.checked && box.value : box.value.trim()
    ));
  }

  addEventListener("beforeprint", () => {
    form.querySelectorAll(".cell:not(.read)").forEach((cell) => cell.classList.toggle("blank", isBlank(cell)));
    opened = [...opened, ...form.querySelectorAll("details:not([open])")];
    opened.forEach((fold) => { fold.open = true; });
  });
  addEventListener("afterprint", () => {
    opened.forEach((fold) => { fold.open = false; });
    opened = [];
  });

  // --- Keys

  // Of several forms the keys are about the one that has the focus, or else about the first.
  function isOther(focused) {
    const own = (focused && focused.closest("form.desk-form")) || document.querySelector("form.desk-form");
    return own !== form;
  }

  function send(button) {
    if (button) form.requestSubmit(button);
  }

  // On its way down: a box of select2 keeps every key to itself.
  document.addEventListener("keydown", (event) => {
    // What the browser fills in by itself comes as a key without a name.
    if (!event.key || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    if (isOther(document.activeElement)) return;
    const [named, usualOne, another] = ["[data-save]", "input.default, button.default", "[name=_addanother]"].map((one) => form.querySelector(one));
    const save = named || usualOne;
    if (event.key.toLowerCase() === "s") send(save);
    else if (event.key === "Enter") send(another || save);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.defaultPrevented || !isStep(event.target)) return;
    goOn(event.target);
    event.preventDefault();
  });

  // Enter would store a form that is half filled: in a long one it goes on to the next field.
  function isStep(control) {
    return form.dataset.steps !== undefined && form.contains(control) && control.matches("input:not(.select2-search__field)")
      && !BUTTONS.includes(control.type);
  }

  function goOn(control) {
    const all = fields();
    const here = all.indexOf(control.type === "radio" ? pressedOf(control) : control);
    const next = all[here + 1];
    (next ? seen(next) : form.querySelector(".submit-row .default") || control).focus();
  }

  // select2 makes its boxes when the page is ready.
  if ($) $(() => { begin(); tell(); });
  else { begin(); tell(); }
});
