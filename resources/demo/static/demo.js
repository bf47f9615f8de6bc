"use strict";
// Every page works without this file: it only spares a round trip for rows, and copies.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.hasAttribute("data-add-row")) {
    event.preventDefault();
    const form = button.form;
    const body = form.querySelector("table.rows tbody");
    body.append(button.parentElement.querySelector("template").content.cloneNode(true));
    const field = body.lastElementChild.querySelector("select, input:not([type=hidden])");
    if (field) field.focus();
  } else if (button.hasAttribute("data-remove-row")) {
    event.preventDefault();
    button.closest("tr").remove();
  } else if (button.dataset.copy) {
    const text = document.getElementById(button.dataset.copy).textContent;
    const before = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Скопировано";
    } catch {
      getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
      button.textContent = "Выделено, нажмите Ctrl+C";
    }
    setTimeout(() => { button.textContent = before; }, 3000);
  }
});
