"""What is installed is what was meant: the wheel carries the content, the locks match what is declared."""

from __future__ import annotations

import os
import re
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from hatchling import build
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.source_tree import FILES, PACKAGE, ROOT, imports_of, where

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PIN = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>\S+?)(?: ; .+?)? \\\n(?P<hashes>(?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.M,
)


def _build_wheel(source: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Files of a wheel built from a source folder, by name, without its generated metadata."""
    monkeypatch.chdir(source)
    with zipfile.ZipFile(into / build.build_wheel(str(into))) as wheel:
        return {name: wheel.read(name) for name in wheel.namelist()}


def _content() -> dict[str, bytes]:
    """The shipped content, by the name it has in the wheel."""
    files = [ROOT / "directory.yaml", *(file for file in (ROOT / "pathways").rglob("*") if file.is_file())]
    return {f"triage_tui/data/{where(file)}": file.read_bytes() for file in files}


def test_wheel_carries_the_package_and_the_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every pathway and the directory are in the wheel byte for byte, beside the code; tests and docs are not."""
    wheel = _build_wheel(ROOT, tmp_path, monkeypatch)
    metadata = {name for name in wheel if ".dist-info/" in name}
    package = {
        where(file): file.read_bytes()
        for file in PACKAGE.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert {name: held for name, held in wheel.items() if name not in metadata} == package | _content()
    assert any(name.endswith("/licenses/LICENSE") for name in metadata)
    entry_points = next(wheel[name] for name in metadata if name.endswith("/entry_points.txt"))
    assert b"triage = triage_tui.cli:main" in entry_points


def test_sdist_builds_the_same_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The source archive alone is enough to build the wheel."""
    monkeypatch.chdir(ROOT)
    with tarfile.open(tmp_path / build.build_sdist(str(tmp_path))) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    from_archive = _build_wheel(unpacked, tmp_path, monkeypatch)
    assert from_archive == _build_wheel(ROOT, tmp_path, monkeypatch)


def test_checkout_holds_no_second_copy_of_the_content() -> None:
    """From a checkout the program reads the repository's own content, so no copy may lie in the package."""
    assert not (PACKAGE / "data").exists()


def _pins(lock: str) -> dict[str, str]:
    """Locked versions by name; every line of the lock has to be a pin with its hashes."""
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    pins: dict[str, str] = {canonicalize_name(pin["name"]): pin["version"] for pin in PIN.finditer(text)}
    rest = [line for line in PIN.sub("", text).splitlines() if line and not line.startswith("#")]
    assert rest == [], f"requirements/{lock} holds more than pins"
    return pins


@pytest.mark.parametrize(("lock", "extras"), [("run.txt", []), ("dev.txt", ["dev"]), ("bench.txt", ["bench"])])
def test_lock_meets_what_is_declared(lock: str, extras: list[str]) -> None:
    """Every declared dependency is locked, at a version that is allowed. After a change: make lock."""
    pins = _pins(lock)
    declared = [
        *PROJECT["dependencies"],
        *(line for extra in extras for line in PROJECT["optional-dependencies"][extra]),
    ]
    for requirement in map(Requirement, declared):
        assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), requirement


def test_app_runs_on_what_the_tests_ran_on() -> None:
    """The lock that runs the app is part of the lock that tests it."""
    assert _pins("run.txt").items() <= _pins("dev.txt").items()


ON_VECTORS = {f"triage_tui/author/replay/{name}.py" for name in ("vectors", "vector_tables")}


def test_every_library_imported_is_declared() -> None:
    """Nothing is imported that only another library happens to bring."""
    declared = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}
    declared.add(canonicalize_name("pydantic-core"))  # pydantic's own half: it pins one version exactly
    by_import = packages_distributions()
    for file in FILES:
        for line, name in imports_of(file):
            library = name.partition(".")[0]
            if library in sys.stdlib_module_names or library == "triage_tui":
                continue
            if library == "numpy" and where(file) in ON_VECTORS:
                continue  # the replay extra: these files are imported where numpy is installed
            brought_by = {canonicalize_name(name) for name in by_import.get(library, [])}
            assert brought_by & declared, f"{where(file)}:{line}: {library} is not declared"


@pytest.mark.parametrize("command", ["run", "test"])
def test_the_two_commands_are_there_for_every_system(command: str) -> None:
    """README names them, make and PowerShell know them."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"```sh\nmake {command}\n```" in readme
    assert f"make.ps1 {command}\n```" in readme
    assert re.search(rf"^{command}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert f"'{command}' {{" in (ROOT / "make.ps1").read_text(encoding="utf-8")


def test_ci_runs_the_readme_test_command() -> None:
    """What every change must pass begins with what README says, and can be started as it is."""
    script = ROOT / ".ci" / "run"
    assert "make --no-print-directory test" in script.read_text(encoding="utf-8")
    assert sys.platform == "win32" or os.access(script, os.X_OK)
