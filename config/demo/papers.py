"""Invoicing details of the demonstration's partners, and some documents of each kind. All firms are invented."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from accounts.models import Partner, Person
from ticketing.invoicing import operations as invoicing
from ticketing.models import Order, OrderLine
from ticketing.orders.operations import cancel_line

_FIRMS = (
    {
        "kind": "firm",
        "name": "SIA “Paraugdarbnīca”",
        "registration_number": "40003000001",
        "address": "Parauga iela 1, Rēzekne, LV-4601",
        "country": "LV",
        "email": "gramatvediba@example.org",
        "contract": "2026/15",
    },
    {
        "kind": "public",
        "name": "Izdomātā novada kultūras centrs",
        "registration_number": "90000000001",
        "address": "Aglona",
        "country": "LV",
    },
    {"kind": "self_employed", "name": "Anna Piemēre", "registration_number": "32000000000", "address": "Podnieku iela 3", "country": "LV"},
)


def make_issuers(partners: Mapping[str, Partner], by: Person, at: datetime) -> None:
    """Have every partner say what its papers state; one of them is registered for VAT."""
    for code, partner in partners.items():
        facts: dict[str, str | bool] = {"signatory": "Vita Rēķina", "position": "finanšu vadītāja", "legal_form": "publiska persona"}
        if code == "lpr":
            facts |= {"is_vat_payer": True, "vat_number": "LV90000000001"}
        if partner.country == "RU":
            facts = {"signatory": "Н. Связина", "position": "начальник отдела", "inn": "6000000001", "kpp": "600001001"}
        invoicing.identify(partner=partner, facts=facts, by=by, at=at)


def make_papers(by: Person, at: datetime) -> None:
    """Issue papers of orders that firms placed, and receipts of some that were paid; take one back."""
    orders = Order.objects.filter(total__gt=0, is_walk_in=False, event__partner__code="lpr").select_related("event__partner").order_by("pk")
    day = at - timedelta(hours=7)  # after everything else, so that numbers follow the days
    for number, order in enumerate(orders.filter(state=Order.State.PLACED, bill_to=None)[:4]):
        moment = day + timedelta(minutes=number)
        if number < len(_FIRMS):
            invoicing.ask(order=order, facts=dict(_FIRMS[number]), by="visitor", at=moment)
        else:
            invoicing.issue(order=order, kind="prepayment", by=by, at=moment)
    paid = orders.filter(state=Order.State.PAID, bill_to=None)
    coming, over = paid.filter(event__ends_at__gt=at), paid.filter(event__ends_at__lte=day)
    for number, order in enumerate([*coming[:6], *over[:4]]):
        moment = day + timedelta(hours=1, minutes=number)
        invoicing.issue(order=order, kind="invoice" if number % 2 else "receipt", by=by, at=moment)
    invoiced = OrderLine.objects.filter(order__documents__kind="invoice", order__state=Order.State.PAID, price__gt=0, cancelled_at=None)
    line = invoiced.filter(order__event__ends_at__gt=at).select_related("order__event__partner", "product", "ticket").first()
    if line is not None:
        cancel_line(line=line, by=by, at=day + timedelta(hours=2))
    done = over.first()
    if done is not None:
        invoicing.issue(order=done, kind="act", by=by, at=day + timedelta(hours=3))
