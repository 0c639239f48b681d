"""After the fair: what a maker tells."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import Refused
from fairs.allocation.models import Assignment
from fairs.calls.access import application_for
from fairs.fairday import operations as day
from fairs.fairday.forms import AfterwardsForm
from ticketing.events.forms import tell


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def afterwards(request: HttpRequest, pk: int) -> HttpResponse:
    """Five questions after the fair, read as figures only."""
    application = application_for(request.user, pk)
    if not Assignment.objects.filter(application=application).exists():
        raise Http404
    form = AfterwardsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            day.send_after_form(application=application, facts=form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            tell(refused, form)
        else:
            messages.success(request, _("Thank you! The organiser reads this as figures, without names."))
            return redirect("calls:place", pk)
    return render(request, "fairs/fairday/afterwards.html", {"application": application, "event": application.call.event, "form": form})
