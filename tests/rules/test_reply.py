"""What ``parse_reply`` finds in replies as people paste them.

The keys are samples that never worked, or plainly made up.
"""

from __future__ import annotations

import base64
import json
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.doors import resources
from wizard.rules.reply import Reply, parse_reply

FACTS = resources.facts()

# The non-working placeholders of Binotel's own samples.
K = "6po1f4-7oPzCo1"
S = "8weKdP-o2b12d-f6a2P8-eBw4c4-0d2g88wb"
# A second pair of the same shape, made up, and the WebSocket sample with its odd groups.
K2 = "fa4e00-fa4e001"
S2 = "fa4e00-fa4e01-fa4e02-fa4e03-fa4e0444"
KW = "ed6a7a-3be3fr3"
SW = "a85b9b-oe2hd1-d83bb-hef50n-o33br7wj"

NBSP, ZWSP, BOM, SHY, RLM = "\u00a0", "\u200b", "\ufeff", "\u00ad", "\u200f"


def _between(text: str, what: str) -> str:
    return what.join(text)


def _html(body: str) -> str:
    return f"<!DOCTYPE html><html><head><style>.a{{}}</style></head><body>{body}</body></html>"


def _printable(text: str) -> str:
    return quopri.encodestring(text.encode()).decode()


FOUND: dict[str, str] = {
    # labels
    "English labels": f"API Key: {K}\nSecret: {S}",
    "English, secret key": f"API Key: {K}\nSecret Key: {S}",
    "Russian labels": f"Ключ: {K}\nСекретный ключ: {S}",
    "Russian, API in the label": f"Ключ API — {K}\nСекретный ключ API — {S}",
    "Russian, short": f"ключ {K} секрет {S}",
    "Ukrainian labels": f"Ключ: {K}\nСекретний ключ: {S}",
    "Ukrainian, API-ключ": f"API-ключ: {K}\nСекрет: {S}",
    "no labels": f"{K}\n{S}",
    "no labels, one line": f"{K} {S}",
    "no labels, a slash between": f"{K} / {S}",
    "no labels, secret first": f"{S}\n{K}",
    "capitals": f"API KEY: {K}\nSECRET KEY: {S}",
    "labels on lines of their own": f"API Key\n{K}\n\nSecret Key\n{S}",
    "labels stacked before values": f"Key\nSecret\n{K}\n{S}",
    "labels behind": f"{K} — ключ\n{S} — секрет",
    "one label for both": f"API Key and Secret: {K}, {S}",
    "heading that says secret": f"Высылаем секретные ключи:\n{K}\n{S}",
    "secret first with labels": f"Secret: {S}\nKey: {K}",
    "labels in brackets": f"{S} (secret), {K} (key)",
    "equals signs": f"key={K}\nsecret={S}",
    "query string": f"https://api.binotel.com/api/4.0/?key={K}&secret={S}",
    "PHP sample": f"$key = '{K}';\n$secret = '{S}';",
    "sentence": f"Ваш ключ {K}, а секретный ключ {S}.",
    # quotes and marks
    "Russian quotes": f"Ключ «{K}», секрет «{S}».",
    "typographic quotes": f"key “{K}”, secret “{S}”",
    "low quotes": f"ключ „{K}“, секрет „{S}“",
    "backticks": f"Key: `{K}`\nSecret: `{S}`",
    "bold in Markdown": f"**Key:** **{K}**\n**Secret:** **{S}**",
    "italic in Markdown": f"_{K}_ / _{S}_",
    "brackets": f"[{K}] ({S})",
    "angle brackets": f"Key: <{K}>\nSecret: <{S}>",
    "list with numbers": f"1. {K}\n2. {S}",
    "table in Markdown": f"| Key | {K} |\n|---|---|\n| Secret | {S} |",
    "tabs": f"Key\t{K}\r\nSecret\t{S}\r\n",
    # JSON
    "JSON": json.dumps({"key": K, "secret": S}),
    "JSON, indented": json.dumps({"apiKey": K, "apiSecret": S}, indent=2),
    "JSON as a string": json.dumps(f"Здравствуйте!\nKey: {K}\nSecret: {S}\n"),
    "JSON, dashes escaped": json.dumps({"key": K, "secret": S}).replace("-", "\\u002d"),
    "JSON, one line with other numbers": f'{{"status":"success","id":4900000001,"key":"{K}","secret":"{S}"}}',
    # HTML
    "HTML": _html(f"<p>Key: <b>{K}</b></p><p>Secret: <b>{S}</b></p>"),
    "HTML table": _html(
        f"<table><tr><td>Key</td><td>{K}</td></tr><tr><td>Secret</td><td>{S}</td></tr></table>"
    ),
    "HTML comment and style": f"<!-- {K2} {S2} --><STYLE>.a1b2c3-d4e5f6a{{}}</STYLE>{K}<br>{S}",
    "HTML comment cut off": f"Key: {K}\nSecret: {S} <!-- ",
    "HTML entities": f"Key:&nbsp;{K}<br>Secret:&nbsp;{S}".replace("-", "&#45;"),
    "HTML, value broken by tags": _html(
        f"<div>{K[:9]}<wbr>{K[9:]}</div><div>{S[:20]}<span>{S[20:]}</span></div>"
    ),
    "HTML, attributes": f'<p style="margin:0" class="a1b2c3-d4e5f6a">Key: {K}</p><p>Secret: {S}</p>',
    "HTML, break in the value": _html(f"Key: {K}<br/>Secret: {S[:21]}<br/>{S[21:]}"),
    "XML": f"<reply><key>{K}</key><secret>{S}</secret></reply>",
    "escaped HTML": f"&lt;p&gt;Key: {K}&lt;/p&gt;&lt;p&gt;Secret: {S}&lt;/p&gt;",
    # wrapped and quoted
    "wrapped behind a dash": f"Key: {K}\nSecret: {S[:14]}\n{S[14:]}",
    "wrapped anywhere": f"Key: {K[:10]}\n{K[10:]}\nSecret: {S[:17]}\n{S[17:]}\nС уважением",
    "wrapped twice": f"Key: {K}\nSecret: {S[:10]}\n{S[10:25]}\n{S[25:]}",
    "wrapped, CRLF and indented": f"Secret: {S[:21]}\r\n    {S[21:]}\r\nKey: {K}",
    "quoted": f"> Key: {K}\n> Secret: {S}",
    "quoted twice and wrapped": f">> Key: {K}\n>> Secret: {S[:21]}\n>> {S[21:]}\n> спасибо",
    "quoted repetition below": f"Key: {K}\nSecret: {S}\n\n> Key: {K}\n> Secret: {S}",
    "quoted-printable": _printable(
        f"Ключ для вашей компании: {K}\nСекретный ключ для вашей компании: {S}\n"
    ),
    "quoted-printable, soft break in the value": f"Key: {K}\nSecret: {S[:25]}=\n{S[25:]}\n",
    "quoted-printable, equals signs": f"key=3D{K}\nsecret=3D{S}\n",
    # characters that are not what they seem
    "no-break spaces": f"Key:{NBSP}{K}{NBSP}{NBSP}Secret:{NBSP}{S}",
    "zero-width characters": f"Key: {_between(K, ZWSP)}\nSecret: {_between(S, ZWSP)}",
    "soft hyphens and BOM": f"{BOM}Key: {K[:3]}{SHY}{K[3:]}\nSecret: {S[:9]}{SHY}{S[9:]}",
    "direction marks": f"{RLM}Key: {RLM}{K}{RLM}\nSecret: {RLM}{S}{RLM}",
    "en dashes": f"Key: {K}\nSecret: {S}".replace("-", "–"),
    "em dashes": f"Key: {K}\nSecret: {S}".replace("-", "—"),
    "no-break hyphens": f"Key: {K}\nSecret: {S}".replace("-", "\u2011"),
    "minus signs": f"Key: {K}\nSecret: {S}".replace("-", "−"),
    "dashes with spaces": f"Key: {K}\nSecret: {S}".replace("-", " – "),
    "label glued by a dash": f"Key—{K}\nSecret—{S}",
    "full-width": "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in f"{K} {S}"),
    "Cyrillic look-alikes": f"Key: {K.replace('o', 'о')}\nSecret: {S.replace('e', 'е').replace('c', 'с')}",
    # other numbers around
    "phones": f"Тел. 0 800 210-100, +38 (044) 333-40-23, 0443334023.\nKey: {K}\nSecret: {S}",
    "phone shaped like a key": f"Тел.: 380443-3340233\n{K}\n{S}",
    "words shaped like a key": f"Ваш office-manager, social-network.\n{K}\n{S}",
    "UUID": f"ID 123e4567-e89b-12d3-a456-426614174000\n{K}\n{S}",
    "longer serial number": f"Заявка {S}-000001, {K2}-77\n{K}\n{S}",
    "ticket, date, company id": f"[#BIN-518204] от 2026-11-23 14:02:59, Company ID 12345\n{K}\n{S}\n23.11.2026",
    "addresses around": f"https://acme.planfix.ru/tel/binotel/push\nKey: {K}\nSecret: {S}\nsupport@binotel.ua",
    "signature": f"Key: {K}\nSecret: {S}\n--\nС уважением, поддержка\n+380 44 333-40-23 | binotel.ua",
    "our letter quoted below": f"Key: {K}\nSecret: {S}\n\n> 2. И выдали нам ключи для запросов по REST API.\n",
    "our letter quoted above": f"> 2. И выдали нам ключи для запросов по REST API.\n\nГотово:\n{K}\n{S}",
    # several pairs
    "two REST pairs": f"Key: {K}\nSecret: {S}\n\nKey: {K2}\nSecret: {S2}",
    "REST before WebSocket": f"REST API\nKey: {K}\nSecret: {S}\nWebSocket\nKey: {K2}\nSecret: {S2}",
    "WebSocket before REST": f"WebSocket\nKey: {K2}\nSecret: {S2}\nREST API\nKey: {K}\nSecret: {S}",
    "only WebSocket is named, first": f"Для WebSocket:\n{K2}\n{S2}\n\nКлючи:\n{K}\n{S}",
    "only WebSocket is named, second": f"Key: {K}\nSecret: {S}\nПара для веб-сокетов:\nKey: {K2}\nSecret: {S2}",
    "both named in one heading": f"Ключи REST API и WebSocket:\n{K}\n{S}\n{K2}\n{S2}",
    "named behind the values": f"{K2} {S2} (WebSocket)\n{K} {S} (REST)",
    "WebSocket in the labels": f"WebSocket key: {K2}\nWebSocket secret: {S2}\nREST key: {K}\nREST secret: {S}",
    "keys first, then secrets": f"WebSocket key: {K2}\nREST key: {K}\nWebSocket secret: {S2}\nREST secret: {S}",
    "table of both": f"         REST API    WebSocket\nKey      {K}    {K2}\nSecret   {S}    {S2}",
    "WebSocket sample behind": f"Key: {K}\nSecret: {S}\nWebSocket:\n{KW}\n{SW}",
    "WebSocket sample before": f"WebSocket:\n{KW}\n{SW}\nREST:\n{K}\n{S}",
    "WebSocket sample, nothing named": f"{KW}\n{SW}\n{K}\n{S}",
    "JSON of both": json.dumps(
        {"websocket": {"key": K2, "secret": S2}, "rest": {"key": K, "secret": S}}
    ),
    "JSON of both, REST not named": json.dumps(
        {"key": K, "secret": S, "websocket": {"key": K2, "secret": S2}}
    ),
    "JSON of both, the other way": json.dumps(
        {"websocket": {"key": K2, "secret": S2}, "key": K, "secret": S}
    ),
    "server of WebSocket mentioned": f"Key: {K}\nSecret: {S}\nwss://ws.binotel.com:9002\n{K2}\n{S2}",
}
"""Texts in which ``K`` and ``S`` stand, nothing swapped."""

