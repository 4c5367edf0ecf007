// The boxes of the admin that complete a name: Enter and Tab take what was typed, or nothing.
//
// select2 leaves the rows of the last answer there, one of them highlighted, until the next answer
// comes: whoever typed a name and pressed Enter at once stored somebody else. Here rows of another
// question are never shown, and a key that comes before the answer waits for it, also after the
// list has closed; the form (saving.js) waits with it.
"use strict";

(() => {
  const $ = window.django && window.django.jQuery;
  if (!$ || !$.fn.select2) return;
  const Box = $.fn.select2.amd.require("select2/core");
  const TAB = 9;
  const ESCAPE = 27;
  const UP = 38;
  const PATIENCE_MS = 15000;

  // Every box passes here when it is made, also those of a row that is added later.
  const registerEvents = Box.prototype._registerEvents;
  Box.prototype._registerEvents = function () {
    registerEvents.call(this);
    guard(this);
  };

  function guard(box) {
    const { dataAdapter, $results, $selection } = box;
    const search = box.dropdown.$search ? box.dropdown : box.selection;
    const field = search.$search[0];
    const original = { query: dataAdapter.query, trigger: box.trigger, close: box.close };
    const note = noteAfter(box);
    giveName(box, field);
    let asked = {}; // the last question: its term, whether it is answered, and whether a key waits
    let doubt = ""; // what is to be checked about the row that is being taken
    let left = {}; // the words that a press of the mouse left behind, and which press that was

    // What is looked for; a closed list has emptied its field.
    const typed = () => (box.isOpen() ? field.value.trim() : asked.term || "");
    const rows = () => $results.find("[aria-selected]");

    dataAdapter.query = (params, callback) => {
      // A question that waits for its delay would come after this one.
      clearTimeout(dataAdapter._queryTimeout);
      if (!params.page) ask((params.term || "").trim());
      const mine = asked;
      original.query.call(dataAdapter, params, (data) => {
        if (mine === asked) show(callback, data, params.page);
      });
    };

    function ask(term) {
      settle(false);
      asked = { term };
      $results.children().not(".loading-results").remove();
    }

    function show(callback, data, page) {
      callback(data);
      if (page) return;
      asked.answered = true;
      highlight();
      if (!rows().length) sayInList(`没有找到“${asked.term}”，请核对写法。`);
      if (asked.wanted) take();
      if (!box.isOpen()) asked = {};
    }

    // The first row of what was typed. Where nothing was typed, nobody is taken by Enter alone.
    function highlight() {
      const current = asked.term ? rows() : rows().filter("[aria-selected=true]");
      $results.find(".select2-results__option--highlighted").removeClass("select2-results__option--highlighted");
      current.first().trigger("mouseenter");
    }

    dataAdapter.ajaxOptions = {
      ...dataAdapter.ajaxOptions,
      timeout: PATIENCE_MS,
      transport(settings, success, failure) {
        const mine = asked;
        // The page that asks to log in is no list of names: as JSON it fails.
        const request = $.ajax({ ...settings, dataType: "json" });
        request.then(success);
        request.fail((answer) => { if (mine === asked) fail(failure, answer.status); });
        // Without its status: select2 keeps silent about what never reached the server.
        return { abort: () => request.abort() };
      },
    };

    function fail(failure, status) {
      const [why, first, last] = reasons(status);
      asked.failed = true;
      failure();
      sayInList(`${why}，这一格没有动。请${first}再按一次回车。${last}`);
      if (asked.wanted) notTaken(`${why}。请${first}再选一次。${last}`);
    }

    // Why there is no answer, what to do before one tries again, and what if that is no help.
    function reasons(status) {
      if (!status) return ["没有连上服务器", "", ""];
      if (status >= 500) return ["服务器出错了", "", ""];
      // A page where names should come: the one that asks to log in.
      if (status === 200) return ["登录已过期", "另开一页重新登录，回到这里", ""];
      return [`服务器没有答应这一次查询（${status}）`, "过一会儿", "一直这样的，请告诉系统管理员。"];
    }

    box.trigger = (name, params) => {
      if (name === "results:select") take();
      // A list that is closed already would take the focus from where one has gone on.
      else if (name !== "close" || box.isOpen()) original.trigger.call(box, name, params);
    };

    box.close = (event) => {
      const key = event && event.which;
      if (key === TAB && !event.shiftKey) goOn(event);
      else if (key === ESCAPE || key === UP) giveUp();
      else leave();
      original.close.call(box, event);
    };

    // Tab takes as Enter does, and goes on to the next field: select2 would hold it back.
    function goOn(event) {
      event.preventDefault = () => {};
      if (typed()) take();
      if (asked.answered && typed() && !rows().length) say(`没有找到“${typed()}”，这一格没有动。`, true);
    }

    function giveUp() {
      settle(false);
      asked = {};
    }

    // A click elsewhere takes nothing for which no key was pressed, and says so.
    function leave() {
      if (!typed() || asked.wanted) return;
      left = { words: typed(), press: presses };
      say(`“${left.words}”没有选，这一格没有动。`, true);
    }

    function take() {
      if (asked.failed || asked.term !== typed()) box.trigger("query", { term: field.value });
      if (!asked.answered) asked.wanted = true;
      else if (rows().length) choose();
      else refuse();
    }

    function choose() {
      const isBlind = asked.wanted && rows().length > 1;
      doubt = isBlind ? `符合“${asked.term}”的不止一个，选的是第一个，请核对。` : "";
      rows().filter(".select2-results__option--highlighted[aria-selected=true]").each((_, row) => sayChosen(row.textContent));
      settle(!doubt);
      original.trigger.call(box, "results:select", {});
      doubt = "";
    }

    function refuse() {
      sayInList(`没有找到“${asked.term}”，这一格没有动。请核对写法。`);
      if (asked.wanted) notTaken("没有找到，请核对写法。");
    }

    function notTaken(why) {
      if (!box.isOpen() || asked.settle) say(`“${asked.term}”没有选上：${why}`, true);
      settle(false);
    }

    // The key that waited is done with, and so is the form that waited for it.
    function settle(isTaken) {
      asked.wanted = false;
      if (!asked.settle) return;
      if (!isTaken) box.$container[0].scrollIntoView({ block: "center" });
      asked.settle(isTaken);
      asked.settle = null;
    }

    document.addEventListener("sending", ({ target, detail }) => {
      if (!target.contains(box.$container[0])) return;
      if (asked.wanted) detail.waits.push(answer());
      else if (left.press === presses) detail.waits.push(stay());
    });

    function answer() {
      say(`正在找“${asked.term}”，选上以后接着保存。`, true);
      return new Promise((resolve) => { asked.settle = resolve; });
    }

    // The press that left the words is the one that sends: nobody has read that they were left.
    function stay() {
      say(`“${left.words}”没有选，这一格没有动，还没有保存。请先选好；要空着的，再按一次保存。`, true);
      box.$container[0].scrollIntoView({ block: "center" });
      return false;
    }

    function sayInList(words) {
      $results.find(".select2-results__message").text(words);
    }

    function say(words, isShown) {
      whenStill(() => {
        note.textContent = words;
        note.classList.toggle("visually-hidden", !isShown);
      });
    }

    function sayChosen(name) {
      say(`已选：${name}。${doubt}`, doubt);
      $(".just-chosen").removeClass("just-chosen");
      $selection.addClass("just-chosen");
    }

    // After a key that it took for itself select2 overlooks what comes without one: what is pasted,
    // spoken or written by hand.
    field.addEventListener("input", () => { search._keyUpPrevented = false; }, true);
    keepStill(search === box.dropdown ? $selection[0] : field);
    box.on("select", ({ data }) => sayChosen(data.text));
    box.on("open", () => {
      say(asked.wanted ? `“${asked.term}”没有选上。` : "", asked.wanted);
      $selection.removeClass("just-chosen");
    });
    box.on("close", () => {
      if (asked.wanted) say(`正在找“${asked.term}”，找到就选上。`, true);
      else asked = {};
    });
  }

  // A list that closes gives its box the focus. Where that is out of view the page scrolled to it,
  // and what was under the mouse when it was pressed was elsewhere when it was let go: no click.
  function keepStill(element) {
    element.focus = () => HTMLElement.prototype.focus.call(element, { preventScroll: true });
  }

  // For the same reason a note waits until the mouse is let go.
  let presses = 0;
  let isPressed = false;
  const later = [];

  function whenStill(act) {
    if (isPressed) later.push(act);
    else act();
  }

  addEventListener("mousedown", () => { presses += 1; isPressed = true; }, true);
  addEventListener("keydown", () => { presses += 1; }, true);
  for (const end of ["mouseup", "dragend"]) {
    addEventListener(end, () => {
      isPressed = false;
      later.splice(0).forEach((act) => act());
    }, true);
  }

  // Whoever hears the page hears which box it is, and then what was chosen.
  function giveName({ $element, $selection }, field) {
    const [element, shown] = [$element[0], $selection[0]];
    const label = element.labels && element.labels[0];
    const name = element.getAttribute("aria-label") || (label ? label.firstChild.textContent.trim() : "");
    if (!name) return;
    shown.id = `${element.id}-box`;
    shown.setAttribute("aria-label", name);
    shown.setAttribute("aria-labelledby", [shown.id, shown.getAttribute("aria-labelledby")].filter(Boolean).join(" "));
    field.setAttribute("aria-label", name);
    const words = shown.querySelector("[role=textbox]");
    if (words) words.setAttribute("aria-label", name);
  }

  function noteAfter(box) {
    const note = document.createElement("p");
    note.className = "chosen-note";
    note.setAttribute("role", "status");
    const container = box.$container[0];
    (container.closest(".related-widget-wrapper") || container).after(note);
    return note;
  }

  // A list that opens under a mouse at rest does not highlight the row that happens to lie there.
  let place = "";
  const placeOf = (event) => `${event.screenX} ${event.screenY}`;
  addEventListener("mousemove", (event) => { place = placeOf(event); }, true);
  addEventListener("mouseover", (event) => {
    if (placeOf(event) === place && event.target.closest && event.target.closest(".select2-results")) event.stopPropagation();
  }, true);
})();
