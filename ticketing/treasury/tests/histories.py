"""Random histories of orders, walked with the real operations; afterwards the books must balance."""

import random
import uuid
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from accounts.models import Person
from common.errors import Refused
from ticketing.banking import operations as banking
from ticketing.banking.models import BankEntry
from ticketing.banking.tests.generator import Writer
from ticketing.billing import credits
from ticketing.billing import operations as billing
from ticketing.billing import queries as ledger
from ticketing.factories import BankAccountFactory, EventFactory, IssuerFactory, ProductFactory, QuotaFactory
from ticketing.invoicing import operations as invoicing
from ticketing.models import Event, Issuer, Order, OrderLine, Payment, Product, Refund, Voucher
from ticketing.orders import operations as orders
from ticketing.orders import references
from ticketing.refunds import operations as refunds
from ticketing.refunds import queries as of_refunds
from ticketing.treasury import checking
from ticketing.vouchers import operations as vouchers

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
IBAN = "LV80BANK0000435195001"
PRICES = ((Decimal("3.00"), None), (Decimal("12.10"), Decimal("21.0")), (Decimal("7.77"), Decimal("12.0")), (Decimal("0.00"), None))


CODES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("TENTH", {"kind": "percent", "value": Decimal("10.00")}),
    ("EURO", {"kind": "amount", "value": Decimal("1.00"), "currency": "EUR"}),
    ("TWO", {"kind": "fixed", "value": Decimal("2.00"), "currency": "EUR"}),
    ("GIFT", {"kind": "percent", "value": Decimal("100.00")}),
)


@dataclass
class World:
    """An event with a few products on one quota, vouchers, a bank account, a treasurer, and a clock that only goes forward."""

    dice: random.Random
    anna: Person
    event: Event
    products: list[Product]
    now: datetime = START
    statements: int = 0
    reversed: set[str] = field(default_factory=set)
    """Codes of orders whose money the bank took back: a paid one stands out, as it should."""
    done: Counter[str] = field(default_factory=Counter)

    def pass_time(self) -> None:
        self.now += timedelta(minutes=self.dice.choice((1, 7, 60, 600, 1440, 4320)))


def build(seed: int, anna: Person) -> World:
    """Return a fresh world."""
    event = EventFactory(starts_at=START + timedelta(days=90), ends_at=START + timedelta(days=91))
    products = [ProductFactory(event=event, price=price, tax_rate=rate, number=number + 1) for number, (price, rate) in enumerate(PRICES)]
    QuotaFactory(event=event, size=10**6, products=products)
    BankAccountFactory(partner=event.partner, number=IBAN)
    dice = random.Random(seed)
    gives = dice.choice((Issuer.OnPayment.INVOICE, Issuer.OnPayment.RECEIPT))
    IssuerFactory(partner=event.partner, on_payment=gives, sends_prepayment=True)
    for code, facts in CODES:
        more = {"uses_allowed": 30_000, "reserved": 0}
        vouchers.make(event=event, facts={**more, **facts}, products=[], by=anna, at=START, code=f"{code}-HISTORY")
    return World(dice, anna, event, products)


def walk(world: World) -> Order | None:
    """Live one order's life: placed, then up to a dozen random deeds. What an operation refuses has not happened."""
    world.now = START + timedelta(days=world.dice.randrange(80), minutes=world.dice.randrange(1440))
    order = _order(world)
    for _number in range(world.dice.randrange(2, 13)):
        world.pass_time()
        deed = world.dice.choices(DEEDS, WEIGHTS)[0]
        order = Order.objects.select_related("event__partner").get(pk=order.pk)
        with suppress(Refused):
            deed(world, order)
            world.done[deed.__name__] += 1
    return order


def _order(world: World) -> Order:
    chosen = world.dice.sample(world.products, world.dice.randrange(1, 3))
    wants = [orders.Want(product.pk, None, world.dice.randrange(1, 4)) for product in chosen]
    code = f"{world.dice.choice(CODES)[0]}-HISTORY" if world.dice.random() < 0.3 else ""
    asked = {"event": world.event, "wants": wants, "request_key": uuid.uuid4(), "language": "lv", "by": "visitor", "at": world.now}
    try:
        cart = orders.hold(**asked, voucher=code)
    except vouchers.BadVoucher:  # it has nothing to take off here
        cart = orders.hold(**asked)
    if world.dice.random() < 0.05:
        return cart  # left in the shop
    holders = {line.pk: orders.Holder(name="Vera Ščukina") for line in cart.lines.all()}
    # nobody's address, so that no letter is drawn: letters are another test's matter
    buyer = orders.Buyer("" if world.dice.random() < 0.9 else "vera@example.org", "Vera Ščukina")
    return orders.place(order=cart, buyer=buyer, holders=holders, by="visitor", at=world.now)


