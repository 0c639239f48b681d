"""One maker in a version of the plan: why they stand there, what another place would cost, and moving them by hand."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.roles.rules import Capability
from fairs.allocation import handwork, operations, queries, tables, words
from fairs.allocation.access import plan_for, row_for
from fairs.allocation.engine import Instance, read_text
from fairs.allocation.mapping import applicant_id, entry_of
from fairs.allocation.models import Plan
from fairs.allocation.operations import Change
from fairs.allocation.picture import maker_picture
from fairs.allocation.queries import Row
from fairs.allocation.texts import Reader, place_words, told
from fairs.fairground import queries as fairground
from fairs.fairground.rules.layout import Layout
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt
from ticketing.events.models import Event

BETWEEN = "|"
"""Stands between the stalls of a place in an address."""

CHANGEABLE = (Plan.State.DONE, Plan.State.PUBLISHED)


@at_desk(Capability.SEE_APPLICATIONS)
@never_cache
@require_safe
def maker(request: HttpRequest, event: Event, number: int, entry: int) -> HttpResponse:
    """Show why a maker stands where they stand; with `?to=` also what it would do to put them there."""
    plan = plan_for(event, number)
    row = row_for(plan, entry)
    return render(request, "fairs/allocation/desk/maker.html", _context(request, event, plan, row))


@at_desk(Capability.RUN_FAIR)
@require_POST
def move(request: HttpRequest, event: Event, number: int, entry: int) -> HttpResponse:
    """Put a maker elsewhere, which makes a new version."""
    plan = plan_for(event, number)
    row = row_for(plan, entry)
    change = Change(entry, _place(request.POST.get("to", "")))
    newest = int(request.POST["newest"]) if request.POST.get("newest", "").isdigit() else None
    made: list[Plan] = []

    def act() -> None:
        made.append(
            operations.move_by_hand(
                plan=plan, change=change, by=request.user, at=timezone.now(), ground=request.POST.get("ground", "")[:300], newest=newest
            )
        )

    done = _("Changed. This is version %(n)s now; the one before is kept.") % {"n": number}
    if not attempt(request, event, act, done):
        back = reverse("desk:plan_maker", args=[event.slug, number, row.entry])
        return redirect(f"{back}?to={request.POST.get('to', '')}#change")
    return redirect("desk:plan_maker", event.slug, made[0].number, entry)


@at_desk(Capability.RUN_FAIR)
@require_POST
def pin(request: HttpRequest, event: Event, number: int, entry: int) -> HttpResponse:
    """Fix a maker's place of this version for all later ones, or let go of it."""
    plan = plan_for(event, number)
    row = row_for(plan, entry)
    row.application.call.event = event
    person = {"by": request.user, "at": timezone.now()}
    if request.POST.get("action") == "drop":
        attempt(request, event, lambda: operations.drop_pin(application=row.application, **person), _("The next plan decides again."))
    else:
        attempt(
            request,
            event,
            lambda: operations.pin(application=row.application, stalls=row.stalls, **person),
            _("Fixed. Every later plan keeps this place."),
        )
    return redirect("desk:plan_maker", event.slug, number, entry)


def _place(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(BETWEEN)))


def _context(request: HttpRequest, event: Event, plan: Plan, row: Row) -> dict[str, Any]:
    names = queries.names_of(event)
    reader = Reader(get_language() or "en", {applicant_id(entry): name for entry, name in names.items()}, event)
    allocation = queries.allocation_of(plan)
    ground = fairground.ground_of(event)
    may_change = Capability.RUN_FAIR in request.desk.allowed and plan.state in CHANGEABLE
    context: dict[str, Any] = {
        "plan": plan,
        "row": row,
        "application": row.application,
        "told": told(row.facts, reader),
        "wish_met": tables.wish_met(row),
        "pinned": queries.pins_of(row.application),
        "may_change": may_change,
        "may_run": Capability.RUN_FAIR in request.desk.allowed,
    }
    if ground is None or not plan.instance:
        return context
    instance = read_text(plan.instance)
    layout = fairground.layout(ground)
    places = handwork.places_for(instance, applicant_id(row.entry)) if may_change else []
    context["drawing"] = _drawing(layout, instance, row, allocation, names, places)
    if may_change:
        holder = {stall: names.get(entry_of(who), "") for who, stalls in allocation.items() for stall in stalls}
        context |= {"places": _options(places, holder, row), "newest": queries.newest(event), "to": request.GET.get("to")}
    if may_change and "to" in request.GET:
        context["effect"] = _effect(plan, instance, allocation, row, _place(request.GET["to"]), reader)
    return context


def _drawing(layout: Layout, instance: Instance, row: Row, allocation: Any, names: dict[int, str], places: list[tuple[str, ...]]) -> Any:
    keys = {stall.number: stall.id for stall in layout.stalls}
    person = next(one for one in instance.applicants if one.id == applicant_id(row.entry))
    wished = {keys[wish]: rank for rank, wish in enumerate(person.wishes, 1) if wish in keys}
    others = {stall: names.get(entry_of(who), "") for who, stalls in allocation.items() if entry_of(who) != row.entry for stall in stalls}
    taken = {keys[number]: name for number, name in others.items() if number in keys}
    size = len(row.stalls) or person.most
    leads = {keys[place[0]]: BETWEEN.join(place) for place in reversed(places) if len(place) == size}
    return maker_picture(
        layout, mine={stall.pk for stall in row.stalls}, wished=wished, taken=taken,
        link=lambda stall: f"?to={leads[stall]}#change" if stall in leads else "", title=_("Where %(who)s could stand") % {"who": row.name},
        mine_word=_("this maker's"),
    )  # fmt: skip


def _options(places: list[tuple[str, ...]], holder: dict[str, str], row: Row) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the places to choose from: free ones first, then those where somebody stands."""
    mine = {stall.number for stall in row.stalls}
    free, taken = [], []
    for place in places:
        there = dict.fromkeys(holder[stall] for stall in place if stall in holder and stall not in mine)
        value, label = BETWEEN.join(place), place_words(list(place))
        if set(place) == mine:
            continue
        if there:
            taken.append((value, f"{label}: {', '.join(there)}"))
        else:
            free.append((value, label))
    return [(_("free"), free), (_("somebody stands there"), taken)]


def _effect(plan: Plan, instance: Instance, allocation: Any, row: Row, place: tuple[str, ...], reader: Reader) -> dict[str, Any]:
    """Return the price of a change before it is made."""
    document = json.loads(plan.instance)
    who = applicant_id(row.entry)
    effect = handwork.effect(document, instance, allocation, who, place)
    comparison = effect.comparison
    moved = [
        (reader.who(one), place_words(list(old)), place_words(list(new))) for one, (old, new) in comparison.moved.items() if one != who
    ]
    moved += [(reader.who(one), place_words(list(allocation[one])), "") for one in comparison.left if one != who]
    aims = words.aims(document, comparison)
    return {
        "place": place_words(list(place)) if place else "",
        "value": BETWEEN.join(place),
        "is_possible": effect.is_possible and bool(comparison.moved or comparison.entered or comparison.left),
        "is_same": effect.allocation == dict(allocation),
        "needs_ground": effect.needs_ground,
        "broken": [words.broken(one, reader) for one in effect.broken],
        "others": moved,
        "loses": [aim for aim in aims if not aim.is_better],
        "gains": [aim for aim in aims if aim.is_better],
        "levels": words.side_by_side(document, comparison),
    }
