"""The stations of a delivery are kept one by one, not the last alone."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """A table, empty: the ledger has the earlier ones, and `watcher reindex` brings them in."""
    op.create_table(
        "station",
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("delivery_id", sa.String(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("ix_station_delivery_id", "station", ["delivery_id"])
