// What a deputy types after a visit is kept in the phone until the office has it.
//
// Drafts and unsent visits lie in the page's plain storage under the user's own prefix, one key
// each, and in this page's memory for when the storage is taken away. A visit leaves the queue
// only when its own number comes back. Without this script the forms work as any form.
"use strict";

(() => {
  const me = document.body.dataset.user;
  if (!me) return;
  const OURS = "hemao:";
  const PREFIX = `${OURS}${me}:`;
  const DRAFT = "draft:";
  const UNSENT = "unsent:";
  const RETRY_MS = 30000;
  const PATIENCE_MS = 30000;
  const PHOTO_SIDE = 1600;
  const memory = new Map();

  // Storage. It may be full, forbidden, or emptied while the page is open.

  function put(key, value) {
    memory.set(key, value);
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify(value));
      return true;
    } catch (error) {
      return false;
    }
  }

  function stored(key) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + key));
    } catch (error) {
      return null;
    }
  }

  function get(key) {
    return stored(key) || memory.get(key) || null;
  }

  function drop(key) {
    memory.delete(key);
    try {
      localStorage.removeItem(PREFIX + key);
    } catch (error) {
      // What cannot be written cannot be left behind either.
    }
  }

  function storedKeys() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(OURS));
    } catch (error) {
      return [];
    }
  }

  function all(kind) {
    const keys = new Set([...memory.keys()].filter((key) => key.startsWith(kind)));
    for (const key of storedKeys()) {
      if (key.startsWith(PREFIX + kind)) keys.add(key.slice(PREFIX.length));
    }
    const rows = [...keys].map(get).filter(Boolean);
    return rows.sort((one, other) => one.at - other.at);
  }

  function forget() {
    memory.clear();
    for (const key of storedKeys()) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  }

  function othersWaiting() {
    return storedKeys().filter((key) => !key.startsWith(PREFIX) && key.includes(`:${UNSENT}`)).length;
  }

  addEventListener("storage", (event) => {
    // Sent or thrown away in another window. A storage emptied whole (no key) is written anew.
    if (event.key && event.key.startsWith(PREFIX) && event.newValue === null) {
      memory.delete(event.key.slice(PREFIX.length));
    }
    if (event.key === null) memory.forEach((value, key) => put(key, value));
    showUnsent();
  });

  // Old phones, and pages without TLS, have no crypto.randomUUID.
  function newNumber() {
    const bytes = new Uint8Array(16);
    if (window.crypto && crypto.getRandomValues) crypto.getRandomValues(bytes);
    else bytes.forEach((_, index) => { bytes[index] = Math.floor(Math.random() * 256); });
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  // The office's day: that of the page, and what has passed since. The phone's clock may be wrong.
  const openedAt = Date.now();
  const office = Date.parse(document.body.dataset.now) || openedAt;
  const DAY_MS = 86400000;
  const HOURS_APART = 3 * 3600000;
  const LONG_AGO = 60;

  function officeDay() {
    return new Date(office + Math.max(0, Date.now() - openedAt));
  }

  function dayBefore(days) {
    const day = officeDay();
    day.setDate(day.getDate() - days);
    const two = (number) => String(number).padStart(2, "0");
    return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  }

  function make(tag, text, fields) {
    const element = document.createElement(tag);
    element.textContent = text || "";
    return Object.assign(element, fields);
  }

  function button(label, action) {
    const element = make("button", label, { type: "button", className: "button" });
    element.addEventListener("click", action);
    return element;
  }

  // Sending.

  async function fetched(url, options) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
    try {
      const headers = { Accept: "application/json" };
      return await fetch(url, { redirect: "manual", cache: "no-store", credentials: "same-origin", signal: stop.signal, headers, ...options });
    } finally {
      clearTimeout(timer);
    }
  }

  function photoOf(entry) {
    const [head, data] = entry.photo.split(",");
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    return new Blob([bytes], { type: head.slice(5, head.indexOf(";")) });
  }

  function bodyOf(entry, token) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token);
    for (const [name, value] of entry.fields) body.append(name, value);
    if (entry.photo) body.append("photo", photoOf(entry), "photo.jpg");
    return body;
  }

  // What became of it; "away": nothing of ours answers, so no other need be tried.
  async function send(entry) {
    let state = "away";
    try {
      const ticket = await fetched("/ticket/");
      const { user, token } = await ticket.json();
      if (user === null) return { state: "login" };
      if (!token) return { state };
      if (user !== me) return { state: "other" };
      state = "later";
      return await outcome(entry, await fetched(entry.url, { method: "POST", body: bodyOf(entry, token) }));
    } catch (error) {
      return { state };
    }
  }

  // Ours is what names this visit and its deputy: whatever else answers, 404 or not, may be a portal,
  // a proxy, a server that is being changed.
  async function outcome(entry, answer) {
    if (answer.status === 413 && entry.photo) return { state: "heavy" };
    const said = await answer.json();
    if (said.visit !== entry.uuid) return { state: "later" };
    if (said.user !== me) return { state: "other" };
    if (said.gone) return { state: "ended" };
    if (said.errors) return { state: "refused", errors: said.errors };
    if (said.stored !== entry.uuid) return { state: "later" };
    if (said.differs) return { state: "differs" };
    drop(UNSENT + entry.uuid);
    return { state: "stored", url: said.url };
  }

  const WHY_NOT = {
    differs: "这次走访已经登记过，这里写的和登记的不一样。",
    ended: "这一户现在不由您联系，存不进去；请复制下来交给人大办公室。",
    heavy: "照片太大，请不带照片再存。",
  };
  let sending = false;
  let needsLogin = false;

  // Held until somebody says what to do. "gone" is not: an earlier script believed any 404.
  function isHeld(entry) {
    return entry.state === "refused" || entry.state in WHY_NOT;
  }

  async function sendAll() {
    if (sending) return;
    sending = true;
    let count = 0;
    try {
      for (const entry of all(UNSENT)) {
        if (isHeld(entry) || beingSaved.has(entry.uuid)) continue;
        const { state, errors } = await send(entry);
        needsLogin = state === "login";
        if (state === "stored") count += 1;
        if (state in WHY_NOT) keepWhy(entry, state, WHY_NOT[state]);
        if (state === "refused") keepWhy(entry, state, Object.values(errors).flat().join(""));
        if (["login", "other", "away"].includes(state)) break;
      }
    } finally {
      sending = false;
      showUnsent(count);
    }
  }

  function keepWhy(entry, state, why) {
    put(UNSENT + entry.uuid, { ...entry, state, why });
  }

  // What waits, above the page.

  const box = document.getElementById("unsent");

  function showUnsent(count) {
    const waiting = all(UNSENT).filter((entry) => !beingSaved.has(entry.uuid));
    const others = othersWaiting();
    const lines = [];
    if (count) lines.push(sentLine(count));
    if (waiting.length) lines.push(unsentLine(waiting), unsentList(waiting));
    if (others) lines.push(make("p", `这部手机里还有另一位代表没送出的${others}条，请他登录后送出。`));
    box.textContent = "";
    box.append(...lines);
    box.hidden = !lines.length;
  }

  // The cards still stand as they were before it went out.
  function sentLine(count) {
    const line = make("p", `已送出${count}条。`);
    line.append(make("a", "刷新本页", { href: location.pathname + location.search, className: "button" }));
    return line;
  }

  function unsentLine(waiting) {
    const held = waiting.every(isHeld);
    const line = make("p", held ? `有${waiting.length}条没送出，原因在下面。` : `还有${waiting.length}条没送出，打开本页时会再送。`);
    if (held) return line;
    if (needsLogin) {
      line.append("登录已过期，");
      const here = encodeURIComponent(location.pathname);
      line.append(make("a", "重新登录后就送出", { href: `/login/?next=${here}` }), "。");
    } else {
      line.append(button("现在就送", () => sendAll()));
    }
    return line;
  }

  function unsentList(waiting) {
    const details = make("details");
    details.append(make("summary", "看没送出的"));
    for (const entry of waiting) details.append(unsentRow(entry));
    details.open = waiting.some(isHeld);
    return details;
  }

  function unsentRow(entry) {
    const row = make("div", "", { className: "unsent-row" });
    row.append(make("p", entry.head + " " + valueOf(entry, "visited_on")));
    const actions = make("p", "", { className: "actions" });
    if (isHeld(entry)) {
      row.append(make("p", entry.why, { className: "why" }));
      actions.append(button("再试一次", () => sendAgain(entry, {})));
    }
    actions.append(button("复制文字", (event) => copy(textOf(entry), event.target)));
    if (entry.state === "differs") actions.append(button("作为另一次走访送出", () => sendAsAnother(entry)));
    if (["refused", "heavy"].includes(entry.state)) actions.append(button("打开修改", () => reopen(entry)));
    actions.append(button("删除", (event) => remove(entry, event.target)));
    row.append(actions);
    return row;
  }

  function valueOf(entry, name) {
    const found = entry.fields.find((field) => field[0] === name);
    return found ? found[1] : "";
  }

  function textOf(entry) {
    return ["走访登记（还没送出）", `联系户：${entry.head}`, ...entry.lines.map(([label, text]) => `${label}：${text}`)].join("\n");
  }

  function sendAgain(entry, changed) {
    put(UNSENT + (changed.uuid || entry.uuid), { ...entry, state: "", why: "", ...changed });
    sendAll();
  }

  function sendAsAnother(entry) {
    drop(UNSENT + entry.uuid);
    const uuid = newNumber();
    const fields = entry.fields.map(([name, value]) => [name, name === "uuid" ? uuid : value]);
    sendAgain(entry, { uuid, fields });
  }

  function reopen(entry) {
    put(DRAFT + entry.url, entry);
    drop(UNSENT + entry.uuid);
    location.assign(entry.url);
  }

  // Twice: what is deleted here is nowhere else.
  function remove(entry, pressed) {
    if (pressed.dataset.sure) {
      drop(UNSENT + entry.uuid);
      showUnsent();
    } else {
      pressed.dataset.sure = "1";
      pressed.textContent = "确定删除，不送了";
    }
  }

  // Pages without TLS have no clipboard: then the text is laid out and marked.
  async function copy(text, pressed) {
    const area = make("textarea", text, { readOnly: true, rows: 6, className: "copied" });
    area.setAttribute("aria-label", "没送出的走访文字");
    const place = pressed.closest(".actions");
    if (place.nextElementSibling && place.nextElementSibling.className === "copied") place.nextElementSibling.remove();
    place.after(area);
    area.select();
    let done = false;
    try {
      if (navigator.clipboard) {
        await navigator.clipboard.writeText(text);
        done = true;
      } else {
        done = document.execCommand("copy");
      }
    } catch (error) {
      done = false;
    }
    pressed.textContent = done ? "已复制" : "请长按下面的文字复制";
  }

  // The forms.

  const forms = [...document.querySelectorAll(".visit-form")];
  const beingSaved = new Set();

  function draftKey(form) {
    return DRAFT + form.getAttribute("action");
  }

  function fieldsOf(form) {
    return [...form.elements]
      .filter((element) => element.name && element.type !== "file" && element.name !== "csrfmiddlewaretoken")
      .filter((element) => !["radio", "checkbox"].includes(element.type) || element.checked)
      .map((element) => [element.name, element.value]);
  }

  function linesOf(form) {
    const lines = [];
    for (const asked of form.querySelectorAll(".asked")) {
      const label = asked.querySelector("legend, label").firstChild.textContent.trim();
      const chosen = [...asked.querySelectorAll(":checked")].map((element) =>
        element.tagName === "OPTION" ? (element.value && element.text) : element.closest("label").textContent.trim());
      const typed = [...asked.querySelectorAll("textarea, input[type=date]")].map((element) => element.value.trim());
      const text = [...chosen, ...typed].filter(Boolean).join("；");
      if (text) lines.push([label, text]);
    }
    return lines;
  }

  function entryOf(form) {
    const uuid = form.elements.uuid.value;
    const url = form.getAttribute("action");
    return { uuid, url, head: form.dataset.visit, fields: fieldsOf(form), lines: linesOf(form), at: Date.now() };
  }

  function hasWords(form) {
    return [...form.querySelectorAll("textarea")].some((area) => area.value.trim()) ||
      Boolean(form.querySelector("[name=told]:checked, [name=was_met][value='0']:checked"));
  }

  function keepDraft(form) {
    if (hasWords(form)) put(draftKey(form), entryOf(form));
    else drop(draftKey(form));
  }

  function fill(form, fields) {
    const given = new Map();
    for (const [name, value] of fields) given.set(name, [...(given.get(name) || []), value]);
    for (const element of form.elements) {
      const values = given.get(element.name);
      if (!element.name || element.type === "file" || element.name === "csrfmiddlewaretoken") continue;
      if (["radio", "checkbox"].includes(element.type)) element.checked = Boolean(values && values.includes(element.value));
      else if (values) element.value = values[0];
    }
    for (const fold of form.querySelectorAll("details")) {
      if ([...fold.querySelectorAll("textarea")].some((area) => area.value)) fold.open = true;
    }
    look(form);
  }

  function blank(form) {
    form.reset();
    form.elements.uuid.value = newNumber();
    form.elements.visited_on.value = dayBefore(0);
    drop(draftKey(form));
    sayErrors(form, {});
    look(form);
  }

  function restore(form) {
    const draft = get(draftKey(form));
    if (!draft || form.querySelector(".errorlist")) return;
    // The page ended while it was being sent: the queue has it, and sends it.
    if (get(UNSENT + draft.uuid)) return drop(draftKey(form));
    fill(form, draft.fields);
    const again = draft.photo ? "照片要重新选。" : "";
    const note = make("p", `这是上次没写完的，存在这部手机里。${again}`, { className: "message draft-note" });
    note.append(button("清空重填", () => { blank(form); note.remove(); }));
    form.prepend(note);
    if (form.id && !location.hash) location.hash = form.id;
  }

  function sayErrors(form, errors) {
    form.querySelectorAll(".errorlist.said, .form-error").forEach((element) => element.remove());
    form.querySelectorAll("[aria-invalid]").forEach((element) => element.removeAttribute("aria-invalid"));
    for (const [name, sentences] of Object.entries(errors)) {
      const asked = form.querySelector(`[data-field="${name}"]`);
      if (!asked) {
        form.prepend(make("p", sentences.join(""), { className: "form-error" }));
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
    if (first) (first.focus ? first : form).focus();
    if (first) first.scrollIntoView({ block: "center" });
  }

  async function shrunk(form) {
    const input = form.elements.photo;
    const file = input && input.files && input.files[0];
    if (!file) return "";
    try {
      const picture = await createImageBitmap(file);
      const scale = Math.min(1, PHOTO_SIDE / Math.max(picture.width, picture.height));
      const canvas = make("canvas", "", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL("image/jpeg", 0.8);
    } catch (error) {
      return readWhole(file);
    }
  }

  function readWhole(file) {
    return new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.onerror = () => resolve("");
      reader.readAsDataURL(file);
    });
  }

  async function save(form) {
    const entry = entryOf(form);
    beingSaved.add(entry.uuid);
    try {
      entry.photo = await shrunk(form);
      const key = UNSENT + entry.uuid;
      // A phone's storage is small: the words come before the picture, which memory still holds.
      if (!put(key, entry) && entry.photo) {
        put(key, { ...entry, photo: "" });
        memory.set(key, entry);
      }
      await settle(form, entry, await send(memory.get(key) || entry));
    } finally {
      beingSaved.delete(entry.uuid);
      showUnsent();
    }
  }

  function settle(form, entry, { state, url, errors }) {
    if (state === "stored") {
      drop(draftKey(form));
      location.assign(url);
    } else if (state === "refused") {
      drop(UNSENT + entry.uuid);
      put(draftKey(form), { ...entry, photo: "" });
      sayErrors(form, errors.photo ? withoutPhoto(form, errors) : errors);
    } else {
      needsLogin = state === "login";
      if (state in WHY_NOT) keepWhy(entry, state, WHY_NOT[state]);
      blank(form);
      if (form.id) location.hash = "";
      box.scrollIntoView({ block: "start" });
    }
  }

  // On a phone nothing takes a chosen file back; refused, it would be sent and refused for ever.
  function withoutPhoto(form, errors) {
    form.elements.photo.value = "";
    return { ...errors, photo: [...errors.photo, "这张照片已经去掉，别的都在：可以另选一张，或者直接保存。"] };
  }

  // What is asked about an opinion is asked once there is one.
  function askMore(form) {
    const heard = form.elements.heard.value.trim() !== "";
    const way = form.querySelector("[name=disposal]:checked");
    const atOnce = Boolean(way && ["explained", "outside"].includes(way.value));
    const asked = { topic: heard, disposal: heard, answer: (heard && atOnce) || form.elements.answer.value !== "" };
    for (const [name, shown] of Object.entries(asked)) form.querySelector(`[data-field="${name}"]`).hidden = !shown;
  }

  function look(form) {
    markDay(form);
    askMore(form);
  }

  function markDay(form) {
    form.querySelectorAll("[data-day]").forEach((tap) => {
      tap.setAttribute("aria-pressed", String(form.elements.visited_on.value === dayBefore(Number(tap.dataset.day))));
    });
  }

  function tap(form, pressed) {
    if (pressed.dataset.day) {
      form.elements.visited_on.value = dayBefore(Number(pressed.dataset.day));
      markDay(form);
    }
    if (pressed.dataset.phrase) {
      const area = pressed.closest(".asked").querySelector("textarea");
      const before = area.value.replace(/[，。\s]+$/, "");
      area.value = before ? `${before}，${pressed.dataset.phrase}` : pressed.dataset.phrase;
    }
    keepDraft(form);
  }

  // A form as it was opened is stored only where somebody says so: one slip of a thumb is no visit.

  function isUntouched(form) {
    return [...form.elements].every((element) => {
      if (!element.name || element.type === "hidden" || element.type === "submit") return true;
      if (["radio", "checkbox"].includes(element.type)) return element.checked === element.defaultChecked;
      if (element.name === "visited_on") return element.value === dayBefore(0);
      return element.type === "select-one" ? element.selectedIndex <= 0 : !element.value.trim();
    });
  }

  // Why a form may be a slip, and the button that says it is none; nothing where there is no doubt.
  function doubtAbout(form) {
    if (isUntouched(form)) return ["什么都没填。真的今天去过、见到了人吗？", "是，登记为今天走访", "production"];
    const visited = form.elements.visited_on.value;
    const isOld = Date.parse(dayBefore(0)) - Date.parse(visited) > LONG_AGO * DAY_MS;
    if (!isOld && visited.slice(0, 4) === dayBefore(0).slice(0, 4)) return null;
    const [year, month, day] = visited.split("-").map(Number);
    return year ? [`走访日期是${year}年${month}月${day}日，对吗？`, "对，就是这一天", "visited_on"] : null;
  }

  function askWhether(form, [sentence, yes, field]) {
    const question = form.querySelector(".sure") || make("div", "", { className: "sure" });
    const actions = make("p", "", { className: "actions" });
    question.setAttribute("role", "alert");
    question.textContent = "";
    actions.append(
      button(yes, () => { question.remove(); sendForm(form); }),
      button("我再改改", () => { question.remove(); form.elements[field].focus(); }),
    );
    question.append(make("p", sentence), actions);
    form.querySelector(".send").before(question);
    actions.querySelector("button").focus();
  }

  function sendForm(form) {
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    const send = form.querySelector(".send [type=submit]");
    const label = send.textContent;
    send.textContent = "正在保存…";
    save(form).finally(() => { delete form.dataset.busy; send.textContent = label; });
  }

  for (const form of forms) {
    form.querySelectorAll(".taps, [data-offline]").forEach((element) => { element.hidden = false; });
    form.addEventListener("click", (event) => {
      if (event.target.matches("[data-day], [data-phrase]")) tap(form, event.target);
      if (event.target.matches("[data-closes]")) location.hash = "";
      // The phone may end this page while its camera is open.
      if (event.target.type === "file") keepDraft(form);
    });
    form.addEventListener("input", () => { look(form); keepDraft(form); });
    form.addEventListener("change", () => keepDraft(form));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const doubt = doubtAbout(form);
      if (doubt) askWhether(form, doubt);
      else sendForm(form);
    });
    if (Math.abs(openedAt - office) > HOURS_APART) {
      form.querySelector(".taps").after(make("p", "这部手机的时间不对，今天、昨天按办公室的日期算。", { className: "hint" }));
    }
    if (!form.querySelector(".errorlist")) form.elements.uuid.value = newNumber();
    restore(form);
    look(form);
  }

  // A card unfolds its form in place: where there is no network, no other page would come.

  function unfold() {
    for (const form of forms) if (form.id) form.hidden = `#${form.id}` !== location.hash;
    const open = forms.find((form) => form.id && !form.hidden);
    if (!open) return;
    if (!hasWords(open) && !open.querySelector(".errorlist")) open.elements.visited_on.value = dayBefore(0);
    markDay(open);
    open.scrollIntoView({ block: "start" });
    open.querySelector(".taps button").focus({ preventScroll: true });
  }

  for (const link of document.querySelectorAll("[data-opens]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      if (location.hash === `#${link.dataset.opens}`) unfold();
      else location.hash = link.dataset.opens;
    });
  }
  addEventListener("hashchange", unfold);

  // Who leaves this phone to somebody else leaves nothing behind.

  function leaving(form, kept) {
    const line = make("p", `还有${kept.length}条没送出或没写完。退出会把它们从这部手机清除。`, { className: "why" });
    const actions = make("p", "", { className: "actions" });
    actions.append(
      button("先送出", () => sendAll()),
      button("复制文字", (event) => copy(kept.map(textOf).join("\n\n"), event.target)),
      button("清除并退出", () => { forget(); form.submit(); }),
    );
    box.textContent = "";
    box.append(line, actions);
    box.hidden = false;
    box.scrollIntoView({ block: "start" });
    actions.querySelector("button").focus();
  }

  for (const form of document.querySelectorAll("[data-leaves]")) {
    form.addEventListener("submit", (event) => {
      const kept = [...all(UNSENT), ...all(DRAFT)];
      if (!kept.length) return forget();
      event.preventDefault();
      leaving(form, kept);
    });
  }

  addEventListener("online", sendAll);
  addEventListener("pageshow", (event) => { if (event.persisted) sendAll(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sendAll(); });
  setInterval(() => { if (all(UNSENT).length) sendAll(); }, RETRY_MS);
  unfold();
  showUnsent();
  if (all(UNSENT).length) sendAll();
})();
