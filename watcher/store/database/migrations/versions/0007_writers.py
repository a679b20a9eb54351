"""What several writers at once need: whose turn was cut off, and, on a server, the queue's own tables."""

from importlib.resources import files

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make it; until now there was one writer."""
    op.create_table("writing", sa.Column("writer", sa.String(), nullable=False), sa.PrimaryKeyConstraint("writer"))
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        # Many statements at once, with percent signs of their own: they are for the driver alone.
        driver = connection.connection.cursor()
        driver.execute((files("procrastinate.sql") / "schema.sql").read_text("utf-8"))
        driver.close()
