"""Binotel's support: reads a letter, judges and sets the three addresses, answers with keys.

Support reads like a person who copies addresses by hand: it refuses with a reason whatever is not
exactly an address of this account. Must not send anything anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from urllib.parse import SplitResult, urlsplit

from wizard.demo.model import Answered, Model

LIMIT = 200_000
_URL = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
# The words that Binotel's own terms have in every language; the rest of a label may be in any.
_LABELS = {
    "push": re.compile(r"\bpush\b", re.IGNORECASE),
    "settings": re.compile(r"\bcall[\s-]?settings\b", re.IGNORECASE),
    "completed": re.compile(r"\bcall[\s-]?completed\b", re.IGNORECASE),
}
_LOOPBACK = re.compile(r"127(?:\.[0-9]{1,3}){3}|localhost|::1")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*:[ \t]?")
_MAIL_HEADERS = ("subject:", "to:", "from:", "mime-version:", "x-unsent:", "content-type:")


@dataclass(frozen=True)
class Verdict:
    """What support thinks of a letter. ``reason`` is empty when it is accepted."""

    reason: str
    addresses: Mapping[str, str]

    @property
    def accepted(self) -> bool:
        """Whether the addresses were set."""
        return not self.reason


def judge(letter: str, origin: str, paths: Mapping[str, str], words: Mapping[str, Any]) -> Verdict:
    """Reads a letter, body alone or a whole ``.eml``. ``origin`` is the demo account's."""
    reasons, labels = words["reasons"], words["labels"]
    text = body_of(letter)
    if not text.strip():
        return Verdict(reasons["empty"], {})
    found: dict[str, str] = {}
    for which, address, trailing in _addresses(text):
        if trailing:
            return Verdict(reasons["trailing"].format(label=labels[which]), {})
        if found.setdefault(which, address) != address:
            return Verdict(reasons["twice"].format(label=labels[which]), {})
    parsed: dict[str, SplitResult] = {}
    for which in paths:
        if which not in found:
            return Verdict(reasons["missing"].format(label=labels[which]), {})
        split = _split(found[which])
        if split is None:
            return Verdict(reasons["address"].format(label=labels[which]), {})
        if split.scheme != "https" and not _loopback(split):
            return Verdict(reasons["scheme"].format(label=labels[which]), {})
        parsed[which] = split
    hosts = sorted({split.netloc for split in parsed.values()})
    if len(hosts) > 1 or len({split.scheme for split in parsed.values()}) > 1:
        return Verdict(reasons["hosts"].format(hosts=", ".join(hosts)), {})
    own = urlsplit(origin)
    one = parsed["push"]
    if one.scheme != own.scheme or one.port != own.port or not _loopback(one):
        return Verdict(reasons["account"].format(host=one.netloc), {})
    for which, wanted in paths.items():
        if parsed[which].path != wanted:
            reason = reasons["path"].format(
                label=labels[which], path=parsed[which].path or "/", wanted=wanted
            )
            return Verdict(reason, {})
    # set as the account knows itself, whatever name of this computer the letter has used
    return Verdict("", {which: origin + path for which, path in paths.items()})


def answer(model: Model, verdict: Verdict, reply: str) -> Answered:
    """Notes the answer; sets the addresses if the letter was accepted, else leaves them."""
    if verdict.accepted:
        model.binotel.addresses = dict(verdict.addresses)
    model.answered = Answered(verdict.accepted, verdict.reason, reply)
    return model.answered


def body_of(letter: str) -> str:
    """The text of a letter: its plain part if headers stand before it, else all of it."""
    first = letter.lstrip("\ufeff\r\n \t")
    head = first.replace("\r\n", "\n").split("\n\n", 1)[0].lower().split("\n")
    if not _HEADER.match(first) or not any(line.startswith(_MAIL_HEADERS) for line in head):
        return letter
    message = message_from_bytes(first.encode("utf-8"), policy=policy.default)
    if not isinstance(message, EmailMessage):
        return letter
    part = message.get_body(preferencelist=("plain",))
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, ValueError):  # a charset that nobody knows
        return ""


def _addresses(text: str) -> list[tuple[str, str, bool]]:
    """(which, address, something follows on the line), by the label before each address."""
    found = []
    before = ""
    for line in text.splitlines():
        url = _URL.search(line)
        label = line[: url.start()] if url else line
        if url is not None:
            which = _label(label) or (
                _label(before) if not label.strip(" \t-*•>1234567890.)") else ""
            )
            if which:
                found.append((which, url.group(), bool(line[url.end() :].strip())))
        if line.strip():
            before = "" if url else line
    return found


def _label(text: str) -> str:
    named = [which for which, pattern in _LABELS.items() if pattern.search(text)]
    return named[0] if len(named) == 1 else ""


def _split(address: str) -> SplitResult | None:
    try:
        split = urlsplit(address)
        port = split.port
    except ValueError:
        return None
    if split.scheme not in ("http", "https") or not split.hostname or port == 0:
        return None
    if "@" in split.netloc or split.query or split.fragment or address.endswith(("?", "#")):
        return None
    return split


def _loopback(split: SplitResult) -> bool:
    return _LOOPBACK.fullmatch(split.hostname or "") is not None
