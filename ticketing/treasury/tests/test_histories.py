"""The books after many random lives of orders. `bench/books.py` walks ten thousand."""

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.factories import PersonFactory
from ticketing.models import Order
from ticketing.treasury import entries, queries, rules
from ticketing.treasury.tests import histories

pytestmark = pytest.mark.django_db

HISTORIES = 60
"""As many as a few seconds allow."""


def balances(world: histories.World) -> bool:
    """Tell whether the ledger by account, each of its days, and the statement of all days agree with what is held."""
    scope = queries.Scope(world.event.partner, "EUR")
    last = histories.START.replace(year=2028)  # after the last of them
    derived = entries.derive(currency="EUR", since=None, until=last, partner=world.event.partner)
    days = {entry.at.date() for entry in derived}
    assert queries.standing(scope).agrees
    assert queries.statement(scope, histories.START, last).sum.closing == queries.standing(scope).held
    assert rules.balance(derived) == 0
    return all(rules.balance(entry for entry in derived if entry.at.date() == day) == 0 for day in days)


def test_after_many_histories_the_books_balance():
    world = histories.build(20261130, PersonFactory())
    for _number in range(HISTORIES):
        order = histories.walk(world)
        assert histories.complaints(world, order) == []
    assert min(world.done[deed.__name__] for deed in histories.DEEDS) > 0, world.done
    assert histories.faults(world) == []
    assert balances(world)
    assert Order.objects.filter(state="paid", total__gt=Decimal(0)).exists()


def test_no_single_history_unbalances_them():
    world = histories.build(1, PersonFactory())

    @settings(max_examples=HISTORIES)
    @given(st.randoms())
    def live(dice: random.Random) -> None:
        world.dice = dice
        assert histories.complaints(world, histories.walk(world)) == []

    live()
    assert histories.faults(world) == []
    assert balances(world)
