"""The settings of who coordinates, and where questions to the coordinator are shown."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_settings import NoDecode

from bot.settings.fields import pairs
from bot.settings.store import Settings


def _people(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    found: dict[str, list[str]] = {}
    for channel, person in pairs(value):
        found.setdefault(channel, []).append(person)
    return found


def _places(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    found = pairs(value)
    if len(dict(found)) != len(found):
        raise ValueError("it names a channel twice; questions are shown in one place of each channel")
    return dict(found)


class CoordinatorSettings(Settings):
    """Who coordinates, where there is no tenants file."""

    coordinators: Annotated[dict[str, list[str]], NoDecode, BeforeValidator(_people)] = Field(
        {},
        validation_alias="VANORT_COORDINATORS",
        description="Who may take and answer questions to the coordinator, by channel, as the channel names people",
        examples=["slack=U012ABCDE,slack=U034FGHIJ,teams=3f2c…"],
    )
    coordinator_places: Annotated[dict[str, str], NoDecode, BeforeValidator(_places)] = Field(
        {},
        validation_alias="VANORT_COORDINATOR_PLACES",
        description="Where questions to the coordinator and notices are shown, by channel; without it none can be put",
        examples=["slack=C012ABCDE,teams=19:…@thread.tacv2"],
    )

    @model_validator(mode="after")
    def _coordinator(self) -> Self:
        if self.tenants is not None and (self.coordinators or self.coordinator_places):
            raise ValueError(
                "VANORT_COORDINATORS or VANORT_COORDINATOR_PLACES is set together with VANORT_TENANTS. Each "
                "municipality has its own: write coordinators and places into the tenants file and remove them here."
            )
        if self.coordinator_places and not self.coordinators:
            raise ValueError(
                "VANORT_COORDINATOR_PLACES is set without VANORT_COORDINATORS: nobody could answer what is shown "
                "there. Set both, or neither."
            )
        return self
