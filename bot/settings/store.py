"""The settings of the store: where the database is, its key, how long texts are kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

from pydantic import Field, model_validator

from bot.settings.fields import DatabaseUrl, Part, Secret

if TYPE_CHECKING:
    from bot.store.scope import Retention


class Settings(Part):
    """What the store takes: where the database is, its key, how long texts are kept."""

    database_url: DatabaseUrl = Field(
        None,
        validation_alias="DATABASE_URL",
        description="The database; without it, the SQLite file vanort.db in VANORT_DATA",
        examples=["postgresql://vanort:password@db.example/vanort"],
    )
    data: Path = Field(
        Path("data"),
        validation_alias="VANORT_DATA",
        description="The folder of the SQLite file",
        examples=["/var/lib/vanort"],
    )

    secret_key: Secret = Field(
        validation_alias="VANORT_SECRET_KEY",
        description="The key of hashes and encryption, kept outside the database; at least 32 bytes",
        examples=['the output of: python3 -c "import secrets; print(secrets.token_urlsafe(32))"'],
    )
    tenants: Path | None = Field(
        None,
        validation_alias="VANORT_TENANTS",
        description="The tenants file, where one deployment serves several municipalities",
        examples=["/etc/vanort/tenants.yaml"],
    )
    retention_days: int | None = Field(
        None,
        validation_alias="VANORT_RETENTION_DAYS",
        ge=1,
        description="Days that question texts are kept; without it none are stored",
        examples=["90"],
    )
    disposal_decision: str | None = Field(
        None,
        validation_alias="VANORT_DISPOSAL_DECISION",
        description="The municipality's disposal decision that VANORT_RETENTION_DAYS follows",
        examples=["KS 2026/77"],
    )

    @property
    def store_url(self) -> str:
        """The database's address; it may hold a password."""
        given = self.database_url
        return given.get_secret_value() if given else f"sqlite:///{self.data.absolute() / 'vanort.db'}"

    @property
    def key(self) -> bytes:
        """The secret key."""
        return self.secret_key.get_secret_value().encode()

    @property
    def retention(self) -> Retention:
        """How long rows are kept, of tenants without their own."""
        from bot.store.scope import Retention  # lazily: whoever reads other settings needs no database

        return Retention(self.retention_days, self.disposal_decision)

    @model_validator(mode="after")
    def _retention(self) -> Self:
        if self.tenants is not None and self.retention_days is not None:
            raise ValueError(
                "VANORT_RETENTION_DAYS is set together with VANORT_TENANTS. Each municipality has its own decision: "
                "write retention into the tenants file and remove VANORT_RETENTION_DAYS."
            )
        if (self.retention_days is None) != (self.disposal_decision is None) and self.tenants is None:
            raise ValueError(
                "VANORT_RETENTION_DAYS and VANORT_DISPOSAL_DECISION go together: texts are kept by a decision. "
                "Set both, such as VANORT_RETENTION_DAYS=90 VANORT_DISPOSAL_DECISION='KS 2026/77', or neither."
            )
        return self
