"""Which files make a pack, and the hash that names it. Light: imports neither pydantic nor yaml."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

DIRECTORY_NAME = "directory.yaml"


def pack_paths(folder: Path) -> Iterator[Path]:
    """The YAML files that make a pack, sorted; scenarios are not part of it."""
    for pattern in ("*.yaml", "modules/*.yaml", "instruments/*.yaml"):
        yield from sorted(folder.glob(pattern))


def pack_contents(folder: Path, directory: Path | None) -> dict[str, bytes]:
    """The bytes of every file of a pack by name; the directory stands beside them as directory.yaml."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in pack_paths(folder)}
    if directory is not None and directory.is_file():
        found[f"../{DIRECTORY_NAME}"] = directory.read_bytes()
    return found


def pack_hash(contents: dict[str, bytes]) -> str:
    """SHA-256 over the names and bytes of every file of a pack and its directory."""
    total = hashlib.sha256()
    for name in sorted(contents):
        total.update(f"{name}\0{hashlib.sha256(contents[name]).hexdigest()}\n".encode())
    return total.hexdigest()
