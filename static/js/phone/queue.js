// What waits to be sent: each visit on its own, its words first and its picture after them. It ends
// only with our own answer that names it.
"use strict";

(() => {
  const hemao = window.hemao;
  const { keeper, asking } = hemao;
  const PAUSES_MS = [30000, 120000, 600000]; // after the first, the second and every later failure
  const PIECE = 98304; // bytes of a picture that go at once
  const FIRST_PIECE = 1024; // asks how much of it is there already
  const HELD = ["refused", "differs", "ended", "photo"];
  const LATER = "办公室的系统现在没有收下，稍后再送。";

  const waiting = () => keeper.all(hemao.mine("unsent:"));
  const keyOf = (entry) => hemao.mine(`unsent:${entry.uuid}`);
  // Held until somebody says what to do. "gone" and "heavy" are not: earlier scripts believed anybody.
  const isHeld = (entry) => HELD.includes(entry.state);

  let isSending = false;
  let failures = 0;
  let timer = null;
  // Why it waits, for the eye: not kept, it is asked anew with each page.
  const why = new Map();

  function bodyOf(entry, token) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token);
    for (const [name, value] of entry.fields) body.append(name, value);
    return body;
  }

  // Ours is what names this visit and its deputy: whatever else answers, 404 or not, may be a portal,
  // a proxy, a server that is being changed.
  function isOurs(entry, { said }) {
    return said.visit === entry.uuid && said.user === hemao.me;
  }

  async function sendWords(entry, token) {
    const answer = await asking.ask("POST", entry.url, bodyOf(entry, token));
    const { said, status } = answer;
    if (said.visit === entry.uuid && said.user !== hemao.me) return { state: "other", why: "现在登录的是另一位代表。" };
    if (!isOurs(entry, answer)) return { state: "later", why: `${LATER}（${status}）` };
    if (said.gone) return { state: "ended", why: "这一户现在不由您联系，存不进去；请复制下来交给人大办公室。" };
    if (said.errors) return { state: "refused", errors: said.errors, why: Object.values(said.errors).flat().join("") };
    if (said.stored !== entry.uuid) return { state: "later", why: LATER };
    if (said.differs) return { state: "differs", why: "这次走访已经登记过，这里写的和登记的不一样。" };
    return { state: "stored", url: said.url };
  }

  // The picture goes in pieces, from wherever the office has it: what arrived before the line broke
  // is not sent again.
  async function sendPicture(entry, token) {
    const bytes = await keeper.picture(entry.uuid);
    if (!bytes) return { state: "stored" };
    const sum = checksum(bytes);
    let from = 0;
    for (let tries = 0; tries < 3;) {
      const body = new FormData();
      const told = { csrfmiddlewaretoken: token, start: from, size: bytes.byteLength, sum };
      for (const [name, value] of Object.entries(told)) body.append(name, value);
      body.append("piece", new Blob([bytes.slice(from, from + (from ? PIECE : FIRST_PIECE))]), "piece");
      const answer = await asking.ask("POST", `/visits/${entry.uuid}/photo/`, body);
      const { said, status } = answer;
      if (!isOurs(entry, answer)) return { state: "later", why: `照片还没送出：${LATER}（${status}）` };
      if (said.photo === "stored" || said.gone) return { state: "stored" };
      if (said.errors) return { state: "photo", why: `文字已经登记，照片没有收：${Object.values(said.errors).flat().join("")}` };
      if (said.have === undefined) return { state: "later", why: LATER };
      tries = said.have > from ? 0 : tries + 1;
      from = said.have;
      hemao.unsent.tellHowFar(entry, from / bytes.byteLength);
    }
    return { state: "later", why: "照片送了几次都没有送到，稍后再送。" };
  }

  // CRC-32, as the office reckons it too.
  function checksum(bytes) {
    let crc = -1;
    for (const byte of new Uint8Array(bytes)) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
    }
    return ((crc ^ -1) >>> 0).toString(16).padStart(8, "0");
  }

  // One entry, words or picture; what became of it is kept with it.
  async function deliver(entry, token, send) {
    let result = null;
    try {
      result = await send(entry, token);
    } catch (error) {
      result = { state: "later", why: "网络断了，没有送完。" };
    }
    if (!keeper.get(keyOf(entry)) && result.state !== "stored") return result; // thrown away meanwhile
    why.set(entry.uuid, result.why);
    if (result.state === "stored") await over(entry, send === sendWords);
    else if (HELD.includes(result.state)) await keeper.put(keyOf(entry), { ...entry, ...result });
    return result;
  }

  async function over(entry, onlyWords) {
    if (onlyWords && entry.picture) return keeper.put(keyOf(entry), { ...entry, stored: true, state: "" });
    await keeper.dropPicture(entry.uuid);
    return keeper.drop(keyOf(entry));
  }

  // The visit that was just saved: its words, at once. A form shows why not.
  async function send(entry) {
    if (!entry.url) return { state: "later" }; // nobody has said yet which household it is
    const ticket = await asking.ticket();
    if (ticket.state) why.set(entry.uuid, ticket.why);
    const result = ticket.state ? ticket : await deliver(entry, ticket.token, sendWords);
    if (result.state !== "stored" && !HELD.includes(result.state)) pause();
    return result;
  }

  // All that waits: the words of all, then the pictures. An entry that fails keeps none behind it.
  async function sendAll() {
    if (isSending || !waiting().some((entry) => !isHeld(entry) && entry.url && !hemao.saving.has(entry.uuid))) return;
    isSending = true;
    const sent = new Set();
    let failed = false;
    try {
      for (const [send, isTurn] of [[sendWords, (entry) => !entry.stored], [sendPicture, (entry) => entry.stored]]) {
        for (const entry of waiting().filter((row) => row.url && isTurn(row) && !isHeld(row) && !hemao.saving.has(row.uuid))) {
          const { state, token, why: reason } = await asking.ticket();
          if (state) {
            why.set(entry.uuid, reason);
            failed = true;
            return;
          }
          const result = await deliver(entry, token, send);
          if (result.state === "stored") sent.add(entry.uuid);
          failed = failed || result.state === "later";
        }
      }
    } finally {
      isSending = false;
      if (failed) pause();
      else failures = 0;
      hemao.unsent.show(sent.size);
    }
  }

  // Longer after each failure: a battery and a paid line are the deputy's.
  function pause() {
    clearTimeout(timer);
    timer = setTimeout(sendAll, PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)]);
    failures += 1;
  }

  function hurry() {
    failures = 0;
    return sendAll();
  }

  hemao.queue = { send, sendAll: hurry, waiting, isHeld, keyOf, why };
  hemao.whole.then(() => { hemao.unsent.show(); sendAll(); });
  addEventListener("online", hurry);
  addEventListener("pageshow", (event) => { if (event.persisted) hurry(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sendAll(); });
})();
