"""How often each version was looked at, counted as it happens."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the columns and count once what was seen so far."""
    for name in ("looks", "pages"):
        op.add_column("version", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    connection = op.get_bind()
    for source_id, latest in connection.execute(sa.text("SELECT id, version FROM source")).all():
        _count(connection, source_id, latest)
    op.create_index("change_weight", "change", ["reviewed", "loudest", "made_ms", "source_id"])


def _count(connection: sa.Connection, source_id: str, latest: int) -> None:
    counted = [dict(row) for row in connection.execute(_COUNTED, {"source": source_id}).mappings()]
    if closed := [row for row in counted if row["number"] not in (None, latest)]:
        connection.execute(_CLOSE, [row | {"source": source_id} for row in closed])
    now: dict[str, Any] = next((row for row in counted if row["number"] == (latest or None)), {})
    standing = connection.execute(_STANDING, {"source": source_id}).scalar_one()
    form = json.loads(standing) | {"looks": now.get("looks", 0), "pages": now.get("pages", 0)}
    spelt = json.dumps(form, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    connection.execute(_STAND, {"source": source_id, "standing": spelt})


_COUNTED = sa.text(r"""
    SELECT (
        SELECT max(number) FROM version
        WHERE version.source_id = snapshot.source_id AND version.snapshot_seq <= snapshot.seq
    ) AS number,
    count(*) AS looks, sum(CASE WHEN outcome IN ('ok', 'not_modified') THEN 1 ELSE 0 END) AS pages
    FROM snapshot WHERE source_id = :source AND record NOT LIKE '%"late"\:true%' GROUP BY 1
""")
_CLOSE = sa.text("UPDATE version SET looks = :looks, pages = :pages WHERE source_id = :source AND number = :number")
_STANDING = sa.text("SELECT standing FROM source WHERE id = :source")
_STAND = sa.text("UPDATE source SET standing = :standing WHERE id = :source")
