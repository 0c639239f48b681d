"""Builders of test people and partners. The cast: Anna organises in Rēzekne, Boris elsewhere, Jānis is a steward."""

import factory

from accounts.models import Partner, Person, Role
from accounts.roles.models import RoleKind


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    name = "Anna Paraudziņa"
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    language = "lv"
    password = factory.django.Password("linu-audekls")


class PartnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Partner

    code = factory.Sequence(lambda n: f"partner{n}")
    name = factory.Sequence(lambda n: f"Rēzeknes novads {n}")
    country = "LV"
    zone = "Europe/Riga"
    currency = "EUR"


class RoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Role

    person = factory.SubFactory(PersonFactory)
    partner = factory.SubFactory(PartnerFactory)
    kind = RoleKind.MANAGER
