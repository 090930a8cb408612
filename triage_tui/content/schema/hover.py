"""What a key means, for the editor's hover: the words written beneath each key of a shape."""

from __future__ import annotations

import ast
import inspect
from functools import cache
from types import ModuleType

from triage_tui.content.shape import Shape


def explained(shape: type[Shape]) -> dict[str, str]:
    """What each key of a shape means, by its name in the class."""
    found: dict[str, str] = {}
    for one in reversed(shape.__mro__):
        if one is not Shape and issubclass(one, Shape):
            module = inspect.getmodule(one)
            assert module is not None
            found |= _written_beneath(module).get(one.__name__, {})
    return found


@cache
def _written_beneath(module: ModuleType) -> dict[str, dict[str, str]]:
    """For every class of a module, the text that follows each of its attributes."""
    tree = ast.parse(inspect.getsource(module))
    found: dict[str, dict[str, str]] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            found[node.name] = {}
            for item, after in zip(node.body, node.body[1:], strict=False):
                key = item.target if isinstance(item, ast.AnnAssign) else None
                if isinstance(key, ast.Name) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
                    found[node.name][key.id] = str(after.value.value).strip()
    return found
