"""Check a YAML tree against a pydantic model and say what is wrong in an author's words, with the place."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, TypeAlias, TypeVar, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Tag, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from triage_tui.content.source import Map, Path_, Seq, Source
from triage_tui.problems import Problem, did_you_mean, slip_of

Model = TypeVar("Model", bound=BaseModel)


class Shape(BaseModel):
    """A mapping in a file: no unknown keys, never changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False, hide_input_in_errors=True)


def _wrong(code: str, message: str) -> PydanticCustomError:
    return PydanticCustomError(code, message.replace("{", "{{").replace("}", "}}"))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong("SCH003", f"expected text, found {_kind(value)}")
    if not value.strip():
        raise _wrong("SCH009", "is empty")
    return value


def _ident(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,63}", value):
        raise _wrong(
            "SCH005", f'"{value}" is not an id: use lower-case letters, digits and underscores, a letter first'
        )
    return value


def _whole(value: Any) -> int:
    _refuse_traps(value)
    if isinstance(value, str) and re.fullmatch(r"[-+]?[0-9]{1,12}", value):
        return int(value)
    raise _wrong("SCH003", f"expected a whole number, found {_kind(value)}")


def _number(value: Any) -> float:
    _refuse_traps(value)
    if isinstance(value, str) and re.fullmatch(r"[-+]?[0-9]{1,12}(\.[0-9]{1,6})?", value):
        return float(value)
    raise _wrong("SCH003", f"expected a number, found {_kind(value)}")


