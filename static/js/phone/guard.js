// A tap that cannot succeed does not take the page away: pages of ours are not kept by any browser, and
// going back would ask the network again. And the sheet that opens without a network is fetched.
"use strict";

(() => {
  const hemao = window.hemao;
  const { forms: { make } } = hemao;
  const PROBE_MS = 5000;
  const DAY_MS = 86400000;
  const SHEET = "/sheet/";
  const isSheet = "sheet" in document.body.dataset;
  const worker = navigator.serviceWorker;

  // Whether the office answers now; a worker that catches a page that fails makes asking needless.
  async function isReachable() {
    if (!navigator.onLine) return false;
    if (worker && worker.controller && !isSheet) return true;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PROBE_MS);
    try {
      return (await fetch("/healthz", { cache: "no-store", signal: stop.signal })).status < 500;
    } catch (error) {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  const STAY = "现在没有网络，先不要离开这一页，不然要等有了网络才打得开。";
  const NOT_SENT = "现在没有网络，没有送出；写的已存在手机里，有网络时再按一次。";

  function sayStay(sentence = STAY) {
    const said = document.querySelector(".stay") || make("div", "", { className: "stay" });
    said.setAttribute("role", "alert");
    said.textContent = "";
    const close = make("button", "知道了", { type: "button", className: "button" });
    close.addEventListener("click", () => said.remove());
    const actions = make("p", "", { className: "actions" });
    actions.append(close);
    if (!isSheet) actions.append(make("a", "去登记走访", { href: SHEET, className: "button primary" }));
    said.append(make("p", sentence), actions);
    document.body.append(said);
    close.focus();
  }

  function isAway(link) {
    const url = new URL(link.href, location.href);
    const isHere = url.pathname === location.pathname && url.search === location.search && url.hash;
    return url.origin === location.origin && url.pathname !== SHEET && !isHere && !link.target;
  }

  addEventListener("click", async (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || !isAway(link)) return;
    event.preventDefault();
    if (await isReachable()) location.assign(link.href);
    else sayStay();
  });

  // Old browsers forget which button was pressed.
  function sendAsPressed(form, pressed) {
    if (form.requestSubmit) return form.requestSubmit(pressed);
    if (pressed && pressed.name) form.append(make("input", "", { type: "hidden", name: pressed.name, value: pressed.value }));
    return form.submit();
  }

  function isKept(form) {
    const key = hemao.mine(`draft:${location.pathname}${location.search}`);
    return "keeps" in form.dataset && hemao.keeper.get(key) && hemao.keeper.how(key) !== "none";
  }

  // A form is sent where it can arrive; what was typed stays before the eyes where not.
  addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.dataset.goes) return;
    event.preventDefault();
    if (!(await isReachable())) return sayStay(isKept(form) ? NOT_SENT : STAY);
    // While the event is still under way, as it is where nothing had to be asked, a browser sends nothing.
    await new Promise((resolve) => setTimeout(resolve));
    form.dataset.goes = "1";
    sendAsPressed(form, event.submitter);
    delete form.dataset.goes;
  });

  // Once a day, and with it the worker, where the browser has one. Neither holds a name.
  async function fetchSheet() {
    const last = hemao.keeper.get(":sheet");
    if (isSheet || (last && Math.abs(Date.now() - last.at) < DAY_MS)) return;
    try {
      const sheet = await fetch(SHEET, { cache: "no-cache" });
      if (sheet.ok) await hemao.keeper.put(":sheet", { at: Date.now() });
      if (worker) await worker.register("/sheet/worker.js", { scope: "/" });
    } catch (error) {
      // Without a network it is tried with the next page.
    }
  }

  hemao.guard = { isReachable, sayStay };
  hemao.whole.then(fetchSheet);
})();
