"""What a closed shift's tables refuse whoever writes: no movement is added, no movement and no count is changed.

Triggers, since no constraint of one table can know another's row. They are made after each migration, not by one: SQLite makes a
table anew when a column changes and loses its triggers by it, and databases made without migrations must have them too.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections

_SQLITE = (
    """CREATE TRIGGER IF NOT EXISTS movement_of_open_shift BEFORE INSERT ON ticketing_movement
    WHEN NOT EXISTS (SELECT 1 FROM ticketing_shift WHERE id = NEW.shift_id AND closed_at IS NULL)
    BEGIN SELECT RAISE(ABORT, 'movement_of_open_shift'); END""",
    """CREATE TRIGGER IF NOT EXISTS movement_never_changed BEFORE UPDATE ON ticketing_movement
    BEGIN SELECT RAISE(ABORT, 'movement_never_changed'); END""",
    """CREATE TRIGGER IF NOT EXISTS drawer_counted_once BEFORE UPDATE ON ticketing_drawer WHEN OLD.counted IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'drawer_counted_once'); END""",
)

_POSTGRESQL = (
    # FOR SHARE waits for somebody who closes the shift in this moment
    """CREATE OR REPLACE FUNCTION ticketing_movement_of_open_shift() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM 1 FROM ticketing_shift WHERE id = NEW.shift_id AND closed_at IS NULL FOR SHARE;
    IF NOT FOUND THEN RAISE EXCEPTION 'movement_of_open_shift' USING ERRCODE = 'integrity_constraint_violation'; END IF;
    RETURN NEW; END $$""",
    """CREATE OR REPLACE FUNCTION ticketing_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION '%', TG_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE OR REPLACE TRIGGER movement_of_open_shift BEFORE INSERT ON ticketing_movement
    FOR EACH ROW EXECUTE FUNCTION ticketing_movement_of_open_shift()""",
    """CREATE OR REPLACE TRIGGER movement_never_changed BEFORE UPDATE ON ticketing_movement
    FOR EACH ROW EXECUTE FUNCTION ticketing_never_changed()""",
    """CREATE OR REPLACE TRIGGER drawer_counted_once BEFORE UPDATE ON ticketing_drawer
    FOR EACH ROW WHEN (OLD.counted IS NOT NULL) EXECUTE FUNCTION ticketing_never_changed()""",
)


def make(sender: AppConfig, using: str = "default", **_more: Any) -> None:
    """Make the triggers where they are not there; called after each migration of the app (`post_migrate`)."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if not {"ticketing_movement", "ticketing_drawer", "ticketing_shift"} <= set(tables):
        return  # migrated back to before there were tills
    with connection.cursor() as cursor:
        for statement in _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL:
            cursor.execute(statement)
