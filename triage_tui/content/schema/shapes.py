"""From a shape to JSON Schema: keys, kinds of value, what is compulsory, and what each key means."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from triage_tui.content.schema.hover import explained
from triage_tui.content.schema.written import (
    DAY,
    IDENT,
    NUMBER,
    SCALAR,
    TEXT,
    VERSION,
    WHOLE,
    YES_NO,
    Json,
    one_or_list,
)
from triage_tui.content.shape import Ident, Shape, Text, Version, Words

Key: TypeAlias = tuple[str, str]
"""A shape's name and the name of one of its keys in the class."""

_PLAIN: dict[Any, Json] = {str: SCALAR, int: WHOLE, float: NUMBER, bool: YES_NO, date: DAY, Any: {}}
_LIMITS = {"ge": "minimum", "le": "maximum", "max_length": "maxLength"}
_IS_LISTED = frozenset(get_args(Words)[1:])
_READ_BY: dict[frozenset[Any], Json] = {
    frozenset(get_args(alias)[1:]): found for alias, found in ((Text, TEXT), (Ident, IDENT), (Version, VERSION))
}
_READERS = frozenset[Any]().union(*_READ_BY)


@dataclass
class Shapes:
    """Makes the schema of shapes; every shape met becomes a definition.

    `refers`: the definition that stands for an id or a text at a key; `instead`: a key's whole schema; `offered`: keys
    to offer in a mapping whose keys are the author's own.
    """

    refers: Mapping[Key, str] = field(default_factory=dict)
    instead: Mapping[Key, Json] = field(default_factory=dict)
    offered: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    definitions: dict[str, Json] = field(default_factory=dict)

    def of(self, shape: type[Shape]) -> Json:
        """A reference to the definition of a shape."""
        name = shape.__name__
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = self._mapping(shape)
        return {"$ref": f"#/definitions/{name}"}

    def _mapping(self, shape: type[Shape]) -> Json:
        meaning = explained(shape)
        properties: dict[str, Json] = {}
        for name, info in shape.model_fields.items():
            found = self._field(shape, name, info)
            if words := meaning.get(name):
                found = {"description": words, **({"allOf": [found]} if "$ref" in found else found)}
            properties[info.alias or name] = found
        required = [info.alias or name for name, info in shape.model_fields.items() if info.is_required()]
        return {
            "type": "object",
            "description": shape.__doc__ or "",
            "properties": properties,
            "additionalProperties": False,
            **({"required": required} if required else {}),
        }

    def _field(self, shape: type[Shape], name: str, info: FieldInfo) -> Json:
        keys = [(one.__name__, name) for one in shape.__mro__]
        key = next((one for one in keys if one in self._known), keys[0])
        if key in self.instead:
            return self.instead[key]
        leaf = {"$ref": f"#/definitions/{self.refers[key]}"} if key in self.refers else None
        found = self._value(info.annotation, tuple(info.metadata), leaf)
        if key in self.offered:
            value = found["additionalProperties"]
            found = {**found, "properties": dict.fromkeys(self.offered[key], value)}
        return found

    @property
    def _known(self) -> set[Key]:
        return {*self.refers, *self.instead, *self.offered}

    def _value(self, annotation: Any, beside: tuple[Any, ...] = (), leaf: Json | None = None) -> Json:
        """The schema of an annotation and what stands beside it; `leaf` instead of an id or a text in it."""
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self._value(arguments[0], (*_flat(arguments[1:]), *beside), leaf)
        if origin in (Union, types.UnionType):
            return self._union([one for one in arguments if one is not type(None)], beside, leaf)
        least = next((mark.min_length for mark in beside if getattr(mark, "min_length", None)), 0)
        if origin is tuple:
            return self._list(arguments, beside, least, leaf)
        if origin is dict:
            names = {} if self._value(arguments[0]) is not IDENT else {"propertyNames": IDENT}
            fewest = {"minProperties": least} if least else {}
            return {"type": "object", **names, **fewest, "additionalProperties": self._value(arguments[1], (), leaf)}
        if origin is Literal:
            return {"enum": list(arguments)}
        if isinstance(annotation, type) and issubclass(annotation, Shape):
            return self.of(annotation)
        return self._plain(annotation, beside, leaf)

    def _plain(self, annotation: Any, beside: tuple[Any, ...], leaf: Json | None) -> Json:
        readers = frozenset(mark for mark in beside if mark in _READERS)
        found = _READ_BY[readers] if readers in _READ_BY else _PLAIN[annotation]
        if leaf is not None and annotation is str:
            return leaf
        limits = {key: getattr(mark, name) for mark in beside for name, key in _LIMITS.items() if hasattr(mark, name)}
        return {**found, **limits} if limits else found

    def _list(self, arguments: tuple[Any, ...], beside: tuple[Any, ...], least: int, leaf: Json | None) -> Json:
        if arguments[-1] is not Ellipsis:
            items = [self._value(one) for one in arguments]
            return {"type": "array", "items": items, "minItems": len(items), "maxItems": len(items)}
        item = self._value(arguments[0], (), leaf)
        if any(mark in _IS_LISTED for mark in beside):
            return one_or_list(item, least)
        return {"type": "array", "items": item, **({"minItems": least} if least else {})}

    def _union(self, members: list[Any], beside: tuple[Any, ...], leaf: Json | None) -> Json:
        kinds = [_shape_in(member) for member in members]
        if len(kinds) > 2 and all(kinds):
            return self._kinds([kind for kind in kinds if kind is not None])
        found = [self._value(member, beside, leaf) for member in members]
        return found[0] if len(found) == 1 else {"anyOf": found}

    def _kinds(self, kinds: list[type[Shape]]) -> Json:
        """One of several shapes, told apart by the key that only it has, so that an editor explains the one meant."""
        found: Json = {"anyOf": [self.of(kind) for kind in kinds]}
        for kind in reversed(kinds):
            others = {name for other in kinds if other is not kind for name in other.model_fields}
            own = [name for name, info in kind.model_fields.items() if info.is_required() and name not in others]
            found = {"if": {"type": "object", "required": own}, "then": self.of(kind), "else": found}
        return found


def _flat(marks: Iterable[Any]) -> Iterable[Any]:
    for mark in marks:
        yield from mark.metadata if isinstance(mark, FieldInfo) else (mark,)


def _shape_in(annotation: Any) -> type[Shape] | None:
    if get_origin(annotation) is Annotated:
        return _shape_in(get_args(annotation)[0])
    return annotation if isinstance(annotation, type) and issubclass(annotation, Shape) else None
