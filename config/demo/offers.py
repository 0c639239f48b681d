"""What becomes of the demonstration's decisions: offers made, answered and paid, and passes made of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from accounts.models import Person
from fairs.models import Application, Call, Offer
from fairs.offers import operations as offers
from ticketing.billing import operations as billing
from ticketing.models import Order

State = Offer.State


def publish_decisions(call: Call, *, by: Person, at: datetime) -> None:
    """Tell every maker, as the organiser's one button does."""
    offers.publish(call=call, by=by, at=at)


def answer_offers(
    call: Call, people: Mapping[str, Person], *, at: datetime, open_left: int = 0, unpaid: int = 0, declined: int = 0
) -> None:
    """Let makers answer in the order of their numbers, the finance person booking what came.

    The last `open_left` have not answered, before them so many have not paid, and before them so many said no.
    """
    waiting = list(Offer.objects.filter(application__call=call, state=State.OPEN).order_by("application__number"))
    answered = waiting[: len(waiting) - open_left] if open_left else waiting
    for place, offer in enumerate(answered):
        who, moment = _keeper(offer.application, people), at + timedelta(minutes=37 * place)
        left = len(answered) - place
        if unpaid < left <= unpaid + declined:
            offers.decline(offer=offer, reason="Tajā dienā esmu citā tirgū.", by=who, at=moment)
            continue
        offers.accept(offer=offer, by=who, at=moment)
        if left > unpaid:
            _pay(offer, people["vita@example.org"], moment + timedelta(hours=9))


def _keeper(application: Application, people: Mapping[str, Person]) -> Person:
    keeper = application.exhibitor.keepers.select_related("person").first()
    return keeper.person if keeper else people["inese@example.org"]


def _pay(offer: Offer, by: Person, at: datetime) -> None:
    order = offer.order
    if order is not None and order.state == Order.State.PLACED:
        billing.record(order=order, provider="manual", amount=order.total, reference=f"DEMO-{order.code}", by=by, at=at)


def make_passes(call: Call, *, at: datetime) -> None:
    """Let the confirmed makers make a badge and a vehicle pass, every third a wristband for a helper, too."""
    confirmed = Application.objects.filter(call=call, state=Application.State.CONFIRMED).select_related("exhibitor")
    for place, application in enumerate(confirmed.order_by("number")):
        exhibitor, moment = application.exhibitor, at + timedelta(minutes=place)
        keeper = exhibitor.keepers.select_related("person").first()
        who = keeper.person if keeper else "maker"
        latin = exhibitor.name_latin if exhibitor.name_latin != exhibitor.name else ""
        wanted = [offers.NewPass("badge", exhibitor.name, latin), offers.NewPass("vehicle", application.vehicle_plate)]
        if place % 3 == 0:
            wanted.append(offers.NewPass("wristband", "Palīgs" if exhibitor.language == "lv" else "Помощник"))
        for new in wanted:
            offers.make_pass(application=application, new=new, by=who, at=moment)
