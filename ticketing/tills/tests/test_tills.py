from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.factories import PersonFactory
from accounts.models import Entry
from common.errors import Invalid, Refused, Stale
from ticketing.billing import operations as billing
from ticketing.factories import DeviceFactory
from ticketing.models import Drawer, Movement, Payment, Refund, Shift, Till
from ticketing.tills import operations as tills
from ticketing.tills import queries

pytestmark = pytest.mark.django_db


def pay(order, amount, *, by, at, provider="cash", **more):
    return billing.record(order=order, provider=provider, amount=Decimal(amount), reference="", by=by, at=at, **more)


def expected(shift, way="cash"):
    return next(sheet.expected for sheet in queries.sheets(shift) if sheet.drawer.way == way)


def count(way, amount, reason=""):
    return tills.Count(way=way, currency="EUR", counted=Decimal(amount), reason=reason)


# --- money into the shift -------------------------------------------------------------------------------------------


def test_cash_recorded_by_somebody_in_a_shift_is_in_it(shift, order, anna, now):
    payment = pay(order, 12, by=anna, at=now)
    movement = Movement.objects.get()
    assert (movement.shift, movement.payment, movement.kind, movement.recorded_words) == (shift, payment, "payment", "Anna")
    assert expected(shift) == Decimal(62)


def test_what_a_phone_takes_is_in_the_shift_of_its_gate_or_its_own(till, shift, order, phone, anna, now):
    pay(order, 5, by="device Jāņa tālrunis", at=now, till=queries.till_of(phone).pk)
    own = tills.save_till(event=till.event, facts={"name": "Jāņa maks", "device": phone}, by="Anna", at=now)
    other = tills.open_shift(till=own, people=[anna], floats={}, by=anna, at=now)
    pay(order, 7, by="device Jāņa tālrunis", at=now, till=queries.till_of(phone).pk)
    assert [movement.shift for movement in Movement.objects.order_by("pk")] == [shift, other]


def test_a_card_terminal_has_a_drawer_of_its_own(shift, order, anna, now):
    pay(order, 12, by=anna, at=now, provider="terminal")
    assert (expected(shift), expected(shift, "terminal")) == (Decimal(50), Decimal(12))


def test_a_bank_transfer_is_in_no_shift(shift, order, anna, now):
    pay(order, 12, by=anna, at=now, provider="manual")
    assert not Movement.objects.exists()


def test_cash_of_somebody_in_no_shift_stands_out(shift, order, fair, now):
    pay(order, 12, by=PersonFactory(), at=now)
    assert not Movement.objects.exists()
    assert queries.outside_sums(fair) == [("EUR", 1, Decimal(12))]


def test_a_till_without_an_open_shift_takes_nothing_and_no_line_is_written(till, order, now):
    with pytest.raises(tills.NoShift):
        pay(order, 12, by="device Jāņa tālrunis", at=now, till=till.pk)
    assert not Payment.objects.exists()


def test_cash_is_paid_in_and_out_for_a_reason(shift, anna, now):
    tills.move_cash(shift=shift, amount=Decimal(30), currency="EUR", reason="change fetched", by=anna, at=now)
    tills.move_cash(shift=shift, amount=Decimal(-60), currency="EUR", reason="brought to the safe", by=anna, at=now)
    assert expected(shift) == Decimal(20)
    with pytest.raises(Invalid) as refused:
        tills.move_cash(shift=shift, amount=Decimal(-21), currency="EUR", reason="more", by=anna, at=now)
    assert refused.value.code == "above_drawer"
    with pytest.raises(Invalid) as refused:
        tills.move_cash(shift=shift, amount=Decimal(-1), currency="EUR", reason=" ", by=anna, at=now)
    assert refused.value.code == "reason_missing"


def test_a_refund_in_cash_is_a_refund_a_line_of_the_ledger_and_of_the_shift(shift, order, anna, now):
    pay(order, 12, by=anna, at=now)
    boss = PersonFactory()
    tills.refund_cash(shift=shift, order=order, amount=Decimal(5), reason="one child did not come", by=boss, at=now)
    assert expected(shift) == Decimal(57)
    assert (Refund.objects.get().state, Refund.objects.get().way) == ("done", "cash")
    movement = Movement.objects.get(kind="refund")
    assert (movement.amount, movement.payment.amount, movement.shift) == (Decimal(-5), Decimal(-5), shift)


