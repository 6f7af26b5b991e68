"""Knowledge that is reloaded while serving, from a watched folder or a git repository.

Not for the core, which takes one base as a value: this has threads, and reads files and the clock.
"""

from bot.live.attempt import Problems
from bot.live.git import GitSource
from bot.live.knowledge import LiveKnowledge, NoKnowledge, fault_key
from bot.live.source import FolderSource, Source, SourceError, Version

__all__ = [
    "FolderSource",
    "GitSource",
    "LiveKnowledge",
    "NoKnowledge",
    "Problems",
    "Source",
    "SourceError",
    "Version",
    "fault_key",
]
