"""What everybody sees of a call for proposals: what it asks for, and beginning to propose."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import Refused
from common.languages import Language, default_language
from conference.proposals import access, queries, rules, wording
from conference.proposals import operations as proposals
from conference.proposals.forms import BeginForm
from conference.proposals.sending_files import send
from ticketing.events.access import public_event
from ticketing.events.forms import tell

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a call: until when, what can be proposed, in which languages, on which themes."""
    now = timezone.now()
    one = access.public_call(slug, now)
    phase = queries.phase_of(one, now)
    label, tone = wording.PHASES[phase]
    context = {
        "call": one,
        "event": one.event,
        "phase": phase.value,
        "phase_label": label,
        "phase_tone": tone,
        "kinds": queries.kinds(one.event),
        "tracks": queries.tracks(one.event),
        "languages": [name for code, name in Language.choices if code in one.languages],
    }
    return render(request, "conference/proposals/call.html", context)


@never_cache
@form_page
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a proposal: the link to it goes to the address given, and its next page is opened."""
    now = timezone.now()
    one = access.public_call(slug, now)
    if queries.phase_of(one, now) is not rules.Phase.OPEN:
        return redirect("learn:proposals_call", slug)
    form = BeginForm(request.POST or None, call=one)
    if request.method == "POST" and form.is_valid():
        spoken = get_language()
        first = form.first(spoken if spoken in Language.values else default_language())
        try:
            begun = proposals.begin(
                call=one, first=first, kind=form.cleaned_data["kind"], title=form.cleaned_data["title"], by=first.name, at=now
            )
        except Refused as refused:
            tell(refused, form)
        else:
            return redirect("learn:proposal_step", begun.secret, rules.STEPS[0])
    return render(request, "conference/proposals/propose.html", {"call": one, "event": one.event, "form": form})


@require_safe
def handout(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """A paper or slides of a confirmed proposal that its authors agreed to publish."""
    return send(get_object_or_404(queries.published_files(public_event(slug)), pk=pk))