def test_no_more_is_refunded_than_was_paid_or_lies_in_the_drawer(shift, order, anna, now):
    with pytest.raises(Refused):
        tills.refund_cash(shift=shift, order=order, amount=Decimal(5), reason="x", by=anna, at=now)
    pay(order, 12, by=anna, at=now, provider="manual")
    tills.move_cash(shift=shift, amount=Decimal(-50), currency="EUR", reason="to the safe", by=anna, at=now)
    with pytest.raises(Invalid) as refused:
        tills.refund_cash(shift=shift, order=order, amount=Decimal(5), reason="x", by=anna, at=now)
    assert refused.value.code == "above_drawer"
    assert not Refund.objects.exists()


# --- opening and closing --------------------------------------------------------------------------------------------


def test_a_till_has_one_open_shift(shift, till, anna, now):
    with pytest.raises(Refused) as refused:
        tills.open_shift(till=till, people=[anna], floats={}, by=anna, at=now)
    assert refused.value.code == "open_already"


def test_a_shift_that_counts_right_needs_no_reason(shift, order, anna, now):
    pay(order, 12, by=anna, at=now)
    tills.close(shift=shift, counts=[count("cash", 62)], by=anna, at=now + timedelta(hours=5))
    drawer = Drawer.objects.get()
    assert (drawer.expected, drawer.counted, drawer.difference, shift.is_open) == (62, 62, 0, False)


def test_a_difference_is_stated_with_a_reason(shift, anna, now):
    with pytest.raises(Invalid) as refused:
        tills.close(shift=shift, counts=[count("cash", "49.50")], by=anna, at=now)
    assert (refused.value.code, refused.value.field, refused.value.facts["difference"]) == (
        "reason_missing", "reason-cash-EUR", Decimal("-0.50"),
    )  # fmt: skip
    tills.close(shift=shift, counts=[count("cash", "49.50", "a coin fell into the grass")], by=anna, at=now)
    assert Drawer.objects.get().difference == Decimal("-0.50")
    assert Entry.objects.get(action="shift.closed").after["difference_cash_EUR"] == "-0.50"


def test_every_drawer_is_counted(shift, order, anna, now):
    pay(order, 12, by=anna, at=now, provider="terminal")
    with pytest.raises(Invalid) as refused:
        tills.close(shift=shift, counts=[count("cash", 50)], by=anna, at=now)
    assert refused.value.code == "not_counted"
    assert not Drawer.objects.filter(counted__isnull=False).exists()


@pytest.fixture
def closed(shift, order, anna, now):
    pay(order, 5, by=anna, at=now)
    return tills.close(shift=shift, counts=[count("cash", 55)], by=anna, at=now)


def test_a_closed_shift_takes_no_money_and_is_not_closed_again(closed, till, order, anna, now):
    with pytest.raises(tills.ShiftClosed):
        tills.move_cash(shift=closed, amount=Decimal(1), currency="EUR", reason="late", by=anna, at=now)
    with pytest.raises(tills.ShiftClosed):
        tills.refund_cash(shift=closed, order=order, amount=Decimal(1), reason="late", by=anna, at=now)
    with pytest.raises(tills.ShiftClosed):
        tills.close(shift=closed, counts=[count("cash", 60, "again")], by=anna, at=now)
    with pytest.raises(tills.NoShift):
        pay(order, 1, by="device Jāņa tālrunis", at=now, till=till.pk)


def test_the_next_shift_of_the_till_has_the_next_number(closed, till, anna, now):
    assert tills.open_shift(till=till, people=[anna], floats={}, by=anna, at=now).number == closed.number + 1


def test_a_second_person_countersigns_once(closed, anna, now):
    with pytest.raises(Refused) as refused:
        tills.countersign(shift=closed, by=anna, at=now)
    assert refused.value.code == "same_person"
    inese = PersonFactory(name="Inese")
    assert tills.countersign(shift=closed, by=inese, at=now).signed_words == "Inese"
    closed.refresh_from_db()
    with pytest.raises(Stale):
        tills.countersign(shift=closed, by=PersonFactory(), at=now)


