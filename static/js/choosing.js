// The boxes of the admin that complete a name: Enter and Tab take what was typed, or nothing.
//
// select2 leaves the rows of the last answer there, one of them highlighted, until the next answer
// comes: whoever typed a name and pressed Enter at once stored somebody else. Here rows of another
// question are never shown, and a key that comes before the answer waits for it.
"use strict";

(() => {
  const $ = window.django && window.django.jQuery;
  if (!$ || !$.fn.select2) return;
  const Box = $.fn.select2.amd.require("select2/core");
  const TAB = 9;
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
    let asked = {}; // the last question: its term, whether it is answered, and whether a key waits
    let doubt = ""; // what is to be checked about the row that is being taken

    const typed = () => field.value.trim();
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
      asked.failed = true;
      failure();
      sayInList(`${why(status)}请再按一次回车。`);
      asked.wanted = false;
    }

    // No status: it never came there. 500 and above: the server failed; else the login has run out.
    function why(status) {
      if (!status) return "没有连上服务器，这一格没有动。";
      if (status >= 500) return "服务器出错了，这一格没有动。";
      return "登录已过期，这一格没有动。请另开一页重新登录，回到这里。";
    }

    box.trigger = (name, params) => {
      if (name === "results:select") take();
      else original.trigger.call(box, name, params);
    };

    // Tab takes as Enter does, and stays; where there is nothing to take it leaves the box.
    box.close = (event) => {
      const isTab = event && event.which === TAB && !event.shiftKey;
      if (isTab && typed() && !(isAnswered() && !rows().length)) return take();
      if (isTab && typed()) say(`没有找到“${typed()}”，这一格没有动。`, true);
      original.close.call(box, event);
    };

    function isAnswered() {
      return asked.answered && asked.term === typed();
    }

    function take() {
      if (asked.failed || asked.term !== typed()) box.trigger("query", { term: field.value });
      if (!asked.answered) asked.wanted = true;
      else if (rows().length) choose();
      else sayInList(`没有找到“${asked.term}”，这一格没有动。请核对写法。`);
    }

    function choose() {
      const isBlind = asked.wanted && rows().length > 1;
      doubt = isBlind ? `符合“${asked.term}”的不止一个，选的是第一个，请核对。` : "";
      rows().filter(".select2-results__option--highlighted[aria-selected=true]").each((_, row) => sayChosen(row.textContent));
      original.trigger.call(box, "results:select", {});
      doubt = "";
    }

    function sayInList(words) {
      $results.find(".select2-results__message").text(words);
    }

    function say(words, isShown) {
      note.textContent = words;
      note.classList.toggle("visually-hidden", !isShown);
    }

    function sayChosen(name) {
      say(`已选：${name}。${doubt}`, doubt);
      $selection.addClass("just-chosen");
    }

    // After a key that it took for itself select2 overlooks what comes without one: what is pasted,
    // spoken or written by hand.
    field.addEventListener("input", () => { search._keyUpPrevented = false; }, true);
    box.on("select", ({ data }) => sayChosen(data.text));
    box.on("open", () => { say(""); $selection.removeClass("just-chosen"); });
    box.on("blur", () => $selection.removeClass("just-chosen"));
    box.on("close", () => { asked = {}; });
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
