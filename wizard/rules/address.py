"""The address of a Planfix account, out of whatever a person pastes.

Mends what can be mended without guessing and says what it cannot. Must not ask the network, and never
lets user information (``user:password@``) of a pasted address into a result: a text in which a part of
it might be taken for the host is refused.

Sources: accounts are third-level names of planfix.ru, .com or .ua, or live on a domain of their own
(facts/planfix_api.md, 2.1); names are DNS labels (the same, 3); loopback as in the contract.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from typing import NamedTuple

from wizard.rules.finding import Finding, Severity

DOMAIN_DEFAULT = "planfix.ru"

_FIELD = "accountEdit"
_LONGEST_TEXT = 2048
_LONGEST_HOST = 253
_DEFAULT_PORTS = {"https": 443, "http": 80}
# Expressions are texts, not compiled: a start needs none of them, and ``re`` remembers what it compiled.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# Windows gives these names to devices, with any extension: con.json opens no file.
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))]
)

_OPENING = "\"'`´«‹“”„‟‘’‚‛<([{*"
_CLOSING = "\"'`´»›“”‟‘’>)]}*.,;:!?…"
_QUOTE = r"[\"`´«»‹›“”„‟‘’‚‛<>]"
_IPV6 = r"\[[0-9A-Fa-f.]{0,4}:[0-9A-Za-z:.%]{1,44}\]"
# http:// with a slash, all slashes or the colon forgotten; written twice, the inner one counts.
_WEB = r"(?i)(https?)(?::/*|//+)"
_WEB_INSIDE = r"(?i)(?<=[\s(\[{<>\"'`«»“”„=:])https?://"
_ANY_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]*://"
_OTHER_SCHEMES = (
    r"(?i)(?:about|blob|callto|data|file|ftps?|javascript|mailto|sips?|skype|ssh|tel|tg|urn|view-source"
    r"|wss?):"
)
_END_OF_HOST = r"[/?#]"


class Address(NamedTuple):
    """Where an account lives. ``port`` is None where the scheme's own is meant.

    ``host`` is lower case and punycode; an IPv6 address stands without brackets.
    """

    scheme: str
    host: str
    port: int | None = None

    @property
    def origin(self) -> str:
        """The canonical spelling, e.g. ``https://acme.planfix.ru`` or ``http://[::1]:5000``."""
        return f"{self.scheme}://{self._with_port(self.host)}"

    @property
    def file_name(self) -> str:
        """HOST of the contract: the name of the account's files and of its secrets in the keyring."""
        name = self.host.replace(":", "_")
        if self.port is not None:
            name += f"_{self.port}"
        return f"_{name}" if self.host.partition(".")[0] in _RESERVED else name

    @property
    def display(self) -> str:
        """Host and port as a person reads them; letters that could deceive the eye stay punycode."""
        from wizard.rules.look_alike import readable

        return self._with_port(".".join(map(readable, self.host.split("."))))

    @property
    def loopback(self) -> bool:
        """Whether it is this computer: 127.0.0.0/8, ::1 or exactly ``localhost``."""
        return self.host in ("localhost", "::1") or _is_loopback_v4(self.host)

    def known_domain(self, domains: Sequence[str]) -> bool:
        """Whether the host is one of Planfix's ``domains`` or lies under one."""
        return any(self.host == each or self.host.endswith(f".{each}") for each in domains)

    def look_alike(self, domains: Sequence[str]) -> str:
        """The one of ``domains`` that the host imitates without lying under it; empty if none."""
        if self.loopback or self.known_domain(domains):
            return ""
        from wizard.rules.look_alike import imitated

        return imitated(self.host, domains)

    @classmethod
    def from_origin(cls, text: str) -> Address | None:
        """The address of a stored ``origin``; None unless it is spelt as ``origin`` spells it."""
        address = parse_address(text, DOMAIN_DEFAULT, ()).address
        return address if address is not None and address.origin == text else None

    def _with_port(self, host: str) -> str:
        shown = f"[{host}]" if ":" in host else host
        return shown if self.port is None else f"{shown}:{self.port}"


class AddressResult(NamedTuple):
    """What became of a text.

    ``bare_name``: it named no domain, so the chosen one counts. ``mended``: more had to be done than to
    put a scheme or the domain to it.
    """

    address: Address | None
    findings: tuple[Finding, ...] = ()
    bare_name: bool = False
    mended: bool = False


class _Invalid(Exception):  # noqa: N818 - a way out of nested functions of this module only
    """Why a text is no address (``reason``), with the host if there is a safe one to name."""

    def __init__(self, reason: str, host: str = "", look_alike: str = "") -> None:
        super().__init__(reason)
        self.details = {"reason": reason, "host": host}
        if look_alike:
            self.details["look_alike"] = look_alike
        self.bare = False


class _Parts(NamedTuple):
    """A text taken apart: ``scheme`` empty if none was written, ``host`` not yet punycode."""

    scheme: str
    host: str
    port: str
    at_behind: bool  # an "@" somewhere behind the host: what was taken for the host may be a user


