"""Refunds by bank: the files of transfers for the treasurer's bank."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.partners.models import Partner
from accounts.roles.access import at_partner
from accounts.roles.rules import Capability
from common.errors import Refused
from ticketing.banking import operations, queries
from ticketing.banking.models import TransferFile
from ticketing.events.deskwork import whole


@at_partner(Capability.BOOK_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def transfers(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Show what can go back by bank, and write it into a file."""
    accounts = list(partner.bank_accounts.filter(is_default=True))
    if request.method == "POST":
        account = get_object_or_404(partner.bank_accounts, pk=whole(request.POST.get("account", "")), is_closed=False)
        try:
            operations.make_file(account=account, by=request.user, at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The file is ready. Download it and give it to the bank."))
        return redirect("desk_partners:bank_transfers", partner.code)
    rows = [(account, queries.payable(account)) for account in accounts]
    context = {
        "partner": partner,
        "ready": [(account, refunds, sum(one.amount for one in refunds)) for account, refunds in rows if refunds],
        "lacking": queries.unpayable(partner),
        "files": TransferFile.objects.filter(account__partner=partner).select_related("account").defer("content")[:50],
    }
    return render(request, "ticketing/banking/transfers.html", context)


@at_partner(Capability.BOOK_MONEY)
@require_POST
def transfer_file(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """Give the file; with the first time its refunds are on their way."""
    one = get_object_or_404(TransferFile.objects.filter(account__partner=partner).select_related("account__partner"), pk=pk)
    file = operations.fetched(file=one, by=request.user, at=timezone.now())
    kind = "application/xml" if file.name.endswith(".xml") else "text/csv; charset=utf-8"
    return HttpResponse(bytes(file.content), content_type=kind, headers={"Content-Disposition": f'attachment; filename="{file.name}"'})
