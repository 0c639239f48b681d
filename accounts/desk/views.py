from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.desk.forms import DetailsForm, InvitationForm, LogForm, NameForm, SuspensionForm
from accounts.history import queries as history
from accounts.history.tables import as_csv
from accounts.partners import operations as books
from accounts.partners.models import Partner
from accounts.roles import operations as roles
from accounts.roles import queries
from accounts.roles.access import at_partner
from accounts.roles.rules import Capability, capabilities
from common.errors import Refused

LOG_PAGE = 50


@login_required
@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """List the partners one belongs to."""
    rows = [
        {
            "partner": partner,
            "is_suspended": partner.suspended_on(timezone.localdate()),
            "may_open": request.user.is_superuser or Capability.SEE_ORDERS in capabilities({role.kind for role in partner.own_roles}),
        }
        for partner in queries.partners_of(request.user)
    ]
    return render(request, "accounts/desk/partners.html", {"rows": rows})


@at_partner(Capability.SEE_ORDERS)
@require_safe
def partner(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Show the facts of a partner."""
    return _page(request, partner, "partner", {"names": partner.names.all()})


@at_partner(Capability.EDIT_EVENT)
@require_http_methods(["GET", "HEAD", "POST"])
def suspend(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Suspend a partner, or change the days and reason of its suspension."""
    initial = {"on": partner.suspended_from or timezone.localdate(), "until": partner.suspended_until, "reason": partner.suspension_reason}
    form = SuspensionForm(request.POST or None, initial=initial)
    return _change(request, partner, "suspend", form, books.suspend, _("The partner is suspended from the day you gave."))


@at_partner(Capability.EDIT_EVENT)
@require_POST
def resume(request: HttpRequest, partner: Partner) -> HttpResponse:
    """End a suspension."""
    try:
        books.resume(partner=partner, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The partner is active again."))
    return redirect("desk_partners:partner", partner.code)


@at_partner(Capability.EDIT_EVENT)
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Give a partner a new name."""
    form = NameForm(request.POST or None, initial={"on": timezone.localdate()})
    return _change(request, partner, "rename", form, books.rename, _("The new name is saved."))


@at_partner(Capability.EDIT_EVENT)
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Change legal name and address."""
    form = DetailsForm(request.POST or None, initial=model_to_dict(partner, DetailsForm.Meta.fields))
    return _change(request, partner, "describe", form, books.describe, _("The details are saved."))


@at_partner(Capability.EDIT_EVENT)
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Show who is what for a partner, and invite somebody."""
    form = InvitationForm(request.POST or None, initial={"language": get_language(), "kind": "steward"})
    if request.method == "POST" and form.is_valid() and _do(form, roles.invite, partner=partner, by=request.user):
        messages.success(request, _("Invited. A letter is on its way to %(email)s.") % {"email": form.cleaned_data["email"]})
        return redirect("desk_partners:people", partner.code)
    return _page(request, partner, "people", {"form": form, "roles": queries.roles_at(partner)})


@at_partner(Capability.EDIT_EVENT)
@require_POST
def withdraw(request: HttpRequest, partner: Partner, role_id: int) -> HttpResponse:
    """Take a role back."""
    role = get_object_or_404(queries.roles_at(partner), pk=role_id)
    try:
        roles.withdraw(role=role, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The role is withdrawn."))
    if role.person_id == request.user.pk:  # perhaps no longer allowed to see the page
        return redirect("desk_partners:list")
    return redirect("desk_partners:people", partner.code)


@at_partner(Capability.EDIT_EVENT)
@require_safe
def log(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Show what happened in the partner's books, newest first."""
    form = LogForm(request.GET)
    entries = history.of_partner(partner, form.wanted(), partner.zone)
    page = Paginator(entries, LOG_PAGE).get_page(request.GET.get("page"))
    more = {
        "form": form,
        "page_obj": page,
        "subjects": history.subjects(history.of_partner(partner, history.Filter(), partner.zone)),
        "csv_url": f"{reverse('desk_partners:log_csv', args=[partner.code])}?{request.GET.urlencode()}",
        "is_filtered": any(request.GET.values()),
    }
    return _page(request, partner, "log", more)


@at_partner(Capability.EDIT_EVENT)
@require_safe
def log_csv(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Give the log, filtered as on the page, to a spreadsheet."""
    entries = history.of_partner(partner, LogForm(request.GET).wanted(), partner.zone)
    lines = as_csv(entries.iterator(chunk_size=500), partner.zone)
    headers = {"Content-Disposition": f'attachment; filename="{partner.code}-log-{timezone.localdate():%Y-%m-%d}.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _do(form: forms.Form, operation: Callable[..., Any], **more: Any) -> bool:
    """Call the operation with what the form says; a refusal becomes an error of the form."""
    try:
        operation(**form.cleaned_data, **more, at=timezone.now())
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    return True


def _change(request: HttpRequest, partner: Partner, name: str, form: forms.Form, operation: Callable[..., Any], done: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and _do(form, operation, partner=partner, by=request.user):
        messages.success(request, done)
        return redirect("desk_partners:partner", partner.code)
    return _page(request, partner, name, {"form": form})


def _page(request: HttpRequest, partner: Partner, name: str, more: dict[str, Any]) -> HttpResponse:
    """Draw a page of the partner's desk; the navigation puts head and tabs around it."""
    may_edit = Capability.EDIT_EVENT in request.allowed
    is_suspended = partner.suspended_on(timezone.localdate())
    context = {
        "partner": partner,
        "is_suspended": is_suspended,
        "may_edit": may_edit,
        "desk_url": reverse("desk_partners:partner", args=[partner.code]),
    }
    return render(request, f"accounts/desk/{name}.html", context | more)