SWAPPED: dict[str, str] = {
    "English": f"API Key: {S}\nSecret Key: {K}",
    "Russian": f"Ключ: {S}\nСекретный ключ: {K}",
    "Ukrainian, secret first": f"Секретний ключ: {K}\nКлюч: {S}",
    "JSON": json.dumps({"key": S, "secret": K}),
    "lines of their own": f"Key\n{S}\nSecret\n{K}",
    "labels behind": f"{S} — key\n{K} — secret",
    "second pair is right": f"Key: {S}\nSecret: {K}\n\nWebSocket\nKey: {K2}\nSecret: {S2}",
}
"""Texts in which they stand behind each other's label."""

# Made-up values without the usual shape, to be found by their labels alone.
ODD_KEY, ODD_SECRET = "fakekey00000042", "fake_secret-0000000000000000000042"
UNUSUAL: dict[str, str] = {
    "English": f"API Key: {ODD_KEY}\nSecret Key: {ODD_SECRET}",
    "Russian": f"Ключ для запросов по REST API: {ODD_KEY}\nСекретный ключ: {ODD_SECRET}",
    "Ukrainian": f"Ключ — {ODD_KEY}\nСекретний ключ — {ODD_SECRET}",
    "JSON": json.dumps({"key": ODD_KEY, "secret": ODD_SECRET}),
    "lines of their own": f"Key:\n{ODD_KEY}\nSecret:\n{ODD_SECRET}",
    "sentence": f"Your key is {ODD_KEY}, your secret is {ODD_SECRET}.",
    "HTML": _html(f"<p>Key: <b>{ODD_KEY}</b></p><p>Secret: <b>{ODD_SECRET}</b></p>"),
    "numbers around": f"Тел. 0443334023, № 518204\nkey={ODD_KEY}\nsecret={ODD_SECRET}\n2026-11-23",
    "WebSocket first": "WebSocket\nkey: fakewskey000001\nsecret: fakewssecret000001\n"
    f"REST\nkey: {ODD_KEY}\nsecret: {ODD_SECRET}",
}

