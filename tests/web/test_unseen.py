"""Builds that nobody has seen yet: each is filled right or refused with a reason, never filled wrong."""

from __future__ import annotations

from tests.web.kit import KEY, SECRET, Visitor

THREE = """
<div style='background:#e6f3fa;padding:8px'><p><b>Адреса для принятия уведомлений:</b></p>
<p><b>Получение push запросов:</b><br><a>ORIGIN/tel/binotel/push</a></p>
<p><b>Получение callSettings запросов:</b><br><a>ORIGIN/tel/binotel/settings</a></p>
<p><b>Получение callCompleted запросов:</b><br><a>ORIGIN/tel/binotel/completed</a></p></div>
"""
SAVE = "<p><button type=button>Сохранить</button><button type=button>Отмена</button></p>"
FIELDS = "<p>API Key <input><p>Secret Key <input>"
# What stands in fields that the account marks as right ones (K, S) and in all others.
VALUES = """
(() => {
  const all = (root) => [...root.querySelectorAll("*")].flatMap((each) => [each,
    ...(each.shadowRoot ? all(each.shadowRoot) : []),
    ...(each.localName === "iframe" && each.contentDocument ? all(each.contentDocument) : [])]);
  const fields = all(document).filter((each) => /^(input|textarea)$/.test(each.localName));
  const of = (mark) => fields.filter((each) => each.hasAttribute(mark)).map((each) => each.value);
  return JSON.stringify([of("k"), of("s"), fields.filter((each) => !each.hasAttribute("k") &&
    !each.hasAttribute("s") && each.value && !each.defaultValue).map((each) => each.value)]);
})()
"""

