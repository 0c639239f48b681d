"""My registration: behind a secret link, without an account."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.errors import Refused
from common.outbox.operations import File
from conference.learning import access, documents, queries, wording
from conference.learning import operations as learning
from conference.learning.forms import DetailsForm
from conference.learning.models import Choice, Enrolment
from ticketing.events.deskwork import submit
from ticketing.orders import links
from ticketing.orders.models import Order, OrderLine
from ticketing.refunds import terms
from ticketing.tickets import qr
from ticketing.tickets import queries as tickets
from ticketing.tickets.models import Ticket

View = Callable[..., HttpResponse]
ENDED = (Enrolment.State.WITHDRAWN, Enrolment.State.DECLINED)
form_page = require_http_methods(["GET", "HEAD", "POST"])


def behind_link(view: View) -> View:
    """Give the view the enrolment of the link; whoever has the link has the ticket, so it must not leak nor be kept by others."""

    @wraps(view)
    def guarded(request: HttpRequest, secret: str, **more: Any) -> HttpResponse:
        try:
            response = view(request, access.by_link(secret), **more)
        except Http404:
            response = render(request, "conference/learning/no_such_link.html", status=404)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def _member(enrolment: Enrolment, said: str) -> Enrolment:
    """Return the person of the party that a form or an address means, if the link shows them.

    Raises:
        Http404: it does not.
    """
    shown = queries.seen_by(enrolment, queries.party_of(enrolment))
    found = next((one for one in shown if str(one.number) == said), None) if said else enrolment
    if found is None:
        raise Http404
    found.course = enrolment.course
    return found


@dataclass(frozen=True, slots=True)
class Shown:
    """One person as their page shows them; `picture` is the code as a data address, empty where there is none to show."""

    one: Enrolment
    tone: str
    choices: Sequence[tuple[Choice, str, str]]
    picture: str
    spoken: str
    is_unpaid: bool
    is_live: bool


def _picture(ticket: Ticket | None) -> tuple[str, str]:
    if ticket is None or ticket.state != Ticket.State.VALID:
        return "", ""
    # in the page itself, so that a phone without a line at the entrance still has it
    png = qr.png(tickets.code(ticket), qr.mask_for(ticket.pk))
    return "data:image/png;base64," + base64.b64encode(png).decode(), tickets.spoken(ticket)


def _shown(people: Sequence[Enrolment]) -> list[Shown]:
    choices = queries.choices_of(people)
    places = queries.places_at(choices)
    found = {ticket.pk: ticket for ticket in tickets.with_code().filter(pk__in=[one.ticket_id for one in people if one.ticket_id])}
    shown = []
    for one in people:
        ticket = found.get(one.ticket_id)
        picture, spoken = _picture(ticket)
        own = [
            (choice, wording.CHOICE_TONES[choice.state], wording.place_words(places.get(choice.pk)))
            for choice in choices
            if choice.enrolment_id == one.pk
        ]
        is_unpaid = ticket is not None and ticket.state == Ticket.State.UNPAID
        shown.append(Shown(one, wording.STATE_TONES[one.state], own, picture, spoken, is_unpaid, one.state not in ENDED))
    return shown


@require_safe
@behind_link
def mine(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Where my registration stands, and what I can do: take an offered place, pay, show the ticket, change, withdraw."""
    request.enrolment = enrolment  # rooms above add what they know, see config.standing
    now, party = timezone.now(), queries.party_of(enrolment)
    people = queries.seen_by(enrolment, party)
    shown = _shown(people)
    order = next((one for one in _orders(people, shown) if one.state == Order.State.PLACED), None)
    place = queries.place_in_line(enrolment)
    context = {
        "enrolment": enrolment,
        "course": enrolment.course,
        "event": enrolment.course.event,
        "shown": shown,
        "is_party": len(shown) > 1,
        "order": order,
        "pay_url": links.to(order, "pay") if order else "",
        "place": place,
        "is_offered": enrolment.state == Enrolment.State.OFFERED and enrolment.offer_until and now < enrolment.offer_until,
        "has_tickets": any(one.picture for one in shown),
        "may_change": now < enrolment.course.event.ends_at,
        "may_withdraw": now < enrolment.course.event.starts_at,
        "has_activities": enrolment.course.activities.exists(),
    }
    return render(request, "conference/learning/mine.html", context)


def _orders(people: Sequence[Enrolment], shown: Sequence[Shown]) -> list[Order]:
    own = [one.order for one in people if one.order is not None]
    return own + [choice.order for member in shown for choice, _tone, _place in member.choices if choice.order is not None]


@dataclass(frozen=True, slots=True)
class Money:
    """What somebody paid for their place and seats, and would get back by leaving now."""

    one: Enrolment
    price: Decimal
    back: Decimal
    currency: str


