"""One page with all pictures: chosen by step, state, language, theme and size. Needs no network and no server."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Picture(NamedTuple):
    """One picture and what it shows."""

    file: str
    step: str
    state: str
    language: str
    theme: str
    size: str


_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Every page of the wizard</title>
<style>
 body { font: 15px system-ui, sans-serif; margin: 0; background: #eceff3; color: #1b1f24; }
 form { position: sticky; top: 0; background: #fff; padding: 8px 16px; display: flex; flex-wrap: wrap;
        gap: 8px 16px; border-bottom: 1px solid #d5dbe2; }
 select { font: inherit; padding: 4px; }
 main { display: grid; grid-template-columns: repeat(auto-fill, minmax(var(--wide, 520px), 1fr)); gap: 16px;
        padding: 16px; }
 figure { margin: 0; background: #fff; border-radius: 8px; padding: 8px; }
 img { width: 100%; height: auto; display: block; }
 figcaption { padding-top: 6px; color: #56606b; }
</style>
<form></form><main></main>
<script>
const pictures = PICTURES;
const names = ["step", "state", "language", "theme", "size"];
const form = document.querySelector("form"), main = document.querySelector("main");
for (const name of names) {
  const select = document.createElement("select");
  select.name = name; select.ariaLabel = name;
  for (const value of ["", ...new Set(pictures.map(each => each[name]))])
    select.add(new Option(value || "every " + name, value));
  form.append(select);
}
const count = document.createElement("output");
form.append(count);
function show() {
  const wanted = Object.fromEntries(new FormData(form));
  location.hash = new URLSearchParams(wanted).toString();
  const found = pictures.filter(each => names.every(name => !wanted[name] || each[name] === wanted[name]));
  count.value = found.length + " of " + pictures.length;
  main.replaceChildren(...found.map(each => {
    const figure = document.createElement("figure"), link = document.createElement("a");
    const image = new Image(), caption = document.createElement("figcaption");
    const words = names.map(name => each[name]).join(" · ");
    image.loading = "lazy"; image.src = each.file; image.alt = words;
    link.href = each.file; link.append(image);
    caption.textContent = words;
    figure.append(link, caption);
    return figure;
  }));
}
const before = new URLSearchParams(location.hash.slice(1));
for (const name of names) if (before.get(name)) form.elements[name].value = before.get(name);
form.addEventListener("change", show);
show();
</script>
<noscript>NOSCRIPT</noscript>
</html>
"""


def write(folder: Path, pictures: Sequence[Picture]) -> Path:
    """Write ``index.html`` beside the pictures; its path."""
    told = json.dumps([each._asdict() for each in pictures]).replace("<", "\\u003c")
    plain = "".join(
        f'<p><a href="{html.escape(each.file)}">{html.escape(each.file)}</a></p>'
        for each in pictures
    )
    page = folder / "index.html"
    page.write_text(_PAGE.replace("PICTURES", told).replace("NOSCRIPT", plain), encoding="utf-8")
    return page