RIGHT = {
    "labels above": f"{THREE}<div>API Key</div><input k><div>Secret Key</div><input s>{SAVE}",
    "labels left, inline": f"{THREE}API Key <input k><br>Secret Key <input s>{SAVE}",
    "both on one line": f"{THREE}API Key: <input k size=10> Secret Key: <input s size=10>{SAVE}",
    "required stars": f"{THREE}<p>API Key<sup>*</sup><br><input k><p>Secret Key<sup>*</sup><br><input s>{SAVE}",
    "text areas": f"{THREE}<p>API Key<br><textarea k></textarea><p>Secret Key<br><textarea s></textarea>{SAVE}",
    "password for the secret": f"{THREE}<p>API Key <input k><p>Secret Key <input s type=password>{SAVE}",
    "fields before the addresses": f"<p>API Key <input k><p>Secret Key <input s>{THREE}{SAVE}",
    "secret first": f"{THREE}<p>Secret Key <input s><p>API Key <input k>{SAVE}",
    "aria-label only": f"{THREE}<p><input k aria-label='API Key'><p><input s aria-label='Secret Key'>{SAVE}",
    "aria-labelledby": (
        f"{THREE}<div style='display:flex'><input k aria-labelledby=a><b id=a>API Key</b></div>"
        f"<div style='display:flex'><input s aria-labelledby=b><b id=b>Secret Key</b></div>{SAVE}"
    ),
    "floating labels": (
        f"{THREE}<div style='position:relative'><input k style='height:40px;width:300px'>"
        "<span style='position:absolute;left:8px;top:10px;pointer-events:none'>API Key</span></div>"
        "<div style='position:relative'><input s style='height:40px;width:300px'>"
        f"<span style='position:absolute;left:8px;top:10px'>Secret Key</span></div>{SAVE}"
    ),
    "addresses in fields": (
        "<p>push <input readonly value='ORIGIN/tel/binotel/push' size=60>"
        "<p>callSettings <input readonly value='ORIGIN/tel/binotel/settings' size=60>"
        "<p>callCompleted <input readonly value='ORIGIN/tel/binotel/completed' size=60>"
        f"<p>API Key <input k><p>Secret Key <input s>{SAVE}"
    ),
    "addresses broken by tags": (
        "<p>ORIGIN<wbr>/tel/<b>binotel</b>/push<p>ORIGIN<wbr>/tel/<b>binotel</b>/settings"
        f"<p>ORIGIN<wbr>/tel/<b>binotel</b>/completed<p>API Key <input k><p>Secret Key <input s>{SAVE}"
    ),
    "copy buttons at the addresses": (
        "".join(
            f"<p>{name}: ORIGIN/tel/binotel/{name}<br><button type=button>Копировать</button>"
            for name in ("push", "settings", "completed")
        )
        + f"<p>API Key <input k><p>Secret Key <input s>{SAVE}"
    ),
    "a hint between": (
        f"{THREE}<p>Введите ключи, которые прислала поддержка Binotel.</p><h3>Ключи API</h3>"
        f"<p>API Key <input k><p>Secret Key <input s>{SAVE}"
    ),
    "small print under the label": (
        f"{THREE}<div>API Key</div><div style='font-size:9px'>14 знаков</div><input k>"
        f"<div>Secret Key</div><div style='font-size:9px'>36 знаков</div><input s>{SAVE}"
    ),
    "in a dialog over another form": (
        "<form><p>API Key <input><p>Secret Key <input></form>"
        f"<dialog open style='position:fixed;inset:0;width:90%;height:90%'>{THREE}"
        f"<p>API Key <input k><p>Secret Key <input s>{SAVE}</dialog>"
    ),
    "beside another window": (
        "<div><h2>Другая АТС</h2><p>ORIGIN/tel/mango<p>API Key <input><p>Secret Key <input></div>"
        f"<div><h2>Параметры интеграции</h2>{THREE}<p>API Key <input k><p>Secret Key <input s>{SAVE}</div>"
    ),
    "a form whose fields shadow its properties": (
        f"<form><input type=hidden name=parentNode><input type=hidden name=children><input type=hidden "
        f"name=tagName><input type=hidden name=getAttribute><input type=hidden name=nodeType>{THREE}"
        f"<p>API Key <input k name=id><p>Secret Key <input s name=getBoundingClientRect>{SAVE}</form>"
    ),
    "a locked page behind": (
        f"<style>html,body{{overflow:hidden;height:100%}}</style><div style='position:fixed;inset:0;overflow:auto'>"
        f"<div style='height:1200px'></div>{THREE}<p>API Key <input k><p>Secret Key <input s>{SAVE}</div>"
    ),
    "a frame without an address": (
        "<iframe id=f style='width:700px;height:500px'></iframe><script>f.srcdoc = `"
        + THREE
        + "<p>API Key <input k><p>Secret Key <input s>"
        + SAVE
        + "`</script>"
    ),
    "shadow with slots": (
        "<x-w></x-w><script>customElements.define('x-w', class extends HTMLElement { connectedCallback() {"
        "const r = this.attachShadow({mode: 'open'}); r.innerHTML = `<slot></slot>"
        + THREE
        + "<p>API Key <input k><p>Secret Key <input s>"
        + SAVE
        + "`; } })</script>"
    ),
    "polish": f"{THREE}<p>Klucz API <input k><p>Tajny klucz <input s>{SAVE}",
    "words in capitals": f"{THREE}<p>API KEY <input k><p>SECRET KEY <input s>{SAVE}",
    "keys with the name of the PBX": f"{THREE}<p>Binotel API Key <input k><p>Binotel Secret Key <input s>{SAVE}",
}

PAIR = f"{THREE}<p>API Key <input k id=a><p>Secret Key <input s id=b>{SAVE}"
SCRIPTED = {
    "a framework that trusts only what a person types": (
        f"{PAIR}<script>for (const each of [a, b]) {{ let held = ''; each.addEventListener('input', (event) => {{"
        " if (event.isTrusted) held = each.value; }); const show = () => { if (each.value !== held) each.value = held;"
        " requestAnimationFrame(show); }; show(); }</script>"
    ),
    "a framework that tracks the value": (
        f"{PAIR}<script>for (const each of [a, b]) {{ const own = Object.getOwnPropertyDescriptor("
        "HTMLInputElement.prototype, 'value'); let tracked = '', held = ''; Object.defineProperty(each, 'value', {"
        "get() { return own.get.call(this); }, set(v) { tracked = v; own.set.call(this, v); }});"
        "each.addEventListener('input', () => { if (own.get.call(each) !== tracked) { held = own.get.call(each);"
        " tracked = held; } }); setInterval(() => { if (each.value !== held) each.value = held; }, 20); }</script>"
    ),
    "drawn anew at every event": (
        f"<div id=all></div><script>const held = {{a: '', b: ''}}; const draw = () => {{ all.innerHTML = `{PAIR}`;"
        " for (const each of ['a', 'b']) { const field = document.getElementById(each); field.value = held[each];"
        " field.addEventListener('input', () => { held[each] = field.value; draw(); }); } }; draw();</script>"
    ),
    "one field that empties the other": (
        f"{PAIR}<script>a.addEventListener('change', () => {{ b.value = ''; }});"
        "setTimeout(() => { b.value = ''; }, 900)</script>"
    ),
    "drawn anew without what was entered, once": (
        f"<div id=all>{PAIR}</div><script>let done = 0; all.addEventListener('change', () => {{ if (!done) {{"
        "done = 1; setTimeout(() => { all.innerHTML = all.innerHTML; }, 60); } })</script>"
    ),
}
RIGHT |= SCRIPTED

