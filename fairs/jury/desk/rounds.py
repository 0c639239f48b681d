"""One round: its rules until it begins, then how it runs; checking completeness; what a blind jury reads."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.roles.rules import Capability
from common.errors import Refused
from common.languages import Language
from exhibitors.models import Exhibitor
from fairs.calls.access import call_for, desk_application
from fairs.calls.models import Application, Call
from fairs.jury import operations as jury
from fairs.jury import queries, wording
from fairs.jury.forms import CheckForm, CriterionRows, EndForm, RedactionForm, RoundForm, criteria_of, criteria_start
from fairs.jury.models import Redaction, Round
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.forms import tell
from ticketing.events.models import Event

form_page = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 50


def round_for(call: Call, pk: int) -> Round:
    """Return a round of the call.

    Raises:
        Http404: no such round.
    """
    found = get_object_or_404(Round, call=call, pk=pk)
    found.call = call
    return found


@at_desk(Capability.SEE_APPLICATIONS)
@form_page
def round_page(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """A round's rules, changed until it begins; afterwards who is how far, and who stands aside."""
    one = round_for(call_for(event), pk)
    may_run = Capability.RUN_FAIR in request.desk.allowed
    is_draft = one.state == Round.State.DRAFT
    form = RoundForm(request.POST or None, row=one, zone=event.tz) if is_draft else None
    rows = CriterionRows(request.POST or None, initial=criteria_start(one), prefix="criteria") if is_draft else None
    if form is not None and rows is not None and may_run and request.method == "POST" and rows.is_valid():
        wanted = criteria_of(rows) if one.kind != Round.Kind.COMPLETENESS else None
        if submit(
            request,
            event,
            form,
            lambda: jury.change_round(one=one, facts=form.facts(), criteria=wanted, by=request.user, at=timezone.now()),
            _("The rules of the round are saved."),
        ):
            return redirect("desk:round", event.slug, pk)
    judges = one.kind != Round.Kind.COMPLETENESS
    applications = queries.judged(one) if judges else list(queries.applications_in(one))
    context: dict[str, Any] = {
        "round": one,
        "form": form,
        "rows": rows,
        "may_run": may_run,
        "count": len(applications),
        "progress": queries.progress(one) if judges and not is_draft else [],
        "found": _conflicts(one, applications) if judges else [],
        "end_form": EndForm(initial={"ends_at": one.ends_at}, zone=event.tz),
        "criteria": one.criteria.all(),
        "checked": len(queries.checks(one)),
        "languages": Language.values,
    }
    return render(request, "fairs/jury/desk/round.html", context)


def _conflicts(one: Round, applications: list[Application]) -> list[tuple[str, int, str, str]]:
    """Return each conflict as (juror, entry, maker, ground)."""
    jurors = {juror.pk: juror for juror in one.jurors.select_related("person")}
    barred = queries.conflicts(one.call, list(jurors.values()), applications)
    numbers = {pk for _juror, pk in barred}
    makers = Application.objects.filter(pk__in=numbers).select_related("exhibitor").in_bulk()
    rows = [
        (str(jurors[juror]), makers[pk].number, str(makers[pk].exhibitor), str(wording.CONFLICTS[ground]))
        for (juror, pk), ground in barred.items()
    ]
    return sorted(rows)


@at_desk(Capability.RUN_FAIR)
@require_POST
def act(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Open, extend, put back, close or take away a round; apply what it decided."""
    one = round_for(call_for(event), pk)
    who: dict[str, Any] = {"one": one, "by": request.user, "at": timezone.now()}
    action = request.POST.get("action", "")
    if action == "extend":
        form = EndForm(request.POST, zone=event.tz)
        if form.is_valid():
            attempt(request, event, lambda: jury.extend(ends_at=form.cleaned_data["ends_at"], **who), _("The time to score is moved."))
        else:
            messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("desk:round", event.slug, pk)
    acts: dict[str, tuple[Callable[[], Any], str]] = {
        "open": (lambda: jury.open_round(**who), _("The round is open, and its jurors have a letter.")),
        "put_back": (lambda: jury.put_back(**who), _("The round is back at the start.")),
        "close": (
            lambda: jury.close_round(**who, as_it_is="as_it_is" in request.POST),
            _("The round is closed, and its protocol is frozen."),
        ),
        "remove": (lambda: jury.remove_round(**who), _("The round is taken away.")),
        "apply": (
            lambda: jury.apply(**who),
            _("The decisions are applied. Makers see nothing of them until decisions are published."),
        ),
    }
    if action not in acts:
        raise Http404
    done = attempt(request, event, *acts[action])
    if action == "remove" and done:
        return redirect("desk:jury", event.slug)
    is_judged = one.kind != Round.Kind.COMPLETENESS
    onward = "desk:results" if is_judged and (action == "apply" or (action == "close" and done)) else "desk:round"
    return redirect(onward, event.slug, pk)


@at_desk(Capability.SEE_APPLICATIONS)
@form_page
def checks(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Check applications one by one for completeness."""
    call = call_for(event)
    one = round_for(call, pk)
    if one.kind != Round.Kind.COMPLETENESS:
        raise Http404
    if request.method == "POST" and Capability.RUN_FAIR in request.desk.allowed:
        form = CheckForm(request.POST)
        if form.is_valid():
            application = desk_application(call, form.cleaned_data["number"])
            facts = {"is_complete": form.cleaned_data["is_complete"] == "yes", "note": form.cleaned_data["note"]}
            attempt(
                request,
                event,
                lambda: jury.check(one=one, application=application, **facts, by=request.user, at=timezone.now()),
                _("No. %(number)s is checked.") % {"number": application.number},
            )
        return redirect(f"{request.path}?{request.GET.urlencode()}")
    words = request.GET.get("q", "").strip()[:60]
    found = queries.applications_in(one).select_related("exhibitor", "goods_group")
    for word in words.split():
        found = found.filter(number=int(word)) if word.isdigit() and len(word) < 9 else found.filter(pk__in=_named(found, word))
    done = queries.checks(one)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "round": one,
        "page_obj": page,
        "rows": [(application, done.get(application.pk)) for application in page],
        "words": words,
        "reset_url": request.path if words else "",
        "checked": len(done),
        "may_run": Capability.RUN_FAIR in request.desk.allowed and one.state == Round.State.OPEN,
    }
    return render(request, "fairs/jury/desk/checks.html", context)


def _named(found: Any, word: str) -> Any:
    return found.filter(exhibitor__in=Exhibitor.objects.matching(word)).values("pk") | found.filter(product__icontains=word).values("pk")


@at_desk(Capability.RUN_FAIR)
@form_page
def redact(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """What a blind jury reads instead of an application's own words, and the pictures it is not shown."""
    application = desk_application(call_for(event), number)
    before = Redaction.objects.filter(application=application).first()
    start = {"text": before.text, "hidden_photos": before.hidden_photos} if before else {}
    photos = [row.photo for row in application.photos.select_related("photo").order_by("position", "id")]
    form = RedactionForm(request.POST or None, initial=start, photos=photos)
    if request.method == "POST" and form.is_valid():
        try:
            jury.redact(application=application, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            tell(refused, form)
        else:
            messages.success(request, _("Saved. Blind jurors see it so from now on."))
            return redirect("desk:redact", event.slug, number)
    blind = Round(call=application.call, is_blind=True)
    context = {"application": application, "form": form, "photos": photos, "sheet": queries.sheet(blind, application)}
    return render(request, "fairs/jury/desk/redact.html", context)
