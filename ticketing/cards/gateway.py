"""The one place that speaks to Stripe: calls out, plain facts back, and its refusals as ours."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import stripe
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common.errors import Refused
from ticketing.cards import sealing
from ticketing.cards.models import CardAccount

TIMEOUT, RETRIES = 15, 2
_TEMPORARY = (stripe.APIConnectionError, stripe.RateLimitError)


class Unreachable(Refused):
    """Stripe could not be asked just now; what was wanted may or may not have happened there. Ask again with the same key."""

    code = "cards_unreachable"
    status = 503


class Rejected(Refused):
    """Stripe said no. `facts` keep its stable code and its own words, which are for staff."""

    code = "cards_rejected"


class WrongKey(Rejected):
    """Stripe does not know the secret key, or the key may not do this."""

    code = "cards_wrong_key"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a page to pay on: so many at so much each, in Stripe's units."""

    name: str
    unit_amount: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page to pay on is to be. Asked for twice with the same `key`, Stripe makes it once."""

    key: str
    reference: str
    currency: str
    items: Sequence[Item]
    language: str
    expires_at: datetime
    success_url: str
    cancel_url: str
    metadata: Mapping[str, str]


def client(secret: str) -> stripe.StripeClient:
    """Return a client that gives up in time."""
    return stripe.StripeClient(
        secret,
        base_addresses={"api": settings.STRIPE_API_BASE},
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=TIMEOUT),
    )


def of(account: CardAccount) -> stripe.StripeClient:
    """Return a client with the account's key.

    Raises:
        WrongKey: its key was forgotten, or sealed under another master secret.
    """
    try:
        return client(sealing.unseal(settings.TICKET_KEY, account.secret))
    except sealing.Unreadable:
        raise WrongKey(_("The keys of Stripe cannot be read; enter them again.")) from None


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except _TEMPORARY as error:
        raise Unreachable(_("Stripe does not answer just now. Try again in a minute.")) from error
    except (stripe.AuthenticationError, stripe.PermissionError) as error:
        raise WrongKey(_("Stripe does not take this key."), facts=_said(error)) from error
    except stripe.StripeError as error:
        if (error.http_status or 500) >= 500:
            raise Unreachable(_("Stripe does not answer just now. Try again in a minute.")) from error
        raise Rejected(
            _("Stripe refused: %(why)s") % {"why": error.user_message or error.code or type(error).__name__}, facts=_said(error)
        ) from error


def _said(error: stripe.StripeError) -> dict[str, Any]:
    return {"stripe_code": error.code or "", "stripe_words": (error.user_message or "")[:200], "param": getattr(error, "param", "") or ""}


def whose(secret: str) -> dict[str, Any]:
    """Return `id`, `name` and `charges_enabled` of the account a key opens; a restricted key may leave them empty.

    Raises:
        WrongKey, Rejected, Unreachable: the key opens nothing, or Stripe cannot be asked.
    """
    asked = client(secret)
    with _translated():
        try:
            found = asked.v1.accounts.retrieve_current().to_dict()
        except stripe.PermissionError:  # a restricted key: what it must be able to do is this
            asked.v1.checkout.sessions.list({"limit": 1})
            return {"id": "", "name": "", "charges_enabled": True}
    names = (found.get("settings") or {}).get("dashboard") or {}
    profile = found.get("business_profile") or {}
    return {
        "id": found["id"],
        "name": (names.get("display_name") or profile.get("name") or "")[:150],
        "charges_enabled": bool(found.get("charges_enabled", True)),
    }


def open_page(account: CardAccount, page: Page) -> dict[str, Any]:
    """Have Stripe make a page to pay on, and return it as Stripe describes it.

    Raises:
        WrongKey, Rejected, Unreachable.
    """
    with _translated():
        made = of(account).v1.checkout.sessions.create(
            {
                "mode": "payment",
                "line_items": [
                    {
                        "price_data": {
                            "currency": page.currency.lower(),
                            "unit_amount": item.unit_amount,
                            "product_data": {"name": item.name},
                        },
                        "quantity": item.count,
                    }
                    for item in page.items
                ],
                "adaptive_pricing": {"enabled": False},  # the order is in one currency, and so is what comes
                "client_reference_id": page.reference,
                "metadata": dict(page.metadata),
                "payment_intent_data": {"metadata": dict(page.metadata), "description": page.reference},
                "locale": page.language,
                "expires_at": int(page.expires_at.timestamp()),
                "success_url": page.success_url,
                "cancel_url": page.cancel_url,
            },
            {"idempotency_key": page.key},
        )
    return made.to_dict()


def page(account: CardAccount, stripe_id: str) -> dict[str, Any]:
    """Return a page to pay on as it now stands at Stripe, with its payment."""
    with _translated():
        return of(account).v1.checkout.sessions.retrieve(stripe_id, {"expand": ["payment_intent"]}).to_dict()


def page_of(account: CardAccount, payment: str) -> dict[str, Any] | None:
    """Return the page on which a payment was made; None where it was made otherwise."""
    with _translated():
        found = of(account).v1.checkout.sessions.list({"payment_intent": payment, "limit": 1}).data
    return found[0].to_dict() if found else None


def close_page(account: CardAccount, stripe_id: str) -> dict[str, Any]:
    """Have a page be open no longer, and return it.

    Raises:
        Rejected: it is not open any more, paid in the meantime, say.
    """
    with _translated():
        return of(account).v1.checkout.sessions.expire(stripe_id).to_dict()


def send_back(account: CardAccount, *, payment: str, units: int, key: str, metadata: Mapping[str, str]) -> dict[str, Any]:
    """Have so many of Stripe's units of a payment go back to its card, once for a `key`, and return the refund."""
    with _translated():
        made = of(account).v1.refunds.create(
            {"payment_intent": payment, "amount": units, "reason": "requested_by_customer", "metadata": dict(metadata)},
            {"idempotency_key": key},
        )
    return made.to_dict()


def refunds_of(account: CardAccount, payment: str) -> list[dict[str, Any]]:
    """Return what has gone back of a payment, or was tried to, newest first."""
    with _translated():
        return [one.to_dict() for one in of(account).v1.refunds.list({"payment_intent": payment, "limit": 100}).data]


def proves(secret: str, body: str, signature: str) -> bool:
    """Tell whether Stripe signed `body` with the secret of an address, not longer than five minutes ago."""
    try:
        stripe.WebhookSignature.verify_header(body, signature, secret, stripe.Webhook.DEFAULT_TOLERANCE)
    except stripe.SignatureVerificationError:
        return False
    return True
