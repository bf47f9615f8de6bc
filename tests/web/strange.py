"""Forms as frameworks and designers make them, none of which the program knows. Data only."""
# ruff: noqa: E501 - markup is read best as it stands

from __future__ import annotations

from tests.web.test_unseen import SAVE, THREE
from tests.web.test_unseen_rows import TITLE

# What a page notices of a trespasser; a build may count more.
TRAPS = """<script>
var trespass = [];
const note = (what) => trespass.push(what);
for (const [holder, name] of [[window, "fetch"], [XMLHttpRequest.prototype, "send"], [Navigator.prototype, "sendBeacon"],
    [HTMLFormElement.prototype, "submit"], [HTMLFormElement.prototype, "requestSubmit"]]) {
  const own = holder[name];
  holder[name] = function () { note(name); return own.apply(this, arguments); };
}
addEventListener("submit", (event) => { note("submit"); event.preventDefault(); }, true);
addEventListener("click", (event) => {
  const text = event.composedPath()[0].textContent || "";
  if (/^(Сохранить|Отмена|Зберегти|Скасувати|Save|Cancel|Показать|Показати|Show|×|Удалить)$/i.test(text.trim())) note(text);
}, true);
addEventListener("keydown", () => note("key"), true);
</script>"""
OPTIONS = (
    "<option value=''>Выберите сотрудника<option value=1>Олена Шевченко<option value=2>Іван Бойко"
    "<option value=3>Марія Ткач"
)
SELECT = f"<select>{OPTIONS}</select>"
# React's way: the value is watched on the element itself, a value that was "known already" is no change.
REACT = """<script>
function controlled(input, state, name, drawn) {
  const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
  let current = input.value;
  Object.defineProperty(input, "value", {configurable: true, enumerable: true,
    get() { return own.get.call(this); }, set(v) { current = "" + v; own.set.call(this, v); }});
  input._valueTracker = {getValue: () => current, setValue: (v) => { current = "" + v; }};
  const changed = () => {
    if (input._valueTracker.getValue() === own.get.call(input)) return;
    current = own.get.call(input);
    state[name] = current;
    queueMicrotask(() => { input.value = state[name]; if (drawn) drawn(); });
  };
  document.addEventListener("input", (event) => {
    if (event.composedPath()[0] !== input) return;
    changed();
    input.value = state[name];
  });
  setInterval(() => { if (own.get.call(input) !== state[name]) own.set.call(input, state[name]); }, 15);
}
</script>"""
FIELD = "<div class=f style='margin:8px'>{label}{field}</div>"
MATERIAL = """<style>
.mat { position: relative; display: block; margin: 24px 0; width: 420px; }
.mat input { width: 100%; padding: 18px 10px 6px; border: 0; border-bottom: 1px solid #888; background: transparent; }
.mat label { position: absolute; left: 10px; top: 14px; transition: none; pointer-events: none; transform-origin: left; }
.mat input:focus ~ label, .mat input.full ~ label { transform: translateY(-12px) scale(.75); }
</style>"""

