"""A table for bodies that were withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make it; until now nothing could be withdrawn."""
    op.create_table(
        "withdrawn",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
