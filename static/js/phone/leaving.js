// Who leaves this phone to somebody else leaves nothing behind.
"use strict";

(() => {
  const hemao = window.hemao;
  const { keeper, forms: { make, button, copyText, textOf } } = hemao;
  const box = document.getElementById("unsent");
  const kept = () => [...keeper.all(hemao.mine("unsent:")), ...keeper.all(hemao.mine("draft:"))];

  async function forget() {
    await keeper.dropAll(hemao.mine(""));
    await keeper.drop(":last");
  }

  function ask(form) {
    const line = make("p", `还有${kept().length}条没送出或没写完。退出会把它们从这部手机清除。`, { className: "why" });
    const actions = make("p", "", { className: "actions" });
    actions.append(
      button("先送出", () => { delete box.dataset.asks; hemao.rest().then(() => hemao.queue.sendAll()); }),
      button("复制文字", (event) => copyText(kept().map(textOf).join("\n\n"), event.target)),
      button("清除并退出", async () => { await forget(); form.submit(); }),
    );
    box.textContent = "";
    box.append(line, actions);
    box.dataset.asks = "1"; // what is tried again meanwhile puts nothing in its place
    box.hidden = false;
    box.scrollIntoView({ block: "start" });
    actions.querySelector("button").focus();
  }

  for (const form of document.querySelectorAll("[data-leaves]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await hemao.begun;
      if ((await hemao.rest()) && !(await hemao.guard.isReachable())) return hemao.guard.sayStay();
      if (kept().length) return ask(form);
      await forget();
      form.submit();
    });
  }
})();
