"""The pages of a partner's desk about its bank accounts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.partners.models import Partner
from accounts.roles.access import at_partner
from accounts.roles.rules import Capability
from common.errors import Refused
from ticketing.billing import operations, rules
from ticketing.billing.desk_forms import AccountForm
from ticketing.billing.models import BankAccount
from ticketing.events.forms import tell

DOUBTS = {
    rules.KEY: gettext_lazy("The check digit of the account does not agree with the БИК. Compare both with the bank's letter."),
    rules.CORRESPONDENT_KEY: gettext_lazy("The check digit of the correspondent account does not agree with the БИК."),
    rules.NOT_ROUBLES: gettext_lazy("Digits six to eight do not say “roubles” (810)."),
    rules.INN: gettext_lazy("The check digits of the INN are wrong."),
    rules.KPP: gettext_lazy("A KPP usually has nine digits."),
}


def doubts(account: BankAccount) -> list[Any]:
    """Return in words what looks wrong in an account but may be right."""
    return [DOUBTS[word] for word in rules.doubts(operations.numbers_of(account))]


@at_partner(Capability.BOOK_MONEY)
@require_safe
def accounts(request: HttpRequest, partner: Partner) -> HttpResponse:
    """List the partner's bank accounts."""
    rows = list(partner.bank_accounts.order_by("is_closed", "currency", "-is_default", "pk"))
    for row in rows:
        row.doubts = doubts(row)
    return render(request, "ticketing/billing/desk/accounts.html", {"partner": partner, "accounts": rows})


@at_partner(Capability.BOOK_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def new_account(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Add a bank account."""
    start = {"currency": partner.currency, "holder": partner.legal_name or partner.name, "is_default": True}
    return _edit(request, partner, None, AccountForm(request.POST or None, initial=start))


@at_partner(Capability.BOOK_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """Change a bank account."""
    one = get_object_or_404(partner.bank_accounts, pk=pk)
    return _edit(request, partner, one, AccountForm(request.POST or None, instance=one))


def _edit(request: HttpRequest, partner: Partner, one: BankAccount | None, form: AccountForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            kept = operations.keep_account(partner=partner, account=one, facts=form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            tell(refused, form)
        else:
            messages.success(request, _("The account is saved."))
            for doubt in doubts(kept):
                messages.warning(request, str(doubt))
            return redirect("desk_partners:accounts", partner.code)
    return render(request, "ticketing/billing/desk/account.html", {"partner": partner, "account": one, "form": form})


@at_partner(Capability.BOOK_MONEY)
@require_POST
def close_account(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """Stop using a bank account."""
    one = get_object_or_404(partner.bank_accounts, pk=pk)
    try:
        operations.close_account(account=one, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The account is closed."))
    return redirect("desk_partners:accounts", partner.code)