NOTHING: dict[str, str] = {
    "empty": "",
    "spaces": " \n\t ",
    "only a key": f"Key: {K}",
    "only a secret": f"Secret: {S}",
    "only a key, phones around": f"Key: {K}\nТел. 0443334023, 380443-3340233",
    "two keys": f"{K}\n{K2}",
    "a promise": "Здравствуйте! Ключи выдадим завтра. Секретный ключ придёт отдельным письмом.",
    "a question": "Укажите, пожалуйста, IP-адреса. Ключ: будет позже. Secret: available-later",
    "our own letter": "2. И выдали нам ключи для запросов по REST API.\nhttps://acme.planfix.ru/tel/binotel/push",
    "words of that shape": "office-manager, social-network, business-partner",
    "a UUID": "key id 123e4567-e89b-12d3-a456-426614174000",
    "dates behind labels": "Ключ: 2026-11-23\nСекрет: 2026-11-24",
    "phones behind labels": "Ключ: 0443334023\nСекрет: 380443334023",
    "base64": base64.b64encode(bytes(range(200))).decode(),
}


def _read(text: str) -> tuple[str, str, bool] | None:
    reply = parse_reply(text, FACTS)
    return None if reply is None else (reply.key.reveal(), reply.secret.reveal(), reply.swapped)


