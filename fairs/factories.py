"""Builders of test fairs: an open call, an application, a ground with a row of stalls."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import factory

from exhibitors.factories import ExhibitorFactory
from fairs.models import Application, Board, Call, GoodsGroup, Ground, Stall, Zone
from ticketing.factories import EventFactory


def now() -> datetime:
    return datetime.now(UTC)


class CallFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Call

    event = factory.SubFactory(EventFactory)
    opens_at = factory.LazyFunction(lambda: now() - timedelta(days=10))
    closes_at = factory.LazyFunction(lambda: now() + timedelta(hours=12))
    is_published = True


class GoodsGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GoodsGroup

    call = factory.SubFactory(CallFactory)
    code = factory.Sequence(lambda n: f"group{n}")
    name_lv = "Keramika"
    name_ru = "Керамика"
    name_en = "Ceramics"


class ApplicationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Application

    call = factory.SubFactory(CallFactory)
    exhibitor = factory.SubFactory(ExhibitorFactory)
    number = factory.Sequence(lambda n: n + 1)
    state = Application.State.SUBMITTED
    shown_state = factory.SelfAttribute("state")
    product = "linen towels"
    created_at = factory.LazyFunction(now)
    changed_at = factory.LazyFunction(now)
    submitted_at = factory.LazyFunction(now)


class GroundFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Ground

    event = factory.SubFactory(EventFactory)
    changed_at = factory.LazyFunction(now)


class ZoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Zone

    ground = factory.SubFactory(GroundFactory)
    code = factory.Sequence(lambda n: f"Z{n}")
    name_lv = "Amati"
    x_m = y_m = Decimal(10)
    width_m = depth_m = Decimal(20)


class BoardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Board

    ground = factory.SubFactory(GroundFactory)
    name = factory.Sequence(lambda n: f"E{n}")
    x_m = y_m = Decimal(1)
    limit_kw = Decimal(22)


class StallFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Stall

    ground = factory.SubFactory(GroundFactory)
    row = "A"
    position = factory.Sequence(lambda n: n % 1000 + 1)
    number = factory.LazyAttribute(lambda stall: f"{stall.row}{stall.position}")
    x_m = factory.LazyAttribute(lambda stall: Decimal(3 * stall.position))
    y_m = Decimal(5)
