"""Runs the migrations on the connection of `Database.migrate`, inside its transaction; there is no ini file."""

from alembic import context

from bot.store.models import metadata

# render_as_batch: SQLite changes a table by building it anew.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
