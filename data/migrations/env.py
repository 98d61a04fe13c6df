"""Alembic's entry: run the chain on the connection it is handed, in the transaction that is open there."""

from __future__ import annotations

from alembic import context

from data.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
