"""Money of one event of the demonstration, with everything a treasurer meets: transfers in two currencies, cards, refunds on every way."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from stdnum import iban
from stdnum.iso7064 import mod_97_10

from accounts.models import Person
from config.demo.bank import read_euro, read_roubles
from config.demo.cards import Cards
from config.demo.people import visitor
from config.demo.tills import make_shifts
from ticketing.banking import operations as banking
from ticketing.billing import operations as billing
from ticketing.models import BankAccount, Event, Order, Refund
from ticketing.orders import operations as orders
from ticketing.orders.operations import Buyer, Holder, Want
from ticketing.refunds import operations as refunds
from ticketing.refunds.rules import Step

SLUG = "amatu-vakars"
_LADDER = (Step(14, 100, Decimal("1.00")), Step(3, 50, Decimal("0.00")))


@dataclass(slots=True)
class Box:
    """The ticket office of the event: sells a ticket at a time, and takes money for it."""

    event: Event
    treasurer: Person
    at: datetime
    count: int = 0

    def sell(self, *, days: float, tickets: int = 2, currency: str = "", paid: str = "") -> Order:
        """Place an order so many days ago, paid an hour later by `paid`, or not yet."""
        self.count += 1
        moment, product = self.at - timedelta(days=days), self.event.products.filter(is_public=True).order_by("position")[0]
        name, other, language = visitor(self.count * (4 if currency == "RUB" else 3) + (0 if currency == "RUB" else 1))
        order = orders.hold(
            event=self.event,
            wants=[Want(product.pk, None, tickets)],
            request_key=uuid.UUID(int=uuid.uuid5(uuid.NAMESPACE_URL, f"{self.event.slug}/{self.count}").int, version=4),
            language=language,
            by="visitor",
            at=moment,
            currency=currency,
        )
        holders = {line.pk: Holder(name=name, name_other=other) for line in order.lines.all()}
        buyer = Buyer(email=f"vakars.{self.count}@example.org", name=name)
        order = orders.place(order=order, buyer=buyer, holders=holders, by="visitor", at=moment)
        billing.choose(order=order, provider="manual", by="visitor", at=moment)
        if paid:
            self.take(order, order.total, paid, moment + timedelta(hours=1))
        return Order.objects.select_related("event__partner").get(pk=order.pk)

    def take(self, order: Order, amount: Decimal, provider: str, at: datetime) -> None:
        by = self.treasurer if provider == "manual" else "system"
        billing.record(order=order, provider=provider, amount=amount, reference=f"DEMO-{order.code}-{provider}", by=by, at=at)


def make_money(event: Event, supervisor: Person, treasurer: Person, at: datetime) -> None:
    """Sell the event for some weeks: what is paid, waits, lapsed, was cancelled, and how money went back."""
    if event.slug != SLUG:
        return
    Event.objects.filter(pk=event.pk).update(second_currency="RUB")
    event.products.update(second_price=Decimal("1200.00"), tax_rate=Decimal(21))
    event.refresh_from_db()
    refunds.set_ladder(event=event, steps=_LADDER, by=treasurer, at=at - timedelta(days=40))
    box = Box(event, treasurer, at)
    for number in range(8):
        box.sell(days=30 - 2 * number, tickets=1 + number % 3, paid="manual")
    for number in range(3):
        box.sell(days=9 - number, currency="RUB", paid="manual")
    for number in range(2):  # nobody paid in time
        late = box.sell(days=16 - 3 * number)
        orders.lapse(order=late, at=(late.expires_at or at) + timedelta(minutes=1))
    _card(box)
    back = _refunds(box)
    waiting = [box.sell(days=3.5 - number / 4, tickets=1 + number % 2) for number in range(8)]
    roubles = [box.sell(days=2 - number / 4, currency="RUB") for number in range(3)]
    read_euro(event.partner, waiting, back, by=treasurer, at=at)
    read_roubles(event.partner, roubles[:2], by=treasurer, at=at)
    make_shifts(event, supervisor, treasurer, at)


def _card(box: Box) -> None:
    """Cards: paid, on the way, disputed, sent back, and a refund the card company would not carry out."""
    cards = Cards(box.event.partner, box.at)
    paid = [box.sell(days=12 - number, tickets=1 + number % 2) for number in range(6)]
    for order in paid:
        cards.pay(order, (order.placed_at or box.at) + timedelta(minutes=3))
    cards.dispute(paid[0])
    cards.open(box.sell(days=0.01))
    for order, days in ((paid[1], 5), (paid[2], 4)):
        orders.cancel(order=order, by="visitor", at=box.at - timedelta(days=days), reason="asked by the buyer")
    went, failed = (Refund.objects.get(order=order) for order in paid[1:3])
    day = box.at - timedelta(days=4.9)
    refunds.ordered(refund=went, reference="re_demo1", by="system", at=day)
    refunds.done(refund=went, reference="re_demo1", by="system", at=day + timedelta(hours=2))
    refunds.failed(refund=failed, why="expired_or_canceled_card", by="system", at=box.at - timedelta(days=3.9))


def _account(number: int) -> str:
    own = f"DEMO9{number:012d}"
    return iban.validate(f"LV{mod_97_10.calc_check_digits(f'{own}LV')}{own}")


def _refunds(box: Box) -> list[Refund]:
    """Refunds by bank in every state, and two as credit; return those on their way, which the bank's next statement may answer."""
    cancelled = []
    for number in range(6):
        order = box.sell(days=26 - number, paid="manual")
        by = box.treasurer if number == 3 else "visitor"
        orders.cancel(order=order, by=by, at=box.at - timedelta(days=10 - number), reason="saslima")
        cancelled.append(Refund.objects.select_related("order__event__partner").get(order=order))
    on_way = cancelled[:2]
    for number, refund in enumerate([*on_way, *cancelled[2:4]]):
        facts = {"account": _account(number), "holder": refund.order.name}
        refunds.give_account(refund=refund, **facts, by="visitor", at=refund.owed_at + timedelta(hours=5))
        if refund == on_way[-1]:
            account = BankAccount.objects.get(partner=box.event.partner, currency="EUR", is_default=True)
            file = banking.make_file(account=account, by=box.treasurer, at=box.at - timedelta(days=8))
            banking.fetched(file=file, by=box.treasurer, at=box.at - timedelta(days=8))
    refunds.waive(refund=cancelled[5], reason="Pircēja ziedo amatnieku fondam", by=box.treasurer, at=box.at - timedelta(days=2))
    over = box.sell(days=8)
    box.take(over, over.total + 6, "manual", box.at - timedelta(days=7))
    refunds.owe_surplus(order=over, by=box.treasurer, at=box.at - timedelta(days=1))
    reduced = box.sell(days=7, tickets=3, paid="manual")
    line = reduced.lines.select_related("order__event__partner", "product", "ticket").first()
    if line is not None:
        orders.cancel_line(line=line, by="visitor", at=box.at - timedelta(days=3))
    for days in (29, 15):
        orders.cancel(order=box.sell(days=days, paid="manual"), by="visitor", at=box.at - timedelta(days=days - 2), way="credit")
    return on_way
