"""Releases: what would change, whom a letter tells, and the papers."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles.rules import Capability
from common.languages import Language, default_language
from conference.programme import documents, mails, operations, queries, texts
from conference.programme.access import hall_for
from conference.programme.changes import differences, has_changed
from conference.programme.forms import ReleaseForm
from conference.programme.models import Speaker
from conference.programme.released import read
from conference.programme.warnings import warnings_of
from ticketing.events.access import at_desk
from ticketing.events.deskwork import submit
from ticketing.events.models import Event


@at_desk(Capability.EDIT_EVENT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, event: Event) -> HttpResponse:
    """Compare the draft with the last version, and release it."""
    form = ReleaseForm(request.POST or None)
    if submit(
        request,
        event,
        form,
        lambda: operations.release(event=event, note=form.cleaned_data["note"], by=request.user, at=timezone.now()),
        _("The new version is out, and its letters are on their way."),
    ):
        return redirect("desk:programme_release", event.slug)
    return render(request, "conference/programme/desk/release.html", {"form": form, **_comparison(event)})


def _comparison(event: Event) -> dict[str, Any]:
    language = get_language() or default_language()
    last = queries.latest_release(event)
    before = last.document if last else None
    after = queries.document_of(event, before)
    changes = differences(before, after)
    old, new = read(before, language) if before else None, read(after, language)
    told = mails.affected(before, after, changes)
    people = Speaker.objects.filter(pk__in=told)
    sessions = list(queries.planned(event))
    warnings = warnings_of(event, sessions)
    return {
        "last": last,
        "releases": queries.releases_of(event),
        "has_news": has_changed(before, after),
        "lines": [texts.change(one, old, new) for one in changes] if last else [],
        "session_count": len(after["sessions"]),
        "unplaced_count": len(queries.unplaced(sessions)),
        "warnings": [(one, warnings[one.number]) for one in sessions if one.number in warnings],
        "told": [one for one in people if one.email],
        "untold": [one for one in people if not one.email],
        "halls": queries.halls_of(event),
        "languages": Language.choices,
    }


@at_desk(Capability.EDIT_EVENT)
@require_safe
def paper(request: HttpRequest, event: Event, name: str) -> HttpResponse:
    """Print the draft as it stands (`draft`), or signs for the doors (`signs`), in the language asked for."""
    asked = request.GET.get("language", "")
    language = asked if asked in Language.values else get_language() or default_language()
    last = queries.latest_release(event)
    if name == "draft":
        shown = read(queries.document_of(event, last.document if last else None), language)
        content = documents.programme_pdf(event, shown, version=(last.number if last else 0) + 1, language=language, at=timezone.now())
    elif name == "signs" and last is not None:
        key = request.GET.get("hall", "")
        hall = hall_for(event, int(key)).pk if key.isascii() and key.isdigit() and len(key) < 10 else None
        content = documents.door_signs_pdf(event, read(last.document, language), hall=hall, language=language, at=last.released_at)
    else:
        raise Http404
    headers = {"Content-Disposition": f'inline; filename="{event.slug}-{name}-{language}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