# --- deeds --------------------------------------------------------------------------------------------------------------


def pay(world: World, order: Order) -> None:
    """Exactly, a part, or too much; in time or late; by any way."""
    left = order.total - ledger.balance(order)
    amount = world.dice.choice((left, left, left, left / 2, left + Decimal("1.50"), order.total)).quantize(Decimal("0.01"))
    provider = world.dice.choice(("manual", "cash", "stripe"))
    if amount <= 0:
        return
    if provider == "stripe":
        reference = f"pi_{uuid.uuid4().hex}"
        Payment.objects.create(
            order=order, provider=provider, reference=reference, amount=amount, currency=order.currency, recorded_at=world.now
        )
        billing.settle(order=order, by="system", at=world.now)
    else:
        billing.record(order=order, provider=provider, amount=amount, reference="", by=world.anna, at=world.now)


def pay_in_full(world: World, order: Order) -> None:
    left = order.total - ledger.balance(order)
    if left > 0:
        billing.record(order=order, provider="manual", amount=left, reference="", by=world.anna, at=world.now)


def arrive_at_bank(world: World, order: Order) -> None:
    """The bank's statement names the order, exactly or not; now and then the bank takes the payment back on the next one."""
    left = order.total - ledger.balance(order)
    amount = world.dice.choice((left, left, left + 1, order.total)).quantize(Decimal("0.01"))
    if amount <= 0:
        return
    said = world.dice.choice(({"reference": references.reference_of(order)}, {"text": f"Pasūtījums {order.code}"}, {"text": "paldies"}))
    bank = f"{order.code}{world.statements}"
    for sign in (1, -1) if world.dice.random() < 0.15 else (1,):
        _read(world, amount * sign, bank, **said, reversal=sign < 0)
        world.reversed |= {order.code} if sign < 0 else set()
    entry = BankEntry.objects.filter(bank_reference=bank, state="queued", amount__gt=0).first()
    if entry is not None and world.dice.random() < 0.5:
        banking.book(entry=entry, parts=[banking.Part(order.code, amount)], by=world.anna, at=world.now)


def _read(world: World, amount: Decimal, bank: str, **said: Any) -> None:
    world.statements += 1
    writer = Writer(IBAN, key=f"{world.event.pk}-{world.statements}", day=world.now.date())
    writer.entry(amount, bank=bank, **said)
    for _number in range(2):  # the same file twice changes nothing
        file = banking.receive(
            partner=world.event.partner, name="statement.xml", content=writer.content, account=None, by=world.anna, at=world.now
        )
        banking.ask(file=file, by=world.anna, at=world.now)


def pay_with_credit(world: World, order: Order) -> None:
    """Somebody uses a credit that was given instead of money, twice in a row."""
    known = Voucher.objects.filter(partner=world.event.partner, kind="credit").order_by("pk").last()
    if known is None:
        return
    credits.pay(order=order, code=known.code, by="visitor", at=world.now)
    with suppress(Refused):
        credits.pay(order=order, code=known.code, by="visitor", at=world.now)


def choose_transfer(world: World, order: Order) -> None:
    """The buyer will pay by bank: a prepayment invoice is issued."""
    orders.choose_payment(order=order, provider="manual", until=None, by="visitor", at=world.now)


def ask_for_invoice(world: World, order: Order) -> None:
    """A firm wants a paper, before or after it paid; asked again it is told that it has one."""
    facts = {"kind": "firm", "name": "SIA Paraugs", "registration_number": "40003000000", "address": "Rēzekne", "country": "LV"}
    invoicing.ask(order=order, facts=facts, by="visitor", at=world.now)
    with suppress(invoicing.AlreadyIssued):
        invoicing.ask(order=order, facts=facts, by="visitor", at=world.now)


def cancel_ticket(world: World, order: Order) -> None:
    lines = list(OrderLine.objects.filter(order=order, cancelled_at=None, ticket__isnull=False).select_related("ticket"))
    if lines:
        line = world.dice.choice(lines)
        orders.cancel_ticket(ticket=line.ticket, by=world.dice.choice(("visitor", world.anna)), at=world.now)


def cancel(world: World, order: Order) -> None:
    by, whole = world.dice.choice((("visitor", None), (world.anna, None), (world.anna, False)))
    orders.cancel(order=order, by=by, at=world.now, whole=whole)


