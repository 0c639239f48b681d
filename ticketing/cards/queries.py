"""Reads of card payments."""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from accounts.models import Partner
from ticketing.cards.models import CardAccount, CardDispute, CardNotice, CardSession
from ticketing.events.models import Event
from ticketing.orders.models import Order

State = CardSession.State


def account_of(order: Order) -> CardAccount | None:
    """Return the account to which the order's buyer would pay by card; None where its partner takes no cards."""
    return CardAccount.objects.filter(partner=order.event.partner_id, is_used=True).first()


def latest(order: Order) -> CardSession | None:
    """Return the order's newest page to pay on."""
    return CardSession.objects.filter(order=order).order_by("-pk").first()


def session_named(account: CardAccount, *, stripe_id: str, key: str) -> CardSession | None:
    """Return the page that Stripe calls so, or that we called so when we asked for it."""
    known = CardSession.objects.filter(account=account).select_related("order__event__partner", "account")
    return known.filter(stripe_id=stripe_id).first() or (known.filter(key=key, stripe_id="").first() if _is_key(key) else None)


def _is_key(text: str) -> bool:
    return len(text) == 36 and all(letter in "0123456789abcdef-" for letter in text)


def unbooked(partner: Partner | None = None, *, at: datetime | None = None) -> QuerySet[CardNotice]:
    """Return the notices of which nothing was made yet, oldest first; those due to be tried again at `at` where it is given."""
    found = CardNotice.objects.filter(booked_at=None).select_related("account__partner").order_by("made_at", "pk")
    if partner is not None:
        found = found.filter(account__partner=partner)
    return found if at is None else found.filter(next_at__lte=at)


def waiting(partner: Partner) -> QuerySet[CardSession]:
    """Return the pages on which money may yet come, newest first."""
    found = CardSession.objects.filter(account__partner=partner, state__in=[State.ASKED, State.OPEN, State.PROCESSING])
    return found.select_related("order__event", "account")


def differing(partner: Partner) -> QuerySet[CardSession]:
    """Return the payments of which other money came than was asked."""
    other = ~Q(came=F("amount")) | ~Q(came_currency=F("currency"))
    return CardSession.objects.filter(other, account__partner=partner, state=State.PAID).select_related("order__event", "account")


def refused(partner: Partner) -> QuerySet[CardSession]:
    """Return the pages that Stripe would not make, newest first."""
    return CardSession.objects.filter(account__partner=partner).exclude(error="").select_related("order__event", "account")


def disputes(partner: Partner) -> QuerySet[CardDispute]:
    """Return the disputes, newest first."""
    return CardDispute.objects.filter(session__account__partner=partner).select_related("session__order__event", "session__account")


def to_ask(at: datetime) -> QuerySet[CardSession]:
    """Return the pages about which Stripe is to be asked, since it has told nothing."""
    found = CardSession.objects.filter(state__in=[State.ASKED, State.OPEN, State.PROCESSING], ask_at__lte=at)
    return found.select_related("order__event__partner", "account").order_by("ask_at")


def needless() -> QuerySet[CardSession]:
    """Return the open pages of orders that wait for no money any more."""
    found = CardSession.objects.filter(state__in=[State.ASKED, State.OPEN]).exclude(order__state=Order.State.PLACED)
    return found.select_related("order__event__partner", "account").order_by("pk")


def of_event(event: Event) -> dict[str, int]:
    """Return how many disputes are open and how many notices wait, for the event's page of money."""
    return {
        "disputes": CardDispute.objects.filter(session__order__event=event).exclude(status__in=CardDispute.ENDED).count(),
        "notices": CardNotice.objects.filter(account__partner=event.partner_id, booked_at=None, tries__gt=0).count(),
    }
