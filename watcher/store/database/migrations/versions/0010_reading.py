"""What a page was last read as is kept for the next comparison."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """A table, empty: the next comparison of each page reads both sides, and fills it."""
    op.create_table(
        "reading",
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("source_id"),
    )
