"""Brings phone numbers into one form so that they can be compared. Repairs nothing and writes nothing.

``phonenumbers`` is the judge; it is imported on first use. Plain Ukrainian spellings, which are most of
what an account holds, are read without it: the same answer at a fiftieth of the time, so a table of ten
thousand cards can be judged between two frames. Results are remembered.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

REGION: Final = "UA"
SHORTEST: Final = 7
"""Digits from which on a number is taken for a phone's and no longer for a short number."""

_LAST = 9
_LONGEST_TEXT = 80
_REMEMBERED = 65536

# What people put between digits, the zero-width signs of copied text among it.
_BETWEEN = re.compile(
    r"[\s().\-/\u00ad\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060-\u2069\u2212\ufeff]+"
)
_NO_DIGITS = re.compile(r"[^0-9]+")
_INTERNATIONAL = re.compile(r"\+?380([1-9][0-9]{8})")
_NATIONAL = re.compile(r"0([1-9][0-9]{8})")
_OLD_TRUNK = re.compile(r"8(0[1-9][0-9]{8})")


def digits(text: str) -> str:
    """The digits of a text, those of other scripts as ordinary ones."""
    if text.isascii():
        return text if text.isdigit() else _NO_DIGITS.sub("", text)
    return "".join(str(unicodedata.decimal(char)) for char in text if char.isdecimal())


def last_nine(text: str) -> str:
    """The last nine digits, the part that every spelling of a number has; fewer if there are no nine.

    This is what Planfix's filter 9004 is asked for and what its answers are kept under.
    """
    return digits(text)[-_LAST:]


@lru_cache(maxsize=_REMEMBERED)
def e164(text: str, region: str = REGION) -> str | None:
    """``+380501234567`` for every spelling of that number; None for what is no phone number.

    ``region`` is the country of numbers without a country code, as two capital letters; one that is not
    known leaves only international spellings readable. Short numbers are no phones. Whether such a
    number exists is not asked: two spellings of one number are the same anyway.
    """
    plain = _BETWEEN.sub("", text) if len(text) <= _LONGEST_TEXT else ""
    found = _INTERNATIONAL.fullmatch(plain) if plain[:1] == "+" or region == "UA" else None
    if found is None and region == "UA":
        found = _NATIONAL.fullmatch(plain)
    if found is not None:
        return f"+380{found[1]}"
    number = _parse(text, region)
    return _format(number) if number is not None else None


def comparable(text: str, region: str = REGION) -> str:
    """What two spellings of one number have in common: the international form, or the bare digits of
    something as long as a phone number that is none. Empty for anything shorter."""
    found = e164(text, region)
    if found is not None:
        return found
    bare = digits(text)
    return bare if len(bare) >= SHORTEST else ""


@lru_cache(maxsize=_REMEMBERED)
def corrected(text: str, region: str = REGION) -> bool:
    """Whether reading the number changed it: ``+3800671234567`` is read as ``+380671234567``.

    True if the digits of ``text`` are no usual spelling of the number that was read from it. A number
    that cannot be read was not corrected.
    """
    number = _parse(text, region)
    if number is None:
        return False
    from phonenumbers import PhoneMetadata, country_code_for_region, national_significant_number

    bare = digits(_without_extension(text, number.extension))
    whole = _format(number)[1:]
    if bare == whole:
        return False
    spellings = set()
    if number.country_code == country_code_for_region(region) and "+" not in text:
        own = national_significant_number(number)
        data = PhoneMetadata.metadata_for_region(region)
        spellings = {own, (data.national_prefix or "" if data is not None else "") + own}
        if region == "UA":
            spellings.add("80" + own)  # as dialled until 2009, still on many cards
    return bare not in spellings and not _dialled_abroad(bare, whole, region)


@lru_cache(maxsize=_REMEMBERED)
def suspicious(text: str, region: str = REGION) -> bool:
    """Whether somebody should look at the number again before it is written into a card: it cannot be
    read, was corrected in reading, comes with words or an extension, or no operator has such numbers."""
    number = _parse(text, region)
    if number is None or number.extension or corrected(text, region):
        return True
    if any(char.isalpha() for char in text.removeprefix("tel:")):
        return True
    from phonenumbers import is_valid_number

    return not is_valid_number(number)


@lru_cache(maxsize=_REMEMBERED)
def _parse(text: str, region: str) -> PhoneNumber | None:
    """The number as the library reads it, if it has a possible length. Not to be changed: it is shared."""
    cleaned = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Cc"))
    if len(text) > _LONGEST_TEXT or len(digits(cleaned)) < SHORTEST:
        return None
    # Words behind the number («Viber») would make the library give it up; those before it do not.
    cleaned = re.sub(r"\D+\Z", "", cleaned)
    if region == "UA" and (old := _OLD_TRUNK.fullmatch(_BETWEEN.sub("", cleaned))):
        cleaned = old[1]
    number = _possible(cleaned, region)
    if number is not None or "+" in cleaned:
        return number
    # The region's own country code without its plus, which the library takes for one only if the
    # number belongs to somebody.
    from phonenumbers import country_code_for_region

    number = _possible("+" + digits(cleaned), region)
    own = number is not None and number.country_code == country_code_for_region(region)
    return number if own and not _letters_within(cleaned, None) else None


def _possible(text: str, region: str) -> PhoneNumber | None:
    from phonenumbers import NumberParseException, ValidationResult, parse
    from phonenumbers import is_possible_number_with_reason as length_of

    try:
        number = parse(text, region)
    except NumberParseException:
        return None
    if _letters_within(text, number.extension):  # the library would dial A as 2
        return None
    return number if length_of(number) == ValidationResult.IS_POSSIBLE else None


def _letters_within(text: str, extension: str | None) -> bool:
    """Whether letters stand among the digits; a word before or behind the number does no harm."""
    number = _without_extension(text, extension)
    places = [at for at, char in enumerate(number) if char.isdecimal()]
    return any(char.isalpha() for char in number[places[0] : places[-1]]) if places else False


def _without_extension(text: str, extension: str | None) -> str:
    """The number itself: what stands before the words and digits of an extension."""
    if not extension:
        return text.removeprefix("tel:")
    at = text.rfind(extension)
    return re.sub(r"[^0-9)]*\Z", "", text[:at].removeprefix("tel:"))


def _dialled_abroad(bare: str, whole: str, region: str) -> bool:
    from phonenumbers import PhoneMetadata

    data = PhoneMetadata.metadata_for_region(region)
    prefix = data.international_prefix if data is not None else None
    if not prefix or not bare.endswith(whole):
        return False
    return re.fullmatch(prefix, bare[: -len(whole)]) is not None


def _format(number: PhoneNumber) -> str:
    from phonenumbers import PhoneNumberFormat, format_number

    return str(format_number(number, PhoneNumberFormat.E164))
