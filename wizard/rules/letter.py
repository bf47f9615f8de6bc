"""The letter to Binotel's support: its addresses and text, and the two forms in which a mail program takes it.

Must not send anything, and never puts a key or token into a letter. The words are in templates
(``resources/templates``); the Russian ones are those of Planfix's help page «Интеграция с Binotel».
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from wizard.rules.facts import Facts

_LONGEST_FIELD = 200
_LONGEST_SUBJECT = 300
_SCHEME = re.compile(r"[a-z0-9+.-]*:[/\\]{2,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Letter:
    """A plain-text letter; ``subject`` is one line, ``body`` ends lines with ``\\n``."""

    to: str
    subject: str
    body: str


def addresses(origin: str, facts: Facts) -> dict[str, str]:
    """The three URLs of the account at ``origin``, by ``push``, ``settings`` and ``completed``."""
    return {which: origin + path for which, path in facts.paths.items()}


def compose(
    template: str,
    subject: str,
    origin: str,
    facts: Facts,
    company: str = "",
    company_id: str = "",
    sent_on: str = "",
) -> Letter:
    """Fill a template's text. ``sent_on`` is the day of the first letter in the letter's language, for reminders.

    What the person typed stays on its one line and brings no URL. Raises jinja2's UndefinedError if
    the template asks for anything else.
    """
    from jinja2 import Environment, StrictUndefined  # on first use: it costs start-up time

    # Plain text: there is nothing to escape, and an escaped company name would be a wrong one.
    made = Environment(undefined=StrictUndefined, trim_blocks=True, autoescape=False)  # noqa: S701
    body = made.from_string(template).render(
        addresses=addresses(origin, facts),
        company=_typed(company),
        company_id=_typed(company_id),
        sent_on=_typed(sent_on),
    )
    return Letter(facts.support_email, _one_line(subject)[:_LONGEST_SUBJECT], body.strip())


def mailto(letter: Letter, limit: int) -> str | None:
    """The ``mailto:`` URL of the whole letter; None if it has more than ``limit`` characters.

    Longer ones are cut or refused by the systems (toolchain: 2046 on Windows, 131072 on Linux).
    """
    url = f"{mailto_without_body(letter)}&body={_quoted(letter.body)}"
    return url if len(url) <= limit else None


def mailto_without_body(letter: Letter) -> str:
    """Receiver and subject alone, for a text that is pasted."""
    return f"mailto:{quote(_one_line(letter.to), safe='@')}?subject={_quoted(_one_line(letter.subject))}"


def eml(letter: Letter) -> bytes:
    """A draft to open in a mail program: RFC 5322, CRLF, UTF-8. The sender and the date are left to the program."""
    from email.message import EmailMessage  # on first use, as above
    from email.policy import SMTP

    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["To"] = _one_line(letter.to)
    message["Subject"] = _one_line(letter.subject)
    body = _encodable(letter.body.replace("\r\n", "\n").replace("\r", "\n")).rstrip("\n") + "\n"
    message.set_content(body, charset="utf-8", cte="8bit")
    return message.as_bytes()


def working_days_between(start: date, end: date) -> int:
    """How many days from Monday to Friday lie after ``start`` up to ``end``; 0 if ``end`` is not later.

    Public holidays are not known here.
    """
    days = (end - start).days
    if days <= 0:
        return 0
    weeks, rest = divmod(days, 7)
    last_days: Sequence[date] = [end - timedelta(days=back) for back in range(rest)]
    return weeks * 5 + sum(1 for day in last_days if day.weekday() < 5)


def _typed(text: str) -> str:
    """A field as it goes into the letter.

    Without the beginning of any URL: support copies the URLs of the letter by hand, and the wizard
    promises that there are exactly three, those of the account.
    """
    return " ".join(_SCHEME.sub(" ", _one_line(text)).split())[:_LONGEST_FIELD].strip()


def _one_line(text: str) -> str:
    """On one line, without what could end a header, hide or turn round other text."""
    kept = []
    for char in text:
        kind = unicodedata.category(char)
        if char.isspace() or kind in ("Cc", "Zl", "Zp"):
            kept.append(" ")
        elif kind not in ("Cf", "Cs"):
            kept.append(char)
    return " ".join("".join(kept).split())


def _encodable(text: str) -> str:
    """Without lone surrogates, which no encoding takes."""
    return text.encode("utf-8", "ignore").decode("utf-8")


def _quoted(text: str) -> str:
    """For a URL: everything but letters and digits encoded, lines ended as mail ends them."""
    return quote(_encodable(text).replace("\n", "\r\n"), safe="")
