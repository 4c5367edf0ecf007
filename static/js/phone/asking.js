// One question to the office, and whether it was ours that answered. A line that is slow is waited
// for as long as anything moves on it.
"use strict";

(() => {
  const hemao = window.hemao;
  const STALLED_MS = 30000;
  const SPEAKS = 1; // as hemao.views.PHONE_SPEAKS; a sheet that was kept long may speak an older way

  // {status, said}: said is the answer's JSON, {} for anything else. Throws where nothing came.
  function ask(method, url, body) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      let timer = null;
      const moved = () => {
        clearTimeout(timer);
        timer = setTimeout(() => request.abort(), STALLED_MS);
      };
      request.open(method, url);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("Cache-Control", "no-store");
      request.onprogress = request.upload.onprogress = moved;
      request.onload = () => resolve({ status: request.status, said: parsed(request.responseText) });
      request.onerror = request.onabort = () => reject(new Error("away"));
      request.onloadend = () => clearTimeout(timer);
      moved();
      request.send(body);
    });
  }

  function parsed(text) {
    try {
      return JSON.parse(text) || {};
    } catch (error) {
      return {};
    }
  }

  // Who the office takes this phone for: {token}, or {state, why} that forbids to send anything.
  async function ticket() {
    let answer = null;
    try {
      answer = await ask("GET", "/ticket/");
    } catch (error) {
      return { state: "away", why: "现在没有网络，或者网络太慢。" };
    }
    const { user, token, speaks = SPEAKS } = answer.said;
    if (user === undefined) return { state: "away", why: "连上了网，可是办公室的系统没有回答（也许要先登录WiFi）。" };
    if (speaks > SPEAKS) return { state: "away", why: "这一页是旧的，送不了。写的都还在：请在有网络时打开“联系户”，从那里送出。" };
    if (user === null) await hemao.names.forget();
    if (user === null) return { state: "login", why: "登录已过期，重新登录后就送出。" };
    if (user !== hemao.me) return { state: "other", why: "现在登录的是另一位代表，请原来那位登录后送出。" };
    await hemao.names.seen();
    return { token };
  }

  hemao.asking = { ask, ticket };
})();
