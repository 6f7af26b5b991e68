"""Which workspace belongs to which municipality, and what each has: knowledge, coordinators, languages, retention.

Without a tenants file there is one tenant, and every workspace is its own. docs/operations.md shows the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from bot.kb.documents import Document, read_yaml
from bot.kb.strict import Strict
from bot.question import Language
from bot.settings import SettingsError
from bot.store.scope import DEFAULT_TENANT, Retention

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Id = Annotated[str, StringConstraints(min_length=1, max_length=200)]
ChannelName = Literal["slack", "teams", "loopback"]

ANY_CASE = frozenset({"teams"})
"""Channels that name workspaces and people by GUIDs, which are the same in upper and lower case."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """One municipality.

    Args:
        name: as rows of the store and labels of metrics carry it.
        knowledge: its knowledge folder.
        coordinators: who coordinates, by channel, as the channel names people.
        places: where questions to the coordinator and notices are shown, by channel, as the channel names places; where
            there is none, no question can be put to the coordinator.
        languages: in which it answers, the usual one first; empty: as its municipality.yaml says.
        retention: how long its rows are kept.
    """

    name: str
    knowledge: Path
    coordinators: Mapping[str, frozenset[str]] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[Language, ...] = ()
    retention: Retention = field(default_factory=Retention)

    def is_coordinator(self, channel: str, person: str) -> bool:
        """Tell whether a person coordinates for this municipality."""
        return _same(channel, person) in {_same(channel, one) for one in self.coordinators.get(channel, ())}


class Tenants:
    """The municipalities of a deployment.

    Args:
        tenants: all of them.
        workspaces: the tenant's name by channel and workspace, those of `ANY_CASE` folded; None where one tenant has
            every workspace.
    """

    def __init__(self, tenants: tuple[Tenant, ...], workspaces: Mapping[tuple[str, str], str] | None) -> None:
        self._tenants = {tenant.name: tenant for tenant in tenants}
        self._workspaces = workspaces

    def __iter__(self) -> Iterator[Tenant]:
        return iter(self._tenants.values())

    def named(self, name: str) -> Tenant:
        """Return the tenant of a name.

        Raises:
            LookupError: it is not among them (any more).
        """
        return self._tenants[name]

    def of(self, channel: str, workspace: str) -> Tenant | None:
        """Return the tenant that a workspace belongs to, or None: then nothing is answered there."""
        if self._workspaces is None:
            return next(iter(self._tenants.values()))
        name = self._workspaces.get((channel, _same(channel, workspace)))
        return None if name is None else self._tenants[name]

    @property
    def retentions(self) -> dict[str, Retention]:
        """The retention of each, by name, as `open_store` takes it."""
        return {tenant.name: tenant.retention for tenant in self._tenants.values()}


def one(
    knowledge: Path,
    retention: Retention,
    *,
    coordinators: Mapping[str, Iterable[str]] | None = None,
    places: Mapping[str, str] | None = None,
) -> Tenants:
    """Return the tenants of a deployment without a tenants file: one, which has every workspace.

    Args:
        knowledge: its knowledge folder.
        retention: how long its rows are kept.
        coordinators: see `Tenant`.
        places: see `Tenant`.
    """
    people = {channel: frozenset(ids) for channel, ids in (coordinators or {}).items()}
    return Tenants((Tenant(DEFAULT_TENANT, knowledge, people, dict(places or {}), retention=retention),), None)


def _same(channel: str, name: str) -> str:
    """Return an id as it is compared."""
    return name.casefold() if channel in ANY_CASE else name


class _Part(Strict):
    model_config = ConfigDict(hide_input_in_errors=True)


class _Retention(_Part):
    text_days: int = Field(ge=1)
    decision: Annotated[str, StringConstraints(min_length=1)]
    memory_days: int = Field(7, ge=1)
    work_days: int = Field(30, ge=1)


class _Tenant(_Part):
    knowledge: Path
    workspaces: dict[ChannelName, list[Id]] = Field(min_length=1)
    coordinators: dict[ChannelName, list[Id]] = Field(default_factory=dict)
    places: dict[ChannelName, Id] = Field(default_factory=dict)
    languages: list[Language] = Field(default_factory=list)
    retention: _Retention | None = None


class _File(_Part):
    tenants: dict[Name, _Tenant] = Field(min_length=1)


def read_tenants(path: Path, *, in_repository: bool = False) -> Tenants:
    """Read a tenants file.

    Args:
        path: the YAML file; knowledge folders in it are relative to its own folder.
        in_repository: they are folders of the repository that knowledge comes from instead.

    Raises:
        SettingsError: every fault at once, each with file, line and what to do.
    """
    if not path.is_file():
        raise SettingsError(
            [f"VANORT_TENANTS names {path}, which is no file. Name the tenants file, or remove VANORT_TENANTS."]
        )
    document, problems = read_yaml(path.parent, path)
    if document is None:
        raise SettingsError([f"{path}:{p.line}: {p.what(Language.EN)} {p.remedy(Language.EN)}" for p in problems])
    try:
        found = _File.model_validate(document.data)
    except ValidationError as error:
        raise SettingsError([_fault(path, document, detail) for detail in error.errors()]) from None
    workspaces, faults = _workspaces(path, document, found)
    faults += [
        f"{path}:{document.line(('tenants', name, 'places'))}: {name} has places and no coordinators: nobody could "
        "answer what is shown there. Add coordinators, or remove places."
        for name, row in found.tenants.items()
        if row.places and not row.coordinators
    ]
    if faults:
        raise SettingsError(faults)
    root = Path() if in_repository else path.parent
    return Tenants(tuple(_tenant(root, name, row) for name, row in found.tenants.items()), workspaces)


def _tenant(root: Path, name: str, row: _Tenant) -> Tenant:
    coordinators = {str(channel): frozenset(people) for channel, people in row.coordinators.items()}
    places = {str(channel): place for channel, place in row.places.items()}
    retention = Retention(**row.retention.model_dump()) if row.retention else Retention()
    languages = tuple(dict.fromkeys(row.languages))
    return Tenant(name, root / row.knowledge, coordinators, places, languages, retention)


def _workspaces(path: Path, document: Document, found: _File) -> tuple[dict[tuple[str, str], str], list[str]]:
    owners: dict[tuple[str, str], str] = {}
    faults = []
    for name, row in found.tenants.items():
        for channel, ids in row.workspaces.items():
            for number, workspace in enumerate(ids):
                owner = owners.setdefault((channel, _same(channel, workspace)), name)
                if owner != name:
                    line = document.line(("tenants", name, "workspaces", channel, number))
                    faults.append(
                        f"{path}:{line}: the {channel} workspace {workspace} belongs to {owner} already. "
                        "Leave it with one of the two."
                    )
    return owners, faults


def _fault(path: Path, document: Document, detail: ErrorDetails) -> str:
    loc = detail["loc"]
    name = ".".join(str(step) for step in loc)
    where = f"{path}:{document.line(loc)}"
    if detail["type"] == "extra_forbidden":
        return f"{where}: the key {name} is unknown. Correct the spelling or remove it."
    if detail["type"] == "literal_error" and loc[-1] == "[key]":
        return f"{where}: there is no channel {loc[-2]}. Write one of {', '.join(get_args(ChannelName))}."
    if detail["type"] == "missing":
        return f"{where}: {name} is missing. Add it; docs/operations.md shows a tenants file."
    return f"{where}: {name} is wrong: {detail['msg']}. docs/operations.md shows a tenants file."
