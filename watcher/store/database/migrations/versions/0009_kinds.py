"""The changes with a finding of one kind are found without looking through all findings of that kind."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Another index in place of the one by kind alone."""
    op.create_index("finding_of_kind", "finding", ["kind", "change_id"])
    op.drop_index("ix_finding_kind", "finding")
