"""Which files make a pack and its directory, and the hash that names them. Light: imports neither pydantic nor yaml."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

DIRECTORY_NAME = "directory.yaml"

PARTS = "../directory/"
"""What the names of further files of services begin with."""

MOST_PARTS = 1_000
"""Files of services that a directory may have besides its main one."""


def pack_paths(folder: Path) -> Iterator[Path]:
    """The YAML files that make a pack, sorted; scenarios and a directory inside are not part of it."""
    for pattern in ("*.yaml", "modules/*.yaml", "instruments/*.yaml"):
        yield from sorted(path for path in folder.glob(pattern) if path.name != DIRECTORY_NAME)


def directory_of(folder: Path) -> Path:
    """The directory of a pack: inside its folder, or else beside it."""
    inside = folder / DIRECTORY_NAME
    return inside if inside.is_file() else folder.parent / DIRECTORY_NAME


def directory_parts(directory: Path) -> list[Path]:
    """Further files of services: `directory/*.yaml` beside `directory.yaml`, sorted."""
    return sorted(path for path in directory.with_suffix("").glob("*.yaml") if path.is_file())


def pack_files(folder: Path, directory: Path) -> dict[str, Path]:
    """Every file of a pack by its name; the directory stands beside them as `../directory.yaml`."""
    found = {path.relative_to(folder).as_posix(): path for path in pack_paths(folder)}
    if directory.is_file():
        found[f"../{DIRECTORY_NAME}"] = directory
        found |= {f"{PARTS}{path.name}": path for path in directory_parts(directory)}
    return found


def digest_of(contents: bytes) -> str:
    """SHA-256 of the bytes of a file."""
    return hashlib.sha256(contents).hexdigest()


def hash_of(digests: dict[str, str]) -> str:
    """SHA-256 over the names and digests of some files."""
    total = hashlib.sha256()
    for name in sorted(digests):
        total.update(f"{name}\0{digests[name]}\n".encode())
    return total.hexdigest()
