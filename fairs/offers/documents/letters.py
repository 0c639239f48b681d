"""Letters to one maker: the decision, and the contract; and all of them in one file."""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from exhibitors.profiles.models import Exhibitor
from fairs.allocation import queries as allocation
from fairs.calls.models import Application
from fairs.calls.wording import price_words
from fairs.offers import queries
from fairs.offers.documents.paper import hours, lay_out, numbers, organiser, other_name, place, write
from fairs.offers.models import LoadSlot, Offer
from ticketing.billing import queries as billing
from ticketing.events import wording
from ticketing.events.models import Event
from ticketing.orders import references
from ticketing.orders.models import Order

State = Application.State
_PLACE = {State.OFFERED, State.ACCEPTED, State.CONFIRMED}
_DECIDED = {*_PLACE, State.WAITING, State.REJECTED}


def decision(application: Application, *, language: str, at: datetime) -> bytes:
    """Return the letter that tells a maker what was decided, by what they have been shown: nothing unpublished is printed."""
    return write([_decision(application, language, at)], at=at)


def contract(application: Application, *, language: str, at: datetime) -> bytes:
    """Return the participation contract, to be signed on paper or electronically."""
    return write([_contract(application, language, at)], at=at)


def decisions(event: Event, *, language: str, at: datetime) -> bytes | None:
    """Return the decision letters of makers without an address in one file, each in the maker's language where it is known."""
    found = _applications(event).filter(shown_state__in=_DECIDED, exhibitor__email="")
    return _all(found, _decision, event, language, at)


def contracts(event: Event, *, language: str, at: datetime) -> bytes | None:
    """Return the contracts of all confirmed makers in one file."""
    return _all(_applications(event).filter(state=State.CONFIRMED), _contract, event, language, at)


def _applications(event: Event) -> Any:
    return Application.objects.filter(call__event=event).select_related("call", "exhibitor__municipality").order_by("number")


def _all(found: Iterable[Application], lay: Callable[..., Any], event: Event, language: str, at: datetime) -> bytes | None:
    pages = []
    for application in found:
        application.call.event = event
        pages.append(lay(application, language, at))
    return write(pages, at=at) if pages else None


def _address(exhibitor: Exhibitor) -> str:
    names = " / ".join(filter(None, [exhibitor.name, other_name(exhibitor)]))
    lines = [names, exhibitor.get_legal_form_display(), numbers(exhibitor), exhibitor.address, str(exhibitor.municipality or "")]
    return "\n".join(str(line) for line in lines if line)


def _decision(application: Application, language: str, at: datetime) -> Any:
    event, shown = application.call.event, application.shown_state
    offer = application.offers.order_by("-made_at").first() if shown in _PLACE else None
    with translation.override(language):
        letter = {
            "to": _address(application.exhibitor),
            "number": application.number,
            "product": application.product,
            "outcome": _outcome(shown),
            "stalls": offer.stalls if offer else "",
            "until": wording.deadline(offer.expires_at, event.tz) if offer and offer.state == Offer.State.OPEN else "",
            "place": application.place_in_list if shown == State.WAITING else None,
            "reasons": _reasons(application, language),
            "contact": event.contact_email,
        }
        context = {"letter": letter, **price_words(offer.quote if offer else {})}
        number = f"{event.number}-{application.number}"
        decided = application.call.decided_at
        day = wording.dates(decided.astimezone(event.tz).date(), decided.astimezone(event.tz).date()) if decided else ""
        title = _("Decision No. %(number)s") % {"number": number} + (f", {day}" if day else "")
    return lay_out("fairs/decision", event=event, title=title, language=language, at=at, context=context)


def _outcome(shown: str) -> str:
    if shown == State.CONFIRMED:
        return "yours"
    return "place" if shown in _PLACE else "waiting" if shown == State.WAITING else "rejected"


def _reasons(application: Application, language: str) -> list[str]:
    """Return the organiser's own words, and why the published plan gives what it gives; a no rests on the words alone."""
    own = [application.decision_note] if application.decision_note else []
    return own if application.shown_state == State.REJECTED else own + allocation.reasons_for(application, language)


def _contract(application: Application, language: str, at: datetime) -> Any:
    event, call = application.call.event, application.call
    offer = application.offers.select_related("order").order_by("-made_at").first()
    slot = LoadSlot.objects.filter(application=application).select_related("entrance").first()
    stalls = queries.stalls_of(application)
    due = offer.order.expires_at if offer and offer.order and offer.order.state == Order.State.PLACED else None
    with translation.override(language):
        facts = {
            "organiser": organiser(event),
            "maker": _address(application.exhibitor),
            "stalls": ", ".join(stall.number for stall in stalls),
            "place": place(event),
            "days": hours(event),
            "size": "; ".join(dict.fromkeys(f"{_metres(one.width_m)} × {_metres(one.depth_m)} m" for one in stalls)),
            "power": _("%(kw)s kW") % {"kw": _metres(application.power_kw)} if application.power_kw else "",
            "goods": application.assortment or application.product,
            "slot": f"{wording.moment(slot.starts_at, event.tz)}, {slot.entrance.name}" if slot else "",
            "demonstration": application.demonstration if application.demonstrates else "",
            "order": references.purpose_of(offer.order) if offer and offer.order else "",
            "account": _account(offer.order if offer else None),
            "pay_until": wording.deadline(due, event.tz) if due else "",
            "rules": call.rules_text,
            "rules_version": call.rules_version,
        }
        context = {"contract": facts, **price_words(offer.quote if offer else {})}
        title = _("Participation contract No. %(number)s") % {"number": f"{event.number}-{application.number}"}
    return lay_out("fairs/contract", event=event, title=title, language=language, at=at, context=context)


def _account(order: Order | None) -> str:
    """Return where the fee goes, in one line; "" where nothing is to be transferred, or nowhere is named."""
    account = billing.account_for(order) if order else None
    return ", ".join(filter(None, [account.shown, account.bank, account.bic])) if account else ""


def _metres(value: Decimal) -> str:
    return number_format(value.normalize() + 0, use_l10n=True)
