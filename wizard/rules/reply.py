"""API key and secret out of support's reply, wherever they stand in it; and what is to be said of a typed pair.

Must not log, keep or echo any text it is given: a reply holds secrets. What is found leaves as ``Secret``.

Keys are known by their shape first (``Facts.key_shapes``, a key of 14 characters, a secret of 36;
facts/binotel_api.md, 1.8). The format is promised nowhere, so a token behind a label is taken too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from wizard.rules.facts import Facts
from wizard.rules.finding import Finding, Severity
from wizard.rules.mail_text import flat_text
from wizard.rules.pasted import plain
from wizard.rules.secret import Secret

_LONGEST_TEXT = 100_000
_MOST = 50  # candidates of a kind; a reply has two or four, a pasted log thousands
_LONGEST_WRAPPED = 2000
_LONGEST_LABEL = 60
_KEY, _SECRET = "key", "secret"
_WRAPS = "\"'`´«»‹›“”„‟‘’‚‛<>()[]{}*.,;:=|"

# A label in one of three languages. "Secret key" and «секретный ключ» are the secret's.
_HIDDEN_WORD = (
    r"(?:(?:api|rest)?[ _-]*secret(?:[ _-]*(?:api[ _-]*)?key)?"
    r"|секрет\w{0,6}(?:[ _-]*(?:api[ _-]*)?ключ\w{0,3})?)"
)
_KEY_WORD = r"(?:(?:api|апи)[ _-]*(?:key|ключ\w{0,3})|key|ключ(?:[аеиіу]|ом|ем|ей|ів)?)"
_LABEL = re.compile(
    rf"(?<![^\W\d])(?:(?P<secret>{_HIDDEN_WORD})|(?P<key>{_KEY_WORD}))(?![^\W_])", re.IGNORECASE
)
_GLUED_LABEL = re.compile(
    rf"(?<![^\W_])({_HIDDEN_WORD}|{_KEY_WORD})-(?=[^\W_]{{6}}-)", re.IGNORECASE
)
_WEB_SOCKET = re.compile(r"web[\s_-]*socket|веб[\s-]*сокет|\bwss?\b", re.IGNORECASE)
_REST = re.compile(r"\brest\b|\bhttps?[ -]*api\b", re.IGNORECASE)
# A WebSocket secret differs a little in its groups; it has to be seen, or its key would go to another.
_LOOSE_SECRET = re.compile(
    r"(?<![0-9A-Za-z-])[0-9A-Za-z]{5,7}(?:-[0-9A-Za-z]{5,7}){3}-[0-9A-Za-z]{8}(?![0-9A-Za-z]|-[0-9A-Za-z])"
)
# A value behind a label: signs between, or words closed by a colon («Ключ для запросов по REST API: …»).
_BEHIND = re.compile(
    r"(?:[^:=\n]{0,60}[:=][^\w-]{0,8}|[^\w-]{0,3}(?:-[^\w-]{0,3}(?:это|це)?|\b(?:is|це|это)\b)?[^\w-]{1,6})"
    r"(?P<value>[0-9A-Za-z][0-9A-Za-z_-]{7,199})(?![\w@/-]|\.\w|:/)",
    re.IGNORECASE,
)
_DATE_OR_PHONE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|(?:38)?0[0-9]{9}")
_TYPED_IN_CYRILLIC = str.maketrans("АВСЕНІКМОРТХУаеіорсух", "ABCEHIKMOPTXYaeiopcyx")


@dataclass(frozen=True, slots=True)
class Reply:
    """The pair. ``swapped``: the labels said it the other way round than the shapes do."""

    key: Secret
    secret: Secret
    swapped: bool


@dataclass(frozen=True, slots=True, repr=False)
class _Value:
    """Something that may be a key or a secret, and where it stands. Has no repr that tells it."""

    kind: str
    text: str
    start: int
    end: int
    exact: bool
    rank: int = 1  # 0 named as REST, 1 not named, 2 named as WebSocket


def parse_reply(text: str, facts: Facts) -> Reply | None:
    """The API key and the secret in ``text``; None unless both are there. Never raises.

    Of several pairs the first of REST is taken, a WebSocket pair only when there is no other.
    """
    flat = _GLUED_LABEL.sub(r"\1: ", flat_text(text[:_LONGEST_TEXT]))
    best = flat
    most = 0
    for variant in _variants(flat, facts):
        keys, secrets = _by_shape(variant, facts)
        exact = [each for each in secrets if each.exact]
        if keys and exact:
            return _choose(variant, keys, secrets)
        if bool(keys) + bool(exact) > most:
            best, most = variant, 1
    # Not both in their usual shape, however the text is read: labels decide about the other.
    keys, secrets = _by_shape(best, facts)
    exact = [each for each in secrets if each.exact]
    known = {each.text for each in (*keys, *exact)}
    labelled = [each for each in _by_label(best) if each.text not in known]
    named = {kind: [each for each in labelled if each.kind == kind] for kind in (_KEY, _SECRET)}
    if exact:
        keys = named[_KEY] or named[_SECRET]
    elif keys:
        secrets = named[_SECRET] or named[_KEY] or secrets
    else:
        keys, secrets = named[_KEY], named[_SECRET]
    return _choose(best, keys, secrets) if keys and secrets else None


def judge_keys(key: str, secret: str, facts: Facts) -> tuple[str, str, tuple[Finding, ...]]:
    """A typed pair cleaned and, if it stood the wrong way round, put right; and what is to be told.

    Findings: ``keys_empty`` (then nothing is swapped), ``keys_swapped``, ``keys_unusual``.
    """
    key, secret = _clean(key, facts), _clean(secret, facts)
    if not key or not secret:
        field = "secretEdit" if key else "keyEdit"
        return key, secret, (Finding("keys_empty", Severity.ERROR, field),)
    findings = []
    if _is(_SECRET, key, facts) != _is(_SECRET, secret, facts):
        swapped = _is(_SECRET, key, facts)
    else:
        swapped = _is(_KEY, secret, facts) and not _is(_KEY, key, facts)
    if swapped:
        key, secret = secret, key
        findings.append(Finding("keys_swapped", Severity.WARNING, "keyEdit"))
    for kind, text, field in ((_KEY, key, "keyEdit"), (_SECRET, secret, "secretEdit")):
        if not _is(kind, text, facts):
            findings.append(Finding("keys_unusual", Severity.WARNING, field))
            break
    return key, secret, tuple(findings)


def _clean(text: str, facts: Facts) -> str:
    """Without spaces, line ends and what stands around; a label typed along goes if a known shape is left."""
    bare = "".join(plain(text).split()).strip(_WRAPS)
    while bare != text:  # an accent may find another letter when what stood between is gone
        text, bare = bare, "".join(plain(bare).split()).strip(_WRAPS)
    for candidate in (bare, bare.translate(_TYPED_IN_CYRILLIC)):
        if any(_is(kind, candidate, facts) for kind in (_KEY, _SECRET)):
            return candidate
        found = [
            each for kind in (_SECRET, _KEY) for each in _shapes(kind, facts).findall(candidate)
        ]
        if len(found) == 1:
            return str(found[0])
    return bare


def _is(kind: str, text: str, facts: Facts) -> bool:
    return re.fullmatch(facts.key_shapes[kind], text) is not None


def _shapes(kind: str, facts: Facts) -> re.Pattern[str]:
    """The shape, standing alone: a longer run of groups is something else (a UUID, a serial number)."""
    return re.compile(rf"(?<![0-9A-Za-z-]){facts.key_shapes[kind]}(?![0-9A-Za-z]|-[0-9A-Za-z])")


def _variants(flat: str, facts: Facts) -> Iterator[str]:
    """The text as it is; then read as one whose values were broken by what a mail program did to them."""
    yield flat
    text = flat
    for mended in (
        lambda text: re.sub(r"(?<=[0-9A-Za-z]-)[ \n]+(?=[0-9A-Za-z])", "", text),
        lambda text: _rejoined(text, facts),
        lambda text: re.sub(r"(?<=[0-9A-Za-z]) ?- ?(?=[0-9A-Za-z])", "-", text),
        lambda text: text.translate(_TYPED_IN_CYRILLIC),
    ):
        changed = mended(text)
        if changed != text:
            yield changed
        text = changed


def _rejoined(text: str, facts: Facts) -> str:
    """Lines put together again where a whole key or secret comes to stand across their ends."""
    lines = text.split("\n")
    shapes = [_shapes(kind, facts) for kind in (_KEY, _SECRET)]
    at = 0
    while at < len(lines) - 1:
        for count in (2, 3, 4):
            taken = lines[at : at + count]
            whole = "".join(taken)
            last = len(whole) - len(taken[-1])
            if len(whole) <= _LONGEST_WRAPPED and any(
                match.start() < len(taken[0]) and match.end() > last
                for shape in shapes
                for match in shape.finditer(whole)
            ):
                lines[at : at + count] = [whole]
                break
        else:
            at += 1
    return "\n".join(lines)


def _by_shape(text: str, facts: Facts) -> tuple[list[_Value], list[_Value]]:
    """Keys and secrets known by their shape, each text once, with their rank."""
    exact = _shapes(_SECRET, facts)
    secrets = [
        _Value(_SECRET, match[0], match.start(), match.end(), exact.fullmatch(match[0]) is not None)
        for match in _LOOSE_SECRET.finditer(text)
        if re.search("[0-9]", match[0])
    ]
    keys = [
        _Value(_KEY, match[0], match.start(), match.end(), True)
        for match in _shapes(_KEY, facts).finditer(text)
    ]
    # "office-manager" and "380442-1234567" have the shape of a key: taken only if a label says so.
    keys = [each for each in keys if _is_mixed(each.text) or _named(_before(text, each.start))]
    ranked = _ranked(text, _once([*_once(keys)[:_MOST], *_once(secrets)[:_MOST]]))
    return (
        [each for each in ranked if each.kind == _KEY],
        [each for each in ranked if each.kind == _SECRET],
    )


def _by_label(text: str) -> list[_Value]:
    """What stands behind labels and might be a value; of two labels before it the nearer counts."""
    found: dict[int, _Value] = {}
    for label in _LABEL.finditer(text):
        match = _BEHIND.match(text, label.end())
        if match and _plausible(match["value"]):
            kind = _SECRET if label["secret"] else _KEY
            start, end = match.span("value")
            found[start] = _Value(kind, match["value"], start, end, False)
    return _ranked(text, _once(found.values())[:_MOST])


def _plausible(text: str) -> bool:
    """Whether it is no word, date or phone number."""
    if _DATE_OR_PHONE.fullmatch(text):
        return False
    return re.search("[0-9]", text) is not None or (
        len(text) >= 20 and re.search("[a-z][A-Z]", text) is not None
    )


def _once(values: Iterable[_Value]) -> list[_Value]:
    """In the order of the text, a quoted repetition left out."""
    first: dict[str, _Value] = {}
    for each in sorted(values, key=lambda each: each.start):
        first.setdefault(each.text, each)
    return list(first.values())


def _ranked(text: str, values: list[_Value]) -> list[_Value]:
    """Each value with its rank. A mention of REST or WebSocket speaks for the next key and the next secret.

    Behind the last value of a line it speaks for that line. A heading that names both says nothing.
    """
    ranked: list[_Value] = []
    claims: dict[str, int] = {}
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        here = [each for each in values if start <= each.start < end]
        mentions = [
            (start + match.start(), rank)
            for pattern, rank in ((_REST, 0), (_WEB_SOCKET, 2))
            for match in pattern.finditer(line)
        ]
        mentions.sort()
        if not here:
            ranks = {rank for _, rank in mentions}
            if len(ranks) == 1:
                claims = dict.fromkeys((_KEY, _SECRET), ranks.pop())
            elif ranks:
                claims = {}
        if here and mentions and mentions[0][0] > here[-1].start:
            ranked += [replace(each, rank=mentions[0][1]) for each in here]
            for each in here:
                claims.pop(each.kind, None)
        else:
            for each in here:
                while mentions and mentions[0][0] < each.start:
                    claims = dict.fromkeys((_KEY, _SECRET), mentions.pop(0)[1])
                ranked.append(replace(each, rank=claims.pop(each.kind, 1)))
        start = end + 1
    return ranked


def _choose(text: str, keys: Sequence[_Value], secrets: Sequence[_Value]) -> Reply:
    """The best pair: REST before unnamed before WebSocket, a usual shape before an odd one, then the first."""

    def distance(key: _Value, secret: _Value) -> tuple[bool, int, int]:
        order = abs(keys.index(key) - secrets.index(secret)) if len(keys) == len(secrets) else 0
        gap = secret.start - key.end if key.start < secret.start else 1 + key.start - secret.end
        return key.rank != secret.rank, order, gap

    if len(keys) >= len(secrets):
        pairs = [(min(keys, key=lambda key: distance(key, each)), each) for each in secrets]
    else:
        pairs = [(each, min(secrets, key=lambda secret: distance(each, secret))) for each in keys]
    key, secret = min(
        pairs, key=lambda pair: (max(each.rank for each in pair), not pair[1].exact, pair[0].start)
    )
    values = [*keys, *secrets]
    swapped = _label(key, text, values) == _SECRET and _label(secret, text, values) == _KEY
    return Reply(Secret(key.text), Secret(secret.text), swapped)


def _label(value: _Value, text: str, values: Sequence[_Value]) -> str:
    """What the value is called: before it on its line, behind it, or alone on the line above; else empty."""
    start = text.rfind("\n", 0, value.start) + 1
    end = text.find("\n", value.end)
    end = len(text) if end < 0 else end
    others = [each for each in values if each is not value and start <= each.start < end]
    left = max([start, *(each.end for each in others if each.end <= value.start)])
    if named := _named(text[left : value.start]):
        return named.pop() if len(named) == 1 else ""
    if others:
        return ""
    if named := _named(text[value.end : end]):
        return named.pop() if len(named) == 1 else ""
    above = [line for line in text[:start].split("\n") if line][-2:]
    lines = [
        _named(line) if len(line) <= _LONGEST_LABEL and _is_free(line, values) else set()
        for line in above
    ]
    if not lines or len(lines[-1]) != 1 or (len(lines) == 2 and lines[0]):
        return ""
    return lines[-1].pop()


def _before(text: str, at: int) -> str:
    """What stands before it on its line, as far as a label reaches."""
    return text[max(text.rfind("\n", 0, at) + 1, at - _LONGEST_LABEL) : at]


def _is_mixed(text: str) -> bool:
    return re.search("[0-9]", text) is not None and re.search("[A-Za-z]", text) is not None


def _is_free(line: str, values: Sequence[_Value]) -> bool:
    return not any(each.text in line for each in values)


def _named(text: str) -> set[str]:
    return {_SECRET if match["secret"] else _KEY for match in _LABEL.finditer(text)}
