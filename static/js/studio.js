// The editor: a live rendering. Without this script the page still saves.
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