def parse_address(text: str, domain: str, domains: Sequence[str]) -> AddressResult:
    """Make an address of ``text``. A bare name is taken for one under ``domain``.

    Findings (contract, "Finding keys"): ``address_empty``, ``address_invalid`` with ``reason``,
    ``address_not_https`` and ``address_unknown_domain`` with ``host`` and, if there is one,
    ``look_alike``. Reasons: no_account, levels, letters, name, look_alike, ip, port, scheme, email,
    spaces, several. Never raises, whatever the text.
    """
    seen = text.strip()[:_LONGEST_TEXT]
    if seen:
        # With the tables of Unicode: a start, where the text is empty, does without them.
        from wizard.rules.pasted import plain

        seen = plain(seen).strip()
    if not seen:
        return AddressResult(None, (Finding("address_empty", Severity.ERROR, _FIELD),))
    cleaned = _unwrap(seen.replace("。", ".")).replace("\\", "/")
    try:
        parts = _take_apart(cleaned, domains)
        bare = _is_bare(parts)
        address, warnings = _judge(parts, bare, domain, domains)
    except _Invalid as invalid:
        finding = Finding("address_invalid", Severity.ERROR, _FIELD, invalid.details)
        return AddressResult(None, (finding,), bare_name=invalid.bare)
    written = address.origin.partition("://")[2]
    unmended = {address.origin, f"{address.origin}/", written, address.display}
    if bare:
        unmended.add(address.host.partition(".")[0])
    return AddressResult(address, warnings, bare, text not in unmended)


def _unwrap(text: str) -> str:
    """Without spaces, quotes, brackets and closing marks around; the brackets of ``[::1]`` stay."""
    while True:
        shorter = text.strip()
        if shorter[:1] and shorter[0] in _OPENING and not re.match(_IPV6, shorter):
            shorter = shorter[1:]
        elif shorter and shorter[-1] in _CLOSING:
            literal = re.search(_IPV6, shorter)
            if shorter[-1] != "]" or literal is None or literal.end() != len(shorter):
                shorter = shorter[:-1]
        if shorter == text:
            return text
        text = shorter


def _take_apart(text: str, domains: Sequence[str]) -> _Parts:
    text = _out_of_sentence(" ".join(text.split()))
    # A wrapped line leaves a space beside a dot or a slash, where no sentence has one on both sides.
    text = re.sub(r"\s*([/:])\s*|\s+\.\s*(?=\S)|(?<=[\w-])\.\s+(?=[\w-])", _glue, text)
    scheme = ""
    while match := re.match(_WEB, text):
        scheme, text = match[1].lower(), text[match.end() :]
    if not scheme:
        if re.match(_ANY_SCHEME, text) or re.match(_OTHER_SCHEMES, text):
            raise _Invalid("scheme")
        text = re.sub(r"^:?/+", "", text)
    end = re.search(_END_OF_HOST, text)
    authority = text[: end.start()] if end else text
    behind = text[end.start() :] if end else ""
    if " " in authority:
        authority = _only_token(authority, "@" in text, domains)
    user, at, host = authority.rpartition("@")
    if at and not scheme and ":" not in user:
        raise _Invalid("email")
    quote = re.search(_QUOTE, host)
    if quote:
        host, behind = host[: quote.start()], host[quote.start() :] + behind
    host = host.lower().strip(_OPENING.replace("[", "") + " .,;")
    if host == "::1":
        return _Parts(scheme, host, "", False)
    literal = re.fullmatch(r"\[([^\[\]@]*)\](?::(.*))?", host)
    name, _, port = (literal[1], "", literal[2] or "") if literal else host.partition(":")
    if literal:
        name = f"[{name}]"
    return _Parts(scheme, name.rstrip(".,;"), port, "@" in behind)


def _glue(match: re.Match[str]) -> str:
    return match[1] or "."


def _out_of_sentence(text: str) -> str:
    """From the web address on, where one stands behind words, in a tag or in a Markdown link."""
    starts = [match.start() for match in re.finditer(_WEB_INSIDE, text)]
    if not starts or re.match(_WEB, text) or "@" in text[: starts[0]]:
        return text
    before = text[: starts[0]]
    if not re.search(r"[\s(\[{<>\"'`«»“”„]", before) and not re.fullmatch(r"[^./]*[:=]", before):
        return text  # acme.planfix.ru/?from=https://… starts with the host, the rest is its query
    hosts = {
        re.split(r"[/?#\s\"'<>()\[\]]", text[at:].partition("://")[2], maxsplit=1)[0].lower()
        for at in starts
    }
    if len(hosts) > 1:
        raise _Invalid("several")
    return text[starts[0] :]


def _only_token(text: str, has_at: bool, domains: Sequence[str]) -> str:
    """The one word in ``text`` that is a host of Planfix's; with an ``@`` near by none is trusted."""
    words = {word.strip(_OPENING + _CLOSING).lower() for word in text.split()}
    hosts = [
        word for word in words if any(word == each or word.endswith(f".{each}") for each in domains)
    ]
    if has_at or len(hosts) != 1:
        raise _Invalid("several" if len(hosts) > 1 else "spaces")
    return hosts[0]


