"""Looks whether the texts of the interface are complete, alike in all languages, and used.

``python -m tests.tools.translations`` tells what is wrong (status 1); ``--write`` puts the files in
order, keys as in Russian. It reads files only: no part of the program is imported, nothing is
compared with git, so a dirty tree is no failure.
"""

from __future__ import annotations

import ast
import itertools
import json
import re
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("ru", "uk", "en")
FORMS = {"ru": 3, "uk": 3, "en": 2}
CALLS = ("text", "_text", "tr", "text_in")

Entry = str | list[str]
Texts = dict[str, dict[str, Entry]]  # language -> "section.name" -> text

_KEY = re.compile(r"[a-z_]+\.[A-Za-z0-9_.]+")
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|„[^“]*“|\"[^\"]*\"|\{[^}]*\}")
_FOREIGN = {
    "ru": re.compile(r"\w*[іїєґІЇЄҐ]\w*"),
    "uk": re.compile(r"\w*[ыэёъЫЭЁЪ]\w*"),
    "en": re.compile(r"\w*[Ѐ-ӿ]\w*"),
}
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")


def files(root: Path) -> Path:
    """The folder of the catalogues."""
    return root / "resources" / "text"


def load(root: Path) -> Texts:
    """All texts. ValueError names a file that is no catalogue."""
    texts: Texts = {}
    for language in LANGUAGES:
        texts[language] = {}
        for path in sorted((files(root) / language).glob("*.json")):
            try:
                section = json.loads(path.read_text(encoding="utf-8"))
            except ValueError as error:
                raise ValueError(f"{language}/{path.name}: {error}") from None
            for name, entry in section.items():
                texts[language][f"{path.stem}.{name}"] = entry
    return texts


def forms(entry: Entry) -> list[str]:
    return entry if isinstance(entry, list) else [entry]


