"""The products behind fees and passes: made at their first use, renamed by the organiser like any other."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_noop

from accounts.history.operations import Actor
from fairs.offers.models import FairProduct
from ticketing.catalogue import operations as catalogue
from ticketing.catalogue.models import Product
from ticketing.events.models import Event

Kind = FairProduct.Kind

NAMES: dict[str, str] = {
    Kind.FEE: gettext_noop("Stall fee"),
    Kind.DUTY: gettext_noop("Municipal duty"),
    Kind.DEPOSIT: gettext_noop("Deposit"),
    Kind.BADGE: gettext_noop("Exhibitor"),
    Kind.WRISTBAND: gettext_noop("Stall helper"),
    Kind.VEHICLE: gettext_noop("Vehicle"),
}
_STYLES: dict[str, Product.Style] = {
    Kind.BADGE: Product.Style.BADGE,
    Kind.WRISTBAND: Product.Style.WRISTBAND,
    Kind.VEHICLE: Product.Style.VEHICLE,
}


@transaction.atomic
def product_for(*, event: Event, kind: str, by: Actor, at: datetime) -> Product:
    """Return the event's product of a kind. A badge that the organiser offers to staff already is taken for the exhibitors'.

    Raises:
        events.operations.Locked: it must be made, and the partner is suspended.
    """
    known = FairProduct.objects.filter(event=event, kind=kind).select_related("product").first()
    if known is not None:
        return known.product
    Event.objects.select_for_update().get(pk=event.pk)  # two makers at once must not make two
    known = FairProduct.objects.filter(event=event, kind=kind).select_related("product").first()
    if known is not None:
        return known.product
    product = _standing(event, kind) or catalogue.save_product(event=event, facts=_facts(kind), by=by, at=at)
    FairProduct.objects.create(event=event, kind=kind, product=product)
    return product


def _standing(event: Event, kind: str) -> Product | None:
    if kind not in _STYLES:
        return None
    taken = FairProduct.objects.filter(event=event).values("product")
    return Product.objects.filter(event=event, style=_STYLES[kind], is_public=False, admits=True).exclude(pk__in=taken).first()


def _facts(kind: str) -> dict[str, Any]:
    facts: dict[str, Any] = {"is_public": False, "is_transferable": kind != Kind.BADGE, "admits": kind in _STYLES}
    if kind in _STYLES:
        facts["style"] = _STYLES[kind]
    for language in ("lv", "ru", "en"):
        with translation.override(language):
            facts[f"name_{language}"] = translation.gettext(NAMES[kind])
    return facts
