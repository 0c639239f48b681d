"""A buyer is reminded once, some working days before the time to pay ends."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from common.models import Message
from ticketing.billing import operations, queries
from ticketing.factories import OrderFactory
from ticketing.models import Order, Payment
from ticketing.orders import rules

RIGA = ZoneInfo("Europe/Riga")
ENDS = datetime(2026, 5, 9, 0, tzinfo=RIGA)  # Friday the eighth is the last day
PLACED = datetime(2026, 5, 1, 12, tzinfo=RIGA)
MORNING = datetime(2026, 5, 6, 9, tzinfo=RIGA)


def remind_at(**other):
    return rules.remind_at(**{"placed_at": PLACED, "expires_at": ENDS, "days": 2, "zone": RIGA, "country": "LV", **other})


def test_it_is_in_the_morning_two_working_days_before_the_last_day():
    assert remind_at() == MORNING
    assert remind_at(expires_at=datetime(2026, 5, 6, 0, tzinfo=RIGA), placed_at=PLACED - timedelta(days=9)) == datetime(
        2026, 4, 29, 9, tzinfo=RIGA
    )  # the first and the fourth of May are holidays


def test_none_is_sent_where_none_is_wanted_or_the_first_letter_is_fresh():
    assert remind_at(days=0) is None
    assert remind_at(placed_at=MORNING - timedelta(hours=5)) is None


@pytest.fixture
def order(db):
    return OrderFactory(state=Order.State.PLACED, total=Decimal("6.00"), placed_at=PLACED, expires_at=ENDS, provider="manual")


def test_the_letter_says_what_is_still_owed_and_comes_once(order):
    Payment.objects.create(order=order, provider="manual", reference="1", amount=2, currency="EUR", recorded_at=PLACED)
    assert list(queries.may_be_reminded(MORNING)) == [order]
    assert not operations.remind(order=order, at=MORNING - timedelta(minutes=1))
    assert operations.remind(order=order, at=MORNING)
    assert not operations.remind(order=order, at=MORNING + timedelta(hours=1))
    assert not queries.may_be_reminded(MORNING)
    message = Message.objects.get()
    assert "4,00" in message.text
    assert "4,00" in message.subject


@pytest.mark.parametrize(
    "facts", [{"state": Order.State.PAID}, {"state": Order.State.LAPSED}, {"expires_at": datetime(2026, 5, 1, tzinfo=UTC)}]
)
def test_who_owes_nothing_any_more_is_left_alone(order, facts):
    Order.objects.update(**facts)
    assert not operations.remind(order=order, at=MORNING)
    assert not Message.objects.exists()


def test_cash_is_paid_at_the_gate(order):
    Order.objects.update(provider="cash")
    assert not queries.may_be_reminded(MORNING)
