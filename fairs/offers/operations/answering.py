"""What a maker answers, and what becomes of it when the money comes or does not."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor
from common.errors import Refused, Stale
from exhibitors.profiles.models import Exhibitor, LegalForm
from fairs.calls import operations as calls
from fairs.calls.models import Application
from fairs.offers import fees, mails, rules
from fairs.offers.models import Offer
from fairs.offers.operations.offering import State, end, log, move_offer
from fairs.offers.operations.products import product_for
from ticketing.invoicing import operations as invoicing
from ticketing.orders import operations as orders
from ticketing.orders.models import Order
from ticketing.pricing import Quote

_FEES = UUID("5b0f1d3e-6a0c-4e57-9d0a-7f8e51b6a001")
"""Namespace of the fees' request keys, so that an offer is charged once however often it is accepted."""

FEE_KEY_VERSION = 5
"""Keys made from a name, as `_charge` makes them; the shop's forms make random ones."""


class OfferOver(Refused):
    """The offer can no longer be answered."""

    code = "offer_over"


@transaction.atomic
def accept(*, offer: Offer, by: Actor, at: datetime) -> Offer:
    """Say yes: the fee becomes an order; without a fee the place is confirmed at once. Saying it twice changes nothing.

    Raises:
        OfferOver: the deadline has passed, or the offer has ended.
    """
    if offer.state in (State.ACCEPTED, State.CONFIRMED):
        return offer
    _refuse_if_over(offer, at)
    move_offer(offer, State.ACCEPTED, answered_at=at)
    calls.move(application=offer.application, to=Application.State.ACCEPTED, by=by, at=at)
    calls.reveal(applications=[offer.application], by=by, at=at)
    log(offer, "offer.accepted", by, at)
    order = _charge(offer, by, at)
    if order is not None:
        Offer.objects.filter(pk=offer.pk).update(order=order)
        offer.order = order
    if order is None or order.state == Order.State.PAID:
        confirm(offer=offer, by=by, at=at)
    return offer


@transaction.atomic
def decline(*, offer: Offer, reason: str = "", by: Actor, at: datetime) -> Offer:
    """Say no, before or after accepting; the stall goes to the waiting list, what was paid goes back by the event's conditions.

    Raises:
        OfferOver: it has ended already.
    """
    if offer.state not in (State.OPEN, State.ACCEPTED, State.CONFIRMED):
        raise OfferOver(_("This offer has ended already."))
    to = Application.State.WITHDRAWN if offer.state == State.CONFIRMED else Application.State.DECLINED
    end(offer, State.DECLINED, application_to=to, reason=reason, by=by, at=at)
    return offer


@transaction.atomic
def confirm(*, offer: Offer, by: Actor, at: datetime) -> Offer:
    """The money is there, or none is asked: the place is the maker's.

    Raises:
        Stale: the offer was not accepted, or ended meanwhile.
    """
    move_offer(offer, State.CONFIRMED)
    calls.move(application=offer.application, to=Application.State.CONFIRMED, by=by, at=at)
    calls.reveal(applications=[offer.application], by=by, at=at)
    log(offer, "offer.confirmed", by, at)
    mails.confirmed(offer, at=at)
    return offer


def confirm_if_fee_paid(*, order: Order, by: Actor, at: datetime) -> None:
    """Confirm the place whose fee an order was. Part of the transaction of the payment.

    A fee that comes for an offer that has ended stays in the ledger, where it stands out.
    """
    offer = offer_of(order)
    if offer is not None and offer.state == State.ACCEPTED:
        confirm(offer=offer, by=by, at=at)


def lapse_unpaid(*, order: Order, by: Actor, at: datetime) -> None:
    """Let the place go whose fee was not paid: back to the waiting list's end."""
    offer = offer_of(order)
    if offer is not None and offer.state == State.ACCEPTED:
        end(offer, State.LAPSED, application_to=Application.State.WAITING, reason=str(_("not paid in time")), by=by, at=at)
        mails.lapsed(offer, at=at)


def decline_if_fee_cancelled(*, order: Order, by: Actor, at: datetime) -> None:
    """The maker, or staff, cancelled the fee's order: that is a no."""
    offer = offer_of(order)
    if offer is not None and offer.state in (State.ACCEPTED, State.CONFIRMED):
        decline(offer=offer, reason=str(_("fee cancelled")), by=by, at=at)


def offer_of(order: Order) -> Offer | None:
    """Return the offer whose fee an order is; without a statement for orders of the shop, whose keys are random ones."""
    if order.request_key.version != FEE_KEY_VERSION:
        return None
    return (
        Offer.objects.filter(order=order)
        .select_related("application__call__event__partner", "application__exhibitor", "application__goods_group")
        .first()
    )


@transaction.atomic
def lapse(*, offer: Offer, at: datetime) -> bool:
    """Let an offer lapse that nobody answered in time; False when somebody was quicker."""
    try:
        end(offer, State.LAPSED, application_to=Application.State.WAITING, reason=str(_("no answer in time")), by="system", at=at)
    except Stale:
        return False
    mails.lapsed(offer, at=at)
    return True


def _refuse_if_over(offer: Offer, at: datetime) -> None:
    if offer.state != State.OPEN:
        raise OfferOver(_("This offer has ended. Ask the organiser whether a place is free."))
    if at >= offer.expires_at:
        raise OfferOver(_("The time to answer is over; the place goes to the waiting list. Ask the organiser whether one is free."))


def _charge(offer: Offer, by: Actor, at: datetime) -> Order | None:
    if not offer.quote:
        return None
    application, event = offer.application, offer.application.call.event
    exhibitor = application.exhibitor
    sums = fees.sums(Quote.from_json(offer.quote))
    charges = [
        orders.Charge(product_for(event=event, kind=one.kind, by=by, at=at), one.amount, one.tax_rate, one.tax_ground, one.specification)
        for one in sums
    ]
    until = rules.pay_until(
        accepted_at=at,
        event_starts_at=event.starts_at,
        working_days=application.call.payment_days,
        zone=event.tz,
        country=exhibitor.country,
    )
    buyer = orders.Buyer(email=exhibitor.email, name=exhibitor.name, phone=exhibitor.phone)
    order = orders.charge(
        event=event,
        charges=charges,
        buyer=buyer,
        language=application.language,
        until=until,
        request_key=uuid5(_FEES, str(offer.pk)),
        by=by,
        at=at,
    )
    invoicing.bill_charge(order=order, facts=_recipient(exhibitor), by=by, at=at)
    return order


_FIRMS = {LegalForm.IK, LegalForm.SIA, LegalForm.ZS, LegalForm.NGO, LegalForm.OOO, LegalForm.KFH}
_SELF_EMPLOYED = {LegalForm.SDV, LegalForm.NPD, LegalForm.IP}


def _recipient(exhibitor: Exhibitor) -> dict[str, str]:
    """Return whom the invoice of a fee is for, as the maker's profile has it."""
    form = exhibitor.legal_form
    kind = "firm" if form in _FIRMS else "public" if form == LegalForm.PUB else "self_employed" if form in _SELF_EMPLOYED else "person"
    return {
        "kind": kind,
        "name": exhibitor.name,
        "registration_number": "" if kind == "person" else exhibitor.registration_number or exhibitor.inn,
        "kpp": exhibitor.kpp,
        "address": exhibitor.address,
        "country": exhibitor.country,
    }