def test_there_are_as_many_variants_as_promised() -> None:
    assert len(FOUND) >= 60


@pytest.mark.parametrize("name", FOUND)
def test_finds_key_and_secret_wherever_they_stand(name: str) -> None:
    assert _read(FOUND[name]) == (K, S, False)


@pytest.mark.parametrize("name", FOUND)
def test_finds_them_in_the_middle_of_a_long_letter(name: str) -> None:
    text = f"Здравствуйте!\nСпасибо за обращение № 518204.\n\n{FOUND[name]}\n\nС уважением\n0443334023\n"
    assert _read(text) == (K, S, False)


@pytest.mark.parametrize("name", FOUND)
def test_line_ends_make_no_difference(name: str) -> None:
    text = FOUND[name].replace("\r\n", "\n")
    assert _read(text.replace("\n", "\r\n")) == (K, S, False)
    if "=\n" not in text:  # an editor's line ends come after the mail was decoded
        assert _read(text.replace("\n", "\u2028")) == (K, S, False)


@pytest.mark.parametrize("name", SWAPPED)
def test_the_shape_counts_and_not_the_label(name: str) -> None:
    assert _read(SWAPPED[name]) == (K, S, True)


@pytest.mark.parametrize("name", UNUSUAL)
def test_an_unusual_shape_is_found_by_its_label(name: str) -> None:
    assert _read(UNUSUAL[name]) == (ODD_KEY, ODD_SECRET, False)


