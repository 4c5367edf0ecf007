// The editor: a live rendering, and a catalogue that writes placeholders at the cursor.
// Without this script the page still saves, and lists every placeholder to copy.
"use strict";

const form = document.querySelector(".writing");
const text = form.elements.text;
const preview = document.getElementById("preview");
const PAUSE = 400; // milliseconds of not typing before the rendering follows
let timer = null;
let sent = 0;
let isSaved = true;

async function render() {
  const mine = ++sent;
  preview.classList.add("waiting");
  try {
    const answer = await fetch(form.dataset.preview, {
      method: "POST", body: new FormData(form), redirect: "error",
    });
    const html = answer.ok ? await answer.text() : null;
    if (mine === sent && html !== null) preview.innerHTML = html;
  } catch {
    // No network: what was rendered last stays, and saving will say so.
  }
  if (mine === sent) preview.classList.remove("waiting");
}

form.addEventListener("input", () => {
  isSaved = false;
  clearTimeout(timer);
  timer = setTimeout(render, PAUSE);
});
form.addEventListener("submit", () => { isSaved = true; });
addEventListener("beforeunload", (event) => { if (!isSaved) event.preventDefault(); });

// The records behind a number open beside the editor, not in its place.
preview.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link) return;
  event.preventDefault();
  open(link.href, "_blank", "noopener");
});

// The catalogue.
const find = document.getElementById("find");
const word = document.getElementById("word");
const style = document.getElementById("style");
const rows = [...document.querySelectorAll(".catalogue-list li")];
const groups = [...document.querySelectorAll(".catalogue-list .group")];

document.querySelector(".finding").hidden = false;
for (const button of document.querySelectorAll(".insert")) button.disabled = false;

find.addEventListener("input", () => {
  const wanted = find.value.replace(/\s/g, "").toLowerCase();
  for (const row of rows) row.hidden = !row.dataset.keys.includes(wanted);
  for (const group of groups) {
    const found = group.querySelector("li:not([hidden])") !== null;
    group.hidden = !found;
    group.open = Boolean(wanted) && found;
  }
  document.querySelector(".none").hidden = rows.some((row) => !row.hidden);
});
find.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  rows.find((row) => !row.hidden)?.querySelector(".insert").click();
});

function placeholder(row) {
  if (!row.dataset.styles && !row.querySelector(".value")) return `{${row.dataset.name}}`;
  const member = row.querySelector(".member")?.value.trim() ?? "";
  const fits = row.dataset.styles.split("|").includes(style.value);
  const isListed = style.value !== "明细" || (row.querySelector(".member") && !member);
  const asWhat = fits && isListed ? `|${style.value}` : "";
  return `{${word.value}${row.dataset.name}${member && `（${member}）`}${asWhat}}`;
}

document.querySelector(".catalogue-list").addEventListener("click", (event) => {
  const button = event.target.closest(".insert");
  if (!button) return;
  const words = placeholder(button.closest("li"));
  text.focus();
  // The old command, because what it inserts can be undone; setRangeText forgets what was typed.
  if (document.execCommand("insertText", false, words)) return;
  text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
});
