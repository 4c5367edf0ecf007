// The sheet that opens without a network. It comes without any name; whose households these are, the
// phone itself knows, or nobody (names.js).
"use strict";

(() => {
  const hemao = window.hemao;
  const { keeper, forms: { make } } = hemao;
  const place = document.getElementById("homes");
  const said = document.getElementById("said");
  const blank = document.getElementById("blank").content;

  function options(select, rows) {
    select.append(...rows.map(([value, text]) => make("option", text, { value })));
  }

  function phrases(form, given) {
    for (const [field, words] of Object.entries(given)) {
      const taps = form.querySelector(`[data-field="${field}"] .taps`);
      if (taps) taps.replaceChildren(...words.map((word) => tapOf(word)));
    }
  }

  function tapOf(phrase) {
    const tap = make("button", phrase, { type: "button" });
    tap.dataset.phrase = phrase;
    return tap;
  }

  function told(form, rows) {
    const field = form.querySelector('[data-field="told"]');
    if (!rows.length) return field.remove();
    for (const [value, text] of rows) {
      const line = make("div");
      const label = make("label");
      label.append(make("input", "", { type: "checkbox", name: "told", value }), ` ${text}`);
      line.append(label);
      field.querySelector(".field > div").append(line);
    }
  }

  // A form of its own for each household: ids must be one's own too.
  function formOf(home, number) {
    const form = document.importNode(blank, true).querySelector("form");
    for (const element of form.querySelectorAll("[id]")) element.id = `${number}-${element.id}`;
    for (const name of ["for", "aria-describedby"]) {
      for (const element of form.querySelectorAll(`[${name}]`)) element.setAttribute(name, `${number}-${element.getAttribute(name)}`);
    }
    form.setAttribute("action", home.url);
    form.id = home.id;
    Object.assign(form.dataset, { visit: home.head, where: home.where || "", category: home.category || "", visited: home.visited });
    form.querySelector("h2").textContent = home.head ? `走访：${home.head}` : "走访登记";
    told(form, home.told);
    phrases(form, home.phrases);
    return form;
  }

  function cardOf(home, topics, number) {
    const card = make("li", "", { className: "card household" });
    const form = formOf(home, number);
    options(form.elements.topic, topics);
    if (home.head) {
      form.hidden = true;
      form.querySelector(".whose").remove();
      const head = make("div", "", { className: "household-head" });
      head.append(make("h2", home.head), make("p", [home.category, home.where].filter(Boolean).join(" · "), { className: "quiet" }));
      const actions = make("p", "", { className: "actions" });
      const open = make("a", "走访登记", { className: "button primary", href: `#${home.id}` });
      open.dataset.opens = home.id;
      actions.append(open);
      card.append(head, actions);
    } else {
      form.querySelector("[data-closes]").remove();
    }
    card.append(form);
    return card;
  }

  const NOBODY = { url: "", id: "", head: "", told: [], phrases: {}, visited: "[]" };

  // A sheet that is older than the office's program by more than it can read says so, and sends nothing.
  function show() {
    const known = hemao.names.homes();
    const rows = known ? known.homes : [NOBODY];
    place.replaceChildren(...rows.map((home, number) => cardOf(home, known ? known.topics : [], number)));
    if (known) hemao.visits.setOffice(Date.now() + known.ahead);
    said.textContent = known ? "没有网络也能登记：写的存在这部手机里，有网络时自动送出。" : whyNameless();
  }

  function whyNameless() {
    if (hemao.names.wasHidden()) return "这部手机14天没有和办公室联系，名单先不显示。写上是哪一户，有网络时登录，再对上送出。";
    return "这里还没有您的名单。写上是哪一户，有网络时登录，再对上送出。";
  }

  hemao.begun.then((how) => {
    show();
    // The office said that nobody is logged in: the names go from before the eyes too.
    keeper.listen(() => {
      if (!place.querySelector("[data-opens]") || hemao.names.homes()) return;
      show();
      hemao.visits.prepareAll(how);
    });
  });
})();
