"""The papers of a fair."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.roles.rules import Capability
from fairs.calls.access import call_for
from fairs.offers import documents
from ticketing.events.access import at_desk
from ticketing.events.models import Event

LANGUAGES = ("lv", "ru", "en")


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def papers(request: HttpRequest, event: Event) -> HttpResponse:
    """The papers of a fair, each in three languages."""
    call_for(event)
    listed = [
        ("traders", _("List of traders"), _("for the municipality: who sells what on which stall")),
        ("plan", _("Stall plan"), _("for the municipality and the fire service: to scale, with a legend and who stands where")),
        ("schedule", _("Set-up schedule"), _("who drives in when, by which entrance")),
        ("cards", _("Stall cards"), _("A5, to stand on each stall")),
        ("decisions", _("Decision letters"), _("for makers without e-mail, all in one")),
        ("contracts", _("Participation contracts"), _("of all confirmed makers, to be signed")),
    ]
    return render(request, "fairs/offers/desk/papers.html", {"listed": listed, "languages": LANGUAGES})


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def paper(request: HttpRequest, event: Event, kind: str, language: str) -> HttpResponse:
    """One paper as PDF."""
    call_for(event)
    if language not in LANGUAGES or kind not in documents.BY_KIND:
        raise Http404
    content = documents.BY_KIND[kind](event, language=language, at=timezone.now())
    if content is None:
        messages.info(request, _("There is nothing to print yet."))
        return redirect("desk:papers", event.slug)
    name = f"{event.slug}-{kind}-{language}.pdf"
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})
