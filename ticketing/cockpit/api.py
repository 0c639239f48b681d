"""What a phone at a gate asks of orders and money: what is sold, a walk-in, an unpaid order, a label. Below /api/v1/door/."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from ninja import Router
from ninja.decorators import decorate_view

from ticketing.billing import paycodes
from ticketing.billing import queries as ledger
from ticketing.catalogue import queries as catalogue
from ticketing.cockpit import operations, schemas
from ticketing.door import access, texts
from ticketing.door.api.base import Phone, SupervisorsPhone, at_most, bearer, language_of
from ticketing.door.models import Device
from ticketing.orders.models import Order
from ticketing.tickets import codes, documents
from ticketing.tickets import queries as tickets
from ticketing.tickets.models import PrintRun, Ticket

router = Router(tags=["door"])


@router.get("offer", response=schemas.OffersOut, auth=SupervisorsPhone())
def offer(request: HttpRequest):
    """What this gate may sell: everything active that admits a person and that it opens for."""
    device = request.auth
    opens_for = set(device.gate.products.values_list("pk", flat=True))
    with translation.override(language_of(request, device.language)):
        offers = catalogue.offers(device.event, timezone.now(), public_only=False)
        return {
            "currency": device.event.currency,
            "offers": [_offered(one) for one in offers if one.product.admits and one.product.pk in opens_for],
        }


def _offered(offer: catalogue.Offer) -> dict[str, Any]:
    choices = [
        {
            "variation": choice.variation.pk if choice.variation else None,
            "name": choice.variation.name if choice.variation else "",
            "price": f"{choice.price:.2f}",
            "left": choice.left,
        }
        for choice in offer.choices
    ]
    return {"product": offer.product.pk, "name": offer.product.name, "choices": choices}


@router.post("sell", response=schemas.SoldOut, auth=SupervisorsPhone())
@decorate_view(at_most(2048))
def sell(request: HttpRequest, wanted: schemas.SellIn):
    """Sell tickets for cash, or against a payment code, and let their holders in; safe to send again."""
    now, device = timezone.now(), request.auth
    language = language_of(request, device.language)
    sale = operations.sell(device=device, key=bearer(request.META), language=language, at=now, **wanted.dict())
    with translation.override(language):
        entries = [
            {
                "nonce": nonce,
                "number": codes.spoken(answer.holder.serial) if answer.holder else "",
                "admitted": answer.admitted,
                "reason": answer.reason,
                "word": str(texts.WORDS[answer.reason]),
                "text": texts.sentence(answer, now),
            }
            for nonce, answer in sale.entries.items()
        ]
        return {
            "order": sale.order.code,
            "total": f"{sale.order.total:.2f}",
            "currency": sale.order.currency,
            "entries": entries,
            "owed": _owed(sale.order),
        }


def _order(device: Device, nonce: UUID) -> Order:
    """Return the order behind a scan of the phone's event; a guest's ticket has none."""
    scan = access.scan_of(device, nonce)
    order = Order.objects.select_related("event__partner").filter(lines__ticket=scan.ticket_id, event=device.event_id).first()
    if order is None:
        raise Http404
    return order


@router.get("owed", response=schemas.OwedOut, auth=SupervisorsPhone())
def owed(request: HttpRequest, nonce: UUID):
    """What the order of a scanned ticket owes, and the code by which a banking app pays it."""
    return _owed(_order(request.auth, nonce))


def _owed(order: Order) -> dict[str, Any]:
    partner, amount = order.event.partner, ledger.owed(order)
    transfer = paycodes.of(order, amount)
    return {
        "order": order.code,
        "owed": f"{amount:.2f}",
        "currency": order.currency,
        "payee": transfer.account.holder if transfer else partner.legal_name or partner.name,
        "account": transfer.account.number if transfer else "",
        "picture": transfer.picture if transfer else "",
    }


@router.post("cash", response=schemas.PaidOut, auth=SupervisorsPhone())
@decorate_view(at_most(1024))
def cash(request: HttpRequest, taken: schemas.CashIn):
    """Book all that an order owes as paid in cash or at the card terminal; scan the ticket again afterwards."""
    device = request.auth
    order = operations.take_cash(device=device, order=_order(device, taken.nonce), amount=taken.amount, pays=taken.pays, at=timezone.now())
    return {"order": order.code, "is_paid": order.state == Order.State.PAID}


def _label(ticket: Ticket | None) -> HttpResponse:
    if ticket is None:
        raise Http404
    return HttpResponse(documents.badges_pdf([ticket], PrintRun.Layout.LABEL, at=timezone.now()), content_type="application/pdf")


@router.get("label", auth=Phone())
def label(request: HttpRequest, nonce: UUID):
    """The label of a ticket that this very phone has let in, as PDF; printing records nothing."""
    device = request.auth
    scan = access.scan_of(device, nonce)
    may_print = scan.verdict == "admit" and (scan.device_id == device.pk or device.supervises(timezone.now()))
    return _label(tickets.with_code().live().filter(pk=scan.ticket_id).first() if may_print else None)


@router.post("label", auth=SupervisorsPhone())
@decorate_view(at_most(1024))
def label_by_number(request: HttpRequest, wanted: schemas.LabelIn):
    """The label of any ticket of the event, by its number; printing is not entering."""
    serial = codes.serial_from(wanted.number)
    return _label(tickets.live_for_event(request.auth.event).filter(pk=serial).first() if serial else None)
