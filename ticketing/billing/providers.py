"""Ways to pay. A new one is a class with these five members, put into `PROVIDERS` here or, by a room above, with `register`."""

from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from common import money
from ticketing.billing import queries
from ticketing.orders.models import Order


class Provider(Protocol):
    """A way to pay, as buyers and the ledger know it."""

    name: str
    """Stable word, kept with orders and payments."""
    label: Any
    """What buyers choose, in their language."""

    def is_offered(self, order: Order, at: datetime) -> bool:
        """Tell whether this order may be paid so."""

    def waits_until(self, order: Order) -> datetime | None:
        """Return until when the order waits for this payment, None for the order's own deadline."""

    def instructions(self, order: Order) -> Any:
        """Return what the buyer is to do, one or two sentences."""


class Manual:
    """Bank transfer, recorded by hand when it is seen on the account."""

    name = "manual"
    label = _("Bank transfer")

    def is_offered(self, order: Order, at: datetime) -> bool:
        return order.expires_at is None or order.expires_at > at

    def waits_until(self, order: Order) -> datetime | None:
        return None

    def instructions(self, order: Order) -> Any:
        return _("Transfer the amount from your bank account; the reference tells us that it is for your order.")


class Cash:
    """Cash at the gate; the places stay kept until the event ends."""

    name = "cash"
    label = _("Cash at the gate")

    def is_offered(self, order: Order, at: datetime) -> bool:
        return order.event.mode != order.event.Mode.ONLINE

    def waits_until(self, order: Order) -> datetime | None:
        return order.event.ends_at

    def instructions(self, order: Order) -> Any:
        return _("Pay %(amount)s in cash at the gate and name your order: %(code)s.") % {
            "amount": money.written(queries.owed(order), order.currency),
            "code": order.code,
        }


class Terminal(Cash):
    """The bank's card terminal at the gate. Nobody chooses it beforehand: who pays at the gate shows a card there."""

    name = "terminal"
    label = _("Card terminal at the gate")

    def is_offered(self, order: Order, at: datetime) -> bool:
        return False


class Credit(Manual):
    """A credit given instead of money that went back. Its code is typed on the page to pay on (`billing.credits`), not chosen."""

    name = "credit"
    label = _("Credit")

    def is_offered(self, order: Order, at: datetime) -> bool:
        return False


PROVIDERS: dict[str, Provider] = {provider.name: provider for provider in (Manual(), Cash(), Terminal(), Credit())}
TOLD: set[str] = {Credit.name}
"""Providers that tell by themselves what came: nobody types it in."""


def register(provider: Provider, *, tells: bool = False) -> None:
    """Add a way to pay, best of all that are known so far. Called once, when the apps are ready."""
    others = dict(PROVIDERS)
    PROVIDERS.clear()
    PROVIDERS.update({provider.name: provider, **others})
    if tells:
        TOLD.add(provider.name)


def offered(order: Order, at: datetime) -> list[Provider]:
    """Return the ways this order may be paid, best first."""
    return [provider for provider in PROVIDERS.values() if provider.is_offered(order, at)]
