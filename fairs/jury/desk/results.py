"""What a round came to: results with their spread, decisions, files and the protocol."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles.rules import Capability
from common.languages import Language
from fairs.calls.access import call_for
from fairs.jury import documents, protocol, queries, results, tables
from fairs.jury import operations as jury
from fairs.jury.desk.rounds import round_for
from fairs.jury.forms import DecisionForm
from fairs.jury.models import Decision, Round
from fairs.jury.wording import VERDICTS
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.deskwork import submit
from ticketing.events.models import Event

form_page = require_http_methods(["GET", "HEAD", "POST"])


def judging_round(event: Event, pk: int) -> Round:
    """Return a round that judges and has begun.

    Raises:
        Http404: no such round.
    """
    one = round_for(call_for(event), pk)
    if one.kind == Round.Kind.COMPLETENESS or one.state == Round.State.DRAFT:
        raise Http404
    return one


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def table(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """The results, best first; once the round is closed with decisions to look at and to apply."""
    one = judging_round(event, pk)
    found = results.table(one, timezone.now())
    words, verdict = request.GET.get("q", "").strip()[:60], request.GET.get("verdict", "")
    pills = [("", _("All"), len(found.lines))]
    pills += [(word, VERDICTS[word][0], sum(line.verdict == word for line in found.lines)) for word in ("select", "wait", "decline")]
    last = queries.last_closed(one.call)
    context: dict[str, Any] = {
        "round": one,
        "table": found,
        "lines": results.matching(found.lines, words, verdict),
        "words": words,
        "reset_url": request.path if words or verdict else "",
        "pills": [{"label": label, "url": f"?verdict={word}", "active": word == verdict, "count": n} for word, label, n in pills],
        "verdicts": VERDICTS,
        "is_last": last is not None and last.pk == one.pk,
        "changed": sum(bool(line.decision and line.decision.reason) for line in found.lines),
        "unapplied": sum(bool(line.decision and line.decision.applied_at is None) for line in found.lines),
        "is_true": one.protocol is not None and protocol.fingerprint(one.protocol) == one.protocol_sha256,
        "languages": Language.values,
        "may_run": Capability.RUN_FAIR in request.desk.allowed,
        "csv_url": reverse("desk:scores_file", args=[event.slug, pk, "csv"]),
        "xlsx_url": reverse("desk:scores_file", args=[event.slug, pk, "xlsx"]),
    }
    return render(request, "fairs/jury/desk/results.html", context)


@at_desk(Capability.RUN_FAIR)
@form_page
def decision(request: HttpRequest, event: Event, pk: int, number: int) -> HttpResponse:
    """Decide otherwise than proposed, or write other words for the maker."""
    one = judging_round(event, pk)
    found = get_object_or_404(Decision.objects.select_related("application__exhibitor"), round=one, application__number=number)
    found.round = one
    form = DecisionForm(request.POST or None, initial={"verdict": found.verdict, "reason": found.reason, "note": found.note})
    if submit(
        request,
        event,
        form,
        lambda: jury.change_decision(decision=found, **form.cleaned_data, by=request.user, at=timezone.now()),
        _("The decision on No. %(number)s is saved. Apply the decisions when all are right.") % {"number": number},
    ):
        return redirect("desk:results", event.slug, pk)
    lines = results.table(one, timezone.now()).lines
    line = next(line for line in lines if line.number == number)
    return render(
        request, "fairs/jury/desk/decision.html", {"round": one, "decision": found, "line": line, "form": form, "verdicts": VERDICTS}
    )


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def scores_file(request: HttpRequest, event: Event, pk: int, kind: str) -> HttpResponseBase:
    """Give the results to a spreadsheet."""
    one = judging_round(event, pk)
    found = results.table(one, timezone.now())
    return sheets.download(kind, f"{event.slug}-jury-{one.position}", found.lines, tables.columns(found), event.tz)


@at_desk(Capability.SEE_APPLICATIONS)
@require_safe
def protocol_file(request: HttpRequest, event: Event, pk: int, language: str) -> HttpResponse:
    """The protocol of a closed round to print, in a language; "json" gives the frozen document itself."""
    one = round_for(call_for(event), pk)
    if one.protocol is None or language not in (*Language.values, "json"):
        raise Http404
    name = f"{event.slug}-protocol-{one.position}"
    if language == "json":
        answer: HttpResponse = JsonResponse(
            one.protocol, json_dumps_params={"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}
        )
        answer["Content-Disposition"] = f'attachment; filename="{name}.json"'
        return answer
    content = documents.protocol_pdf(one, language=language, at=timezone.now())
    headers = {"Content-Disposition": f'inline; filename="{name}-{language}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