def placeholders(text: str) -> set[str]:
    """The names in braces. ValueError if the braces do not match."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


# Between the languages


def compare(texts: Texts, allowed: dict[str, list[str]]) -> Iterator[str]:
    """What differs between the languages that must not, and what does not that should.

    ``allowed`` holds patterns of keys: by language those that may read as in Russian, by
    ``letters`` those that may hold another alphabet, by ``empty`` those that may say nothing.
    """

    def may(what: str, key: str) -> bool:
        return any(fnmatchcase(key, each) for each in allowed.get(what, []))

    for language in LANGUAGES:
        for key in texts["ru"].keys() - texts[language].keys():
            yield f"{language}: {key} is missing"
        for key in texts[language].keys() - texts["ru"].keys():
            yield f"{language}: {key} is not in ru"
        for key, entry in texts[language].items():
            empty = may("empty", key)
            yield from (f"{language}: {key} {wrong}" for wrong in _one(language, entry, empty))
            if key in texts["ru"]:
                wrong = _against_russian(language, entry, texts["ru"][key])
                yield from (f"{language}: {key} {each}" for each in wrong)
                if entry == texts["ru"][key] != [] and language != "ru":
                    alike = any(_CYRILLIC.search(_QUOTED.sub("", each)) for each in forms(entry))
                    if alike and not may(language, key):
                        yield f"{language}: {key} is the Russian text"
            for each in forms(entry):
                foreign = _FOREIGN[language].search(_QUOTED.sub("", each))
                if foreign and not may("letters", key):
                    yield f"{language}: {key} has a word of another alphabet: {foreign.group()}"


def _one(language: str, entry: Entry, empty: bool) -> Iterator[str]:
    if isinstance(entry, list) and len(entry) != FORMS[language]:
        yield f"has {len(entry)} plural forms instead of {FORMS[language]}"
    for each in forms(entry):
        if not isinstance(each, str) or (not each.strip() and not empty):
            yield "is empty"
            continue
        if each != each.strip():
            yield "begins or ends with space"
        try:
            placeholders(each)
        except ValueError as error:
            yield f"has braces that do not match: {error}"


def _against_russian(language: str, entry: Entry, russian: Entry) -> Iterator[str]:
    if isinstance(entry, list) != isinstance(russian, list):
        yield "has plural forms in one language only"
        return
    try:
        wanted = set().union(*map(placeholders, forms(russian)))
        for place, each in enumerate(forms(entry)):
            # "one day" needs no number in English; in Russian that form serves 21 as well.
            spare = {"n"} if language == "en" and isinstance(entry, list) and place == 0 else set()
            if placeholders(each) - wanted or wanted - placeholders(each) - spare:
                yield f"has other placeholders than ru: {sorted(wanted ^ placeholders(each))}"
    except ValueError:
        return  # told already


# Between the texts and the code


@dataclass
class Uses:
    """What the code says: keys asked for by name, patterns of keys it puts together, all its words."""

    asked: dict[str, str] = field(default_factory=dict)  # key -> where
    values: list[tuple[str, str, set[str]]] = field(default_factory=list)  # key, where, names given
    patterns: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    composed: set[str] = field(default_factory=set)


def _alternatives(node: ast.expr) -> list[list[str | None]]:
    """The strings that an expression may give, each as parts; None stands for what is not known."""
    if isinstance(node, ast.Constant):
        return [[node.value if isinstance(node.value, str) else None]]
    if isinstance(node, ast.IfExp):
        return _alternatives(node.body) + _alternatives(node.orelse)
    if isinstance(node, ast.BoolOp):
        return [each for value in node.values for each in _alternatives(value)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        pairs = itertools.product(_alternatives(node.left), _alternatives(node.right))
        return [left + right for left, right in pairs]
    if isinstance(node, ast.JoinedStr):
        found: list[list[str | None]] = [[]]
        for part in node.values:
            inner = part.value if isinstance(part, ast.FormattedValue) else part
            found = [head + tail for head in found for tail in _alternatives(inner)]
        return found
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Tuple | ast.List):
        return [each for value in node.value.elts for each in _alternatives(value)]
    return [[None]]


def _pattern(parts: list[str | None]) -> str:
    return "".join("(.+)" if part is None else re.escape(part) for part in parts)


def uses(root: Path, sections: set[str]) -> Uses:
    """Read all code of the program, and the templates beside it."""
    found = Uses()
    for path in sorted((root / "wizard").rglob("*.py")):
        if path.is_relative_to(root / "wizard" / "demo"):
            continue
        where = path.relative_to(root).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                _read_call(node, where, found)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.words.add(node.value)
            elif isinstance(node, ast.JoinedStr | ast.BinOp):
                for parts in _alternatives(node):
                    if any(parts):
                        found.composed.add(_pattern(parts))
                    if str(parts[0]).partition(".")[0] in sections:
                        found.patterns.add(_pattern(parts))
    found.words.update(_strings(json.loads((root / "resources/facts.json").read_text("utf-8"))))
    for path in sorted((root / "resources" / "templates").rglob("*")):
        if path.is_file():
            told = path.read_text(encoding="utf-8")
            found.words.update(re.findall(r"[\"']([a-z_]+\.[A-Za-z0-9_.]+)[\"']", told))
    return found


def _read_call(node: ast.Call, where: str, found: Uses) -> None:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    name = node.func.id if isinstance(node.func, ast.Name) else name
    place = 1 if name == "text_in" else 0
    if name not in CALLS or len(node.args) <= place:
        return
    for parts in _alternatives(node.args[place]):
        if None in parts:
            if any(parts):
                found.patterns.add(_pattern(parts))
            continue
        key = "".join(part for part in parts if part is not None)
        if "." not in key:
            continue  # another function of that name
        found.asked[key] = f"{where}:{node.lineno}"
        if all(each.arg is not None for each in node.keywords):
            given = {each.arg for each in node.keywords if each.arg is not None}
            found.values.append((key, f"{where}:{node.lineno}", given))


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield str(key)
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)


def against_code(texts: dict[str, Entry], found: Uses) -> Iterator[str]:
    """Keys that the code asks for and that are not there, values not given, texts nobody shows."""
    for key, where in sorted(found.asked.items()):
        if key not in texts:
            yield f"{where}: there is no text {key}"
    for key, where, given in found.values:
        if key in texts:
            try:
                wanted = set().union(*map(placeholders, forms(texts[key])))
            except ValueError:
                continue
            if isinstance(texts[key], list):
                wanted |= {"n"}
            if wanted - given:
                yield f"{where}: {key} needs values for {sorted(wanted - given)}"
    used = set(found.asked) | found.words
    patterns = [re.compile(each) for each in found.patterns]
    composed = [re.compile(each) for each in found.composed]
    for key in texts:
        if key not in used and not _put_together(key, patterns, composed, found.words):
            yield f"nothing shows the text {key}"


def _put_together(
    key: str, patterns: list[re.Pattern[str]], composed: list[re.Pattern[str]], words: set[str]
) -> bool:
    """Whether a pattern of the code gives ``key``, what it fills in being a word of the code too."""

    def known(part: str) -> bool:
        return (
            part in words
            or part.isdigit()
            or any(each.fullmatch(part) for each in composed if each.pattern != "(.+)")
        )

    matches = (each.fullmatch(key) for each in patterns)
    return any(match and all(map(known, match.groups())) for match in matches)


# The files


def in_order(root: Path, write: bool = False) -> Iterator[str]:
    """Files that are not written as all are: one text a line, keys in the order of Russian."""
    for russian in sorted((files(root) / "ru").glob("*.json")):
        order = {key: at for at, key in enumerate(json.loads(russian.read_text("utf-8")))}
        for language in LANGUAGES:
            path = files(root) / language / russian.name
            if not path.exists():
                yield f"{language}/{russian.name} is missing"
                continue
            told = path.read_text(encoding="utf-8")
            section = json.loads(told)
            ordered = dict(sorted(section.items(), key=lambda item: order.get(item[0], len(order))))
            wanted = json.dumps(ordered, ensure_ascii=False, indent=1) + "\n"
            if told != wanted and write:
                path.write_text(wanted, encoding="utf-8", newline="\n")
            elif told != wanted:
                yield f"{language}/{russian.name} is not in order: dev.py translations --write"


def problems(root: Path = ROOT) -> list[str]:
    """Everything that is wrong, in words."""
    try:
        texts = load(root)
    except ValueError as error:
        return [str(error)]
    allowed = json.loads((root / "tests/data/texts_allowed.json").read_text("utf-8"))
    sections = {key.partition(".")[0] for key in texts["ru"]}
    return [
        *compare(texts, allowed),
        *against_code(texts["ru"], uses(root, sections)),
        *in_order(root),
    ]


def main(argv: list[str]) -> int:
    """0 if all is well."""
    if "--write" in argv:
        list(in_order(ROOT, write=True))
    found = problems()
    for each in found:
        print(each)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
