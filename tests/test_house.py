"""House rules that a machine can read: docstrings, nothing that runs text as code, nobody's machine named."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.source_tree import FILES, ROOT, imports_of, tree_of, where

Named = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
RUNS_DATA = {"dill", "marshal", "pickle", "shelve"}
SHELLS = {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"}
MACHINE = re.compile(r"(?<![\w.~-])/(?:home|root|Users|work|opt)/\w")
TEXT = {".cfg", ".css", ".html", ".json", ".md", ".ps1", ".py", ".tcss", ".toml", ".txt", ".yaml", ".yml"}
SKIPPED = {
    ".git",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".venv",
    "__pycache__",
    "build",
    "dist",
}


def _public(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, Named]]:
    """Public functions, classes and methods that a module offers, by dotted name."""
    for node in body:
        if isinstance(node, Named) and not node.name.startswith("_"):
            yield prefix + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body, f"{prefix}{node.name}.")


@pytest.mark.parametrize("file", FILES, ids=where)
def test_everything_public_says_what_it_is(file: Path) -> None:
    """Modules, public classes, functions and methods have a docstring."""
    tree = tree_of(file)
    assert ast.get_docstring(tree), f"{where(file)} has no docstring"
    silent = [f"{where(file)}:{node.lineno} {name}" for name, node in _public(tree.body) if not ast.get_docstring(node)]
    assert silent == []


@pytest.mark.parametrize("file", FILES, ids=where)
def test_no_text_is_run_as_code(file: Path) -> None:
    """No eval, no exec, no pickle, no YAML object loader, no shell."""
    for line, name in imports_of(file):
        assert name.partition(".")[0] not in RUNS_DATA, f"{where(file)}:{line}: {name} runs what it reads"
        assert name not in SHELLS, f"{where(file)}:{line}: {name} starts a shell"
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            at = f"{where(file)}:{node.lineno}: {called}"
            assert called not in RUNS_TEXT, f"{at} runs text as code"
            assert called not in SHELLS, f"{at} starts a shell"
            assert not re.fullmatch(r"yaml\.\w*load\w*", called), f"{at}: only the strict reader reads YAML"
            assert not any(word.arg == "shell" for word in node.keywords), f"{at} may start a shell"


def _texts() -> Iterator[Path]:
    for file in sorted(ROOT.rglob("*")):
        kept = SKIPPED.isdisjoint(file.relative_to(ROOT).parts) and file.is_file()
        if kept and (file.suffix in TEXT or not file.suffix):
            yield file


def test_nobody_is_named() -> None:
    """No file holds a path of the machine it was written on."""
    named = [
        f"{where(file)}:{number}"
        for file in _texts()
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if MACHINE.search(line)
    ]
    assert named == []
