"""What Stripe's objects say that matters here. Only these few fields are read, so that a newer API version does no harm."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Json = Mapping[str, Any]


def _id(value: Any) -> str:
    """Return the id of what may be an id, the whole thing, or nothing."""
    return str(value.get("id", "")) if isinstance(value, Mapping) else str(value or "")


def moment(seconds: int) -> datetime:
    """Return a moment that Stripe gives in seconds."""
    return datetime.fromtimestamp(seconds, UTC)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A page to pay on."""

    stripe_id: str
    key: str
    """What we called it when we asked for it; empty on a page of somebody else."""
    status: str
    payment_status: str
    payment: str
    payment_state: str
    """State of the payment itself; empty unless it was asked for."""
    units: int
    currency: str

    @property
    def is_paid(self) -> bool:
        return self.payment_status == "paid"

    @property
    def has_failed(self) -> bool:
        """Whether it was filled in, and the money will not come."""
        return self.status == "complete" and not self.is_paid and self.payment_state in ("requires_payment_method", "canceled")


def page(said: Json) -> PageFacts:
    """Read a Checkout Session."""
    payment = said.get("payment_intent")
    return PageFacts(
        stripe_id=said["id"],
        key=(said.get("metadata") or {}).get("session", ""),
        status=said.get("status") or "",
        payment_status=said.get("payment_status") or "",
        payment=_id(payment),
        payment_state=str(payment.get("status", "")) if isinstance(payment, Mapping) else "",
        units=said.get("amount_total") or 0,
        currency=str(said.get("currency") or "").upper(),
    )


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """Money on its way back to a card."""

    stripe_id: str
    number: int | None
    """Our refund it carries out; None for one begun in Stripe's dashboard."""
    payment: str
    status: str
    units: int
    currency: str
    why: str


def refund(said: Json) -> RefundFacts:
    """Read a Refund."""
    ours = (said.get("metadata") or {}).get("refund", "")
    return RefundFacts(
        stripe_id=said["id"],
        number=int(ours) if ours.isascii() and ours.isdigit() else None,
        payment=_id(said.get("payment_intent")),
        status=said.get("status") or "",
        units=said["amount"],
        currency=str(said["currency"]).upper(),
        why=said.get("failure_reason") or "",
    )


@dataclass(frozen=True, slots=True)
class ChargeFacts:
    """A charge of which something has gone back."""

    payment: str
    units_back: int
    currency: str


def charge(said: Json) -> ChargeFacts:
    """Read a Charge."""
    return ChargeFacts(_id(said.get("payment_intent")), said.get("amount_refunded") or 0, str(said["currency"]).upper())


@dataclass(frozen=True, slots=True)
class DisputeFacts:
    """A card holder's claim to the money."""

    stripe_id: str
    payment: str
    units: int
    currency: str
    reason: str
    status: str
    answer_by: datetime | None
    opened_at: datetime


def dispute(said: Json) -> DisputeFacts:
    """Read a Dispute."""
    until = (said.get("evidence_details") or {}).get("due_by")
    return DisputeFacts(
        stripe_id=said["id"],
        payment=_id(said.get("payment_intent")),
        units=said["amount"],
        currency=str(said["currency"]).upper(),
        reason=said.get("reason") or "",
        status=said.get("status") or "",
        answer_by=moment(until) if until else None,
        opened_at=moment(said["created"]),
    )
