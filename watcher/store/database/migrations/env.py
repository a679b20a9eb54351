"""Where Alembic runs: on the connection that `migrate` hands over."""

from alembic import context

from watcher.store.database.tables import Row

if hasattr(context, "config"):  # Alembic runs this file; whoever imports it has no environment
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Row.metadata,
        transactional_ddl=True,
        render_as_batch=True,
        on_version_apply=lambda step, **_: context.config.attributes["fault"](f"migrate.{step.up_revision_id}"),
    )
    with context.begin_transaction():
        context.run_migrations()