RIGHT = {
    "react": (
        f"{REACT}<div><p>{THREE}</p><label>API Key<input k id=a></label><label>Secret Key<input s id=b></label>{SAVE}</div>"
        "<script>var state = {a: '', b: ''}; controlled(a, state, 'a'); controlled(b, state, 'b')</script>"
    ),
    "vue, lazy": (
        f"{THREE}<div><div>API Key</div><div><input k id=a></div></div><div><div>Secret Key</div><div><input s id=b></div></div>{SAVE}"
        "<script>var state = {a: '', b: ''}; for (const each of [a, b]) { each.addEventListener('change', () => {"
        " state[each.id] = each.value.trim(); }); each.addEventListener('blur', () => { each.value = state[each.id]; }); }"
        "setInterval(() => { for (const each of [a, b]) if (document.activeElement !== each) each.value = state[each.id]; }, 30)</script>"
    ),
    "angular, wrapped": (
        f"<app-form>{THREE}<app-field style='display:block'><app-label>API Key</app-label><app-control><div><input k id=a "
        "class='ng-untouched ng-pristine'></div></app-control></app-field><app-field style='display:block'><app-label>Secret Key"
        f"</app-label><app-control><div><input s id=b></div></app-control></app-field></app-form>{SAVE}"
        "<script>var state = {a: '', b: ''}; for (const each of [a, b]) { let composing = false;"
        "each.addEventListener('compositionstart', () => { composing = true; });"
        "each.addEventListener('input', () => { if (!composing) state[each.id] = each.value; });"
        "each.addEventListener('blur', () => { each.value = state[each.id]; }); }</script>"
    ),
    "material, floating": (
        f"{MATERIAL}{THREE}<div class=mat><input k id=a><label for=a>API Key *</label></div>"
        f"<div class=mat><input s id=b><label for=b>Secret Key *</label></div>{SAVE}"
        "<script>for (const each of [a, b]) each.addEventListener('input', () => each.classList.toggle('full', !!each.value))</script>"
    ),
    "material, floating, not tied": (
        f"{MATERIAL}{THREE}<div class=mat><input k><label>API Key</label></div><div class=mat><input s><label>Secret Key</label></div>{SAVE}"
    ),
    "label after the input": (
        f"{THREE}<p><input k id=a> <label for=a>API Key</label><p><input s id=b> <label for=b>Secret Key</label>{SAVE}"
    ),
    "label split in spans": (
        f"{THREE}<p><label><span>API</span> <span><b>K</b>ey</span></label><input k><p><label><span>Secret</span>&nbsp;<span>Key</span>"
        f"</label><input s>{SAVE}"
    ),
    "icons, stars, colons": (
        f"{THREE}<p><label><svg width=16 height=16><circle r=5 /></svg><i>🔑</i> API Key<span style='color:red'> *</span>:</label> <input k required>"
        f"<p><label><i>🔒</i> Secret Key<span style='color:red'> *</span>:</label> <input s required> <i title='Подсказка'>?</i>{SAVE}"
    ),
    "ukrainian": (
        "<h2>Параметри інтеграції</h2>"
        + THREE.replace("Адреса для принятия уведомлений", "Адреси для отримання сповіщень")
        + f"<p><label for=a>Ключ API</label><input k id=a><p><label for=b>Секретний ключ</label><input s id=b>{SAVE}"
    ),
    "english": (
        "<h2>Integration settings</h2>"
        + THREE.replace("Адреса для принятия уведомлений", "Notification addresses")
        + "<p><label for=a>API key</label><input k id=a><p><label for=b>Secret key</label><input s id=b>"
        "<button type=button>Save</button> <button type=button>Cancel</button>"
    ),
    "no types, autocomplete off": (
        f"<form autocomplete=off>{THREE}<p>API Key<br><input k autocomplete=off type=text spellcheck=false>"
        f"<p>Secret Key<br><input s autocomplete=new-password>{SAVE}</form>"
    ),
    "a secret with a button that shows it": (
        f"{THREE}<p><label for=a>API Key</label><input k id=a><p><label for=b>Secret Key</label><span style='position:relative'>"
        "<input s id=b type=password style='padding-right:90px'><button type=button style='position:absolute;right:2px;top:0' "
        f"onclick='b.type=`text`'>Показать</button></span>{SAVE}"
    ),
    "grid": (
        f"<div style='display:grid;grid-template-columns:200px 1fr;gap:8px'><div style='grid-column:1/3'>{THREE}</div><div>API Key</div>"
        f"<input k><div>Secret Key</div><input s><div style='grid-column:1/3'>{SAVE}</div></div>"
    ),
    "grid whose order is not the document's": (
        "<div style='display:grid;grid-template-columns:200px 400px;gap:8px'><input k style='grid-area:2/2'><input s style='grid-area:3/2'>"
        f"<div style='grid-area:2/1'>API Key</div><div style='grid-area:3/1'>Secret Key</div><div style='grid-area:1/1/2/3'>{THREE}</div>"
        f"<div style='grid-area:4/1/5/3'>{SAVE}</div></div>"
    ),
    "flex, reversed": (
        f"{THREE}<div style='display:flex;flex-direction:row-reverse;justify-content:flex-end;gap:8px'><input k><span>API Key</span></div>"
        f"<div style='display:flex;flex-direction:row-reverse;justify-content:flex-end;gap:8px'><input s><span>Secret Key</span></div>{SAVE}"
    ),
    "two columns": (
        f"{THREE}<div style='display:flex;gap:16px'><div><div>API Key</div><input k></div><div><div>Secret Key</div><input s></div></div>{SAVE}"
    ),
    "a table of headings": (
        f"{THREE}<table><tr><th>API Key<th>Secret Key<tr><td><input k><td><input s></table>{SAVE}"
    ),
    "a list of definitions": (
        f"<dl><dt>Адреса для принятия уведомлений<dd>{THREE}<dt>API Key<dd><input k><dt>Secret Key<dd><input s></dl>{SAVE}"
    ),
    "fieldset and legend": (
        f"<fieldset><legend>Параметры интеграции</legend>{THREE}<p><label>API Key <input k></label><p><label>Secret Key <input s></label></fieldset>{SAVE}"
    ),
    "a fieldset of the keys": (
        f"<div>{THREE}<fieldset><legend>Ключи доступа</legend><p><label>API Key <input k></label><p><label>Secret Key <input s></label></fieldset>{SAVE}</div>"
    ),
    "a fieldset for each": (
        f"<div>{THREE}<fieldset><legend>API Key</legend><input k></fieldset><fieldset><legend>Secret Key</legend><input s></fieldset>{SAVE}</div>"
    ),
    "chains of aria-labelledby": (
        f"<div role=group aria-labelledby=t><h3 id=t>Binotel</h3>{THREE}<div><span id=x>API</span> <span id=y>Key</span><br>"
        "<input k aria-labelledby='x y' aria-describedby=h></div><div><span id=z>Secret</span> <span id=w>Key</span><br>"
        f"<input s aria-labelledby='z w'></div><small id=h>Ключи выдаёт поддержка.</small></div>{SAVE}"
    ),
    "shadow in a frame": (
        "<iframe id=f style='width:760px;height:640px'></iframe><script>f.srcdoc = `<x-w></x-w><script>"
        "customElements.define('x-w', class extends HTMLElement { connectedCallback() { this.attachShadow({mode: 'open'}).innerHTML ="
        " document.getElementById('t').innerHTML; } })<\\/script><template id=t>"
        + THREE
        + "<x-f></x-f><p>API Key <input k><p>Secret Key <input s>"
        + SAVE
        + "</template><script>document.querySelector('x-w').shadowRoot ||"
        " 0; const w = document.querySelector('x-w'); if (!w.shadowRoot.innerHTML) w.shadowRoot.innerHTML = t.innerHTML;<\\/script>`</script>"
    ),
    "fields each in a shadow of its own": (
        f"<div>{THREE}<my-field name='API Key' mark=k></my-field><my-field name='Secret Key' mark=s></my-field>{SAVE}</div><script>"
        "customElements.define('my-field', class extends HTMLElement { connectedCallback() { this.attachShadow({mode: 'open'}).innerHTML ="
        " `<label style='display:block'>${this.getAttribute('name')}</label><div><input ${this.getAttribute('mark')}></div>`; } })</script>"
    ),
    "labels in the page, fields in shadows": (
        f"<div>{THREE}<p><label>API Key</label> <my-in mark=k></my-in><p><label>Secret Key</label> <my-in mark=s></my-in>{SAVE}</div><script>"
        "customElements.define('my-in', class extends HTMLElement { connectedCallback() { this.attachShadow({mode: 'open'}).innerHTML ="
        " `<span><input ${this.getAttribute('mark')}></span>`; } })</script>"
    ),
    "late": (
        f"<div id=all>Загрузка…</div><template id=t>{THREE}<p>API Key <input k><p>Secret Key <input s>{SAVE}</template>"
        "<script>setTimeout(() => { all.replaceChildren(t.content.cloneNode(true)); }, 1100)</script>"
    ),
    "skeleton first": (
        f"<div id=all><p>{THREE}</p><div style='background:#eee;width:300px;height:20px'></div></div><template id=t><p>API Key <input k><p>Secret Key"
        f" <input s>{SAVE}</template><script>setTimeout(() => {{ all.append(t.content.cloneNode(true)); }}, 450)</script>"
    ),
    "replaced while it is filled": (
        f"<div id=all></div><template id=t>{THREE}<p>API Key <input k id=a><p>Secret Key <input s id=b>{SAVE}</template><script>"
        "var held = {a: '', b: ''}; const draw = () => { all.replaceChildren(t.content.cloneNode(true)); for (const n of ['a', 'b']) {"
        " const f = document.getElementById(n); f.value = held[n]; f.addEventListener('change', () => { held[n] = f.value; setTimeout(draw, 60); }); } }; draw();</script>"
    ),
    "a dialog over a hidden one": (
        f"<div role=dialog style='visibility:hidden;position:fixed;inset:20px'>{THREE}<p>API Key <input><p>Secret Key <input></div>"
        f"<div role=dialog style='position:fixed;inset:20px;background:#fff;overflow:auto'>{THREE}<p>API Key <input k><p>Secret Key <input s>{SAVE}</div>"
    ),
    "a dialog over a transparent one": (
        f"<div role=dialog style='opacity:0;position:fixed;inset:20px;z-index:5;pointer-events:none'>{THREE}<p>API Key <input><p>Secret Key <input></div>"
        f"<div role=dialog style='position:fixed;inset:20px;background:#fff;overflow:auto'>{THREE}<p>API Key <input k><p>Secret Key <input s>{SAVE}</div>"
    ),
    "a twin that is clipped": (
        f"<div style='clip-path:inset(50%);position:absolute;width:1px;height:1px;overflow:hidden'>{THREE}<p>API Key <input><p>Secret Key <input></div>"
        f"<div>{THREE}<p>API Key <input k><p>Secret Key <input s>{SAVE}</div>"
    ),
    "a twin off the screen": (
        f"<div style='position:absolute;left:-9999px;top:0'>{THREE}<p>API Key <input><p>Secret Key <input></div>"
        f"<div>{THREE}<p>API Key <input k><p>Secret Key <input s>{SAVE}</div>"
    ),
    "a twin moved away": (
        f"<div style='position:fixed;inset:0;transform:translateX(-100%)'>{THREE}<p>API Key <input><p>Secret Key <input></div>"
        f"<div>{THREE}<p>API Key <input k><p>Secret Key <input s>{SAVE}</div>"
    ),
    "traps for robots": (
        f"{THREE}<p style='position:absolute;left:-5000px'>API Key <input tabindex=-1><p style='height:0;overflow:hidden;margin:0'>Secret Key <input></p>"
        f"<p>API Key <input k><p>Secret Key <input s>{SAVE}"
    ),
    "display: contents": (
        f"<div style='display:contents'>{THREE}<div style='display:contents'><label style='display:contents'>API Key <input k></label></div><br>"
        f"<div style='display:contents'><label style='display:contents'>Secret Key <input s></label></div></div>{SAVE}"
    ),
    "moved by transform": (
        f"<div style='position:absolute;left:50%;top:50%;transform:translate(-50%,-50%) scale(.9);width:360px'>{THREE}"
        f"<p>API Key <input k><p>Secret Key <input s>{SAVE}</div>"
    ),
    "ids given twice": (
        "<div style='display:none'><label for=key>API Key</label><input id=key><label for=secret>Secret Key</label><input id=secret></div>"
        f"<div>{THREE}<p><label for=key>API Key</label><br><input k id=key><p><label for=secret>Secret Key</label><br><input s id=secret>{SAVE}</div>"
    ),
    "addresses in code": (
        "<ol>"
        + "".join(
            f"<li>{n}: <code>ORIGIN/tel/binotel/{n}</code>"
            for n in ("push", "settings", "completed")
        )
        + f"</ol><p>API Key <input k><p>Secret Key <input s>{SAVE}"
    ),
    "addresses as links of other words": (
        "".join(
            f"<p><a href='ORIGIN/tel/binotel/{n}'>ORIGIN/tel/binotel/{n}</a> <a href=#>копировать</a>"
            for n in ("push", "settings", "completed")
        )
        + f"<p>API Key <input k><p>Secret Key <input s>{SAVE}"
    ),
    "addresses in disabled fields": (
        "".join(
            f"<p><label>Получение {n} запросов <input disabled size=70 value='ORIGIN/tel/binotel/{n}'></label>"
            for n in ("push", "settings", "completed")
        )
        + f"<p>API Key <input k><p>Secret Key <input s>{SAVE}"
    ),
    "addresses in text areas": (
        "".join(
            f"<p>{n}<br><textarea readonly cols=70>ORIGIN/tel/binotel/{n}</textarea>"
            for n in ("push", "settings", "completed")
        )
        + f"<p>API Key <input k><p>Secret Key <input s>{SAVE}"
    ),
    "addresses in pieces": (
        "".join(
            f"<p><span>ORIGIN</span><wbr><span>/tel</span><wbr><span>/binotel/</span><b>{n}</b>"
            for n in ("push", "settings", "completed")
        )
        + f"<p>API Key <input k><p>Secret Key <input s>{SAVE}"
    ),
    "addresses in a table with a heading": (
        "<table><tr><th>Событие<th>Адрес"
        + "".join(
            f"<tr><td>{n}<td>ORIGIN/tel/binotel/{n}" for n in ("push", "settings", "completed")
        )
        + f"</table><table><tr><td>API Key<td><input k><tr><td>Secret Key<td><input s></table>{SAVE}"
    ),
    "a search in the page's head": (
        f"<header><input type=search placeholder='Поиск'> <input placeholder='API'></header><main>{THREE}<p>API Key <input k><p>Secret Key <input s>{SAVE}</main>"
    ),
    "notes at the fields": (
        f"{THREE}<p>API Key<br><input k><br><small>Например: abc123-def4567</small><p>Secret Key<br><input s><br><small>Никому не показывайте.</small>{SAVE}"
    ),
    "a counter beside the field": (
        f"{THREE}<p>API Key <input k> <span>0/14</span><p>Secret Key <input s> <span>0/36</span>{SAVE}"
    ),
    "formatted as one types": (
        f"{THREE}<p>API Key <input k maxlength=14><p>Secret Key <input s maxlength=36 pattern='[a-z0-9-]+'>{SAVE}"
    ),
    "a footer that sticks over the fields": (
        f"<div style='height:260px;overflow:auto'>{THREE}<p>API Key <input k><p>Secret Key <input s><div style='height:300px'></div>"
        f"<div style='position:sticky;bottom:0;background:#fff'>{SAVE}</div></div>"
    ),
    "a dialog whose middle scrolls": (
        f"<div role=dialog style='position:fixed;inset:10px;height:300px;display:flex;flex-direction:column;background:#fff'><h2>Параметры интеграции</h2>"
        f"<div style='overflow:auto;flex:1'>{THREE}<p>API Key <input k><p>Secret Key <input s><p>&nbsp;<p>&nbsp;</div><div>{SAVE}</div></div>"
    ),
    "a page with quirks": (
        "<div style='zoom:1.25'>"
        + THREE
        + "<p>API Key <input k><p>Secret Key <input s>"
        + SAVE
        + "</div>"
    ),
}