def test_an_open_shift_is_not_countersigned(shift, now):
    with pytest.raises(Refused) as refused:
        tills.countersign(shift=shift, by=PersonFactory(), at=now)
    assert refused.value.code == "still_open"


def test_a_shift_left_open_over_night_or_past_the_event_is_shown(shift, fair, now):
    assert queries.unclosed(fair, now) == []
    assert queries.unclosed(fair, now + timedelta(days=1)) == [shift]
    assert queries.unclosed(fair, fair.ends_at) == [shift]


# --- what the tables themselves refuse ------------------------------------------------------------------------------


def test_the_table_adds_nothing_to_a_closed_shift(closed, now):
    facts = {"kind": "paid_in", "way": "cash", "currency": "EUR", "amount": 1, "reason": "late", "recorded_at": now, "recorded_words": "x"}
    with pytest.raises(IntegrityError, match="movement_of_open_shift"), transaction.atomic():
        Movement.objects.create(shift=closed, **facts)


def test_the_table_changes_no_movement_and_no_count(closed):
    with pytest.raises(IntegrityError, match="movement_never_changed"), transaction.atomic():
        Movement.objects.update(amount=9)
    with pytest.raises(IntegrityError, match="drawer_counted_once"), transaction.atomic():
        Drawer.objects.update(reason="changed my mind")


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"way": "cheque", "opening": 0}, "drawer_way_known"),
        ({"opening": -1}, "drawer_opening_not_negative"),
        ({"way": "terminal"}, "drawer_terminal_opens_empty"),
        ({"counted": 50}, "drawer_counted_whole"),
        ({"counted": -1, "expected": -1}, "drawer_cash_not_negative"),
        ({"counted": 49, "expected": 50}, "drawer_difference_explained"),
    ],
)
def test_the_table_refuses_a_drawer(shift, facts, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Drawer.objects.filter(shift=shift).update(**facts)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"way": "cheque"}, "movement_way_known|movement_of_a_payment"),
        ({"reason": ""}, "movement_of_a_payment_or_with_reason"),
        ({"kind": "payment"}, "movement_of_a_payment_or_with_reason"),
        ({"way": "terminal"}, "movement_of_a_payment_or_with_reason"),
        ({"amount": -1}, "movement_goes_its_way"),
        ({"amount": 0}, "movement_goes_its_way"),
        ({"kind": "paid_out"}, "movement_goes_its_way"),
    ],
)
def test_the_table_refuses_a_movement(shift, now, facts, constraint):
    usual = {"kind": "paid_in", "way": "cash", "currency": "EUR", "amount": 1, "reason": "x", "recorded_at": now, "recorded_words": "x"}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Movement.objects.create(shift=shift, **{**usual, **facts})


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"closed_words": ""}, "shift_closed_by_somebody"),
        ({"closed_at": "2020-01-01T00:00Z"}, "shift_closed_after_opening"),
        ({"signed_at": "2030-01-01T00:00Z"}, "shift_signed_by_another"),
    ],
)
def test_the_table_refuses_a_shift(closed, facts, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Shift.objects.filter(pk=closed.pk).update(**facts)


def test_the_table_knows_one_open_shift_one_name_and_one_till_of_a_phone(shift, till, phone, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.create(till=till, number=9, opened_at=now, people_words="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Till.objects.create(event=till.event, name=till.name)
    with pytest.raises(IntegrityError), transaction.atomic():
        Till.objects.create(event=till.event, name="other", gate=till.gate)
    Till.objects.create(event=till.event, name="own", device=phone)
    with pytest.raises(IntegrityError), transaction.atomic():
        Till.objects.create(event=till.event, name="own again", device=phone)
    Till.objects.create(event=till.event, name="other phone", device=DeviceFactory(event=till.event, gate=phone.gate))


def test_a_payment_is_in_one_shift(shift, order, anna, now):
    movement = pay(order, 12, by=anna, at=now) and Movement.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Movement.objects.create(
            shift=shift,
            kind="payment",
            way="cash",
            currency="EUR",
            amount=12,
            payment=movement.payment,
            recorded_at=now,
            recorded_words="x",
        )
