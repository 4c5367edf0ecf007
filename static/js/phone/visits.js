// 走访登记 on a phone: the form in its card, what is asked before it is stored, and its draft.
"use strict";

(() => {
  const hemao = window.hemao;
  const { keeper, forms } = hemao;
  const { make, button, fieldsOf, fill, linesOf, textOf, newNumber, sayKept, BEFORE } = forms;
  const DAY_MS = 86400000;
  const HOURS_APART = 3 * 3600000;
  const LONG_AGO = 60; // days
  const NOTHING = "没有特别情况";
  const visits = (hemao.visits = {});
  const isSheet = "sheet" in document.body.dataset;
  const box = document.getElementById("unsent");

  // The office's day: that of the page, or of the last word from the office, and what has passed
  // since. The phone's clock may be wrong.
  const openedAt = Date.now();
  let office = Date.parse(document.body.dataset.now) || openedAt;

  function officeDay() {
    return new Date(office + Math.max(0, Date.now() - openedAt));
  }

  function dayBefore(days) {
    const day = officeDay();
    day.setDate(day.getDate() - days);
    const two = (number) => String(number).padStart(2, "0");
    return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  }

  // What one form says.

  const draftKey = (form) => hemao.mine(`draft:${form.getAttribute("action")}`);
  const unsentKey = (uuid) => hemao.mine(`unsent:${uuid}`);

  function entryOf(form) {
    const { visit, where } = form.dataset;
    return {
      uuid: form.elements.uuid.value, url: form.getAttribute("action"), head: visit || form.elements.head.value.trim(),
      where, fields: fieldsOf(form), lines: linesOf(form), picture: Boolean(form.picture), at: Date.now(),
    };
  }

  function hasWords(form) {
    return Boolean(form.picture) || [...form.querySelectorAll("textarea")].some((area) => area.value.trim()) ||
      Boolean(form.querySelector("[name=told]:checked, [name=was_met][value='0']:checked"));
  }

  // The draft: kept at each touch.

  function keepDraft(form) {
    return forms.keepDraft(form, draftKey(form), () => hasWords(form) && entryOf(form));
  }

  function blank(form) {
    form.reset();
    form.picture = null;
    form.elements.uuid.value = newNumber();
    form.elements.visited_on.value = dayBefore(0);
    form.querySelectorAll(".kept, .draft-note, .sure, .preview").forEach((element) => element.remove());
    sayErrors(form, {});
    look(form);
  }

  async function throwAway(form) {
    await keeper.dropPicture(form.elements.uuid.value);
    await keeper.drop(draftKey(form));
    blank(form);
  }

  function restore(form) {
    const draft = keeper.get(draftKey(form));
    if (!draft || form.querySelector(".errorlist")) return;
    // The page ended while it was being sent: the queue has it, and sends it.
    if (keeper.get(unsentKey(draft.uuid))) return keeper.drop(draftKey(form));
    fill(form, draft.fields);
    form.picture = draft.picture;
    forms.sayDraft(form, "这是上次没写完的，存在这部手机里。", button("清空重填", () => throwAway(form)));
    if (form.id && !location.hash) location.hash = form.id;
  }

  function sayErrors(form, errors) {
    form.querySelectorAll(".errorlist.said, .form-error").forEach((element) => element.remove());
    form.querySelectorAll("[aria-invalid]").forEach((element) => element.removeAttribute("aria-invalid"));
    for (const [name, sentences] of Object.entries(errors)) {
      const asked = form.querySelector(`[data-field="${name}"]`);
      if (!asked) {
        form.prepend(make("p", sentences.join(""), { className: "form-error", tabIndex: -1 }));
        continue;
      }
      const list = make("ul", "", { className: "errorlist said" });
      sentences.forEach((sentence) => list.append(make("li", sentence)));
      asked.querySelector(".field").append(list);
      asked.querySelectorAll("input, textarea, select").forEach((element) => element.setAttribute("aria-invalid", "true"));
      const fold = asked.closest("details");
      if (fold) fold.open = true;
    }
    const first = form.querySelector("[aria-invalid], .form-error");
    if (first) {
      first.focus();
      first.scrollIntoView({ block: "center" });
    }
  }

  // Saved is what the phone holds; then it goes out, the words before the picture.

  async function save(form) {
    await form.keeping; // a draft that came after it would be offered again
    const entry = entryOf(form);
    hemao.saving.add(entry.uuid);
    const how = await keeper.put(unsentKey(entry.uuid), entry);
    sayKept(form, how, () => textOf(entry));
    if (how !== "none") await keeper.drop(draftKey(form));
    const isWhole = await hemao.rest();
    const { state, url, errors } = isWhole ? await hemao.queue.send(entry) : { state: "later" };
    if (state === "stored") {
      await keeper.drop(draftKey(form));
      if (form.dataset.visit && !isSheet) return location.assign(url);
      blank(form);
    } else if (state === "refused") {
      await keeper.drop(unsentKey(entry.uuid));
      await keeper.put(draftKey(form), entry);
      sayErrors(form, errors);
    } else if (how !== "none") {
      blank(form);
      if (form.id) location.hash = "";
    }
    hemao.saving.delete(entry.uuid);
    if (isWhole) hemao.unsent.show(state === "stored" ? 1 : 0);
    else if (how !== "none") sayWaiting();
    if (state !== "refused" && how !== "none") box.scrollIntoView({ block: "start" });
  }

  // The network went before the rest of the scripts had come.
  function sayWaiting() {
    const count = keeper.all(hemao.mine("unsent:")).length;
    box.replaceChildren(make("p", `还有${count}条没送出，已存在手机里。下次打开联系户，有网络就自动送。`));
    box.hidden = false;
  }

  function sendForm(form) {
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    const send = form.querySelector(".send [type=submit]");
    const label = send.textContent;
    send.textContent = "正在保存…";
    save(form).finally(() => { delete form.dataset.busy; send.textContent = label; });
  }

  // What is asked before a form is stored, for without a network nobody else would ask.

  const asDay = (day) => day.split("-").map(Number);

  // Why a form may be a slip, the button that says it is none, and where to look; null without doubt.
  function doubtAbout(form, asked) {
    const visited = form.elements.visited_on.value;
    const [year, month, day] = asDay(visited);
    if (!asked.empty && !hasWords(form)) {
      return ["empty", `还一个字都没写：写一两个字、点一个短语，或者点“${NOTHING}”。`, NOTHING, "production"];
    }
    if (!year) return null;
    const isOld = Date.parse(dayBefore(0)) - Date.parse(visited) > LONG_AGO * DAY_MS;
    if (!asked.day && (isOld || visited.slice(0, 4) !== dayBefore(0).slice(0, 4))) {
      return ["day", `走访日期是${year}年${month}月${day}日，对吗？`, "对，就是这一天", "visited_on"];
    }
    const times = asked.again ? [] : timesOf(form, visited);
    if (!times.length) return null;
    const when = visited === dayBefore(0) ? "今天" : `${month}月${day}日`;
    return ["again", `${when}已登记过一次（${times[0]}），再记一次？`, "对，是另一次走访", "visited_on"];
  }

  // When this household's visits of a day were entered, stored by the office or waiting here.
  function timesOf(form, visited) {
    const url = form.getAttribute("action");
    const stored = JSON.parse(form.dataset.visited || "[]").filter(([day]) => day === visited).map(([, time]) => time);
    const waiting = keeper.all(hemao.mine("unsent:")).filter((entry) => entry.url === url && entry.head &&
      entry.fields.some(([name, value]) => name === "visited_on" && value === visited));
    return [...waiting.map(() => "还没送出"), ...stored];
  }

  function askWhether(form, asked, [what, sentence, yes, field]) {
    const question = form.querySelector(".sure") || make("div", "", { className: "sure" });
    const actions = make("p", "", { className: "actions" });
    question.setAttribute("role", "alert");
    question.textContent = "";
    actions.append(
      button(yes, () => { question.remove(); if (what === "empty") say(form, NOTHING); tryToSend(form, { ...asked, [what]: true }); }),
      button("我再改改", () => { question.remove(); form.elements[field].focus(); }),
    );
    question.append(make("p", sentence), actions);
    form.querySelector(".send").before(question);
    actions.querySelector("button").focus();
  }

  function tryToSend(form, asked) {
    const { head } = form.elements;
    if (head && !head.value.trim()) return sayErrors(form, { head: ["请写是哪一户，写户主的姓名就行。"] });
    const doubt = doubtAbout(form, asked);
    if (doubt) askWhether(form, asked, doubt);
    else sendForm(form);
  }

  // What is asked about an opinion is asked once there is one.
  function look(form) {
    const heard = form.elements.heard.value.trim() !== "";
    const way = form.querySelector("[name=disposal]:checked");
    const atOnce = Boolean(way && ["explained", "outside"].includes(way.value));
    const asked = { topic: heard, disposal: heard, answer: (heard && atOnce) || form.elements.answer.value !== "" };
    for (const [name, shown] of Object.entries(asked)) form.querySelector(`[data-field="${name}"]`).hidden = !shown;
    form.querySelectorAll("[data-day]").forEach((tap) => {
      tap.setAttribute("aria-pressed", String(form.elements.visited_on.value === dayBefore(Number(tap.dataset.day))));
    });
  }

  function say(form, phrase, area = form.elements.production) {
    const before = area.value.replace(/[，。\s]+$/, "");
    area.value = before ? `${before}，${phrase}` : phrase;
  }

  function tap(form, element) {
    const { day, phrase } = element.dataset;
    if (day) form.elements.visited_on.value = dayBefore(Number(day));
    if (phrase) say(form, phrase, element.closest(".asked").querySelector("textarea"));
    look(form);
    keepDraft(form);
  }

  function prepare(form, how) {
    form.querySelectorAll(".taps, [data-offline]").forEach((element) => { element.hidden = false; });
    form.addEventListener("click", ({ target }) => {
      if (target.matches("[data-day], [data-phrase]")) tap(form, target);
      if (target.matches("[data-closes]")) location.hash = "";
      // The phone may end this page while its camera is open.
      if (target.type === "file") keepDraft(form);
    });
    form.addEventListener("input", () => { look(form); keepDraft(form); });
    form.addEventListener("change", async ({ target }) => {
      if (target.type === "file" && (await hemao.rest())) await hemao.photos.take(form, target);
      keepDraft(form);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      tryToSend(form, {});
    });
    if (Math.abs(openedAt - office) > HOURS_APART) {
      form.querySelector(".taps").after(make("p", "这部手机的时间不对，今天、昨天按办公室的日期算。", { className: "hint" }));
    }
    if (!form.querySelector(".errorlist")) form.elements.uuid.value = newNumber();
    if (isSheet) form.elements.visited_on.value = dayBefore(0);
    sayKept(form, how, null, BEFORE);
    restore(form);
    look(form);
  }

  // A card unfolds its form in place: where there is no network, no other page would come.

  const all = () => [...document.querySelectorAll(".visit-form")];

  function unfold() {
    for (const form of all()) if (form.id) form.hidden = `#${form.id}` !== location.hash;
    const open = all().find((form) => form.id && !form.hidden);
    if (!open) return;
    if (!hasWords(open) && !open.querySelector(".errorlist")) open.elements.visited_on.value = dayBefore(0);
    look(open);
    open.scrollIntoView({ block: "start" });
    open.querySelector(".taps button").focus({ preventScroll: true });
  }

  addEventListener("click", (event) => {
    const link = event.target.closest("[data-opens]");
    if (!link) return;
    event.preventDefault();
    if (location.hash === `#${link.dataset.opens}`) unfold();
    else location.hash = link.dataset.opens;
  });
  addEventListener("hashchange", unfold);

  // Which forms there are, the sheet knows only now.
  visits.setOffice = (time) => { office = time; };
  visits.prepareAll = (how) => {
    all().forEach((form) => prepare(form, how));
    unfold();
  };
  hemao.begun.then(visits.prepareAll);
})();
