"""The files of a knowledge folder and the hashes of their content."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path


def all_files(root: Path) -> list[str]:
    """Return the files below a folder as sorted paths; README.md and hidden ones are not among them."""
    found = []
    top = len(str(root)) + 1
    for folder, below, names in os.walk(root):
        below[:] = [name for name in below if not name.startswith(".")]
        start = f"{folder[top:]}/".replace(os.sep, "/") if len(folder) > top else ""
        found += [start + name for name in names if name != "README.md" and not name.startswith(".")]
    return sorted(found)


def knowledge_files(root: Path) -> list[str]:
    """Return the files that make up a knowledge folder, as sorted paths below it."""
    return [
        name for name in all_files(root) if name.endswith((".md", ".yaml", ".yml")) if os.path.isfile(f"{root}/{name}")
    ]


def manifest(root: Path) -> dict[str, str]:
    """Return the hash of each file's bytes by its path below the folder."""
    return {name: hashlib.sha256(_bytes(f"{root}/{name}")).hexdigest() for name in knowledge_files(root)}


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def digest(root: Path) -> str:
    """Return a hash of the folder's content: names and bytes."""
    return digest_of(manifest(root))


def digest_of(files: Mapping[str, str]) -> str:
    """Return the hash of a manifest."""
    return hashlib.sha256("".join(f"{name}\0{one}\n" for name, one in files.items()).encode()).hexdigest()
