"""How an older database is brought up to date: Alembic, in one transaction."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from watcher.store.database.tables import REVISION
from watcher.store.vault.disk import Fault


def migrate(connection: Connection, fault: Fault) -> None:
    """Run the migrations that the database has not seen; all of them or none."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    with connection.begin():
        config.attributes["connection"] = connection
        config.attributes["fault"] = fault
        command.upgrade(config, REVISION)
        fault("migrate.commit")
    fault("migrate.committed")
