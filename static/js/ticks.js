// Names to tick: find one by typing, tick a group or everybody, count; and when the day of a new
// record changes, show who was in office that day.
"use strict";

(() => {
  for (const box of document.querySelectorAll("[data-ticks]")) set(box);

  function set(box) {
    const name = box.dataset.ticks;
    const labels = (part) => [...part.querySelectorAll("label[data-i]")];
    const shown = (part) => labels(part).filter((label) => !label.hidden);
    const search = box.querySelector(".tick-search");

    function count() {
      const number = box.querySelectorAll(":checked").length;
      box.querySelector(".tick-count").textContent = number ? `已选${number}人` : "";
    }

    function find() {
      const asked = search.value.trim().toLowerCase();
      for (const label of labels(box)) {
        label.hidden = !(label.textContent.includes(asked) || label.dataset.i.startsWith(asked));
      }
      for (const group of box.querySelectorAll(".tick-group")) group.hidden = !shown(group).length;
      if (asked && !shown(box).length) box.querySelector(".tick-count").textContent = `没有找到“${search.value.trim()}”`;
      else count();
    }

    // Enter ticks the one who is left; of several it would be anybody.
    function settle(event) {
      if (event.key === "Escape" && search.value) {
        search.value = "";
        find();
      }
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      const left = shown(box);
      if (!search.value.trim() || left.length !== 1) return;
      left[0].querySelector("input").checked = true;
      search.value = "";
      find();
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function tickAll(part) {
      const ticks = shown(part).map((label) => label.querySelector("input"));
      const all = ticks.every((tick) => tick.checked);
      ticks.forEach((tick) => { tick.checked = !all; });
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }

    box.querySelectorAll("[hidden]").forEach((element) => { element.hidden = false; });
    search.addEventListener("input", find);
    search.addEventListener("keydown", settle);
    box.addEventListener("change", count);
    box.addEventListener("click", (event) => {
      if (event.target.matches("[data-tick-all]")) tickAll(event.target.closest(".tick-group") || box);
    });
    count();

    // A stored record keeps its day, nearly always; where it does not, the server asks.
    const form = box.closest("form");
    const day = form && form.elements[box.dataset.day];
    if (!day || !form.elements._once) return;
    const renew = async () => {
      const wanted = day.value;
      const other = await fetchTicks(box.dataset.day, wanted);
      if (!box.isConnected || day.value !== wanted) return; // another day was chosen meanwhile
      if (!other) {
        box.querySelector(".tick-count").textContent = "没有取到这一天在任的代表，保存时会再核对。";
        return;
      }
      day.removeEventListener("change", renew);
      change(box, other);
    };
    day.addEventListener("change", renew);
  }

  function asGroup(title, labels) {
    const group = document.createElement("div");
    group.className = "tick-group";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", title);
    const heading = document.createElement("p");
    heading.className = "tick-title";
    heading.textContent = title;
    const columns = document.createElement("div");
    columns.className = "tick-columns";
    columns.append(...labels);
    group.append(heading, columns);
    return group;
  }

  // The names of another day, as the page of that day has them; null where it did not come.
  async function fetchTicks(name, on) {
    try {
      const answer = await fetch(`?${name}=${encodeURIComponent(on)}`, { credentials: "same-origin" });
      if (!answer.ok) return null;
      return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-ticks]");
    } catch {
      return null;
    }
  }

  function change(box, other) {
    const fresh = document.importNode(other, true);
    const absent = [];
    for (const tick of box.querySelectorAll(":checked")) {
      const same = fresh.querySelector(`input[value="${tick.value}"]`);
      if (same) same.checked = true;
      else absent.push(tick.closest("label"));
    }
    if (absent.length) {
      fresh.querySelector(".tick-tools").after(asGroup("那一天不是代表，请核对", absent));
      // The server asks about them, as it does of a page whose names are those of another day.
      const on = `[name="${box.dataset.ticks}_on"]`;
      fresh.querySelector(on).value = box.querySelector(on).value;
    }
    box.replaceWith(fresh);
    set(fresh);
  }
})();
