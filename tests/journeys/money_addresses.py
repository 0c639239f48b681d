"""Addresses of the screens of money in the demonstration, by who reads them: buyers with their secret links, and the treasurer."""

from collections.abc import Iterator

from ticketing.models import (
    BankAccount,
    BankEntry,
    Document,
    Order,
    Refund,
    Reply,
    Shift,
    Statement,
    StatementFile,
    Ticket,
    Till,
    Voucher,
    Wait,
)

PARTNER, EVENING, FAIR, VOUCHERS, QUEUE = "lpr", "amatu-vakars", "kraslavas-tirgus", "cietoksnis", "maras-tirgus"
MOVED, CALLED_OFF = "balvu-tirgus", "stikla-vakars"


def _order(slug: str = EVENING, **facts: object) -> Order:
    return Order.objects.filter(event__slug=slug, **facts).latest("pk")


def buyer() -> Iterator[str]:
    """What buyers see of their money: to pay in two currencies, a refund that asks for an account, papers, new days, a credit."""
    for one in (_order(state="placed", currency="EUR"), _order(state="placed", currency="RUB")):
        yield from (f"/o/{one.code}/{one.secret}/{page}" for page in ("", "pay/"))
    owed = Refund.objects.filter(state="owed", way="bank", account="").latest("pk")
    yield from (f"/o/{owed.order.code}/{owed.order.secret}/{page}" for page in ("", f"refunds/{owed.pk}/"))
    paid = _order(state="paid", currency="EUR", is_walk_in=False)
    yield from (f"/o/{paid.code}/{paid.secret}/{page}" for page in ("", "invoice/"))
    asked = Reply.objects.filter(answer="", order__event__slug=MOVED).latest("pk").order
    yield from (f"/o/{asked.code}/{asked.secret}/{page}" for page in ("", "moved/"))
    for one in (Refund.objects.filter(way="credit", state="done").latest("pk").order, _order(CALLED_OFF, state="cancelled")):
        yield f"/o/{one.code}/{one.secret}/"


def treasurer() -> Iterator[str]:
    """The partner's desk of money."""
    books = f"/desk/treasury/{PARTNER}"
    days = "?since=2020-01-01"
    pages = (
        "",
        "due/",
        "due/?which=late",
        "refunds/",
        "refunds/?state=",
        "credits/",
        "shifts/",
        f"statement/{days}",
        f"ledger/{days}",
        "accounts/",
        "checks/",
    )
    yield from (f"{books}/{page}" for page in pages)
    yield from (f"{books}/?currency=RUB", f"{books}/statement/{days}&event={EVENING}&currency=RUB")
    desk = f"/desk/partners/{PARTNER}"
    entries = BankEntry.objects.filter(account__partner__code=PARTNER)
    shown = [entries.filter(state=state, amount__gt=0).earliest("pk").pk for state in ("queued", "booked")]
    account = BankAccount.objects.filter(partner__code=PARTNER).earliest("pk").pk
    yield from (f"{desk}/{page}" for page in ("bank/", "bank/?state=all", "bank/statements/", "bank/transfers/"))
    yield from (f"{desk}/bank/entries/{pk}/" for pk in shown)
    yield f"{desk}/bank/statements/{Statement.objects.filter(account__partner__code=PARTNER).earliest('pk').pk}/"
    yield f"{desk}/bank/files/{StatementFile.objects.filter(partner__code=PARTNER).earliest('pk').pk}/"
    yield from (f"{desk}/{page}" for page in ("accounts/", f"accounts/{account}/", "accounts/new/", "cards/", "cards/keys/"))
    yield from (f"{desk}/{page}" for page in ("documents/", "invoicing/"))


def organiser() -> Iterator[str]:
    """The pages about money of one event."""
    entry = f"/desk/{EVENING}"
    waits, paid = _order(state="placed", currency="EUR"), _order(state="paid", currency="EUR")
    papers = Document.objects.filter(partner__code=PARTNER, kind="credit").latest("pk").order
    pages = (
        "money/", "money/statement/?since=2020-01-01", "refunds/", "refunds/?state=", "refunds/terms/", "orders/", f"orders/{waits.code}/",
        f"orders/{waits.code}/pay/", f"orders/{paid.code}/refund/",
    )  # fmt: skip
    order = f"/desk/{papers.event.slug}/orders/{papers.code}/"
    yield from (f"{order}{page}" for page in ("", "documents/"))
    yield from (f"{entry}/{page}" for page in pages)
    till = Till.objects.filter(event__slug=FAIR, shifts=None).latest("pk")
    closed, still_open = (Shift.objects.filter(till__event__slug=FAIR, closed_at__isnull=one).latest("pk").pk for one in (False, True))
    shifts = (
        "shifts/",
        "tills/new/",
        f"tills/{till.pk}/open/",
        f"shifts/{closed}/",
        f"shifts/{still_open}/",
        f"shifts/{still_open}/count/",
    )
    yield from (f"/desk/{FAIR}/{page}" for page in shifts)
    yield from (f"/desk/{MOVED}/refunds/moved/", f"/desk/{CALLED_OFF}/refunds/cancelled/", f"/desk/{CALLED_OFF}/")
    # sold at the gate: an order without e-mail, whose tickets have no name
    unnamed = Ticket.objects.filter(event__slug=FAIR, name="", order_line__order__email="").latest("pk")
    yield from (f"/desk/{FAIR}/orders/{unnamed.order_line.order.code}/", f"/desk/{FAIR}/tickets/{unnamed.pk}/")
    voucher = Voucher.objects.filter(event__slug=VOUCHERS).earliest("pk").pk
    yield from (f"/desk/{VOUCHERS}/vouchers/{page}" for page in ("", "new/", f"{voucher}/"))
    wait = Wait.objects.filter(event__slug=QUEUE).earliest("pk").number
    yield from (f"/desk/{QUEUE}/waiting-list/{page}" for page in ("", "rule/", f"{wait}/"))


def steward() -> Iterator[str]:
    """Door staff who may take cash."""
    till = Till.objects.filter(event__slug=EVENING).latest("pk")
    yield from (f"/desk/{EVENING}/shifts/", f"/desk/{EVENING}/tills/{till.pk}/open/")
