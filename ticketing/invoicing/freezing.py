"""Triggers by which the database itself refuses every update of what is issued, whoever asks.

They are looked for after every migration, not made by one: SQLite loses a table's triggers when a migration builds it anew.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections

TABLES = ("ticketing_document", "ticketing_drawing")


def freeze(*, using: str, sender: AppConfig | None = None, **news: Any) -> None:
    """Add the triggers that are missing. Listens to `post_migrate`."""
    connection = connections[using]
    is_postgres = connection.vendor == "postgresql"
    asked = "SELECT tgname FROM pg_trigger" if is_postgres else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        known = {name for (name,) in cursor.fetchall()}
        there = set(connection.introspection.table_names(cursor))
        for table in TABLES:
            if f"{table}_frozen" not in known and table in there:
                for statement in _postgres(table) if is_postgres else _sqlite(table):
                    cursor.execute(statement)


def _postgres(table: str) -> tuple[str, ...]:
    raised = f"RAISE EXCEPTION '{table}_frozen' USING ERRCODE = 'check_violation';"
    return (
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {raised} END $$",
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
    )


def _sqlite(table: str) -> tuple[str, ...]:
    return (f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{table}_frozen'); END",)
