"""The juror's desk: the list, one application at a time, its pictures."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import Refused
from exhibitors.works.queries import SIZES
from exhibitors.works.sending import send
from fairs.calls.models import Application
from fairs.jury import operations as jury
from fairs.jury import queries, wording
from fairs.jury.access import Seat, at_jury
from fairs.jury.forms import BallotForm
from fairs.jury.models import Ballot, Redaction, Round
from fairs.jury.texts import ROW_STATES, SHEET_TEXTS

form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The juries somebody sits on; straight to the desk where there is only one."""
    seats = list(queries.seats(request.user))
    if len(seats) == 1:
        return redirect("jury:desk", seats[0].call.event.slug)
    rows = [(seat.call.event, queries.round_of(seat)) for seat in seats]
    return render(request, "fairs/jury/home.html", {"rows": rows})


@at_jury
@require_safe
def desk(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A juror's list with the points they gave, searched by what a juror may know."""
    words, state = request.GET.get("q", "").strip()[:60], request.GET.get("state", "")
    rows = queries.mine(seat.one, seat.juror) if seat.one else []
    counted = queries.counts(rows)
    pills = [
        ("", _("All"), len(rows)),
        ("open", _("To score"), counted["open"]),
        ("done", _("Scored"), counted["done"]),
        ("flagged", _("Look again"), counted["flagged"]),
        ("aside", _("Stood aside"), counted["aside"]),
    ]
    address = reverse("jury:desk", args=[seat.event.slug])
    context: dict[str, Any] = {
        **_around(seat, rows),
        "rows": queries.found_rows(rows, words, state),
        "criteria": list(seat.one.criteria.all()) if seat.one else [],
        "next": queries.following(rows, 0),
        "words": words,
        "reset_url": address if words or state else "",
        "pills": [{"label": label, "url": f"?state={word}", "active": word == state, "count": n} for word, label, n in pills],
        "states": ROW_STATES,
    }
    return render(request, "fairs/jury/desk.html", context)


@at_jury
@form_page
def entry(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """One application: its pictures, its words, the juror's points. What cannot be saved comes back as it was typed."""
    one, application = _round(seat), _application(seat, number)
    criteria = list(one.criteria.all())
    form = BallotForm(request.POST or None, criteria=criteria, one=one)
    refused = None
    if request.method == "POST":
        try:
            if _act(request, seat, application, form):
                return _onward(request, seat, number)
        except Refused as caught:
            refused = caught
    rows = queries.mine(one, seat.juror)
    row = next((each for each in rows if each.number == number), None)
    ballot = Ballot.objects.filter(round=one, juror=seat.juror, application=application).prefetch_related("scores").first()
    if not form.is_bound:
        form = BallotForm(initial=_said_before(ballot), criteria=criteria, one=one)
    numbers = [each.number for each in rows]
    context: dict[str, Any] = {
        **_around(seat, rows),
        "number": number,
        "form": form,
        "refused": refused,
        "row": row,
        "state": ROW_STATES[row.state] if row else None,
        "revision": request.POST.get("revision") or (ballot.revision if ballot else 0),
        "may_undo": bool(ballot and ballot.previous),
        "previous": max((n for n in numbers if n < number), default=None),
        "next": min((n for n in numbers if n > number), default=None),
        "texts": SHEET_TEXTS,
        "sheet": queries.sheet(one, application) if row and row.state != "aside" else None,
    }
    if row is None and refused is None:
        context["refused"] = wording.conflict_refusal("found", is_blind=True)
    return render(request, "fairs/jury/entry.html", context, status=409 if refused else 200)


@at_jury
@require_safe
def picture(request: HttpRequest, seat: Seat, number: int, index: int, size: str) -> HttpResponseBase:
    """A picture under an address that tells nothing but its place in the row."""
    one, application = _round(seat), _application(seat, number)
    if size not in SIZES or queries.conflicts(seat.call, [seat.juror], [application]):
        raise Http404
    shown = queries.pictures(one, application, Redaction.objects.filter(application=application).first())
    found = next((each for each in shown if each.index == index), None)
    if found is None:
        raise Http404
    response = send(request, found.photo, size)
    del response["ETag"]  # made of the stored file's name
    return response


def _act(request: HttpRequest, seat: Seat, application: Application, form: BallotForm) -> bool:
    """Do what the button says; False where the form has to be shown again."""
    one, action = _round(seat), request.POST.get("action", "save")
    who: dict[str, Any] = {"one": one, "juror": seat.juror, "application": application, "by": request.user, "at": timezone.now()}
    if action == "aside":
        jury.declare_conflict(**who)
        messages.info(request, _("No. %(number)s: you stand aside. It is not counted as missing.") % {"number": application.number})
        return True
    if action == "back":
        jury.withdraw_conflict(**who)
        return True
    if action == "undo":
        jury.undo(**who)
        messages.info(request, _("No. %(number)s is as it was before.") % {"number": application.number})
        return True
    if not form.is_valid():
        return False
    jury.score(**who, said=form.said(is_skipped=action == "later"), revision=form.cleaned_data["revision"])
    messages.success(request, _("No. %(number)s is saved.") % {"number": application.number})
    return True


def _onward(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Go where the juror wished: a number beside, the same one, or the next without points; to the list when all is done."""
    wished = request.POST.get("go", "")
    if request.POST.get("action") in ("back", "undo") or wished == "stay":
        return redirect("jury:entry", seat.event.slug, number)
    if wished.isdigit():
        return redirect("jury:entry", seat.event.slug, int(wished))
    onward = queries.following(queries.mine(_round(seat), seat.juror), number)
    if onward is None:
        messages.success(
            request, _("All your applications have their points. Thank you! You may still change them until the round closes.")
        )
        return redirect("jury:desk", seat.event.slug)
    return redirect("jury:entry", seat.event.slug, onward)


def _said_before(ballot: Ballot | None) -> dict[str, Any]:
    if ballot is None:
        return {}
    points = {f"c{score.criterion_id}": score.points for score in ballot.scores.all()}
    return {**points, "comment": ballot.comment, "is_flagged": ballot.is_flagged}


def _around(seat: Seat, rows: list[queries.Row]) -> dict[str, Any]:
    counted, one = queries.counts(rows), seat.one
    total = len(rows) - counted["aside"]
    return {
        "event": seat.event,
        "round": one,
        "done": counted["done"],
        "total": total,
        "is_over": bool(one and (one.state != Round.State.OPEN or (one.ends_at is not None and one.ends_at <= timezone.now()))),
    }


def _round(seat: Seat) -> Round:
    if seat.one is None:
        raise Http404
    return seat.one


def _application(seat: Seat, number: int) -> Application:
    found = queries.applications_in(_round(seat)).filter(number=number).select_related("goods_group", "craft", "exhibitor").first()
    if found is None:
        raise Http404
    found.call = seat.call
    return found
