"""Builders of test exhibitors. Vera weaves linen in Rēzekne."""

from datetime import UTC, datetime

import factory

from common.languages import fold
from exhibitors.models import Craft, Exhibitor, Keeper
from places.factories import MunicipalityFactory


class CraftFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Craft
        django_get_or_create = ("code",)

    code = "TEX-WEA"
    name_lv = "aušana"
    name_ru = "ткачество"
    name_en = "weaving"


class ExhibitorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Exhibitor

    name = factory.Sequence(lambda n: f"Vera Paraudziņa {n}")
    email = factory.Sequence(lambda n: f"vera{n}@example.org")
    craft = factory.SubFactory(CraftFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    created_at = factory.LazyFunction(lambda: datetime.now(UTC))
    search = factory.LazyAttribute(lambda one: fold(one.name))


class KeeperFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Keeper

    exhibitor = factory.SubFactory(ExhibitorFactory)
    since = factory.LazyFunction(lambda: datetime.now(UTC))
