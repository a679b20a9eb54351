"""Columns for how far the ledger is sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add them: until now there was one segment and no seal."""
    op.add_column("position", sa.Column("segment", sa.BigInteger(), nullable=False, server_default="1"))
    op.add_column("position", sa.Column("sealed", sa.BigInteger(), nullable=False, server_default="0"))