# Where a person would not be sure either, or only a look at the account could tell.
REFUSED = {
    "a dialog under another one": (
        (
            f"<div role=dialog style='position:fixed;inset:20px;background:#fff;overflow:auto'>{THREE}<p>API Key <input><p>Secret Key <input></div>"
            "<div role=dialog style='position:fixed;inset:0;background:#fff'>Подождите</div>"
        ),
        {"form_not_found"},
    ),
    "two dialogs side by side": (
        (
            f"<div role=dialog style='float:left;width:300px'>{THREE}<p>API Key <input><p>Secret Key <input></div>"
            f"<div role=dialog style='float:right;width:300px'>{THREE}<p>API Key <input><p>Secret Key <input></div>"
        ),
        {"form_ambiguous"},
    ),
    "keys of mail below": (
        f"<section>{THREE}</section><section><h2>UniSender</h2><p>API Key <input><p>Secret Key <input>{SAVE}</section>",
        {"form_ambiguous", "unknown_form"},
    ),
    "labels over the other's field": (
        f"{THREE}<p><label for=b>API Key</label><br><input id=a><p><label for=a>Secret Key</label><br><input id=b>{SAVE}",
        {"form_ambiguous", "unknown_form"},
    ),
    "another PBX": (
        "".join(f"<p>ORIGIN/tel/ringostat/{n}" for n in ("push", "settings", "completed"))
        + f"<p>API Key <input><p>Secret Key <input>{SAVE}",
        {"other_pbx"},
    ),
    "keys that cannot be changed": (
        f"{THREE}<p>API Key <input readonly><p>Secret Key <input readonly>{SAVE}",
        {"unknown_form"},
    ),
    "a field that keeps nothing": (
        f"{THREE}<p>API Key <input oninput='this.value = ``'><p>Secret Key <input oninput='this.value = ``'>{SAVE}",
        {"unknown_form"},
    ),
    "a window under a veil": (
        (
            f"{THREE}<p>API Key <input><p>Secret Key <input>{SAVE}<div style='position:fixed;inset:0;background:rgba(0,0,0,.5)'>"
            "<div style='width:100px;margin:300px auto;background:#fff'>Продолжить?</div></div>"
        ),
        {"form_not_found"},
    ),
    "one field for both": (
        f"{THREE}<p>API Key и Secret Key <input>{SAVE}",
        {"unknown_form", "form_ambiguous"},
    ),
    "words of another meaning": (
        f"{THREE}<p>API Key другой системы <input><p>Secret Key другой системы <input>{SAVE}",
        {"unknown_form", "form_ambiguous"},
    ),
    "ended by the account": (
        f"<div inert>{THREE}<p>API Key <input><p>Secret Key <input>{SAVE}</div>",
        {"form_not_found"},
    ),
}

