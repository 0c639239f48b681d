"""The supervisors' number: set at the desk, tried on phones, never guessed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Entry
from ticketing.door import operations
from ticketing.door.operations.pins import LASTS, REST, TRIES
from ticketing.door.tests.conftest import now
from ticketing.models import Device, DoorPin


@pytest.fixture
def anna(sign_in, event) -> Client:
    return sign_in(event)


@pytest.fixture
def number(event):
    operations.set_pin(event=event, pin="2580", by="Anna", at=now())
    return "2580"


def fail(device, times=TRIES, at=None):
    for _time in range(times):
        with pytest.raises(operations.WrongPin):
            operations.raise_rights(device=device, pin="0000", at=at or now())


def test_the_number_is_set_changed_and_taken_away_at_the_desk(anna, event):
    address = reverse("desk:pin", args=[event.slug])
    for pin in ("2580", "147258"):
        anna.post(address, {"pin": pin})
        assert pin not in DoorPin.objects.get().hash
        assert pin not in anna.get(address).content.decode()
    anna.post(address, {"action": "drop"})
    assert not DoorPin.objects.exists()
    assert list(Entry.objects.filter(action__startswith="pin.").order_by("pk").values_list("action", flat=True)) == [
        "pin.set", "pin.set", "pin.removed",
    ]  # fmt: skip


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "", "١٢٣٤"])
def test_what_is_no_number_is_told_at_the_field(anna, event, pin):
    assert anna.post(reverse("desk:pin", args=[event.slug]), {"pin": pin}).context["form"].errors["pin"]
    assert not DoorPin.objects.exists()


def test_the_right_number_raises_a_stewards_phone_for_ten_minutes(steward_phone, number):
    at = now()
    operations.raise_rights(device=steward_phone, pin=number, at=at)
    steward_phone.refresh_from_db()
    assert steward_phone.supervises(at + LASTS - timedelta(seconds=1))
    assert not steward_phone.supervises(at + LASTS)


def test_after_five_wrong_numbers_even_the_right_one_waits(steward_phone, number):
    at = now()
    fail(steward_phone, at=at)
    for moment in (at, at + REST - timedelta(seconds=1)):
        with pytest.raises(operations.TooManyPins):
            operations.raise_rights(device=steward_phone, pin=number, at=moment)
    operations.raise_rights(device=steward_phone, pin=number, at=at + REST)


def test_a_right_number_forgets_the_wrong_ones_before_it(steward_phone, number):
    fail(steward_phone, TRIES - 1)
    operations.raise_rights(device=steward_phone, pin=number, at=now())
    fail(steward_phone, TRIES - 1)
    steward_phone.refresh_from_db()
    assert steward_phone.wrong_pins == TRIES - 1


def test_the_lock_out_is_shown_at_the_desk_and_lifted_there(anna, event, steward_phone, number):
    address = reverse("desk:device", args=[event.slug, steward_phone.pk])
    fail(steward_phone)
    html = anna.get(address).content.decode()
    assert "Too many wrong numbers: it may try again at" in html
    assert "5 of 5" in html
    anna.post(address, {"action": "again"})
    assert "Too many wrong numbers" not in anna.get(address).content.decode()
    operations.raise_rights(device=steward_phone, pin=number, at=now())
    assert Entry.objects.filter(action="pin.again").count() == 1


def test_a_changed_number_ends_the_rights_of_the_old_one(anna, event, steward_phone, number):
    operations.raise_rights(device=steward_phone, pin=number, at=now())
    anna.post(reverse("desk:pin", args=[event.slug]), {"pin": "9999"})
    assert not Device.objects.get().supervises(now())
