"""What stands about the jury on an application's two pages, and on the page of a call."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles.rules import Capability
from fairs.calls.models import Application, Call
from fairs.jury import queries, results, wording
from fairs.jury.models import Decision, Juror, Round


def of_maker(request: HttpRequest, application: Application) -> dict[str, Any] | None:
    """The result and the comments, where the fair gives them back and decisions are published."""
    found = queries.feedback(application)
    return {"template": "fairs/jury/section_maker.html", "feedback": found} if found else None


def of_desk(request: HttpRequest, application: Application) -> dict[str, Any] | None:
    """The decision with its ground, who stands aside, and the way to what a blind jury sees; nothing while there is no jury."""
    call = application.call
    jurors = list(Juror.objects.filter(call=call).select_related("person"))
    if not jurors:
        return None
    one = queries.last_closed(call)
    decision = Decision.objects.filter(round=one, application=application).first() if one else None
    frozen: dict[str, Any] = (one.protocol if one else None) or {"entries": []}
    entry = next((each for each in frozen["entries"] if each["application"] == application.pk), None)
    found = queries.conflicts(call, jurors, [application])
    return {
        "template": "fairs/jury/section_desk.html",
        "event": call.event,
        "number": application.number,
        "round": one,
        "decision": decision,
        "ground": results.ground(entry, frozen) if entry else "",
        "verdicts": wording.VERDICTS,
        "conflicts": [
            (juror, wording.CONFLICTS[found[juror.pk, application.pk]]) for juror in jurors if (juror.pk, application.pk) in found
        ],
        "may_run": Capability.RUN_FAIR in request.desk.allowed,
    }


def of_call(request: HttpRequest, call: Call) -> dict[str, Any]:
    """Whether somebody will judge the applications, for the call's checklist. Two statements."""
    jurors, rounds = Juror.objects.filter(call=call).count(), Round.objects.filter(call=call).count()
    text = ngettext("%(n)s juror", "%(n)s jurors", jurors) % {"n": jurors} if jurors else _("Nobody judges the applications yet.")
    if jurors and not rounds:
        text = f"{text}. {_('No round is set up yet.')}"
    return {"label": _("Jury"), "text": text, "is_done": bool(jurors and rounds), "url": reverse("desk:jury", args=[call.event.slug])}
