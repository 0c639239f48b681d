"""Orders of the demonstration: placed, paid, left unpaid, cancelled, and one cart still held."""

import random
import uuid
from datetime import datetime, timedelta

from accounts.models import Person
from common.languages import fold
from config.demo.events import Plan
from config.demo.people import visitor
from ticketing.billing import operations as billing
from ticketing.models import Event, Order, Product, Ticket
from ticketing.orders import operations as orders
from ticketing.orders.operations import Buyer, Holder, Want
from ticketing.tickets import operations as tickets


def make_orders(event: Event, plan: Plan, by: Person, chance: random.Random, at: datetime) -> None:
    """Place the event's orders over the weeks before it."""
    last = min(at - timedelta(minutes=90), event.starts_at - timedelta(days=1))
    if event.state == Event.State.DRAFT:
        return
    placed_at = sorted(last - timedelta(hours=chance.triangular(0, 50 * 24, 0)) for _number in range(plan.orders))
    for number, moment in enumerate(placed_at):
        _make_order(event, number, by, chance, moment, at)
    if event.starts_at > at and plan.orders > 20:
        _fill_cart(event, chance, at - timedelta(minutes=4))


def _make_order(event: Event, number: int, by: Person, chance: random.Random, moment: datetime, now: datetime) -> None:
    products = list(event.products.filter(is_public=True).order_by("position"))
    product = chance.choices(products, weights=[6, *[1] * (len(products) - 1)])[0]
    variations = list(product.variations.all())
    count = 1 if event.kind in (Event.Kind.TRAINING, Event.Kind.WORKSHOP) else chance.choice((1, 1, 2, 2, 3))
    variation = chance.choice(variations).pk if variations else None
    name, other, language = visitor(number + event.pk * 5)
    try:
        order = orders.hold(
            event=event,
            wants=[Want(product.pk, variation, count)],
            request_key=uuid.UUID(int=chance.getrandbits(128), version=4),
            language=language,
            by="visitor",
            at=moment,
        )
    except orders.SoldOut:
        return
    buyer = Buyer(email=f"{fold(name).replace(' ', '.')}.{number}@example.org", name=name)
    orders.place(order=order, buyer=buyer, holders=_holders(event, order, (name, other), number), by="visitor", at=moment)
    _pay_or_not(order, number, by, chance, moment, now)


def _fill_cart(event: Event, chance: random.Random, at: datetime) -> None:
    """Somebody is choosing just now."""
    product = event.products.filter(is_public=True).order_by("position")[0]
    variation = product.variations.values_list("pk", flat=True).first()
    key = uuid.UUID(int=chance.getrandbits(128), version=4)
    orders.hold(event=event, wants=[Want(product.pk, variation, 2)], request_key=key, language="lv", by="visitor", at=at)


def _holders(event: Event, order: Order, first: tuple[str, str], number: int) -> dict[int, Holder]:
    questions = list(event.questions.prefetch_related("options"))
    holders = {}
    for place, line in enumerate(order.lines.all()):
        name, other = first if place == 0 else visitor(number * 11 + place + 3)[:2]
        answers = {question.pk: question.options.all()[number % 2].pk for question in questions}
        holders[line.pk] = Holder(name=name, name_other=other, answers=answers)
    return holders


def _pay_or_not(order: Order, number: int, by: Person, chance: random.Random, moment: datetime, now: datetime) -> None:
    """Most pay within a day; some wait, some let it lapse, a few cancel."""
    fate = number % 12
    if order.state == Order.State.PLACED:
        if moment > now - timedelta(days=4) and fate in (2, 3, 5, 8):
            billing.choose(order=order, provider="cash" if fate == 5 else "manual", by="visitor", at=moment)
        elif fate == 7 and order.expires_at is not None and order.expires_at < now:
            orders.lapse(order=order, at=order.expires_at)
        else:
            paid_at = min(moment + timedelta(hours=chance.uniform(0.2, 30)), now)
            billing.record(
                order=order,
                provider="manual" if fate != 9 else "cash",
                amount=order.total,
                reference=f"DEMO-{order.event_id}-{number:04d}",
                by=by,
                at=paid_at,
            )
    if fate == 11 and order.state == Order.State.PAID:
        orders.cancel(order=order, by=by, at=min(moment + timedelta(days=1), now), reason="asked by the buyer")


_MAKERS = (
    ("Zaiga Izdomiņa", "", ["Izdomas stelles", "aušana"], "LV", ""),
    ("Pēteris Paraugs", "", ["SIA Paraugkalve", "kalšana"], "LV", "Uguns vietā ir ugunsdzēsības aparāts?"),
    ("Anna Piemēre", "", ["Māla piemērs", "podniecība"], "LV", ""),
    ("Jānis Mēģinājums", "", ["Mēģinājuma grozi", "skalu pīšana"], "LV", ""),
    ("Olga Izdomāta", "Ольга Издомата", ["Stikla pasaka", "vitrāža"], "LV", ""),
    ("Sandra Šablone", "", ["SIA Šablona āda", "āda"], "LV", ""),
    ("Kristaps Maketnieks", "", ["Makets kokā", "rotaļlietas"], "LV", ""),
    ("Elīna Maketniece", "", ["Papīra makets", "papīrs"], "LV", ""),
    ("Jūlija Ščukina", "Юлия Щукина", ["TLMS Paraugdubna", "aušana"], "LV", ""),
    ("Raimonds Etalons", "", ["Etalona poga", "virpošana"], "LV", ""),
)


def make_badges(event: Event, by: Person, at: datetime) -> None:
    """Issue badges by hand, as a fair does that takes no applications."""
    badge = event.products.filter(style=Product.Style.BADGE, is_public=False).first()
    if badge is None or event.kind != Event.Kind.FAIR:
        return
    at = min(at - timedelta(minutes=90), event.starts_at - timedelta(days=1))
    for name, other, lines, country, attention in _MAKERS:
        tickets.issue(
            event=event, product=badge, name=name, name_other=other, organisation=lines[0], lines=lines, country=country,
            attention=attention, language="lv", state=Ticket.State.VALID, by=by, at=at,
        )  # fmt: skip