ROW = f"<div class=row>{SELECT} <input n></div>"


def rows(inner: str, keys: str = "<p>API Key <input k><p>Secret Key <input s>") -> str:
    return f"<div>{THREE}{keys}{inner}{SAVE}</div>"


def adding(knob: str, row: str = ROW) -> str:
    """Rows that a knob adds. The knob says ``ADD`` where it does."""
    press = "const t = document.getElementById(`one`); document.getElementById(`rows`).append(t.content.cloneNode(true))"
    return f"<template id=one>{row}</template><div id=rows></div>{knob.replace('ADD', press)}"


LINK = "<a href='#' onclick='ADD; return false'>Добавить</a>"
BLOCKS = {
    "a link": rows(f"<h4>{TITLE}</h4>{adding(LINK)}"),
    "a link with a plus": rows(f"<h4>{TITLE}</h4>{adding(LINK.replace('Добавить', '+ Добавить'))}"),
    "a link to nowhere": rows(f"<h4>{TITLE}</h4>{adding(LINK.replace('#', 'javascript:void(0)'))}"),
    "an icon": rows(
        f"<h4>{TITLE}</h4>"
        + adding(
            "<button type=button title='Добавить' onclick='ADD'><svg width=16 height=16><path d='M8 0v16'/></svg></button>"
        )
    ),
    "an icon that is a span": rows(
        f"<h4>{TITLE}</h4>"
        + adding(
            "<span role=button tabindex=0 aria-label='Добавить сотрудника' onclick='ADD' style='cursor:pointer'>＋</span>"
        )
    ),
    "a knob inside the form that would send it": f"<form>{rows(f'<h4>{TITLE}</h4>' + adding('<button onclick=`ADD`>Добавить</button>'.replace('`ADD`', chr(34) + 'ADD' + chr(34))))}</form>",
    "collapsed": rows(
        f"<div><div style='cursor:pointer' onclick='this.nextElementSibling.hidden = !this.nextElementSibling.hidden'>▸ {TITLE}</div>"
        f"<div hidden>{adding(LINK)}</div></div>"
    ),
    "collapsed by height": rows(
        f"<div><button type=button aria-expanded=false onclick='this.nextElementSibling.style.height = `auto`; this.setAttribute(`aria-expanded`, true)'>{TITLE}</button>"
        f"<div style='height:0;overflow:hidden'>{adding(LINK)}</div></div>"
    ),
    "drawn when opened": rows(
        f"<template id=inner>{adding(LINK)}</template><p><span role=button aria-expanded=false style='cursor:pointer' onclick='this.setAttribute(`aria-expanded`, true);"
        f" place.append(inner.content.cloneNode(true))'>{TITLE}</span></p><div id=place></div>"
    ),
    "a list to choose from": rows(
        f"<h4>{TITLE}</h4><datalist id=people><option value='Олена Шевченко'><option value='Іван Бойко'></datalist>"
        + adding(
            LINK,
            "<div class=row><input list=people placeholder='Сотрудник'> <input n placeholder='Номер'></div>",
        )
    ),
    "a table with a head": rows(
        f"<h4>{TITLE}</h4><table><thead><tr><th>Сотрудник<th>Короткий номер<th></thead><tbody>"
        + f"<tr class=row><td>{SELECT}<td><input n><td><button type=button>×</button>" * 2
        + "</table>"
    ),
    "a label at each": rows(
        f"<h4>{TITLE}</h4>"
        + adding(
            LINK,
            f"<div class=row><label>Сотрудник {SELECT}</label> <label>Короткий номер <input n></label> <button type=button>Удалить</button></div>",
        )
    ),
    "last name first": rows(
        f"<h4>{TITLE}</h4>"
        + adding(
            LINK,
            "<div class=row><select><option>—<option>Шевченко Олена<option>Бойко Іван Петрович</select> <input n></div>",
        )
    ),
    "placeholders that cannot be chosen": rows(
        f"<h4>{TITLE}</h4>"
        + adding(
            LINK,
            f"<div class=row>{SELECT.replace('<option value=', '<option disabled selected value=', 1)} <input n></div>",
        )
    ),
    "one row before the keys": f"<div>{THREE}<h4>{TITLE}</h4>{adding(LINK)}<p>API Key <input k><p>Secret Key <input s>{SAVE}</div>",
    "in groups": rows(
        f"<h4>{TITLE}</h4>"
        + adding(
            LINK,
            "<div class=row><select><option value=''>—<optgroup label=Отдел><option value=1>Олена Шевченко<option value=2>Іван Бойко</optgroup></select> <input n></div>",
        )
    ),
    "in a shadow": rows(
        f"<x-b></x-b><template id=in>{f'<h4>{TITLE}</h4>' + ROW * 2}</template><script>customElements.define('x-b', class extends HTMLElement {{"
        " connectedCallback() { setTimeout(() => { this.attachShadow({mode: 'open'}).innerHTML = document.getElementById('in').innerHTML; }, 0); } })</script>"
    ),
}
