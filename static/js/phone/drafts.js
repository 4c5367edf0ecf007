// The half-written form of a page (data-keeps): kept under its address until the office has stored
// it, which it says in a cookie (records/once.py), and filled in when the page is opened again.
"use strict";

(() => {
  const hemao = window.hemao;
  const { keeper, forms } = hemao;
  const { make, button, copyText, fieldsOf, fill, linesOf, newNumber, sayKept, textOf, BEFORE } = forms;
  const form = document.querySelector("[data-keeps]");
  const url = location.pathname + location.search;
  const touched = new Set(); // by name; also what is typed before the store is read
  let keep = () => {};

  // A browser fills in again what stood in a page before; how it came stays in its defaults.
  function isChanged({ type, defaultValue, value, defaultChecked, checked }) {
    if (["radio", "checkbox"].includes(type)) return checked !== defaultChecked;
    return defaultValue !== undefined && value !== defaultValue;
  }

  async function prepare(how) {
    const [, taken] = /\btaken=([\w-]+)/.exec(document.cookie) || [];
    for (const key of keeper.keys()) if (taken && keeper.get(key).number === taken) await keeper.drop(key);
    document.cookie = "taken=; path=/; max-age=0";
    if (!form) return;

    const key = hemao.mine(`draft:${url}`);
    const draft = keeper.get(key);
    const isBack = form.querySelector(".errorlist, .form-error");
    form.append(make("input", "", { type: "hidden", name: "_draft", value: newNumber() }));
    const blank = fieldsOf(form);
    const stored = [...form.querySelectorAll("textarea, [type=text]")].map((element) => element.defaultValue).join();
    const of = isBack && draft ? draft.of : stored; // what the office knew when it was begun

    const entryOf = () => (isBack || [...form.elements].some(isChanged)) && {
      title: form.dataset.keeps, url, number: form.elements._draft.value, of, fields: fieldsOf(form), lines: linesOf(form), at: Date.now(),
    };
    keep = () => forms.keepDraft(form, key, entryOf);

    function clear({ target }) {
      fill(form, blank); // the hidden ones; the rest is reset
      form.reset();
      [target.parentElement, form.querySelector(".kept")].forEach((element) => element && element.remove());
      keep();
    }

    sayKept(form, how, null, BEFORE);
    // After an error the answer's words are newer than the phone's.
    if (isBack || !draft) return (isBack || touched.size) && keep();
    if (draft.of !== of) {
      return forms.sayDraft(form, "这里后来改过，上次没写完的没有填上。", button("复制文字", ({ target }) => copyText(textOf(draft), target)));
    }
    const isTouched = ([name]) => touched.has(name);
    fill(form, [...draft.fields.filter((field) => !isTouched(field)), ...blank.filter(isTouched)]);
    forms.sayDraft(form, "这是上次没写完的，存在这部手机里。", button("清空重填", clear));
    if (touched.size) keep();
  }

  function touch({ target }) {
    touched.add(target.name);
    keep();
  }

  if (form) ["input", "change"].forEach((name) => form.addEventListener(name, touch));
  hemao.begun.then(prepare);
})();
