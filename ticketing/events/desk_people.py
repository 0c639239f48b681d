"""The organiser's pages about who works at an event, and what they did."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.desk.forms import LogForm
from accounts.history import queries as history
from accounts.history.tables import as_csv
from accounts.roles import queries as at_partner
from accounts.roles.rules import Capability
from common.errors import Refused
from ticketing.events import operations
from ticketing.events.access import at_desk
from ticketing.events.forms import RoleForm, tell
from ticketing.events.models import Event, EventRole

LOG_PAGE = 50


@at_desk(Capability.EDIT_EVENT)
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: HttpRequest, event: Event) -> HttpResponse:
    """Show who is what at an event, and invite somebody."""
    form = RoleForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        try:
            operations.invite(event=event, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            tell(refused, form)
        else:
            messages.success(request, _("Invited. A letter is on its way to %(email)s.") % {"email": form.cleaned_data["email"]})
            return redirect("desk:roles", event.slug)
    found = EventRole.objects.filter(event=event).select_related("person").order_by("person__name", "person__email", "kind")
    more = {"event": event, "form": form, "roles": found, "partner_roles": at_partner.roles_at(event.partner)}
    return render(request, "ticketing/events/desk/roles.html", more)


@at_desk(Capability.EDIT_EVENT)
@require_POST
def withdraw_role(request: HttpRequest, event: Event, role_id: int) -> HttpResponse:
    """Take a role at one event back."""
    role = get_object_or_404(EventRole.objects.select_related("person", "event__partner"), event=event, pk=role_id)
    try:
        operations.withdraw_role(role=role, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The role is withdrawn."))
        if role.person_id == request.user.pk:  # perhaps no longer allowed to see the page
            return redirect("desk:home")
    return redirect("desk:roles", event.slug)


@at_desk(Capability.EDIT_EVENT)
@require_safe
def activity(request: HttpRequest, event: Event) -> HttpResponse:
    """Show what happened at an event, newest first."""
    form = LogForm(request.GET)
    entries = history.within(event, form.wanted(), event.zone)
    more = {
        "event": event,
        "form": form,
        "page_obj": Paginator(entries, LOG_PAGE).get_page(request.GET.get("page")),
        "subjects": history.subjects(history.within(event)),
        "csv_url": f"{reverse('desk:activity_csv', args=[event.slug])}?{request.GET.urlencode()}",
        "is_filtered": any(request.GET.values()),
    }
    return render(request, "ticketing/events/desk/activity.html", more)


@at_desk(Capability.EDIT_EVENT)
@require_safe
def activity_csv(request: HttpRequest, event: Event) -> HttpResponse:
    """Give the activity, filtered as on the page, to a spreadsheet."""
    entries = history.within(event, LogForm(request.GET).wanted(), event.zone)
    headers = {"Content-Disposition": f'attachment; filename="{event.slug}-activity-{timezone.localdate():%Y-%m-%d}.csv"'}
    lines = as_csv(entries.iterator(chunk_size=500), event.zone)
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)
