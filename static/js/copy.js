/* A button beside a text copies it. Without this script the text is selected by hand. */
document.querySelectorAll("[data-copy]").forEach(function (button) {
  button.closest("[hidden]").hidden = false;
  button.addEventListener("click", function () {
    // The clipboard of the newer browsers is only there under https.
    var text = document.getElementById(button.dataset.copy);
    text.focus();
    text.select();
    button.textContent = document.execCommand("copy") ? "已复制" : "已选中，请按 Ctrl+C";
  });
});
