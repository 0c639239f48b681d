"""Letters to one maker: the decision, and the contract; and all of them in one file."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from exhibitors.profiles.models import Exhibitor
from fairs.allocation.models import Assignment
from fairs.calls.models import Application
from fairs.calls.wording import price_words
from fairs.offers.documents.paper import lay_out, write
from fairs.offers.models import LoadSlot, Offer
from ticketing.events import wording
from ticketing.events.models import Event

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


def _stalls(application: Application) -> str:
    rows = Assignment.objects.filter(application=application).order_by("stall__row", "stall__position", "stall__number")
    return ", ".join(rows.values_list("stall__number", flat=True))


def _address(exhibitor: Exhibitor) -> str:
    number = exhibitor.registration_number or exhibitor.inn
    lines = [exhibitor.name, exhibitor.get_legal_form_display(), number, exhibitor.address, str(exhibitor.municipality or "")]
    return "\n".join(str(line) for line in lines if line)


def _decision(application: Application, language: str, at: datetime) -> Any:
    event, shown = application.call.event, application.shown_state
    outcome = "place" if shown in _PLACE else "waiting" if shown == State.WAITING else "rejected"
    offer = application.offers.order_by("-made_at").first() if outcome == "place" else None
    with translation.override(language):
        letter = {
            "to": _address(application.exhibitor),
            "number": application.number,
            "outcome": outcome,
            "stalls": offer.stalls if offer else "",
            "until": wording.deadline(offer.expires_at, event.tz) if offer and offer.state == Offer.State.OPEN else "",
            "place": application.place_in_list if outcome == "waiting" else None,
            "reason": application.decision_note,
            "contact": event.contact_email,
        }
        context = {"letter": letter, **price_words(offer.quote if offer else {})}
        title = _("Decision")
    return lay_out("decision", event=event, title=title, language=language, at=at, context=context)


def _contract(application: Application, language: str, at: datetime) -> Any:
    event, call = application.call.event, application.call
    offer = application.offers.select_related("order").order_by("-made_at").first()
    slot = LoadSlot.objects.filter(application=application).select_related("entrance").first()
    with translation.override(language):
        facts = {
            "organiser": _organiser(event),
            "maker": _address(application.exhibitor),
            "stalls": _stalls(application),
            "days": "\n".join(f"{day.date}, {day.hours}" for day in wording.openings(event)),
            "goods": application.assortment or application.product,
            "slot": f"{wording.moment(slot.starts_at, event.tz)}, {slot.entrance.name}" if slot else "",
            "demonstration": application.demonstration if application.demonstrates else "",
            "order": offer.order.code if offer and offer.order else "",
            "rules": call.rules_text,
            "rules_version": call.rules_version,
        }
        context = {"contract": facts, **price_words(offer.quote if offer else {})}
        title = _("Participation contract No. %(number)s") % {"number": f"{event.number}-{application.number}"}
    return lay_out("contract", event=event, title=title, language=language, at=at, context=context)


def _organiser(event: Event) -> str:
    partner = event.partner
    bank = ", ".join(filter(None, [partner.bank_account, partner.bank_name]))
    return "\n".join(line for line in (partner.legal_name or partner.name, partner.registration_number, partner.address, bank) if line)
