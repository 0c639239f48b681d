"""One enrolment at the desk: where it stands, deciding, correcting, what was chosen; and typing in who telephones."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.history import queries as history
from accounts.history.operations import about
from accounts.roles.rules import Capability
from common.errors import Refused
from common.outbox import queries as outbox
from conference.learning import mails, queries, wording
from conference.learning import operations as learning
from conference.learning.access import course_for, enrolment_at
from conference.learning.forms import DetailsForm, TypedForm, tell_person
from conference.learning.models import Choice, Enrolment
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit, whole
from ticketing.events.models import Event
from ticketing.tickets.queries import spoken

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _of(event: Event, number: int) -> Enrolment:
    course = course_for(event)
    one = enrolment_at(course, number)
    one.course = course
    return one


@at_desk(Capability.SEE_ORDERS)
@form_page
def enrolment(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """Show one enrolment with its letters and history; decide, or act for somebody who telephones."""
    one = _of(event, number)
    may_change = Capability.CHANGE_ORDERS in request.desk.allowed
    if request.method == "POST" and may_change:
        _act(request, event, one)
        return redirect("desk:enrolment", event.slug, number)
    choices = queries.choices_of([one])
    places = queries.places_at(choices)
    context = {
        "course": one.course,
        "one": one,
        "tone": wording.STATE_TONES[one.state],
        "country": wording.quota_label(one.country, ""),
        "group": dict(Enrolment.TargetGroup.choices).get(one.target_group, ""),
        "spoken": spoken(one.ticket) if one.ticket else "",
        "others": [other for other in queries.party_of(one) if other.pk != one.pk],
        "choices": [(choice, wording.CHOICE_TONES[choice.state], wording.place_words(places.get(choice.pk))) for choice in choices],
        "offered": [
            (offer, any(choice.activity_id == offer.activity.pk for choice in choices)) for offer in queries.activities(one.course)
        ],
        "place": queries.place_in_line(one),
        "letters": outbox.about(about(one)).defer("text", "html")[:30],
        "entries": history.of(about(one))[:30],
        "link": mails.link(one) if may_change else "",
        "may_change": may_change,
        "may_run_door": Capability.RUN_DOOR in request.desk.allowed,
        "is_live": one.state in (*Enrolment.HOLDING, Enrolment.State.WAITING),
    }
    return render(request, "conference/learning/desk/enrolment.html", context)


def _act(request: HttpRequest, event: Event, one: Enrolment) -> None:
    words = request.POST.get("words", "").strip()[:200]
    person: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    everything = request.POST.get("back") != "terms"
    chosen = {pk for said in request.POST.getlist("activities") if (pk := whole(said)) is not None}
    acts: dict[str, tuple[Any, str]] = {
        "approve": (lambda: learning.approve(enrolment=one, **person), _("Approved. The letter is written.")),
        "decline": (lambda: learning.decline(enrolment=one, answer=words, **person), _("Declined. The letter is written.")),
        "offer": (lambda: learning.offer(enrolment=one, reason=words, **person), _("A place is offered. The letter is written.")),
        "accept": (lambda: learning.accept(enrolment=one, **person), _("Taken for them.")),
        "withdraw": (
            lambda: learning.withdraw(enrolments=[one], reason=words, whole=everything, **person),
            _("Taken off. The place is free."),
        ),
        "choose": (lambda: learning.choose(enrolment=one, activities=chosen, **person), _("Saved.")),
        "move_up": (lambda: learning.move_up(choice=_choice(one, request), reason=words, **person), _("They have a seat now.")),
    }
    if request.POST.get("action") in acts:
        attempt(request, event, *acts[request.POST["action"]])


def _choice(one: Enrolment, request: HttpRequest) -> Choice:
    found = Choice.objects.filter(enrolment=one, pk=whole(request.POST.get("choice", "")) or 0).select_related("activity").first()
    if found is None:
        raise Http404
    found.enrolment = one
    return found


@at_desk(Capability.CHANGE_ORDERS)
@form_page
def edit(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """Correct what is known of a person, and what they are at the event."""
    one = _of(event, number)
    form = DetailsForm(request.POST or None, enrolment=one, by_staff=True)
    if submit(
        request,
        event,
        form,
        lambda: learning.change(enrolment=one, facts=form.facts(), by=request.user, at=timezone.now()),
        _("Saved."),
    ):
        return redirect("desk:enrolment", event.slug, number)
    return render(request, "conference/learning/desk/enrolment_edit.html", {"one": one, "form": form})


@at_desk(Capability.CHANGE_ORDERS)
@form_page
def new(request: HttpRequest, event: Event) -> HttpResponse:
    """Type in somebody who telephones or writes on paper, also before and after the dates."""
    course = course_for(event)
    initial = {"country": event.partner.country}
    form = TypedForm(request.POST or None, course=course, offered=queries.activities(course), prefix="p0", initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            (made,) = learning.register(
                course=course,
                people=[form.applicant()],
                language=form.cleaned_data["language"],
                request_key=_key(request),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            tell_person(refused, [form])
        else:
            messages.success(request, _("Registered."))
            return redirect("desk:enrolment", event.slug, made.number)
    return render(request, "conference/learning/desk/enrolment_new.html", {"course": course, "form": form, "request_key": _key(request)})


def _key(request: HttpRequest) -> uuid.UUID:
    """Return the key that was made with the form, so that sending it twice registers once."""
    try:
        return uuid.UUID(request.POST.get("request_key", ""))
    except ValueError:
        return uuid.uuid4()
