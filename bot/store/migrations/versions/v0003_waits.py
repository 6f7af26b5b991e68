"""How often an item was put back because it was not its turn: that is no failed attempt."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbox", sa.Column("waits", sa.Integer(), server_default="0", nullable=False))
