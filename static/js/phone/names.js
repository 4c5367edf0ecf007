// The deputy's households as this phone knows them, for the sheet that opens without a network: who
// they are, what is chosen from, and the office's clock. Only after their deputy has logged in here;
// gone when they leave, and when the office says that nobody is logged in; hidden after two weeks
// without a word from the office (docs/decisions.md).
"use strict";

(() => {
  const hemao = window.hemao;
  const { keeper } = hemao;
  const HIDDEN_MS = 14 * 86400000;
  const TOUCH_MS = 3600000;
  const SKEW_MS = 86400000; // a clock that was set back by more hides them too
  const isSheet = "sheet" in document.body.dataset;
  const record = () => keeper.get(hemao.mine("homes"));

  const optionsOf = (select) => [...select.options].filter((option) => option.value).map((option) => [option.value, option.text]);

  function phrasesOf(form) {
    const phrases = {};
    for (const tap of form.querySelectorAll("[data-phrase]")) {
      const { field } = tap.closest("[data-field]").dataset;
      (phrases[field] = phrases[field] || []).push(tap.dataset.phrase);
    }
    return phrases;
  }

  function homeOf(form) {
    const { visit, where, category, visited = "[]" } = form.dataset;
    const told = [...form.querySelectorAll("[name=told]")].map((tick) => [tick.value, tick.closest("label").textContent.trim()]);
    return { url: form.getAttribute("action"), id: form.id, head: visit, where, category, visited, told, phrases: phrasesOf(form) };
  }

  async function remember() {
    const { user, now } = document.body.dataset;
    if (!user) return;
    for (const key of keeper.keys()) if (key.endsWith(":homes") && key !== hemao.mine("homes")) await keeper.drop(key);
    if ((keeper.get(":last") || {}).user !== user) await keeper.put(":last", { user, at: Date.now() });
    const forms = [...document.querySelectorAll(".household .visit-form")];
    if (!forms.length) return void seen();
    const topics = optionsOf(forms[0].elements.topic);
    await keeper.put(hemao.mine("homes"), { homes: forms.map(homeOf), topics, ahead: Date.parse(now) - Date.now(), at: Date.now() });
  }

  // A word from the office that this deputy is still logged in here.
  async function seen() {
    const known = record();
    if (known && Math.abs(Date.now() - known.at) > TOUCH_MS) await keeper.put(hemao.mine("homes"), { ...known, at: Date.now() });
  }

  async function forget() {
    if (record()) await keeper.drop(hemao.mine("homes"));
  }

  function isFresh() {
    const known = record();
    const since = known ? Date.now() - known.at : HIDDEN_MS;
    return since < HIDDEN_MS && since > -SKEW_MS;
  }

  hemao.names = {
    seen, forget, remember,
    homes: () => (isFresh() ? record() : null),
    areShown: () => !isSheet || isFresh(),
    wasHidden: () => Boolean(record()) && !isFresh(),
  };
  hemao.begun.then(remember);
})();
