"""What search needs, with what keeps long histories as quick as short ones."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from watcher.store.brought import brought_columns

revision = "0006"
down_revision = "0005"

_UNSEEN = sa.text("outcome NOT IN ('ok', 'not_modified')")


def upgrade() -> None:
    """Make both; the passages of what is kept already are read later, a page at a time."""
    _add_passages()
    op.create_index("snapshot_body", "snapshot", ["body_sha256"])
    op.create_index("snapshot_of_source_time", "snapshot", ["source_id", "started_ms"])
    op.create_index("snapshot_unseen", "snapshot", ["source_id", "seq"], sqlite_where=_UNSEEN, postgresql_where=_UNSEEN)
    op.create_index("version_fingerprint", "version", ["fingerprint"])
    op.add_column("change", sa.Column("loudest", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("change", sa.Column("reviewed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("change", sa.Column("brings", sa.Integer(), nullable=True))
    op.add_column("change", sa.Column("brought", sa.Text(), nullable=True))
    _fill_changes(op.get_bind())
    op.create_index("change_of_version", "change", ["source_id", "brings"])
    op.create_index("change_reviewed", "change", ["reviewed", "seq"])


def _add_passages() -> None:
    serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "passage",
        sa.Column("id", serial, nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=True),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.Column("gone_ms", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("passage_of_source", "passage", ["source_id", "gone"])
    op.create_table(
        "searchable",
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("source_id"),
    )
    for statement in _WORDS[op.get_bind().dialect.name]:
        op.execute(statement)


def _fill_changes(connection: sa.Connection) -> None:
    connection.execute(sa.text("UPDATE change SET reviewed = :yes WHERE id IN (SELECT change_id FROM review)"), _YES)
    last = 0
    while rows := connection.execute(_SOME, {"last": last}).all():
        connection.execute(_SET, [{"this": row.seq, **_columns(row.record)} for row in rows])
        last = rows[-1].seq


def _columns(record: str) -> dict[str, Any]:
    return brought_columns(json.loads(record))


_YES = {"yes": True}
_SOME = sa.text("SELECT seq, record FROM change WHERE seq > :last ORDER BY seq LIMIT 500")
_SET = sa.text("UPDATE change SET loudest = :loudest, brings = :brings, brought = :brought WHERE seq = :this")
_WORDS = {
    # Letters' case, accents and whatever stands between words count for nothing.
    "sqlite": (
        """CREATE VIRTUAL TABLE passage_words USING fts5
        (source_id, text, content='passage', content_rowid='id', tokenize='unicode61 remove_diacritics 2')""",
        """CREATE TRIGGER passage_added AFTER INSERT ON passage BEGIN
        INSERT INTO passage_words(rowid, source_id, text) VALUES (new.id, new.source_id, new.text);
        END""",
        """CREATE TRIGGER passage_removed AFTER DELETE ON passage BEGIN
        INSERT INTO passage_words(passage_words, rowid, source_id, text)
        VALUES ('delete', old.id, old.source_id, old.text);
        END""",
    ),
    "postgresql": (
        r"""CREATE FUNCTION watcher_words(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT regexp_replace(regexp_replace(lower(normalize(said, NFKD)), '[\u0300-\u036f]', '', 'g'),
        '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f]+', ' ', 'g') $$""",
        "CREATE INDEX passage_words ON passage USING gin (to_tsvector('simple', watcher_words(text)))",
    ),
}