REFUSED = {
    "two addresses only": (
        "<p>ORIGIN/tel/binotel/push<p>ORIGIN/tel/binotel/settings<p>API Key <input><p>Secret Key <input>",
        {"unknown_form"},
    ),
    "no secret": (f"{THREE}<p>API Key <input>{SAVE}", {"unknown_form"}),
    "two API keys": (
        f"{THREE}<p>API Key <input><p>API Key <input><p>Secret Key <input>{SAVE}",
        {"form_ambiguous"},
    ),
    "addresses in a closed block": (
        f"<details><summary>Адреса</summary>{THREE}</details><p>API Key <input><p>Secret Key <input>",
        {"form_not_found"},
    ),
    "fields hidden by height": (
        f"{THREE}<div style='height:0;overflow:hidden'><p>API Key <input><p>Secret Key <input></div>",
        {"unknown_form"},
    ),
    "fields clipped": (
        f"{THREE}<div style='position:absolute;clip:rect(0,0,0,0)'><p>API Key <input><p>Secret Key <input></div>",
        {"unknown_form"},
    ),
    "another service's fields below": (
        f"<div>{THREE}</div><h2>SMS-центр</h2><p>API Key <input><p>Secret Key <input>{SAVE}",
        {"form_ambiguous"},
    ),
    "another service in plain words": (
        f"<div>{THREE}</div><p>SMS-центр</p><p>API Key <input><p>Secret Key <input>{SAVE}",
        {"form_ambiguous"},
    ),
    "another dialog on top": (
        f"{THREE}<div role=dialog><p>API Key <input><p>Secret Key <input>{SAVE}</div>",
        {"form_ambiguous", "unknown_form"},
    ),
    "two forms": (
        f"<form>{THREE}{SAVE}</form><form><p>API Key <input><p>Secret Key <input>{SAVE}</form>",
        {"form_ambiguous"},
    ),
    "editable text": (
        f"{THREE}<p>API Key <span contenteditable>x</span><p>Secret Key <input>",
        {"unknown_form"},
    ),
    "a label that is seen and another that is heard": (
        f"{THREE}<p>Комментарий <input aria-label='API Key'><p>Secret Key <input>{SAVE}",
        {"unknown_form"},
    ),
    "disabled": (
        f"{THREE}<fieldset disabled><p>API Key <input><p>Secret Key <input></fieldset>{SAVE}",
        {"unknown_form"},
    ),
    "closed shadow": (
        f"<p id=x></p><script>x.attachShadow({{mode: 'closed'}}).innerHTML = `{THREE}{FIELDS}`</script>",
        {"form_not_found"},
    ),
    "a sandboxed frame": (
        f"<iframe sandbox style='width:700px;height:500px' srcdoc=\"{THREE}{FIELDS}\"></iframe>",
        {"form_not_found"},
    ),
}


def test_unseen_builds_are_filled_right(visitor: Visitor) -> None:
    visitor.visit("<p>Account")
    wrong = {}
    for at, (name, html) in enumerate(RIGHT.items()):
        visitor.site.pages[f"/{at}"] = html
        visitor.go(f"/{at}")
        words = visitor.press("fillButton")
        stands = visitor.js(VALUES)
        if visitor.said()[1] != "filled" or stands != f'[["{KEY}"],["{SECRET}"],[]]':
            wrong[name] = (words, stands)
    assert not wrong
    assert visitor.site.posted == []


def test_unseen_builds_that_are_not_sure_are_refused(visitor: Visitor) -> None:
    visitor.visit("<p>Account")
    wrong = {}
    for at, (name, (html, codes)) in enumerate(REFUSED.items()):
        visitor.site.pages[f"/{at}"] = html
        visitor.go(f"/{at}")
        words = visitor.press("fillButton")
        stands = visitor.js(VALUES)
        if visitor.said()[1] not in codes or stands != "[[],[],[]]":
            wrong[name] = (words, stands)
    assert not wrong
