"""Brings a person's name into one form whatever the language, order and spelling. Decides nothing.

One name is written «Наталія» in Ukrainian and «Наталья» in Russian, «Ковальов» and «Ковалёв». Letters are
folded, common first names are looked up, and patronymics are brought to the name they are made of.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_WORDS = re.compile(r"[^\W_]+")
_UNSEEN: Final = dict.fromkeys(
    [*map(ord, "'’ʼ`´‘ʹ\"«»“”"), *range(0x200B, 0x2010), 0x00AD, 0xFEFF, 0x2060]
)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# Latin letters within a Cyrillic word: a keyboard that was not switched.
_LOOK_ALIKE: Final = str.maketrans("aceopxyikmhtb", "асеорхуікмнтв")
_LETTERS: Final = str.maketrans({
    "ё": "е", "є": "е", "э": "е", "ґ": "г", "і": "и", "ї": "и", "й": "и", "ы": "и", "ъ": "", "ь": "",
})  # fmt: skip
_ENDINGS = (
    (re.compile(r"(?<=[сцз])кая\Z"), "ка"),  # Левицкая, Левицька
    (re.compile(r"ья\Z"), "ия"),  # Наталья, Наталія
    (re.compile(r"[йь]о"), "е"),  # Ковальов, Воробйов
    (re.compile(r"(?<=[жчшщ])[оё]в"), "ев"),  # Ткачов, Ткачёв
)
_DOUBLE = re.compile(r"([^\W\d_])\1+")
_PATRONYMIC = re.compile(
    r"(?P<stem>..+?)(?:(?P<he>иевич|иович|евич|ович|ич)|(?P<she>иевна|евна|овна|ивна|инична|ична))\Z"
)
_VOWELS = "аеиоуюя"

# Ukrainian and Russian forms of one name, as they are usually written into two systems by two people.
_FIRST_NAMES: Final = """
олександр александр|олександра александра|олексій алексей|олексія алексия|олена елена|ганна анна|
наталія наталья наталя|микола николай|михайло михаил|петро петр|павло павел|дмитро дмитрий|
андрій андрей|сергій сергей|матвій матвей|тимофій тимофей|олексій алексей|василь василий|
володимир владимир|володислав владислав|євген евгений|євгенія евгения|катерина екатерина|тетяна татьяна|
світлана светлана|любов любовь|марія мария марья|надія надежда|віра вера|вікторія виктория|
ілля илья|ігор игорь|федір федор|семен семен|кирило кирилл|данило даниил данил|гаврило гавриил|
пилип филипп|яків яков|йосип иосиф осип|дарія дарья|софія софия софья|анастасія анастасия настасья|
микита никита|костянтин константин|едуард эдуард|георгій георгий|марко марк|опанас панас афанасий|
христина кристина|уляна ульяна|гліб глеб|ігнат игнат игнатий|єгор егор|єлизавета елизавета лизавета|
лук'ян лукьян|захар захарий|антін антон|степан стефан|леонтій леонтий|єфросинія ефросинья|
ксенія ксения аксинья|пантелеймон пантелей|віталій виталий|онуфрій онуфрий|олесь алесь|
орина ирина ірина|прокіп прокопий прокоп|тарас тарасий|устим устин иустин|юхим ефим|явдоха евдокия|
юліан юлиан|омелян емельян|остап евстафий|сава савва|трохим трофим|хома фома|свирид спиридон|
никифор микифор|меланія мелания|параска прасковья
"""


def _folded(word: str) -> str:
    if _CYRILLIC.search(word):
        word = word.translate(_LOOK_ALIKE)
    for pattern, ending in _ENDINGS:
        word = pattern.sub(ending, word)
    return _DOUBLE.sub(r"\1", word.translate(_LETTERS))


def _stem(word: str) -> str:
    return word.rstrip(_VOWELS) or word


def _canonical() -> tuple[dict[str, str], dict[str, str]]:
    """Folded name → the one that stands for it, and the same for what patronymics are made of."""
    names: dict[str, str] = {}
    stems: dict[str, str] = {}
    for group in " ".join(_FIRST_NAMES.split()).split("|"):
        forms = [_folded(each.replace("'", "")) for each in group.split()]
        for form in forms:
            names.setdefault(form, forms[-1])
            stems.setdefault(_stem(form), _stem(forms[-1]))
    stems["яковл"] = "як"  # Яковлевна, Яківна
    return names, stems


_NAMES, _STEMS = _canonical()


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in their one form, in alphabetical order."""
    text = unicodedata.normalize("NFKC", name).casefold().translate(_UNSEEN)
    # Accents go with their letter; й, ї and ё are letters of their own.
    text = unicodedata.normalize("NFC", text)
    return tuple(sorted(_word(each) for each in _WORDS.findall(text)))


@lru_cache(maxsize=65536)
def _word(word: str) -> str:
    folded = _folded(word)
    return _NAMES.get(folded, folded)


def without_patronymic(parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The name without each word that may be a patronymic; nothing of a name of two words or one."""
    if len(parts) < 3:
        return
    for at, part in enumerate(parts):
        if is_patronymic(part):
            yield parts[:at] + parts[at + 1 :]


def is_patronymic(word: str) -> bool:
    """Whether a folded word ends like one. Surnames may too (Абрамович)."""
    return _PATRONYMIC.fullmatch(word) is not None


@lru_cache(maxsize=65536)
def full_form(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The words with patronymics brought to their name: Миколайович and Николаевич are one."""
    return tuple(sorted(map(_father, parts))) if len(parts) > 2 else parts


def _father(word: str) -> str:
    found = _PATRONYMIC.fullmatch(word)
    if found is None:
        return word
    stem = _stem(found["stem"])
    return f"{_STEMS.get(stem, stem)}~{'m' if found['he'] else 'f'}"