def lapse(world: World, order: Order) -> None:
    world.now = max(world.now, order.expires_at or world.now)
    orders.lapse(order=order, at=world.now)


def give_surplus(world: World, order: Order) -> None:
    refunds.owe_surplus(order=order, by=world.anna, at=world.now)


def owe_some(world: World, order: Order) -> None:
    """Out of kindness, sometimes more than there is; what a paid order costs is cancelled first."""
    free = of_refunds.free(order) - order.cost
    amount = world.dice.choice((free, free / 2, free + 1000)).quantize(Decimal("0.01"))
    way = world.dice.choice(("", "cash", "bank", "card", "credit"))
    refunds.owe(order=order, amount=amount, reason="kindness", way=way, by=world.anna, at=world.now)


def carry_out(world: World, order: Order) -> None:
    """Move one refund a step, or tell a step twice."""
    found = list(Refund.objects.filter(order=order).select_related("order__event__partner"))
    if not found:
        return
    refund, who = world.dice.choice(found), {"by": world.anna, "at": world.now}
    steps: list[Callable[[], Any]] = [
        lambda: refunds.ordered(refund=refund, reference=f"out-{refund.pk}", **who),
        lambda: refunds.done(refund=refund, **who),
        lambda: refunds.done(refund=refund, **who),
        lambda: refunds.failed(refund=refund, why="the account is closed", **who),
        lambda: refunds.again(refund=refund, way=world.dice.choice(("", "cash", "bank", "credit", "credit")), **who),
        lambda: refunds.waive(refund=refund, reason="a gift", **who),
        lambda: refunds.give_account(refund=refund, account="LV80BANK0000435195001", holder="Vera", **who),
    ]
    step = world.dice.choice(steps)
    for _number in range(world.dice.choice((1, 1, 2))):
        step()


def go_by_itself(world: World, order: Order) -> None:
    """The card company gave money back unasked; only of what is not earned, as the rest stands out as a finding."""
    surplus = of_refunds.surplus(order) + of_refunds.promised(order)
    if surplus > 0 and not Refund.objects.filter(order=order, state="ordered").exists():
        reference = f"re_{uuid.uuid4().hex}"
        for _number in range(2):
            refunds.went(order=order, amount=surplus, provider="stripe", reference=reference, by="system", at=world.now)


def settle(world: World, order: Order) -> None:
    billing.settle(order=order, by=world.anna, at=world.now)


CHOICES: dict[Callable[[World, Order], None], int] = {
    pay: 5, pay_in_full: 4, arrive_at_bank: 3, choose_transfer: 2, pay_with_credit: 2, ask_for_invoice: 3, cancel_ticket: 3, cancel: 2,
    lapse: 1, give_surplus: 2, owe_some: 3, carry_out: 6, go_by_itself: 1, settle: 1,
}  # fmt: skip
DEEDS, WEIGHTS = list(CHOICES), list(CHOICES.values())


# --- what must hold -------------------------------------------------------------------------------------------------------


def complaints(world: World, order: Order) -> list[str]:
    """Return what does not hold of one order's money; nothing where all is well."""
    order = Order.objects.get(pk=order.pk)
    lines = list(order.payments.values_list("amount", flat=True))
    taken_back = -sum(order.payments.filter(reference__endswith="-reversed").values_list("amount", flat=True), Decimal(0))
    came, went = sum((a for a in lines if a > 0), Decimal(0)), -sum((a for a in lines if a < 0), Decimal(0))
    done = order.refunds.filter(state="done").aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    found = []
    if went > came:
        found.append(f"{went} went, {came} came")
    if done.quantize(Decimal("0.01")) + taken_back != went:
        found.append(f"refunds of {done}, taken back {taken_back}, ledger {went}")
    if order.code in world.reversed:
        return found
    if of_refunds.free(order) < 0:
        found.append(f"promised more than there is: {of_refunds.free(order)}")
    if order.state == Order.State.PAID and of_refunds.free(order) < order.asked:
        found.append(f"paid, but holds {of_refunds.free(order)} of {order.asked}")
    return found


def faults(world: World) -> list[checking.Fault]:
    """Return what the nightly check finds, less what it should: refunds that lie for long, and orders whose bank took the money back."""
    expected = {"paid_short": world.reversed, "above_paid": world.reversed}
    return [one for one in checking.faults(world.now) if one.kind != "refund_stuck" and one.about not in expected.get(one.kind, ())]
