"""Where one's application stands, taking it back, and saying that one still comes."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.errors import Refused
from fairs.calls import access, queries, steps, timeline
from fairs.calls import operations as calls
from fairs.calls.completeness import Gap
from fairs.calls.forms import WithdrawForm
from fairs.calls.models import Application
from fairs.calls.queries import Lacks
from fairs.calls.rules import Phase
from fairs.calls.wording import STANDING_NOW, STATE_TONES, price_words
from fairs.fairground import drawing
from fairs.fairground import queries as grounds

State = Application.State
_WISHING = (State.DRAFT, State.SUBMITTED, State.SELECTED, State.WAITING)
"""While a maker is shown these, where others stand is not settled; afterwards their own place is on the plan above."""


@login_required
@never_cache
@require_safe
def my(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where an application stands. The rooms above add theirs through `application_sections`."""
    application, now = access.application_for(request.user, pk), timezone.now()
    request.application = application
    prefetch_related_objects([application], "wishes__stall", "wishes__zone", "photos__photo", "companions", "days")
    return render(request, "fairs/calls/my.html", _context(application, now))


def _context(application: Application, now: datetime) -> dict[str, Any]:
    shown = application.shown_state
    may_edit = steps.may_edit(application, now)
    lacks = steps.lacks(application) if may_edit or shown in Application.STANDING else None
    return {
        "application": application,
        "call": application.call,
        "event": application.call.event,
        "state": State(shown).label,
        "tone": STATE_TONES[shown],
        "standing": "" if _asks(application) else STANDING_NOW[shown],
        "timeline": timeline.steps(application, now),
        "missing": steps.lacks_in_words(application, _still_to_mend(lacks, may_edit)),
        "price": price_words(application.quote) if application.quoted_at else steps.price_now(application, now),
        "is_quoted": application.quoted_at is not None,
        "may_edit": may_edit,
        "is_held": not may_edit and shown == State.SUBMITTED and queries.phase_of(application.call, now) in (Phase.OPEN, Phase.LATE),
        "may_withdraw": steps.may_withdraw(application),
        "withdrawing": WithdrawForm(),
        "note": _told_reason(application),
        "place_in_list": application.place_in_list if shown == application.state == State.WAITING else None,
        "asks_to_reconfirm": _asks(application),
        "drawing": _wishes_drawn(application) if shown in _WISHING else None,
        "letters": queries.messages_about(application).filter(to__iexact=application.exhibitor.email)[:20],
    }


def _still_to_mend(lacks: Lacks | None, may_edit: bool) -> list[Gap]:
    """Return what is missing and can still be added: all of it while the form is open, profile and papers afterwards."""
    return [gap for gap in lacks.missing if may_edit or gap.step == "who" or gap.code == "paper"] if lacks else []


def _told_reason(application: Application) -> str:
    """Return the reason that was told with the state the maker sees; one written for a later move is not told yet."""
    is_told = application.shown_state == application.state and application.shown_state not in Application.EDITABLE
    return application.decision_note if is_told else ""


def _asks(application: Application) -> bool:
    return application.reconfirm_by is not None and application.reconfirmed_at is None and application.shown_state in Application.STANDING


def _wishes_drawn(application: Application) -> drawing.Drawing | None:
    """Return the plan with the wished stalls marked by their rank, where the organiser shows it."""
    ranks = {wish.stall_id: wish.rank for wish in application.wishes.all() if wish.stall_id}
    ground = grounds.ground_of(application.call.event) if ranks else None
    if ground is None or not ground.is_public:
        return None
    marks = {stall: drawing.Mark("wished", label=f"{rank}.") for stall, rank in ranks.items()}
    return drawing.draw(grounds.layout(ground), marks, px_per_m=10, title=_("Your wishes on the plan"))


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an application back."""
    application = access.application_for(request.user, pk)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The reason is too long. A sentence or two are enough."))
        return redirect("calls:my", pk)
    try:
        calls.withdraw(application=application, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        messages.success(request, _("The application is withdrawn. While the call is open you can apply anew."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("calls:my", pk)


@login_required
@require_POST
def reconfirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the maker comes on the new days."""
    application = access.application_for(request.user, pk)
    try:
        calls.reconfirm(application=application, by=request.user, at=timezone.now())
        messages.success(request, _("Thank you! It is noted that you come."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("calls:my", pk)
