"""Writes the tables of tests/README.md from ``fault_table``: ``python -m tests.doors.table``."""

from __future__ import annotations

from pathlib import Path

from tests.doors import fault_table

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN = "<!-- made by python -m tests.doors.table -->"
END = "<!-- end -->"


def tables() -> str:
    """The tables as Markdown."""
    lines = ["| fault | reading from Planfix | writing to Planfix | Binotel |", "|---|---|---|---|"]
    for row in (*fault_table.NETWORK, *fault_table.ANSWERS):
        cells = (row.reading, row.writing, row.binotel)
        lines.append(f"| {row.fault} | " + " | ".join(map(_finding, cells)) + " |")
    lines += ["", "| fault of a whole check | finding | reason |", "|---|---|---|"]
    lines += [
        f"| {each.fault} | {_finding(each.finding)} | {each.reason} |"
        for each in fault_table.WHOLES
    ]
    lines += ["", "| code of Planfix | finding |", "|---|---|"]
    lines += [f"| {each.code} | {_finding(each.finding)} |" for each in fault_table.PLANFIX_CODES]
    lines += ["", "| code of Binotel | finding |", "|---|---|"]
    lines += [f"| {each.code} | {_finding(each.finding)} |" for each in fault_table.BINOTEL_CODES]
    return "\n".join(lines)


def _finding(text: str) -> str:
    if text == fault_table.GOOD:
        return "nothing is wrong"
    key, _, rest = text.partition(" ")
    return f"`{key}` {rest}".rstrip()


def renewed(readme: str) -> str:
    """The README with its tables as they should be. ``ValueError`` if it has lost its marks."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the README has lost its marks")
    return f"{before}{BEGIN}\n\n{tables()}\n\n{END}{after}"


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
