"""One application: everything in it, what it lacks, and what staff do with it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.history import queries as history
from accounts.history.operations import about
from accounts.roles.rules import Capability
from exhibitors.profiles.access import visible
from fairs.calls import operations as calls
from fairs.calls import queries, tables, wording
from fairs.calls.access import call_for, desk_application
from fairs.calls.desk.facts import facts_of
from fairs.calls.models import Application, Call, Companion
from fairs.calls.rules import may_move
from fairs.calls.tables import Wanted
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt
from ticketing.events.models import Event

form_page = require_http_methods(["GET", "HEAD", "POST"])
HISTORY = 30


class MarkForm(forms.Form):
    """What staff decides about an application, whatever its state."""

    goods_group: Any = forms.ModelChoiceField(None, required=False)
    is_guaranteed = forms.BooleanField(required=False)
    is_partner_supported = forms.BooleanField(required=False)
    note = forms.CharField(max_length=4000, required=False, widget=forms.Textarea({"rows": 4}))

    def __init__(self, data: Any = None, *, application: Application):
        names = ("goods_group", "is_guaranteed", "is_partner_supported", "note")
        super().__init__(data, initial={name: getattr(application, name) for name in names})
        self.fields["goods_group"].queryset = application.call.goods_groups.all()
        for name in names:
            column: Any = Application._meta.get_field(name)
            label = str(column.verbose_name)
            self.fields[name].label = label[:1].upper() + label[1:]


@at_desk(Capability.SEE_APPLICATIONS)
@form_page
def application(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """Show an application, and do with it what its form asks."""
    call = call_for(event)
    one = desk_application(call, number)
    request.application = one
    wanted = Wanted.read(request.GET.dict())
    query = f"?{urlencode(wanted.said)}" if wanted.said else ""
    may_run = Capability.RUN_FAIR in request.desk.allowed
    form = MarkForm(request.POST if request.POST.get("action") == "mark" else None, application=one)
    if request.method == "POST" and may_run and _act(request, event, one, form):
        return redirect(reverse("desk:application", args=[event.slug, number]) + query)
    lacks = queries.lacks_of(call, [one])[one.pk]
    context: dict[str, Any] = {
        "application": one,
        "call": call,
        "query": query,
        "may_run": may_run,
        "tone": wording.STATE_TONES[one.state],
        "missing": wording.gap_texts(lacks.missing),
        "warnings": wording.gap_texts(lacks.warnings),
        "photos": [row.photo for row in one.photos.select_related("photo")],
        "facts": facts_of(one),
        "companions": one.companions.select_related("exhibitor"),
        "form": form,
        "may_cancel": may_move(one.state, "cancelled"),
        "is_editable": one.state in Application.EDITABLE,
        "letters": queries.messages_about(one).defer("text", "html")[:HISTORY],
        "entries": history.of(about(one))[:HISTORY],
        "price": wording.price_words(one.quote),
        **_neighbours(call, wanted, number),
    }
    return render(request, "fairs/calls/desk/application.html", context)


def _neighbours(call: Call, wanted: Wanted, number: int) -> dict[str, Any]:
    """Return the entries before and after this one in the list the reader came from, and where it stands there."""
    if wanted.lacks:
        numbers = [one.number for one in tables.found(call, wanted)]
    else:
        numbers = list(tables.matching(call, wanted).values_list("number", flat=True))
    if number not in numbers:
        return {}
    place = numbers.index(number)
    return {
        "before": numbers[place - 1] if place else None,
        "after": numbers[place + 1] if place + 1 < len(numbers) else None,
        "place": place + 1,
        "of": len(numbers),
    }


def _act(request: HttpRequest, event: Event, one: Application, form: MarkForm) -> bool:
    """Do what was asked for; tell whether the page is to be shown anew."""
    person: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    reason = request.POST.get("reason", "").strip()[:1000]
    acts: dict[str, tuple[Callable[[], Any], str]] = {
        "ask": (
            lambda: calls.ask_for_missing(call=one.call, applications=[one], **person),
            _("The maker is asked for what is missing.") if one.exhibitor.email else _("The maker has no e-mail address: telephone."),
        ),
        "requote": (lambda: calls.requote(application=one, **person), _("The price is computed by today's list.")),
        "cancel": (lambda: calls.cancel(application=one, reason=reason, **person), _("The application is cancelled.")),
        "send": (lambda: calls.submit(application=one, by_staff=True, **person), _("The application is sent for the maker.")),
    }
    action = request.POST.get("action", "")
    if action == "mark":
        return form.is_valid() and attempt(
            request, event, lambda: calls.mark(application=one, facts=form.cleaned_data, **person), _("Saved.")
        )
    if action in acts:
        attempt(request, event, *acts[action])
    return True


@at_desk(Capability.RUN_FAIR)
@form_page
def companion(request: HttpRequest, event: Event, number: int, pk: int) -> HttpResponse:
    """Say which maker is meant by a name somebody wrote."""
    one = desk_application(call_for(event), number)
    wish = get_object_or_404(Companion.objects.select_related("exhibitor"), application=one, pk=pk)
    wish.application = one
    words = request.GET.get("q", wish.named).strip()[:100]
    found = list(visible(request.user).exclude(pk=one.exhibitor_id).matching(words).select_related("craft", "municipality")[:20])
    if request.method == "POST":
        meant = get_object_or_404(visible(request.user), pk=_number(request.POST.get("exhibitor", "")))
        if attempt(
            request,
            event,
            lambda: calls.link_companion(companion=wish, exhibitor=meant, by=request.user, at=timezone.now()),
            _("%(name)s is meant.") % {"name": meant},
        ):
            return redirect("desk:application", event.slug, number)
    return render(request, "fairs/calls/desk/companion.html", {"application": one, "wish": wish, "words": words, "found": found})


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0
