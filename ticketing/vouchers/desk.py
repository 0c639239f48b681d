"""The organiser's pages about vouchers: the list and its files, making them, one with its uses."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles.rules import Capability
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.models import Event
from ticketing.events.sheets import download
from ticketing.vouchers import operations as vouchers
from ticketing.vouchers import tables
from ticketing.vouchers.forms import ChangeForm, MakeForm
from ticketing.vouchers.models import Voucher

PAGE = 50


def _wanted(request: HttpRequest) -> dict[str, str]:
    said = request.GET
    return {"words": said.get("q", "").strip()[:100], "state": said.get("state", ""), "batch": said.get("batch", "")[:80]}


@at_desk(Capability.EDIT_EVENT)
@require_safe
def voucher_list(request: HttpRequest, event: Event) -> HttpResponse:
    """Show the event's vouchers, fifty on a page. What its partner gave out for all events, such as credits, is not among them."""
    now, wanted = timezone.now(), _wanted(request)
    page = Paginator(tables.found(event, **wanted, at=now), PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.gives = tables.gives(one)
    counts = tables.counts(event, now)
    kept = {"q": wanted["words"], "batch": wanted["batch"]}
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    batches = [{"value": "", "label": _("all"), "selected": not wanted["batch"]}]
    batches += [{"value": name, "label": name, "selected": name == wanted["batch"]} for name in tables.batches(event)]
    context = {
        "event": event,
        "page_obj": page,
        "words": wanted["words"],
        "is_any": counts[""],
        "filters": [{"name": "batch", "label": _("Batch"), "options": batches}],
        "pills": [
            {
                "label": label,
                "url": "?" + urlencode({name: value for name, value in {**kept, "state": state}.items() if value}),
                "active": wanted["state"] == state,
                "count": counts[state],
            }
            for state, label in tables.PILLS.items()
        ],
        **{f"{kind}_url": reverse("desk:vouchers_file", args=[event.slug, kind]) + query for kind in ("csv", "xlsx")},
    }
    return render(request, "ticketing/vouchers/desk/vouchers.html", context)


@at_desk(Capability.EDIT_EVENT)
@require_safe
def vouchers_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the vouchers, filtered as on the page, to a spreadsheet: for the printer's, or a letter to many."""
    found = tables.found(event, **_wanted(request), at=timezone.now())
    return download(kind, f"{event.slug}-vouchers", found.iterator(chunk_size=1000), tables.columns(), event.tz)


@at_desk(Capability.EDIT_EVENT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_vouchers(request: HttpRequest, event: Event) -> HttpResponse:
    """Make one voucher, or many with a code each."""
    form = MakeForm(request.POST or None, event=event)

    def make() -> None:
        said = form.cleaned_data
        vouchers.make(
            event=event, facts=form.facts(), products=list(said["products"]), count=said["count"], code=said["code"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip

    count = form.cleaned_data.get("count", 1) if form.is_bound and form.is_valid() else 1
    done = ngettext("%(n)s voucher is made.", "%(n)s vouchers are made.", count) % {"n": count}
    if submit(request, event, form, make, done):
        return redirect("desk:vouchers", event.slug)
    return render(request, "ticketing/vouchers/desk/new.html", {"event": event, "form": form})


@at_desk(Capability.EDIT_EVENT)
@require_http_methods(["GET", "HEAD", "POST"])
def voucher(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Show one voucher with the orders that used it, and change what may change."""
    one = get_object_or_404(Voucher.objects.select_related("quota").prefetch_related("products"), event=event, pk=pk)
    form = ChangeForm(request.POST or None, row=one, event=event)
    if submit(
        request,
        event,
        form,
        lambda: vouchers.change(voucher=one, event=event, facts=form.facts(), by=request.user, at=timezone.now()),
        _("The voucher is changed."),
    ):
        return redirect("desk:voucher", event.slug, one.pk)
    link = f"{settings.SITE_URL}/e/{event.slug}/tickets/?{urlencode({'voucher': one.code})}" if one.is_campaign else ""
    uses = one.taken_by.select_related("order").order_by("-pk")[:PAGE]
    context = {"event": event, "voucher": one, "gives": tables.gives(one), "form": form, "uses": uses, "link": link}
    return render(request, "ticketing/vouchers/desk/voucher.html", context)


@at_desk(Capability.EDIT_EVENT)
@require_POST
def end_voucher(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Take a voucher back; the places it still kept are free for all."""
    one = get_object_or_404(Voucher, event=event, pk=pk)
    attempt(request, event, lambda: vouchers.end(voucher=one, by=request.user, at=timezone.now()), _("The voucher is taken back."))
    return redirect("desk:voucher", event.slug, one.pk)
