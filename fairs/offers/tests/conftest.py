"""A fair of two stalls, with Vera selected for the first and Oļegs waiting."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from accounts.factories import PersonFactory
from exhibitors.factories import ExhibitorFactory, KeeperFactory
from fairs.allocation.models import Assignment
from fairs.factories import ApplicationFactory, CallFactory, GoodsGroupFactory, GroundFactory, StallFactory
from ticketing.factories import EventFactory, tomorrow


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


PRICES = {
    "version": "1",
    "currency": "EUR",
    "rates": [
        {"code": "place", "kind": "service_fee", "basis": "per_module", "amount": "30", "module_m": "3", "tax": {"rate": "21"}},
        {"code": "duty", "kind": "municipal_duty", "basis": "flat", "amount": "7", "tax": {"rate": None, "ground": "outside"}},
    ],
    "surcharges": [{"code": "corner", "of": "place", "percent": "20"}],
}


@pytest.fixture
def fair(now):
    """Vera is selected with stall A1, a corner; Oļegs waits; everything costs something."""
    event = EventFactory(starts_at=tomorrow(8) + timedelta(days=30), ends_at=tomorrow(16) + timedelta(days=30))
    call = CallFactory(event=event, closes_at=now - timedelta(days=1), prices=PRICES)
    group = GoodsGroupFactory(call=call)
    ground = GroundFactory(event=event)
    a1 = StallFactory(ground=ground, position=1, open_sides=2)
    a2 = StallFactory(ground=ground, position=2, is_blocked=True)
    anna, person = PersonFactory(name="Anna"), PersonFactory(name="Vera")
    keeper = KeeperFactory(person=person, exhibitor=ExhibitorFactory(name="Vera Paraudziņa"))
    facts = {"call": call, "goods_group": group, "shown_state": "submitted"}
    vera = ApplicationFactory(number=1, exhibitor=keeper.exhibitor, state="selected", **facts)
    olegs = ApplicationFactory(number=2, state="waiting", place_in_list=1, exhibitor__name="Олег Образцов", **facts)
    rita = ApplicationFactory(number=3, state="rejected", decision_note="Šoreiz pārāk daudz keramikas.", **facts)
    Assignment.objects.create(stall=a1, application=vera, since=now)
    return SimpleNamespace(event=event, call=call, vera=vera, olegs=olegs, rita=rita, anna=anna, person=person, a1=a1, a2=a2)
