"""The environment in which git is run on a folder that is named: this process's, without what a hook sets."""

from __future__ import annotations

import os
from collections.abc import Mapping

_OF_A_REPOSITORY = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_WORK_TREE",
    }
)
"""What git sets for its hooks ("git rev-parse --local-env-vars"), and would take for the folder that is named."""


def clean_environment() -> dict[str, str]:
    """Return this process's environment without what ties git to another repository; git speaks English in it."""
    return {name: value for name, value in os.environ.items() if name not in _OF_A_REPOSITORY} | {"LC_ALL": "C"}


def with_settings(environment: Mapping[str, str], settings: Mapping[str, str]) -> dict[str, str]:
    """Return an environment with more git settings, behind those that it has (git-config, "GIT_CONFIG_COUNT")."""
    told = environment.get("GIT_CONFIG_COUNT", "")
    first = int(told) if told.isdecimal() else 0
    added = {"GIT_CONFIG_COUNT": str(first + len(settings))}
    for n, (name, value) in enumerate(settings.items(), first):
        added |= {f"GIT_CONFIG_KEY_{n}": name, f"GIT_CONFIG_VALUE_{n}": value}
    return {**environment, **added}