def test_one_usual_and_one_unusual() -> None:
    assert _read(f"Key: {K}\nSecret: {ODD_SECRET}") == (K, ODD_SECRET, False)
    assert _read(f"Key: {ODD_KEY}\nSecret: {S}") == (ODD_KEY, S, False)
    assert _read(f"Key: {S}\nSecret: {ODD_KEY}") == (ODD_KEY, S, True)


@pytest.mark.parametrize("name", NOTHING)
def test_without_both_there_is_nothing(name: str) -> None:
    assert parse_reply(NOTHING[name], FACTS) is None


def test_a_websocket_pair_is_better_than_none() -> None:
    assert _read(f"WebSocket\nKey: {K2}\nSecret: {S2}") == (K2, S2, False)


def test_a_key_that_begins_with_a_letter_is_no_tag() -> None:
    assert _read(f"<{K2}> <{S2}>") == (K2, S2, False)


def test_the_reply_of_the_demo_account_is_read() -> None:
    from jinja2 import Environment

    seed = json.loads(resources.read_text("demo/account.json"))["binotel"]
    verdict = {"accepted": True, "addresses": {"push": "a", "settings": "b", "completed": "c"}}
    template = Environment(autoescape=True).from_string(resources.read_text("demo/reply.txt"))
    text = template.render(verdict=verdict, binotel=seed)
    assert _read(text) == (seed["key"], seed["secret"], False)


def test_what_is_found_does_not_show_itself() -> None:
    reply = parse_reply(f"Key: {K}\nSecret: {S}", FACTS)
    assert isinstance(reply, Reply)
    assert K not in repr(reply)
    assert S not in repr(reply)


@given(st.text(max_size=400))
def test_no_text_makes_it_fail(text: str) -> None:
    parse_reply(text, FACTS)


_PIECES = [
    K,
    S,
    K2,
    S2,
    K[:8],
    S[:20],
    "key",
    "secret:",
    "WebSocket",
    "REST",
    "\n",
    "> ",
    "=\n",
    "<b>",
]
_PIECES += [
    "<!--",
    "<style",
    "&nbsp;",
    " ",
    "-",
    "Ключ",
    "секрет ",
    "\\u002d",
    "=3D",
    ZWSP,
    ODD_KEY,
]


@given(st.lists(st.sampled_from(_PIECES), max_size=25).map("".join))
def test_what_it_finds_stands_in_the_text(text: str) -> None:
    found = _read(text)
    if found is not None:
        bare = "".join(char for char in text if char.isalnum())
        assert found[0] != found[1]
        assert found[0][:5] in bare
        assert found[1][:5] in bare


@pytest.mark.parametrize(
    "text",
    [
        "office-manager ",
        f"{K} ",
        f"{S}\n",
        "key:",
        "<!--",
        "<style>",
        "a-",
        "=\n",
        "key" + " " * 50,
        "0a",
    ],
)
def test_a_huge_paste_is_judged_all_the_same(text: str) -> None:
    assert parse_reply(text * (400_000 // len(text)), FACTS) is None
