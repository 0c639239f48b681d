"""The treasurer's pages about card payments: the partner's keys, and everything that asks for a look."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.partners.models import Partner
from accounts.roles.access import at_partner
from accounts.roles.rules import Capability
from common.errors import Refused
from ticketing.cards import operations as cards
from ticketing.cards import queries
from ticketing.cards.desk_forms import KeysForm
from ticketing.cards.models import CardNotice
from ticketing.cards.operations.booking import KINDS
from ticketing.events.forms import tell

SHOWN = 50


@at_partner(Capability.BOOK_MONEY)
@require_safe
def overview(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Show the accounts at Stripe, what is not booked, disputes, payments that differ, and pages that are open."""
    context = {
        "partner": partner,
        "accounts": partner.card_accounts.exclude(secret=""),
        "notices": queries.unbooked(partner)[:SHOWN],
        "disputes": queries.disputes(partner)[:SHOWN],
        "differing": queries.differing(partner)[:SHOWN],
        "refused": queries.refused(partner)[:10],
        "waiting": queries.waiting(partner)[:SHOWN],
    }
    return render(request, "ticketing/cards/desk/overview.html", context)


@at_partner(Capability.BOOK_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Enter the keys of an account at Stripe, which are tried there at once."""
    form = KeysForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = cards.keep(partner=partner, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            tell(refused, form)
        else:
            messages.success(request, _("Stripe knows the key; it is kept, for the account “%(name)s”.") % {"name": account})
            return redirect("desk_partners:cards", partner.code)
    context = {
        "partner": partner,
        "form": form,
        "address": settings.SITE_URL + reverse("card_notices", args=[partner.code]),
        "kinds": KINDS,
        "is_local": not settings.SITE_URL.startswith("https://"),
    }
    return render(request, "ticketing/cards/desk/keys.html", context)


@at_partner(Capability.BOOK_MONEY)
@require_POST
def use(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """Let buyers pay to this account from now on."""
    account = get_object_or_404(partner.card_accounts, pk=pk)
    return _do(
        request, partner, lambda: cards.use(account=account, by=request.user, at=timezone.now()), _("Buyers now pay to this account.")
    )


@at_partner(Capability.BOOK_MONEY)
@require_POST
def forget(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """Forget an account's keys."""
    account = get_object_or_404(partner.card_accounts, pk=pk)
    return _do(request, partner, lambda: cards.forget(account=account, by=request.user, at=timezone.now()), _("The keys are forgotten."))


@at_partner(Capability.BOOK_MONEY)
@require_POST
def book(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """Try once more to book a notice."""
    notice = get_object_or_404(CardNotice.objects.select_related("account__partner"), account__partner=partner, pk=pk)
    if cards.book(notice=notice, at=timezone.now()):
        messages.success(request, _("The notice is booked."))
    else:
        messages.error(request, notice.error)
    return redirect("desk_partners:cards", partner.code)


def _do(request: HttpRequest, partner: Partner, act: Callable[[], Any], done: str) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("desk_partners:cards", partner.code)
