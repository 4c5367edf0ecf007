// What a phone keeps until the office has it: each thing under its user's number, once in IndexedDB,
// where what is written survives a phone that is switched off, and once more, as a second copy, in
// the page's plain storage, which is written to disk seconds later. Without this script every form
// works as any form.
"use strict";

(() => {
  const BASE = "hemao";
  const COPY = "hemao:"; // before the keys of the second copy, as of the only one of earlier scripts
  const HANGS_MS = 8000; // some phones' IndexedDB never answers
  const OPENS_MS = 3000;
  const MONTH_MS = 30 * 86400000;
  const CANARY = ":canary";
  const hemao = (window.hemao = {});

  // The whole store by key ("7:unsent:…"), as this window knows it.
  const memory = new Map();
  const howKept = new Map(); // where it is not safe
  const listeners = [];
  let base = null;
  let newest = 0;

  // A later change has a higher number, also where the phone's clock is set back.
  function nextChange() {
    newest = Math.max(Date.now(), newest + 1);
    return newest;
  }

  function changeOf(row) {
    return row ? row.change || row.at || 0 : -1;
  }

  function inTime(work, otherwise, patience = HANGS_MS) {
    return new Promise((resolve) => {
      setTimeout(() => resolve(otherwise), patience);
      try {
        work(resolve);
      } catch (error) {
        resolve(otherwise);
      }
    });
  }

  function open() {
    return inTime((resolve) => {
      const asked = indexedDB.open(BASE, 1);
      asked.onupgradeneeded = () => ["kept", "pictures"].forEach((name) => asked.result.createObjectStore(name));
      asked.onerror = () => resolve(null);
      asked.onsuccess = () => {
        asked.result.onversionchange = () => asked.result.close();
        asked.result.onclose = revive;
        resolve(asked.result);
      };
    }, null, OPENS_MS);
  }

  // The browser has thrown the base away under this page: what the page still knows is written anew.
  async function revive() {
    base = await open();
    for (const [key, row] of memory) write("kept", key, row);
  }

  // True once it lies on the disk.
  function write(store, key, row) {
    return inTime((resolve) => {
      const deal = base.transaction(store, "readwrite", { durability: "strict" });
      deal.oncomplete = () => resolve(true);
      deal.onabort = deal.onerror = () => resolve(false);
      if (row === undefined) deal.objectStore(store).delete(key);
      else deal.objectStore(store).put(row, key);
    }, false);
  }

  function readAll() {
    return inTime((resolve) => {
      const rows = new Map();
      const cursor = base.transaction("kept").objectStore("kept").openCursor();
      cursor.onerror = () => resolve(rows);
      cursor.onsuccess = ({ target: { result } }) => {
        if (!result) return resolve(rows);
        rows.set(result.key, result.value);
        result.continue();
      };
    }, new Map());
  }

  function copy(key, row) {
    try {
      if (row) localStorage.setItem(COPY + key, JSON.stringify(row));
      else localStorage.removeItem(COPY + key);
      return true;
    } catch (error) {
      return false;
    }
  }

  function copies() {
    const rows = new Map();
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(COPY)) rows.set(key.slice(COPY.length), parsed(localStorage.getItem(key)));
      }
    } catch (error) {
      // A storage that is forbidden holds nothing.
    }
    return rows;
  }

  function parsed(text) {
    try {
      return JSON.parse(text);
    } catch (error) {
      return null;
    }
  }

  // What only the copy has was kept by an earlier script, or is newer: it is taken over first. What
  // is known to be over stays so, although its copy is still there.
  async function load() {
    base = await open();
    const rows = await readAll();
    const taken = [];
    for (const [key, row] of copies()) {
      if (!row || changeOf(row) <= changeOf(rows.get(key))) continue;
      rows.set(key, row);
      taken.push(key);
    }
    for (const [key, row] of rows) {
      newest = Math.max(newest, changeOf(row));
      if (row.over) tidy(key, row);
      else if (!memory.has(key)) memory.set(key, row);
    }
    for (const key of taken) await takeOver(key, memory.get(key));
    if (await write("kept", CANARY, { over: true, change: Date.now() })) return "safe";
    return copy(CANARY, { at: 0 }) && copy(CANARY, null) ? "weak" : "none";
  }

  function tidy(key, row) {
    copy(key, null);
    if (Date.now() - row.change > MONTH_MS) write("kept", key);
  }

  // Earlier scripts kept a photo as text within its visit.
  async function takeOver(key, row) {
    if (!row) return;
    const { photo, ...words } = row;
    if (photo && (await write("pictures", row.uuid, bytesOf(photo)))) await put(key, { ...words, picture: true });
    else await write("kept", key, row);
  }

  function bytesOf(photo) {
    return Uint8Array.from(atob(photo.split(",")[1]), (letter) => letter.charCodeAt(0)).buffer;
  }

  // How it is kept now: "safe" on the disk; "weak" in the copy alone, which takes some seconds to get
  // there; "none" in this window only.
  async function put(key, value) {
    const row = { ...value, change: nextChange() };
    memory.set(key, row);
    const copied = copy(key, row);
    const safe = base ? await write("kept", key, row) : false;
    const how = safe ? "safe" : copied ? "weak" : "none";
    howKept.set(key, how);
    tell();
    return how;
  }

  async function drop(key) {
    memory.delete(key);
    copy(key, null);
    tell();
    await write("kept", key, { over: true, change: nextChange() });
  }

  function all(beginning) {
    const keys = [...memory.keys()].filter((key) => key.startsWith(beginning));
    return keys.map((key) => memory.get(key)).sort((one, other) => one.at - other.at);
  }

  async function dropAll(beginning) {
    const keys = [...memory.keys()].filter((key) => key.startsWith(beginning));
    for (const key of keys) {
      const { uuid } = memory.get(key);
      if (uuid) await dropPicture(uuid);
      await drop(key);
    }
  }

  // Pictures lie in the base alone, by the number of their visit: the copy is too small for them.

  function keepPicture(uuid, bytes) {
    return write("pictures", uuid, bytes);
  }

  function picture(uuid) {
    return inTime((resolve) => {
      const asked = base.transaction("pictures").objectStore("pictures").get(uuid);
      asked.onsuccess = () => resolve(asked.result || null);
      asked.onerror = () => resolve(null);
    }, null);
  }

  function dropPicture(uuid) {
    return write("pictures", uuid);
  }

  function tell() {
    for (const listener of listeners) listener();
  }

  addEventListener("storage", (event) => {
    // Kept, sent or thrown away in another window. A storage emptied whole (no key) is copied anew.
    if (event.key === null) memory.forEach((row, key) => copy(key, row));
    if (!event.key || !event.key.startsWith(COPY)) return;
    const key = event.key.slice(COPY.length);
    const row = parsed(event.newValue);
    if (row) memory.set(key, row);
    else memory.delete(key);
    tell();
  });

  hemao.keeper = {
    put, drop, dropAll, all, keepPicture, picture, dropPicture,
    get: (key) => memory.get(key) || null,
    how: (key) => howKept.get(key) || "safe",
    keys: () => [...memory.keys()],
    listen: (listener) => listeners.push(listener),
  };

  // Whose it is: the user of the page; on the nameless sheet whoever used this phone last, or nobody.
  // `hemao.begun` is done when the store is read, with how things are kept here.
  const { user, later = "" } = document.body.dataset;
  hemao.mine = (key) => `${hemao.me}:${key}`;
  hemao.saving = new Set(); // the numbers of visits whose form sees to them
  hemao.begun = load().then((how) => {
    hemao.me = user || (memory.get(":last") || {}).user || "";
    return how;
  });

  // The rest of the scripts comes when nothing else is on its way, and again where it has not come.
  let isWhole = null;
  let coming = null;
  let hasCome = !later;
  hemao.whole = Promise.all([hemao.begun, new Promise((resolve) => { isWhole = resolve; })]);

  function fetchRest() {
    return new Promise((resolve) => {
      const script = Object.assign(document.createElement("script"), { src: later });
      script.onload = () => resolve(true);
      script.onerror = () => resolve(script.remove());
      document.head.append(script);
    });
  }

  // True when it has come. On a line that is slow nobody waits for it any longer.
  hemao.rest = () => inTime((resolve) => fetchOnce().then(resolve), false, HANGS_MS);

  async function fetchOnce() {
    coming = coming || (hasCome ? Promise.resolve(true) : fetchRest());
    hasCome = Boolean(await coming);
    coming = null;
    if (hasCome) isWhole();
    return hasCome;
  }

  addEventListener("load", () => (window.requestIdleCallback || setTimeout)(hemao.rest));
  addEventListener("online", hemao.rest);

  // What forms share.

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

  function isTyped(element) {
    return element.name && !["file", "submit", "password"].includes(element.type) && element.name !== "csrfmiddlewaretoken";
  }

  function isTick(element) {
    return ["radio", "checkbox"].includes(element.type);
  }

  function fieldsOf(form) {
    const typed = [...form.elements].filter(isTyped);
    return typed.filter((element) => !isTick(element) || element.checked).map((element) => [element.name, element.value]);
  }

  function fill(form, fields) {
    const given = new Map();
    for (const [name, value] of fields) given.set(name, [...(given.get(name) || []), value]);
    for (const element of [...form.elements].filter(isTyped)) {
      const values = given.get(element.name);
      if (isTick(element)) element.checked = Boolean(values && values.includes(element.value));
      else if (values) element.value = values[0];
    }
    for (const fold of form.querySelectorAll("details")) {
      if ([...fold.querySelectorAll("textarea")].some((area) => area.value)) fold.open = true;
    }
  }

  function linesOf(form) {
    const lines = [];
    for (const asked of form.querySelectorAll(".asked, .field")) {
      if (asked.parentElement.closest(".asked")) continue;
      const name = asked.querySelector("legend, label");
      const chosen = [...asked.querySelectorAll(":checked")].map((element) =>
        element.tagName === "OPTION" ? (element.value && element.text) : element.closest("label").textContent.trim());
      const typed = [...asked.querySelectorAll("textarea, input:not([type=radio]):not([type=checkbox]):not([type=file])")];
      const text = [...chosen, ...typed.map((element) => element.value.trim())].filter(Boolean).join("；");
      if (name && text) lines.push([name.firstChild.textContent.trim(), text]);
    }
    return lines;
  }

  function textOf({ title = "走访登记", head, where, lines }) {
    const home = [head, where].filter(Boolean).join("，");
    return [`${title}（还没送出）`, ...(home ? [`联系户：${home}`] : []), ...lines.map(([label, text]) => `${label}：${text}`)].join("\n");
  }

  // Pages without TLS have no clipboard: then the text is laid out and marked.
  async function copyText(text, pressed) {
    const area = make("textarea", text, { readOnly: true, rows: 6, className: "copied" });
    area.setAttribute("aria-label", "没送出的文字");
    const place = pressed.closest(".actions");
    if (place.nextElementSibling && place.nextElementSibling.className === "copied") place.nextElementSibling.remove();
    place.after(area);
    area.select();
    let done = false;
    try {
      if (navigator.clipboard) done = await navigator.clipboard.writeText(text).then(() => true);
      else done = document.execCommand("copy");
    } catch (error) {
      done = false;
    }
    pressed.textContent = done ? "已复制" : "请长按下面的文字复制";
  }

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

  // How what is typed in `form` is kept now, in words beside its buttons; where it is not, the copy
  // stands open. Before anything is typed only what is wrong is said.
  const KEPT = {
    safe: "写的已存在手机里。",
    weak: "正在存进手机，十秒以内先不要关掉这一页。",
    none: "没能存进手机，关了这一页就没有了，请现在复制。",
  };
  const BEFORE = {
    weak: "这部手机存得慢：写完以后，十秒以内先不要关掉这一页。",
    none: "这部手机现在存不住写的内容（可能空间满了，或者是无痕浏览）。有网络再写，或者写完马上复制。",
  };
  const WEAK_MS = 10000;

  function sayKept(form, how, textOf, words = KEPT) {
    const line = form.querySelector(".kept") || make("div", "", { className: "kept" });
    line.setAttribute("role", "status");
    clearTimeout(line.wait);
    if (line.dataset.how === how && words === KEPT && how === "none") return; // the copy stands open
    line.dataset.how = how;
    line.textContent = "";
    if (words[how]) line.append(make("p", words[how]));
    if (how === "none" && words === KEPT) {
      const actions = make("p", "", { className: "actions" });
      actions.append(button("复制文字", (event) => copyText(textOf(), event.target)));
      line.append(actions);
    }
    if (how === "weak" && words === KEPT) line.wait = setTimeout(() => { line.firstChild.textContent = KEPT.safe; }, WEAK_MS);
    (form.querySelector(".send") || form.lastElementChild).before(line);
  }

  // The draft of `form` as `entryOf` gives it, or none where it gives none; one write at a time.
  // `form.keeping` is done when the one that is under way is.
  async function keepDraft(form, key, entryOf) {
    form.again = true;
    if (form.keeping) return;
    while (form.again && !form.dataset.busy) {
      form.again = false;
      const entry = entryOf(form);
      form.keeping = entry ? put(key, entry) : drop(key);
      const how = await form.keeping;
      if (entry && !form.dataset.busy) sayKept(form, how, () => textOf(entryOf(form)));
    }
    form.keeping = null;
  }

  function sayDraft(form, sentence, action) {
    const note = make("p", sentence, { className: "message draft-note" });
    note.append(action);
    form.prepend(note);
  }

  hemao.forms = {
    make, button, fieldsOf, fill, linesOf, textOf, copyText, newNumber, sayKept, keepDraft, sayDraft, BEFORE,
  };
})();
