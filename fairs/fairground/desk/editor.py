"""The plan editor: its page, the ground as data, and the edits it sends."""

import json
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.history import queries as history
from accounts.history.operations import about
from accounts.roles.rules import Capability
from common.errors import Refused
from fairs.fairground import document, operations, queries, signs
from fairs.fairground.access import ground_for
from fairs.fairground.fields import KINDS, label_of
from fairs.fairground.models import Ground
from fairs.fairground.wording import editor_words
from ticketing.events.access import at_desk
from ticketing.events.models import Event
from ticketing.events.operations import refuse_if_locked


@at_desk(Capability.RUN_FAIR)
@require_safe
def editor(request: HttpRequest, event: Event) -> HttpResponse:
    """The page of the editor; the ground comes as data."""
    found = ground_for(event)
    settings = {
        "data": reverse("desk:ground_data", args=[event.slug]),
        "edits": reverse("desk:ground_edits", args=[event.slug]),
        "picture": reverse("desk:ground_picture", args=[event.slug]) if found.background else "",
        "defaults": document.defaults(),
        "labels": {word: {name: label_of(word, name) for name in kind.columns} for word, kind in KINDS.items()},
        "choices": {
            "purpose": dict(KINDS["zone"].model.Purpose.choices), "use": dict(KINDS["lane"].model.Kind.choices),
            "what": dict(KINDS["amenity"].model.Kind.choices),
        },
        "signs": {name: asdict(sign) for name, sign in signs.SIGNS.items()},
        "words": editor_words(),
    }  # fmt: skip
    return render(request, "fairs/fairground/desk/editor.html", {"ground": found, "settings": settings})


@at_desk(Capability.RUN_FAIR)
@require_safe
def data(request: HttpRequest, event: Event) -> JsonResponse:
    """The ground as the editor reads it: what is as by default is left out."""
    return JsonResponse(_state(ground_for(event)))


def _state(ground: Ground) -> dict[str, Any]:
    picture = queries.picture_of(ground)
    return {
        **document.of(ground, with_ids=True),
        "version": ground.version,
        "picture": picture and {"x": picture.x, "y": picture.y, "width": picture.width, "depth": picture.depth},
        "checks": _checks(ground),
    }


def _checks(ground: Ground) -> list[dict[str, Any]]:
    return [
        {
            "grade": told.finding.grade, "title": told.title, "text": told.text, "ids": told.finding.ids, "x": told.finding.x,
            "y": told.finding.y, "open": told.is_open,
        }
        for told in queries.findings(ground)
    ]  # fmt: skip


@at_desk(Capability.RUN_FAIR)
@require_POST
def edits(request: HttpRequest, event: Event) -> JsonResponse:
    """Take edits: `{"version": 3, "edits": […]}`. Answers the new version, keys of new things, what the checks find.

    409 with words and the ground as it is now where somebody else was quicker; 422 with words where a value cannot be taken.
    """
    ground = ground_for(event)
    try:
        said = json.loads(request.body)
        version, sent = int(said["version"]), list(said["edits"])
        if not all(isinstance(one, dict) for one in sent):
            raise TypeError
    except (ValueError, TypeError, KeyError):
        return JsonResponse({"code": "unreadable", "detail": _("This change cannot be read.")}, status=400)
    now = timezone.now()
    try:
        refuse_if_locked(event, now)
        outcome = operations.apply(ground=ground, version=version, edits=sent, by=request.user, at=now)
    except Refused as refused:
        answer = {"code": refused.code, "detail": str(refused), **refused.facts}
        if refused.code == "stale":
            ground.refresh_from_db()
            last = history.of(about(ground)).first()
            answer |= {"now": _state(ground), "who": last.actor_label if last else ""}
        return JsonResponse(answer, status=refused.status)
    ground.refresh_from_db()
    return JsonResponse({"version": outcome.version, "ids": outcome.ids, "checks": _checks(ground)})
