"""The official description of REST 1.6.9, as far as the program uses it, as a judge.

The file is an extract, letter by letter; its two slips are mended here, in memory (facts on
Planfix, 11): enums of numbers are printed as text such as ``"0 // Line"``, and the value of a
custom field is called an object though the description's own examples show strings and arrays.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

EXTRACT = Path(__file__).resolve().parent.parent / "data" / "planfix_rest_1.6.9.json"
PATHS = (
    "/ping",
    "/datatag/list",
    "/datatag/{id}",
    "/datatag/{id}/entry/list",
    "/user/list",
    "/user/{id}",
)


def extract_of(whole: dict[str, Any]) -> dict[str, Any]:
    """The paths of the program, and every schema that they reach."""
    names: set[str] = set()

    def follow(node: object) -> None:
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).removeprefix("#/components/schemas/")
            if name and name not in names:
                names.add(name)
                follow(whole["components"]["schemas"][name])
            for each in node.values():
                follow(each)
        elif isinstance(node, list):
            for each in node:
                follow(each)

    for path in PATHS:
        follow(whole["paths"][path])
    schemas = whole["components"]["schemas"]
    return {
        "openapi": whole["openapi"],
        "info": whole["info"],
        "paths": {path: whole["paths"][path] for path in whole["paths"] if path in PATHS},
        "components": {"schemas": {name: schemas[name] for name in schemas if name in names}},
    }


def _mended(node: Any, closed: bool) -> Any:
    if isinstance(node, list):
        return [_mended(each, closed) for each in node]
    if not isinstance(node, dict):
        return node
    mended = {key: _mended(each, closed) for key, each in node.items() if "example" not in key}
    if mended.get("type") in ("integer", "number") and "enum" in mended:
        mended["enum"] = [int(re.match(r"[0-9]+", text).group()) for text in mended["enum"]]
    if closed and mended.get("type") == "object" and "properties" in mended:
        # a name that the description does not know is an invention of ours
        mended.setdefault("additionalProperties", False)
    return mended


class Description:
    """Judges requests and answers."""

    def __init__(self) -> None:
        raw = json.loads(EXTRACT.read_text(encoding="utf-8"))
        self._open = _mended(raw, closed=False)
        self._closed = _mended(raw, closed=True)
        for each in (self._open, self._closed):
            value = each["components"]["schemas"]["CustomFieldValueResponse"]["properties"]["value"]
            value.pop("type")

    def statuses(self, path: str, method: str) -> set[int]:
        """HTTP statuses that the description lists for a call."""
        call = self._open["paths"].get(path, {}).get(method.lower(), {})
        return {int(each) for each in call.get("responses", {})}

    def judge_answer(self, path: str, method: str, status: int, body: dict[str, Any]) -> None:
        """Raises unless the answer is what the description, or else its error object, says."""
        if status in self.statuses(path, method):
            call = self._closed["paths"][path][method.lower()]
            schema = call["responses"][str(status)]["content"]["application/json"]["schema"]
            if "properties" in schema:
                # the answer of POST /user/{id} leaves «result» out, its own example has it
                schema["properties"].setdefault("result", {"type": "string"})
        else:
            assert status >= 400, f"{method} {path} answered {status}, which nobody listed"
            schema = {"$ref": "#/components/schemas/ApiResponseError"}
        self._judge(self._closed, schema, body)
        assert body["result"] == ("success" if status < 400 else "fail")
        if status >= 400:
            assert set(body) == {"result", "code", "error"}
            assert body["error"]

    def judge_request(self, path: str, method: str, body: dict[str, Any]) -> None:
        """Raises unless the body of a request is one that the description allows."""
        call = self._open["paths"][path][method.lower()]
        schema = call["requestBody"]["content"]["application/json"]["schema"]
        self._judge(self._open, schema, body)

    @staticmethod
    def _judge(document: dict[str, Any], schema: dict[str, Any], body: object) -> None:
        whole = {"components": document["components"], "allOf": [schema]}
        Draft202012Validator(whole).validate(body)
