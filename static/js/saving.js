// A form of the admin is sent when its boxes have their answers, with the token of the login of now.
//
// Whoever logs in anew in another window gets another CSRF token, and this page still has the old
// one: the server would refuse the form, and what was typed would be gone. Where nobody is logged
// in any more, or no server answers, the form stays and says so.
"use strict";

(() => {
  const { user, ticket, login } = document.currentScript.dataset;
  const PATIENCE_MS = 15000;
  const NOT_SAVED = "还没有保存，填的都还在。";
  const busy = new WeakSet();
  const ready = new WeakSet(); // what is sent next of these goes through

  // On window, so that it comes last: who else stops a form is asked before.
  addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !isGuarded(form, event) || ready.delete(form)) return;
    event.preventDefault();
    if (!busy.has(form)) send(form, event.submitter);
  });

  // A browser that cannot tell which button was pressed could not press it again.
  function isGuarded(form, event) {
    return "submitter" in event && form.requestSubmit && form.closest("#content") && form.elements.csrfmiddlewaretoken;
  }

  async function send(form, pressed) {
    busy.add(form);
    say(form, pressed, []);
    const isGoing = (await boxesAreDone(form, pressed)) && (await isRenewed(form, pressed));
    busy.delete(form);
    if (!isGoing) return;
    ready.add(form);
    form.requestSubmit(pressed);
  }

  // Each box that waits for an answer gives its promise: true where the form may go.
  async function boxesAreDone(form, pressed) {
    const waits = [];
    form.dispatchEvent(new CustomEvent("sending", { bubbles: true, detail: { waits } }));
    // On a phone the box is out of sight.
    if (waits.length) say(form, pressed, ["有一格正在找，选上以后接着保存。"]);
    const isDone = (await Promise.all(waits)).every(Boolean);
    say(form, pressed, []);
    return isDone;
  }

  async function isRenewed(form, pressed) {
    const { user: now, token } = await fetchTicket();
    if (now === user && token) {
      document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token; });
      return true;
    }
    say(form, pressed, whyNot(now, pressed ? pressed.value || pressed.textContent : "保存"));
    return false;
  }

  async function fetchTicket() {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
    try {
      const answer = await fetch(ticket, { redirect: "manual", cache: "no-store", credentials: "same-origin", signal: stop.signal });
      return await answer.json();
    } catch (error) {
      return {};
    } finally {
      clearTimeout(timer);
    }
  }

  function whyNot(now, label) {
    const again = `再按一次“${label}”。`;
    if (now === undefined) return [`没有连上服务器，${NOT_SAVED}请过一会儿${again}`];
    if (now === null) return [`登录已过期，${NOT_SAVED}请`, loginLink(), `，然后回到这里${again}`];
    return [`这一页打开以后换了账号登录，${NOT_SAVED}请用原来的账号`, loginLink(), `，然后回到这里${again}`];
  }

  function loginLink() {
    return Object.assign(document.createElement("a"), { href: login, target: "_blank", textContent: "另开一页登录" });
  }

  function say(form, pressed, words) {
    form.querySelectorAll(".not-sent").forEach((note) => note.remove());
    if (!words.length) return;
    const note = Object.assign(document.createElement("p"), { className: "errornote not-sent" });
    note.setAttribute("role", "alert");
    note.append(...words);
    const button = pressed && form.contains(pressed) ? pressed : form.querySelector("[type=submit]");
    (button.closest(".submit-row") || button).before(note);
    note.scrollIntoView({ block: "nearest" });
  }
})();
