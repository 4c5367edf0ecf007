// A day is typed. Beside its box stand 今天 and the browser's own calendar, for whoever prefers it;
// without a script the box alone does.
"use strict";

(() => {
  const HAS_CALENDAR = "showPicker" in HTMLInputElement.prototype;

  function today() {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  // Only what takes the focus by Tab is typed into: the buttons repeat what keys can do.
  function make(tag, properties) {
    return Object.assign(document.createElement(tag), { tabIndex: -1, ...properties });
  }

  function furnish(box) {
    // What new rows are copied from stays bare: a copy would have the buttons and not their clicks.
    if (box.closest(".empty-form, .day-box") || box.readOnly || box.disabled) return;
    Object.assign(box, { placeholder: "年-月-日", autocomplete: "off" });
    const frame = make("span", { className: "day-box" });
    frame.removeAttribute("tabindex");
    box.replaceWith(frame);
    frame.append(box);
    if (HAS_CALENDAR) addCalendar(frame, box);
    const now = make("button", { type: "button", className: "day-today", textContent: "今天", title: "Ctrl+；" });
    now.addEventListener("click", () => put(box, today()));
    frame.append(now);
    box.addEventListener("keydown", (event) => {
      if (event.ctrlKey && event.code === "Semicolon") put(box, today());
      else if (event.altKey && event.key === "ArrowDown" && HAS_CALENDAR) frame.querySelector(".day-pick").click();
      else return;
      event.preventDefault();
    });
  }

  function addCalendar(frame, box) {
    const pick = make("button", { type: "button", className: "day-pick", textContent: "选日期", title: "Alt+↓" });
    const calendar = make("input", { type: "date", className: "day-calendar" });
    calendar.setAttribute("aria-hidden", "true");
    pick.addEventListener("click", () => {
      calendar.value = box.value.trim();
      calendar.showPicker();
    });
    calendar.addEventListener("change", () => put(box, calendar.value));
    frame.append(pick, calendar);
  }

  function put(box, day) {
    box.value = day;
    for (const kind of ["input", "change"]) box.dispatchEvent(new Event(kind, { bubbles: true }));
    box.focus();
  }

  const furnishAll = (place) => place.querySelectorAll("input.day").forEach(furnish);
  document.addEventListener("formset:added", (event) => furnishAll(event.target));
  furnishAll(document);
})();
