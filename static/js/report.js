// A number of the report opens its records beside the text. Without this script, it is a plain link.
"use strict";

const layout = document.querySelector(".report-layout");
const aside = layout.querySelector(".opened");
let open = null;

function close() {
  if (!open) return;
  open.classList.remove("open");
  open.focus({ preventScroll: true });
  open = null;
  aside.hidden = true;
  layout.classList.add("unopened");
}

function show(link, html) {
  if (open) open.classList.remove("open");
  open = link;
  link.classList.add("open");
  aside.innerHTML = html;
  aside.hidden = false;
  aside.scrollTop = 0;
  layout.classList.remove("unopened");
  // On a phone the records cover the lower half: the number that was tapped stays above them.
  const box = link.getBoundingClientRect();
  if (box.bottom > innerHeight * 0.45 && getComputedStyle(aside).position === "sticky" && innerWidth < 1160) {
    scrollBy(0, box.top - innerHeight * 0.25);
  }
}

async function card(link) {
  const url = new URL(link.href);
  url.pathname += "card/";
  const answer = await fetch(url, { redirect: "error" });
  if (!answer.ok) throw new Error(answer.status);
  return answer.text();
}

layout.addEventListener("click", async (event) => {
  if (event.target.closest(".opened button")) return close();
  const link = event.target.closest(".sheet a.figure");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (link === open) return close();
  try {
    show(link, await card(link));
  } catch {
    location.href = link.href;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
