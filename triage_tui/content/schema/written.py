"""How plain values look to an editor. To the program every one is text; an editor may read a number or yes and no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

SCALAR: Json = {"type": ["string", "number", "boolean"]}
TEXT: Json = {**SCALAR, "minLength": 1}
IDENT: Json = {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,63}$"}
VERSION: Json = {"type": "string", "pattern": r"^[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}$"}
WHOLE: Json = {"type": ["integer", "string"], "pattern": "^[-+]?[0-9]{1,12}$"}
NUMBER: Json = {"type": ["number", "string"], "pattern": r"^[-+]?[0-9]{1,12}(\.[0-9]{1,6})?$"}
YES_NO: Json = {
    "anyOf": [{"enum": ["yes", "no"]}, {"type": "boolean"}, {"type": "string", "pattern": "^(true|false)$"}]
}
DAY: Json = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def one_or_list(item: Json, least: int = 0) -> Json:
    """One value, or a list of them."""
    listed: Json = {"type": "array", "items": item}
    return {"anyOf": [item, {**listed, "minItems": least} if least else listed]}


def offered(names: Mapping[str, str], otherwise: Json) -> Json:
    """Names to complete, each with its words; any other that is written alike is for `triage check` to judge."""
    if not names:
        return otherwise
    words = list(names.values())
    known: Json = {"enum": list(names)}
    if any(words):
        known |= {"enumDescriptions": words, "markdownEnumDescriptions": words}
    return {"anyOf": [known, otherwise]}
