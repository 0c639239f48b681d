"""Triggers: what the database itself refuses whoever writes, where no constraint of one table can say it.

A room lists its guards; they are made after each migration, not by one: SQLite makes a table anew when a column changes and
loses its triggers by it, and databases made without migrations must have them too. A guard raises its own name as an integrity error.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuses rows of a table to be inserted or updated.

    Args:
        name: of the trigger, and the word it raises.
        on: INSERT or UPDATE.
        when: SQL over OLD (the row as it is) in which alone an update is refused; empty for always.
        unless: SQL over NEW (the row to be) that finds a row of another table where it is allowed; that row is locked
            until the transaction ends.
    """

    name: str
    table: str
    on: str
    when: str = ""
    unless: str = ""


def keeper(guards: Sequence[Guard]) -> Callable[..., None]:
    """Return a listener to `post_migrate` that makes the guards where they are not there. Tables not there yet are left out."""

    def keep(*, using: str = "default", **_news: Any) -> None:
        connection = connections[using]
        there = set(connection.introspection.table_names())
        write = _sqlite if connection.vendor == "sqlite" else _postgresql
        with connection.cursor() as cursor:
            for guard in guards:
                if guard.table in there:
                    for statement in write(guard):
                        cursor.execute(statement)

    return keep


def _sqlite(guard: Guard) -> tuple[str, ...]:
    when = guard.when or (f"NOT EXISTS ({guard.unless})" if guard.unless else "")
    return (
        f"CREATE TRIGGER IF NOT EXISTS {guard.name} BEFORE {guard.on} ON {guard.table} {f'WHEN {when}' if when else ''} "
        f"BEGIN SELECT RAISE(ABORT, '{guard.name}'); END",
    )


def _postgresql(guard: Guard) -> tuple[str, ...]:
    # FOR SHARE waits for whoever changes that row in this moment
    asked = f"PERFORM 1 FROM ({guard.unless} FOR SHARE) found; IF FOUND THEN RETURN NEW; END IF;" if guard.unless else ""
    return (
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {asked} "
        f"RAISE EXCEPTION '{guard.name}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE OR REPLACE TRIGGER {guard.name} BEFORE {guard.on} ON {guard.table} FOR EACH ROW "
        f"{f'WHEN ({guard.when})' if guard.when else ''} EXECUTE FUNCTION {guard.name}()",
    )