def _is_bare(parts: _Parts) -> bool:
    return bool(parts.host) and not re.search(r"[.:\[\]]", parts.host) and parts.host != "localhost"


def _judge(
    parts: _Parts, bare: bool, domain: str, domains: Sequence[str]
) -> tuple[Address, tuple[Finding, ...]]:
    if bare:
        try:
            address = _bare(parts, domain, domains)
        except _Invalid as invalid:
            invalid.bare = True
            raise
        return address, _not_https(parts, address)
    port = _port(parts.port)
    host = _host(parts.host)
    probe = Address("https", host)
    if probe.loopback:
        # Nobody has a certificate for this computer by default, so http is what a bare host means here.
        scheme = parts.scheme or "http"
        return Address(scheme, host, None if port == _DEFAULT_PORTS[scheme] else port), ()
    known = probe.known_domain(domains)
    if parts.at_behind and port is not None and not known:
        raise _Invalid("email")
    imitation = ""
    if known:
        host = _account(host, domains)
        port = None  # Planfix serves accounts on the standard port only
    else:
        imitation = probe.look_alike(domains)
        if imitation and any(_mixed(label) for label in parts.host.split(".")):
            raise _Invalid("look_alike", probe.display, imitation)
    if port == _DEFAULT_PORTS["https"] or (parts.scheme == "http" and port == 80):
        port = None
    address = Address("https", host, port)
    findings = _not_https(parts, address)
    if not known:
        details = {"host": address.display}
        if imitation:
            details["look_alike"] = imitation
        findings += (Finding("address_unknown_domain", Severity.WARNING, _FIELD, details),)
    return address, findings


def _not_https(parts: _Parts, address: Address) -> tuple[Finding, ...]:
    if parts.scheme != "http":
        return ()
    return (Finding("address_not_https", Severity.WARNING, _FIELD, {"host": address.display}),)


def _bare(parts: _Parts, domain: str, domains: Sequence[str]) -> Address:
    """The account of that name under ``domain``; a scheme or port written to a name means nothing."""
    _port(parts.port)
    name = parts.host
    if parts.at_behind:
        raise _Invalid("email")
    if any(char.isalpha() and not char.isascii() for char in name):
        raise _Invalid("letters")
    # Eight digits and more are a phone number or an IP address written as one number.
    if re.fullmatch(r"[0-9]{8,}|0x[0-9a-f]*", name):
        raise _Invalid("ip")
    if not re.fullmatch(_LABEL, name):
        raise _Invalid("name")
    return Address("https", _account(f"{name}.{domain}", (*domains, domain)))


def _account(host: str, domains: Sequence[str]) -> str:
    """The host of an account on a known domain: one plain label before it, ``www.`` left out."""
    domain = next(each for each in domains if host == each or host.endswith(f".{each}"))
    labels = host.removesuffix(domain).rstrip(".").split(".")
    if labels[0] == "www":
        labels = labels[1:] or [""]
    if labels == [""]:
        raise _Invalid("no_account", host)
    if any(label.startswith("xn--") for label in labels):
        raise _Invalid("letters")
    if len(labels) > 1:
        raise _Invalid("levels", host)
    return f"{labels[0]}.{domain}"


def _port(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 0 < int(text) < 65536:
        raise _Invalid("port")
    return int(text)


def _host(text: str) -> str:
    """The host in lower case and punycode."""
    if text == "::1" or text.startswith("["):
        try:
            literal = ipaddress.IPv6Address(text.strip("[]"))
        except ValueError:
            raise _Invalid("ip") from None
        if literal != ipaddress.IPv6Address(1):
            raise _Invalid("ip")
        return "::1"
    if not text or len(text) > _LONGEST_HOST:
        raise _Invalid("name")
    try:
        labels = [_punycode(label) for label in text.split(".")]
    except UnicodeError:
        raise _Invalid("name") from None
    host = ".".join(labels)
    # A last label like a number makes a browser read the whole as an IPv4 address, however it is
    # shortened or written (127.1, 0x7f.1, 0177.0.0.1). Only the full form of loopback is taken.
    if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", labels[-1]):
        if not _is_loopback_v4(host):
            raise _Invalid("ip")
        return host
    if len(host) > _LONGEST_HOST or not all(re.fullmatch(_LABEL, each) for each in labels):
        raise _Invalid("name")
    return host


def _punycode(label: str) -> str:
    if label.isascii():
        return label.lower()
    import encodings.idna

    return encodings.idna.ToASCII(label.lower()).decode("ascii").lower()


def _is_loopback_v4(host: str) -> bool:
    try:
        return host.count(".") == 3 and ipaddress.IPv4Address(host).is_loopback
    except ValueError:
        return False


def _mixed(label: str) -> bool:
    """Whether Latin letters stand beside those of another alphabet."""
    import unicodedata

    letters = [char for char in label if char.isalpha()]
    latin = sum(1 for char in letters if unicodedata.name(char, "").startswith("LATIN"))
    return 0 < latin < len(letters)
