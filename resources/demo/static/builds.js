"use strict";
// The builds of «Параметры интеграции» that draw themselves: as frameworks do it, by hand.
const element = (tag, attributes, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "value") made.value = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((each) => each !== null));
  return made;
};

document.addEventListener("click", (event) => {
  const fold = event.target.closest("[data-fold]");
  if (fold) fold.parentElement.querySelector(".folded").toggleAttribute("hidden");
  const add = event.target.closest("[data-add]");
  if (add) {
    event.preventDefault();
    const place = add.parentElement;
    place.querySelector(".rows").append(place.querySelector("template").content.cloneNode(true));
  }
});
for (const each of document.querySelectorAll("[data-forget]")) {
  each.addEventListener("change", () => { each.value = ""; });
}
const late = document.getElementById("late");
if (late) setTimeout(() => document.body.append(late.content.cloneNode(true)), 900);

const app = document.getElementById("app");
if (app) {
  const data = JSON.parse(document.getElementById("data").textContent);
  const state = { key: data.key, secret: data.secret, rows: data.rows.map((each) => [...each]), open: data.rows.length > 0, said: "" };
  const addresses = () => element("div", { class: "blue" }, element("p", {}, element("b", {}, "Адреса для принятия уведомлений:")),
    ...["push", "settings", "completed"].map((which) => element("p", {}, element("b", {}, `Получение ${which} запросов:`), element("br"),
      element("span", {}, data.addresses[which].slice(0, 9)), data.addresses[which].slice(9))));
  const save = async () => {
    const answer = await fetch(data.save, { method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ key: state.key, secret: state.secret, rows: state.rows }) });
    state.said = answer.ok ? "Сохранено." : "Ошибка.";
    return answer.ok;
  };
  const people = (row, changed) => {
    if (app.dataset.build === "combobox") {
      const shown = data.people.find(([id]) => id === row[0]);
      return element("div", { role: "combobox", class: "pick", "aria-expanded": "false" }, shown ? shown[1] : "Выберите");
    }
    const select = element("select", { onchange: () => changed(select.value) },
      element("option", { value: "" }, "Выберите сотрудника"), ...data.people.map(([id, name]) => element("option", { value: id }, name)));
    select.value = row[0];
    return select;
  };

  // Every input shows the state, on every frame; the state follows input events only.
  const controlled = [];
  const bind = (input, read, write) => {
    input.addEventListener("input", () => write(input.value));
    controlled.push(() => { if (input.value !== read()) input.value = read(); });
    input.value = read();
    return input;
  };
  const follow = () => { controlled.forEach((each) => each()); requestAnimationFrame(follow); };

  const rowsOf = (redraw) => element("div", {}, element("span", { class: "link", role: "button", "aria-expanded": String(state.open),
    onclick: () => { state.open = !state.open; redraw(); } }, "Короткие номера сотрудников"),
    state.open ? element("div", {}, ...state.rows.map((row) => element("div", { class: "row" },
      people(row, (id) => { row[0] = id; redraw(); }),
      bind(element("input", {}), () => row[1], (text) => { row[1] = text; }))),
    element("a", { href: "#", class: "link", onclick: (event) => { event.preventDefault(); state.rows.push(["", ""]); redraw(); } }, "Добавить")) : null);

  const window_ = (redraw, after) => element("div", { class: "window" }, element("h2", {}, "Параметры интеграции"), addresses(),
    element("div", { class: "line" }, element("span", {}, "API Key"), bind(element("input", {}), () => state.key, (text) => { state.key = text; after(); })),
    element("div", { class: "line" }, element("span", {}, "Secret Key"), bind(element("input", {}), () => state.secret, (text) => { state.secret = text; after(); })),
    rowsOf(redraw),
    element("div", { class: "buttons" }, element("button", { onclick: async () => { await save(); redraw(); } }, "Сохранить"), element("button", {}, "Отмена")),
    state.said ? element("p", { role: "status" }, state.said) : null);

  const draw = (root, after) => {
    const redraw = () => { controlled.length = 0; root.replaceChildren(window_(redraw, after(redraw))); };
    redraw();
  };
  const build = app.dataset.build;
  if (build === "controlled") draw(app, () => () => {});
  // After every change the whole window is thrown away and drawn anew, a moment later.
  if (build === "redrawn") draw(app, (redraw) => () => setTimeout(redraw, 30));
  if (build === "shadow") {
    customElements.define("pbx-window", class extends HTMLElement {
      connectedCallback() {
        const root = this.attachShadow({ mode: "open" });
        draw(root, () => () => {});
      }
    });
    app.append(element("pbx-window"));
  }
  if (build === "dialog") {
    const dialog = element("dialog", {});
    const open = async () => {
      Object.assign(state, await (await fetch(`${data.save}/data`)).json(), { said: "" });
      redraw();
      dialog.showModal();
    };
    const redraw = () => {
      controlled.length = 0;
      if (state.said) dialog.close();
      else dialog.replaceChildren(window_(redraw, () => {}));
    };
    app.append(element("button", { onclick: open }, "Открыть параметры"), dialog);
  }
  if (build === "combobox") draw(app, () => () => {});
  follow();
}
