import pytest
from django.db import IntegrityError, connection, transaction

from common.triggers import Guard, keeper

GUARDS = (
    Guard("note_of_open_box", "demo_note", "INSERT", unless="SELECT 1 FROM demo_box WHERE id = NEW.box AND closed = 0"),
    Guard("note_read_once", "demo_note", "UPDATE", when="OLD.reader <> ''"),
    Guard("of_no_table", "demo_nowhere", "UPDATE"),
)


@pytest.fixture
def ask(db):
    """Two boxes, one of them closed, and a note in the open one; `ask(sql)` tells whether the database lets it through."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE demo_box (id integer PRIMARY KEY, closed integer)")
        cursor.execute("CREATE TABLE demo_note (id integer PRIMARY KEY, box integer, reader varchar(20))")
        cursor.execute("INSERT INTO demo_box VALUES (1, 0), (2, 1)")
        keeper(GUARDS)(using="default")
        cursor.execute("INSERT INTO demo_note VALUES (1, 1, '')")

    def allowed(sql: str) -> bool:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
        except IntegrityError:
            return False
        return True

    return allowed


def test_a_row_is_only_let_in_where_the_other_table_allows_it(ask):
    assert ask("INSERT INTO demo_note VALUES (2, 1, '')")
    assert not ask("INSERT INTO demo_note VALUES (3, 2, '')")
    assert not ask("INSERT INTO demo_note VALUES (4, 9, '')")


def test_a_row_changes_until_the_condition_holds(ask):
    assert ask("UPDATE demo_note SET reader = 'Vera'")
    assert not ask("UPDATE demo_note SET reader = 'Anna'")


def test_what_a_rebuilt_table_lost_is_made_anew_and_twice_is_once(ask):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER note_read_once{'' if connection.vendor == 'sqlite' else ' ON demo_note'}")
    keeper(GUARDS)(using="default")
    keeper(GUARDS)(using="default")
    ask("UPDATE demo_note SET reader = 'Vera'")
    assert not ask("UPDATE demo_note SET reader = ''")
