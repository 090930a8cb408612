"""YAML as an editor reads it: plain values become numbers and booleans, which the program itself never does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE = (
    (re.compile(r"~|null|Null|NULL|"), lambda text: None),
    (re.compile(r"true|True|TRUE|false|False|FALSE"), lambda text: text.lower() == "true"),
    (re.compile(r"[-+]?[0-9]+"), int),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
)


def read(path: Path, version: str) -> Any:
    """A file's data by the rules of YAML 1.2 (core schema) or 1.1."""
    return _data(yaml.compose(path.read_text(encoding="utf-8"), _LOADER), version)


def _data(node: yaml.Node | None, version: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _data(value, version) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_data(item, version) for item in node.value]
    if not isinstance(node, yaml.ScalarNode) or node.style is not None:
        return node and node.value
    if version == "1.1":
        kind = node.tag.rpartition(":")[2]
        loader: Any = yaml.SafeLoader("")
        makers = {"bool": loader.construct_yaml_bool, "int": loader.construct_yaml_int, "null": lambda node: None}
        makers["float"] = loader.construct_yaml_float
        return makers[kind](node) if kind in makers else node.value
    return next((make(node.value) for pattern, make in _CORE if pattern.fullmatch(node.value)), node.value)
