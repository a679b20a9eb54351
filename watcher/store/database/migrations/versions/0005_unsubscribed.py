"""A table for recipients who left a subscription."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make it; until now nobody could leave."""
    op.create_table(
        "unsubscribed",
        sa.Column("subscription", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("subscription", "recipient"),
    )
