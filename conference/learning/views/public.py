"""What everybody sees of a course, and registering for it."""

import hashlib
import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import Refused
from common.publicity import queries as publicity
from conference.learning import access, queries, wording
from conference.learning import operations as learning
from conference.learning.forms import LinksForm, PersonForm, tell_person
from conference.learning.models import Course
from ticketing.events.access import is_bookable, is_locked


@require_safe
def course(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one course: what, when, for whom, what it costs, and how many seats are left."""
    now = timezone.now()
    one = access.public_course(slug)
    event = one.event
    today = now.astimezone(event.tz).date()
    context = {
        "course": one,
        "event": event,
        "phase": queries.phase(one, now),
        "is_locked": is_locked(event, today),
        "is_over": now >= event.ends_at,
        "may_register": is_bookable(event, now) and queries.phase(one, now) == "open",
        "seats": wording.seat_lines(one),
        "offered": queries.activities(one),
        "fee": queries.fee(one),
        "publicity": publicity.notice_for(
            on=today, country=event.partner.country, publisher=event.partner.name, language=translation.get_language()
        ),
    }
    return render(request, "conference/learning/course.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Register one person, or several who come together. Works as one form, which grows by a person at a button."""
    now, one = timezone.now(), access.public_course(slug)
    if not is_bookable(one.event, now) or queries.phase(one, now) != "open":
        return redirect("learn:course", slug)
    offered = queries.activities(one)
    people = _people(request, one, offered)
    warnings: list[str] = []
    checked = [form.is_valid() for form in people]  # all of them, so that each shows what is wrong
    if all(checked):
        warnings = _warnings(one, people)
        if not warnings or request.POST.get("seen") == _digest(warnings):
            made = _register(request, one, people)
            if made is not None:
                return redirect("learn:mine", made)
            warnings = []
    context = {
        "course": one,
        "event": one.event,
        "people": people,
        "count": len(people),
        "may_add": len(people) < one.party_max,
        "fee": queries.fee(one),
        "warnings": warnings,
        "seen": _digest(warnings) if warnings else "",
        "request_key": _key(request),
        "is_full": all(line.left == 0 for line in wording.seat_lines(one)) and bool(queries.seats(one)),
        "has_errors": any(form.is_bound and form.errors for form in people),
    }
    return render(request, "conference/learning/register.html", context)


def _people(request: HttpRequest, course: Course, offered: Sequence[queries.Offered]) -> list[PersonForm]:
    """Return a form for each person; a button adds one or takes one away without checking what is typed yet."""
    if request.method != "POST":
        return [PersonForm(course=course, offered=offered, prefix="p0", initial={"country": course.event.partner.country})]
    keys = [key for key in request.POST.get("people", "0").split(",") if key.isascii() and key.isdigit() and len(key) < 4]
    keys = list(dict.fromkeys(keys))[: course.party_max] or ["0"]
    made = [PersonForm(request.POST, course=course, offered=offered, prefix=f"p{key}", is_first=not n) for n, key in enumerate(keys)]
    changes = {"add", "remove"} & request.POST.keys()
    if not changes:
        return made
    gone = request.POST.get("remove")
    kept = [(key, form) for key, form in zip(keys, made, strict=True) if key != gone or key == keys[0]]
    forms = [
        PersonForm(course=course, offered=offered, prefix=f"p{key}", is_first=not n, initial=_typed(form))
        for n, (key, form) in enumerate(kept)
    ]
    if "add" in request.POST and len(forms) < course.party_max:
        key = max(int(key) for key in keys) + 1
        country = forms[0].initial.get("country", "")
        forms.append(PersonForm(course=course, offered=offered, prefix=f"p{key}", is_first=False, initial={"country": country}))
    return forms


def _typed(form: PersonForm) -> dict[str, Any]:
    """Return what stands in a sent form, unchecked, as the initial values of a new one."""
    said = {name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name)) for name, field in form.fields.items()}
    return {**said, "activities": form.ticked}


def _key(request: HttpRequest) -> str:
    said = request.POST.get("request_key", "")
    try:
        return str(uuid.UUID(said))
    except ValueError:
        return str(uuid.uuid4())


def _warnings(course: Course, people: Sequence[PersonForm]) -> list[str]:
    """Return what somebody should know before they register: clashes, full activities, a full course, what it costs."""
    applicants = [form.applicant() for form in people]
    found: list[str] = []
    for one, form in zip(applicants, people, strict=True):
        for first, second in wording.clashing(form.offered, one.activities):
            words = {"name": one.name, "first": first, "second": second}
            found.append(_("%(name)s: “%(first)s” and “%(second)s” are at the same time.") % words)
    for offer in people[0].offered:
        wanted = sum(offer.activity.pk in one.activities for one in applicants)
        if wanted and offer.left is not None and wanted > offer.left:
            found.append(_("“%(title)s” has too few seats left: there you will be on the waiting list.") % {"title": offer.activity})
    if not wording.has_room(course, applicants):
        found.append(
            ngettext(
                "No place is free now: you will be on the waiting list, and get a letter once one is.",
                "There are not enough places for all of you now: you will be on the waiting list together.",
                len(applicants),
            )
        )
    return found


def _digest(warnings: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(warnings).encode()).hexdigest()[:16]


def _register(request: HttpRequest, course: Course, people: Sequence[PersonForm]) -> str | None:
    """Register, and return the secret of the first person's link; None where something was refused, which stands at its field."""
    try:
        made = learning.register(
            course=course,
            people=[form.applicant() for form in people],
            language=translation.get_language() or "lv",
            request_key=uuid.UUID(_key(request)),
            by="visitor",
            at=timezone.now(),
        )
    except Refused as refused:
        tell_person(refused, people)
        return None
    return made[0].secret


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Mail the links of an address's registrations to it. The answer is the same whether there are any."""
    form = LinksForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        learning.send_links(email=email, language=translation.get_language() or "lv", at=timezone.now())
        return render(request, "conference/learning/find_sent.html", {"email": email})
    return render(request, "conference/learning/find.html", {"form": form})
