"""The books after many random lives of orders. `bench/books.py` walks ten thousand."""

from decimal import Decimal

import pytest

from accounts.factories import PersonFactory
from ticketing.models import Order
from ticketing.treasury import checking, entries, queries, rules
from ticketing.treasury.tests import histories

pytestmark = pytest.mark.django_db

HISTORIES = 60
"""As many as a few seconds allow."""


def test_after_random_histories_the_books_balance():
    world = histories.build(20261129, PersonFactory())
    for _number in range(HISTORIES):
        order = histories.walk(world)
        assert histories.complaints(order) == []
    assert min(world.done[deed.__name__] for deed in histories.DEEDS) > 0, world.done
    assert [fault for fault in checking.faults(world.now) if fault.kind != "refund_stuck"] == []
    scope = queries.Scope(world.event.partner, "EUR")
    assert queries.standing(scope).agrees
    last = histories.START.replace(year=2028)  # after the last of them
    derived = entries.derive(currency="EUR", since=None, until=last, partner=world.event.partner)
    assert rules.balance(derived) == 0
    days = {entry.at.date() for entry in derived}
    assert all(rules.balance(entry for entry in derived if entry.at.date() == day) == 0 for day in days)
    statement = queries.statement(scope, histories.START, last)
    assert statement.sum.closing == queries.standing(scope).held
    assert Order.objects.filter(state="paid", total__gt=Decimal(0)).exists()