def _refuse_traps(value: Any) -> None:
    """Refuse what readers of YAML take for another number than the one meant."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,2}(:[0-5][0-9]){1,2}", value):
        raise _wrong("YML004", f'"{value}" is a time of day; a number is expected here')
    if isinstance(value, str) and re.fullmatch(r"[-+]?(0[0-9]+|0[xob][0-9a-f]+|[0-9.]+e[-+]?[0-9]+)", value.lower()):
        raise _wrong("YML005", f'"{value}" is read as different numbers by different programs; write it plainly')


def _version(value: str) -> str:
    if not re.fullmatch(r"[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}", value):
        message = f'"{value}" is not a version: write three whole numbers with dots, such as 1.10.0'

        raise _wrong("YML005", message)
    return value


def _yes_no(value: Any) -> bool:
    if value in ("yes", "true"):
        return True
    if value in ("no", "false"):
        return False
    raise _wrong("SCH003", f"expected yes or no, found {_kind(value)}")


def _date(value: Any) -> date:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise _wrong("SCH003", f"expected a date such as 2027-06-30, found {_kind(value)}")


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value == "":
        return "nothing"
    return f'"{value}"'


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) and value else value


Text: TypeAlias = Annotated[str, BeforeValidator(_text)]
Ident: TypeAlias = Annotated[str, BeforeValidator(_text), AfterValidator(_ident)]
Version: TypeAlias = Annotated[str, BeforeValidator(_text), AfterValidator(_version)]
Whole: TypeAlias = Annotated[int, BeforeValidator(_whole)]
Number: TypeAlias = Annotated[float, BeforeValidator(_number)]
YesNo: TypeAlias = Annotated[bool, BeforeValidator(_yes_no)]
Day: TypeAlias = Annotated[date, BeforeValidator(_date)]
Words: TypeAlias = Annotated[tuple[Text, ...], BeforeValidator(_listed)]
Idents: TypeAlias = Annotated[tuple[Ident, ...], BeforeValidator(_listed)]


def validate(
    model: type[Model], source: Source, path: Path_ = (), node: Any = None
) -> tuple[Model | None, list[Problem]]:
    """The model read from a source (or from a node at a path in it), or None, with every problem found."""
    tree = source.root if node is None else node
    if tree is None:
        if source.problems:
            return None, []
        return None, [Problem(source.name, 1, 1, "the file is empty", "SCH002")]
    try:
        return model.model_validate(tree), []
    except ValidationError as error:
        found = [_translate(model, source, path, details) for details in error.errors(include_url=False)]
        return None, found


def _translate(model: type[BaseModel], source: Source, path: Path_, details: ErrorDetails) -> Problem:
    loc = tuple(part for part in details["loc"] if not _is_tag(part))
    kind = details["type"]
    where = (*path, *loc)
    if kind == "missing":
        return _missing(source, where)
    if kind == "extra_forbidden":
        keys = list(_keys_at(model, details["loc"][:-1]))
        word = str(loc[-1])
        there = source.value(where[:-1])
        free = [key for key in keys if not isinstance(there, dict) or key not in there]
        return source.problem(
            where,
            f'unknown key "{word}"',
            "SCH001",
            key=True,
            hint=did_you_mean(word, keys),
            instead=slip_of(word, free, 2) if slip_of(word, keys, 2) else "",
        )
    if loc and loc[-1] == "[key]":
        return source.problem(where[:-1], details["msg"], kind, key=True)
    if kind == "literal_error":
        value = str(details["input"])
        known = re.findall(r"'([^']*)'", str(details.get("ctx", {}).get("expected", "")))
        hint = did_you_mean(value, known)
        return source.problem(
            where, f'"{value}" is not allowed here', "SCH010", hint=hint, instead=slip_of(value, known)
        )
    if kind in ("tuple_type", "list_type"):
        return source.problem(where, f"expected a list, found {_kind(details['input'])}", "SCH003")
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return source.problem(where, f"expected a mapping (key: value), found {_kind(details['input'])}", "SCH003")
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        return source.problem(where, "expected another kind of value here", "SCH003")
    if kind == "too_short" and loc[-1] == "worsening":
        hint = "name at least one text under worsening of advice.yaml"
        return source.problem(where, "nobody is told when to get help again", "SAF011", key=True, hint=hint)
    if kind == "too_short":
        return source.problem(where, "needs at least one entry", "SCH009")
    code = kind if re.fullmatch(r"[A-Z]{3}[0-9]{3}", kind) else "SCH003"
    return source.problem(where, details["msg"].removeprefix("Value error, "), code)


def _missing(source: Source, where: Path_) -> Problem:
    """A key that is not there; the unit and the range of a number have codes of their own."""
    key = str(where[-1])
    if len(where) > 1 and where[-2] == "number":
        if key == "unit":
            hint = "add unit: minutes, or what it is"
            return source.problem(where[:-1], "the number has no unit", "SCH007", hint=hint)
        if key in ("from", "to"):
            message = f'the number has no "{key}", so nothing implausible is refused'
            return source.problem(where[:-1], message, "SCH008", hint=f'add "{key}:" with the plausible range')
    if key == "worsening":
        hint = "name at least one text under worsening of advice.yaml"
        return source.problem(where[:-1], "nobody is told when to get help again", "SAF011", key=True, hint=hint)
    return source.problem(where[:-1], f'missing key "{key}"', "SCH002")


def _is_tag(part: str | int) -> bool:
    return isinstance(part, str) and part.startswith("<")


def _keys_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> Iterator[str]:
    """The keys the model at `loc` knows."""
    current: list[Any] = [model]
    for part in loc:
        following: list[Any] = []
        for annotation in current:
            following.extend(_step_into(annotation, part))
        current = following
    for annotation in current:
        for found in _models_in(annotation):
            for name, field in found.model_fields.items():
                yield field.alias or name


def _step_into(annotation: Any, part: str | int) -> Iterator[Any]:
    if _is_tag(part):
        for tag, inner in _tagged(annotation):
            if tag == part:
                yield inner
        return
    for found in _models_in(annotation):
        for name, field in found.model_fields.items():
            if part in (name, field.alias):
                yield Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _step_into(get_args(annotation)[0], part)
    elif origin in (tuple, list) and isinstance(part, int):
        yield get_args(annotation)[0]
    elif origin in (dict, Mapping) and isinstance(part, str):
        yield get_args(annotation)[1]
    elif origin in (Union, types.UnionType):
        for argument in get_args(annotation):
            if argument is not type(None):
                yield from _step_into(argument, part)


def _tagged(annotation: Any) -> Iterator[tuple[str, Any]]:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *rest = get_args(annotation)
        for mark in rest:
            if isinstance(mark, Tag):
                yield mark.tag, inner
        yield from _tagged(inner)
    elif origin in (Union, types.UnionType):
        for argument in get_args(annotation):
            yield from _tagged(argument)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) is Annotated:
        yield from _models_in(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, types.UnionType):
        for argument in get_args(annotation):
            yield from _models_in(argument)


def kind_of(value: Any) -> str:
    """`<map>`, `<list>` or `<text>`: the tag of a value for a union of shapes."""
    if isinstance(value, Map | dict):
        return "<map>"
    return "<list>" if isinstance(value, Seq | list) else "<text>"
