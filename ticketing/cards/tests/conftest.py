"""Rēzekne's account at a stub of Stripe, and Vera's order of six euros that waits to be paid by card."""

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from accounts.factories import PartnerFactory, PersonFactory
from accounts.models import Person
from ticketing.cards import operations as cards
from ticketing.cards import sealing
from ticketing.cards.tests.stub.server import Account, Stub
from ticketing.factories import EventFactory, ProductFactory, QuotaFactory
from ticketing.models import CardAccount, CardSession, Event, Order, Product, Quota
from ticketing.orders import operations as orders

Json = dict[str, Any]


def clock() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def now() -> datetime:
    return clock()


@pytest.fixture(scope="session")
def _stub() -> Iterator[Stub]:
    with Stub() as running:
        yield running


@pytest.fixture
def stub(_stub: Stub, settings: Any) -> Stub:
    """A stub with one new account, which nobody has asked anything yet."""
    _stub.account = Account()
    _stub.accounts = [_stub.account]
    _stub.asked, _stub.failing, _stub.hook, _stub.refund_status = [], [], "", "succeeded"
    settings.STRIPE_API_BASE = _stub.base
    return _stub


@pytest.fixture
def anna(db: None) -> Person:
    return PersonFactory(name="Anna Paraudziņa", language="en")


def account_at(stub: Stub, partner: Any) -> CardAccount:
    """Keep the stub's keys for a partner, without asking it."""
    said = stub.account
    return CardAccount.objects.create(
        partner=partner,
        mode=said.mode,
        stripe_id=said.id,
        name=said.name,
        secret=sealing.seal(django_settings.TICKET_KEY, said.key),
        secret_end=said.key[-4:],
        hook_secret=sealing.seal(django_settings.TICKET_KEY, said.hook_secret),
        is_used=True,
        kept_at=clock(),
    )


@pytest.fixture
def fair(db: None) -> Event:
    return EventFactory(partner=PartnerFactory(code="rezekne"))


@pytest.fixture
def day_ticket(fair: Event) -> Product:
    return ProductFactory(event=fair)


@pytest.fixture
def places(day_ticket: Product) -> Quota:
    """Three places."""
    return QuotaFactory(event=day_ticket.event, size=3, products=[day_ticket])


@pytest.fixture
def account(stub: Stub, fair: Event) -> CardAccount:
    return account_at(stub, fair.partner)


def order_of(product: Product, count: int = 2, *, language: str = "lv") -> Order:
    """Place an order as Vera does."""
    now = clock()
    wants = [orders.Want(product.pk, None, count)]
    cart = orders.hold(event=product.event, wants=wants, request_key=uuid.uuid4(), language=language, by="visitor", at=now)
    holders = {line.pk: orders.Holder(name="Vera Ščukina") for line in cart.lines.all()}
    return orders.place(order=cart, buyer=orders.Buyer("vera@example.org", "Vera Ščukina"), holders=holders, by="visitor", at=now)


@pytest.fixture
def order(day_ticket: Product, places: Quota) -> Order:
    return order_of(day_ticket)


@pytest.fixture
def page(account: CardAccount, order: Order) -> CardSession:
    """The page at Stripe on which the order may be paid."""
    return cards.begin(order=order, by="visitor", at=clock())


def send(stub: Stub, event: Json, *, code: str = "rezekne", client: Client | None = None, **signing: Any) -> int:
    """Deliver a notice as Stripe does; return the status of our answer."""
    body, signature = stub.signed(event, **signing)
    sender = client or Client()
    return sender.post(
        f"/cards/notices/{code}/", body, content_type="application/json; charset=utf-8", headers={"stripe-signature": signature}
    ).status_code


@pytest.fixture
def deliver(stub: Stub) -> Callable[..., None]:
    """`deliver(event, …)` delivers notices, which must be taken in."""

    def all_of_them(*events: Json) -> None:
        for event in events:
            assert send(stub, event) == 200

    return all_of_them


def paid_of(order: Order) -> list[tuple[str, Decimal]]:
    """Return the order's lines of the ledger."""
    return list(order.payments.order_by("pk").values_list("provider", "amount"))
