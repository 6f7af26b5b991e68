"""Bring what the example municipality shares (law, lists, words for aid) up to knowledge/; its own files stay."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.kb.base import in_memory, open_base
from bot.kb.load import load
from bot.upkeep.entry_files import write
from bot.upkeep.shared import shared_files
from bot.upkeep.start import leave_out_unreached

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "provsunda"
MARK = "påhittat exempel"  # stands in the first source of each of its own entries


def main() -> None:
    """Rewrite the shared files."""
    base = open_base(ROOT / "knowledge").base
    mine = load(EXAMPLE).knowledge
    if base is None or mine is None:
        raise SystemExit("knowledge/ or examples/provsunda has faults: run vanort check on both and mend them first.")
    own = {key for key, item in mine.items.items() if MARK in item.entry.sources[0].title}
    for path in [*EXAMPLE.glob("*/*.md"), *EXAMPLE.glob("lists/*"), *EXAMPLE.glob("aid/*")]:
        if path.name.partition(".")[0] not in own:
            path.unlink()
    shared = shared_files(base, ROOT / "knowledge", mine.municipality.name)
    shared = {file: text for file, text in shared.items() if Path(file).name.partition(".")[0] not in own}
    write(EXAMPLE, shared)
    loaded = load(EXAMPLE)
    if loaded.knowledge is None:
        raise SystemExit("\n".join(f"{p.file}:{p.line} {p.id} {p.values}" for p in loaded.faults))
    leave_out_unreached(EXAMPLE, in_memory(loaded.knowledge), shared, date(2026, 11, 23))


if __name__ == "__main__":
    main()
