// The sum of what is typed in a list with ticks: what has no tick does not count.
"use strict";

(() => {
  for (const list of document.querySelectorAll("[data-sum]")) {
    const says = document.getElementById(list.dataset.sum);
    const cents = (text) => Math.round(Number(text.replace(/[，,\s]/g, "")) * 100);
    const add = () => {
      let people = 0, sum = 0;
      for (const line of list.children) {
        if (!line.querySelector("[type=checkbox]").checked) continue;
        people += 1;
        sum += cents(line.querySelector("[type=text]").value);
      }
      says.textContent = Number.isNaN(sum) ? "有的金额不是数字" : `${people}人，合计${sum / 100}元`;
    };
    list.addEventListener("input", add);
  }
})();
