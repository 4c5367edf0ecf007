// The catalogue beside the editor: its answers come while one types, and what is clicked is written
// at the cursor. Without this script the box opens a page of its own, to copy from.
(() => {
  "use strict";
  const PAUSE = 250; // milliseconds of not typing before the search follows
  const box = document.getElementById("find");
  const form = box.form;
  const text = document.querySelector(".writing").elements.text;
  const list = document.querySelector(".catalogue-list");
  let timer = null;
  let asked = null; // the search that the results on the page, or on their way, are of
  let answer = Promise.resolve();

  // Words to copy become buttons: those of a button that does nothing cannot be copied.
  function made(code) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button insert";
    button.dataset.words = code.textContent;
    code.replaceWith(button);
    button.append(code);
  }

  async function fetched(typed) {
    const answered = await fetch(`${form.action}?${new URLSearchParams({ find: typed })}`, { redirect: "error" });
    if (!answered.ok) return null;
    const page = new DOMParser().parseFromString(await answered.text(), "text/html");
    return page.getElementById("found");
  }

  async function show(typed) {
    let found = null;
    try {
      found = typed ? await fetched(typed) : document.createElement("div");
    } catch {
      // No network: the catalogue below is all here.
    }
    if (typed !== asked || found === null) return;
    document.getElementById("found").replaceChildren(...found.childNodes);
    document.querySelectorAll("#found .ways code").forEach(made);
    list.hidden = Boolean(typed) && document.querySelector("#found .insert") !== null;
  }

  function search() {
    clearTimeout(timer);
    const typed = box.value.trim();
    if (typed === asked) return answer;
    asked = typed;
    answer = show(typed);
    return answer;
  }

  function insert(words) {
    text.focus();
    // The old command, because what it inserts can be undone; setRangeText forgets what was typed.
    if (document.execCommand("insertText", false, words)) return;
    text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await search();
    const first = document.querySelector("#found .insert");
    if (first && box.value.trim() === asked) insert(first.dataset.words);
  });
  document.querySelector(".numbers").addEventListener("click", (event) => {
    const button = event.target.closest(".insert");
    const link = event.target.closest("[data-find]");
    if (button) insert(button.dataset.words);
    if (!link) return;
    event.preventDefault();
    box.value = link.dataset.find;
    box.focus();
    search();
  });
  for (const button of list.querySelectorAll(".insert")) button.disabled = false;
})();
