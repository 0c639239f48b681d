"""Files in and out: first what a file would change, then the change."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles.rules import Capability
from common.errors import Refused
from fairs.fairground import document, exchange, operations
from fairs.fairground.access import ground_for
from fairs.fairground.forms import ImportForm
from fairs.fairground.operations.replacing import compare
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt
from ticketing.events.forms import tell
from ticketing.events.models import Event

SALT = "fairground.import"
SHOWN = 200


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def ground_json(request: HttpRequest, event: Event) -> JsonResponse:
    """The whole ground as one file."""
    headers = {"Content-Disposition": f'attachment; filename="{event.slug}-ground.json"'}
    return JsonResponse(document.of(ground_for(event)), json_dumps_params={"ensure_ascii": False, "indent": 1}, headers=headers)


@at_desk(Capability.RUN_FAIR)
@require_http_methods(["GET", "HEAD", "POST"])
def ground_import(request: HttpRequest, event: Event) -> HttpResponse:
    """Read a file: show what it would change and what is wrong with it, line by line; take it over once that was seen."""
    ground = ground_for(event)
    if "taken" in request.POST:
        try:
            kept = signing.loads(request.POST["taken"], salt=f"{SALT}.{ground.pk}", max_age=7200)
        except signing.BadSignature:
            messages.error(request, _("The preview is too old. Choose the file once more."))
            return redirect("desk:ground_import", event.slug)
        act: dict[str, Any] = {"ground": ground, "wanted": kept["wanted"], "removes": kept["removes"], "version": kept["version"]}
        if attempt(request, event, lambda: operations.load(**act, by=request.user, at=timezone.now()), _("The file is taken over.")):
            return redirect("desk:ground", event.slug)
        return redirect("desk:ground_import", event.slug)
    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "ground": ground, "columns": exchange.COLUMNS}
    if request.method == "POST" and form.is_valid():
        try:
            context |= _preview(ground, form)
        except Refused as refused:
            tell(refused, form)
    return render(request, "fairs/fairground/desk/import.html", context)


def _preview(ground: Any, form: ImportForm) -> dict[str, Any]:
    file, removes = form.cleaned_data["file"], form.cleaned_data["removes"]
    wanted = exchange.read(file.name, file.read(exchange.MOST_BYTES + 1))
    found = compare(ground, wanted, removes=removes)
    kept = {"wanted": wanted, "removes": removes, "version": ground.version}
    words = {"added": _("added"), "changed": _("changed"), "removed": _("removed")}
    return {
        "found": found,
        "counts": [(label, sum(what == word for what, _name, _how in found.lines)) for word, label in words.items()],
        "lines": [(words[what], name, how) for what, name, how in found.lines[:SHOWN]],
        "more": max(len(found.lines) - SHOWN, 0),
        "wrong": found.wrong[:SHOWN],
        "taken": "" if found.wrong else signing.dumps(kept, salt=f"{SALT}.{ground.pk}", compress=True),
    }