def _money(people: Sequence[Enrolment], paid: Mapping[int, Sequence[OrderLine]], at: datetime) -> list[Money]:
    found = []
    for one in people:
        lines = paid.get(one.pk, [])
        price = sum((line.price for line in lines), Decimal("0.00"))
        back = Decimal("0.00")
        for order in {line.order_id: line.order for line in lines}.values():
            back += terms.would_get_back(order, sum((line.price for line in lines if line.order_id == order.pk), Decimal("0.00")), at)
        if price:
            found.append(Money(one, price, back, lines[0].order.currency))
    return found


@form_page
@behind_link
def choices(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Choose other activities; a full one puts on its waiting list, a clash is said before it is done."""
    one = _member(enrolment, request.GET.get("number", ""))
    offered = queries.activities(one.course)
    present = {choice.activity_id: choice for choice in queries.choices_of([one])}
    ticked = set(present)
    clashes: list[Any] = []
    if request.method == "POST":
        known = {str(offer.activity.pk): offer.activity.pk for offer in offered}
        ticked = {known[said] for said in request.POST.getlist("activities") if said in known}
        clashes = wording.clashing(offered, ticked)
        agreed = request.POST.get("seen") == ",".join(str(pk) for pk in sorted(ticked))
        if (not clashes or agreed) and _do(
            request, lambda: learning.choose(enrolment=one, activities=ticked, by="visitor", at=timezone.now()), _("Your choice is saved.")
        ):
            return redirect("learn:mine", enrolment.secret)
    context = {
        "enrolment": enrolment,
        "one": one,
        "event": one.course.event,
        "offered": [(offer, offer.activity.pk in ticked, present.get(offer.activity.pk)) for offer in offered],
        "clashes": clashes,
        "seen": ",".join(str(pk) for pk in sorted(ticked)) if clashes else "",
    }
    return render(request, "conference/learning/choices.html", context)


@form_page
@behind_link
def details(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Correct what I said of myself."""
    one = _member(enrolment, request.GET.get("number", ""))
    form = DetailsForm(request.POST or None, enrolment=one)
    if submit(
        request,
        one.course.event,
        form,
        lambda: learning.change(enrolment=one, facts=form.facts(), by="visitor", at=timezone.now()),
        _("Saved."),
    ):
        return redirect("learn:mine", enrolment.secret)
    return render(
        request, "conference/learning/details.html", {"enrolment": enrolment, "one": one, "event": one.course.event, "form": form}
    )


@form_page
@behind_link
def withdraw(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Give places up, once asked whose."""
    shown = queries.seen_by(enrolment, queries.party_of(enrolment))
    live = [one for one in shown if one.state not in ENDED]
    if not live:
        return redirect("learn:mine", enrolment.secret)
    if request.method == "POST":
        said = set(request.POST.getlist("number")) if len(live) > 1 else {str(live[0].number)}
        chosen = [one for one in live if str(one.number) in said]
        for one in chosen:
            one.course = enrolment.course
        if not chosen:
            messages.error(request, _("Tick who is not coming."))
            return redirect("learn:withdraw", enrolment.secret)
        _do(
            request,
            lambda: learning.withdraw(enrolments=chosen, by="visitor", at=timezone.now()),
            _("Thank you for telling. The place goes to somebody else."),
        )
        return redirect("learn:mine", enrolment.secret)
    paid = queries.paid_lines(live)
    context = {"enrolment": enrolment, "event": enrolment.course.event, "live": live, "money": _money(live, paid, timezone.now())}
    return render(request, "conference/learning/withdraw.html", context)


@require_POST
@behind_link
def accept(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Take the offered place, for all who registered together."""
    _do(request, lambda: learning.accept(enrolment=enrolment, by="visitor", at=timezone.now()), _("The place is yours."))
    return redirect("learn:mine", enrolment.secret)


@require_safe
@behind_link
def tickets_pdf(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """The tickets that the link shows, to be printed."""
    people = queries.seen_by(enrolment, queries.party_of(enrolment))
    keys = [one.ticket_id for one in people if one.ticket_id]
    shown = list(tickets.with_code().filter(pk__in=keys, state=Ticket.State.VALID).order_by("pk"))
    if not shown:
        messages.info(request, _("There is no ticket to print yet."))
        return redirect("learn:mine", enrolment.secret)
    return _download(documents.tickets_file(enrolment, shown))


@require_safe
@behind_link
def ics(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """The event, for one's own calendar."""
    return _download(documents.calendar_file(enrolment, language=translation.get_language() or "lv", at=timezone.now()))


def _download(file: File) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.content, content_type=file.content_type, headers=headers)


def _do(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """Act for who has the link, and say what came of it."""
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, done)
    return True
