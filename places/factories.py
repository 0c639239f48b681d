"""Builders of test sites."""

from decimal import Decimal

import factory

from places.models import Bookable, Municipality, Room, Site


class MunicipalityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Municipality

    code = factory.Sequence(lambda n: f"municipality{n}")
    name = "Rēzeknes novads"
    country = "LV"


class SiteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Site

    code = factory.Sequence(lambda n: f"S{n}")
    name_lv = "Lūznavas muižas smēde"
    name_ru = "Кузница усадьбы Лузнава"
    name_en = "Lūznava manor forge"
    municipality = factory.SubFactory(MunicipalityFactory)
    latitude = Decimal("56.36")
    longitude = Decimal("27.26")


class RoomFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Room

    site = factory.SubFactory(SiteFactory)
    name_lv = factory.Sequence(lambda n: f"Zāle {n}")


class BookableFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Bookable

    site = factory.SubFactory(SiteFactory)
    code = factory.Sequence(lambda n: f"LV-{n}")
    name_lv = "Ceplis"
    name_ru = "Печь для обжига"
    name_en = "Kiln"
