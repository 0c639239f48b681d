"""The protocol of a phase of review as PDF: by which rules, who gave what, what was decided."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from conference.proposals import queries, wording
from conference.proposals.models import Proposal, Review, Reviewer, ReviewPhase
from ticketing.events import paper
from ticketing.events.wording import deadline, moment


def protocol_pdf(phase: ReviewPhase, *, language: str, at: datetime) -> bytes:
    """Return the protocol of a phase, to be signed. Proposals stand in it by number and title, best first."""
    event = phase.call.event
    with translation.override(language):
        reviewers = list(Reviewer.objects.filter(call=phase.call).select_related("person"))
        context = {
            "facts": _facts(phase),
            "criteria": [(str(one), _figure(one.weight.normalize())) for one in queries.criteria_of(phase)],
            "reviewers": [str(who) for who in reviewers],
            "rows": _rows(phase, reviewers),
            "signers": [_("%(name)s: signature, date") % {"name": who} for who in reviewers] + [_("Organiser: name, signature, date")],
        }
        title = _("Review protocol: %(phase)s") % {"phase": phase.name}
    return paper.render("conference/review_protocol", event=event, title=title, language=language, at=at, context=context, is_wide=True)


def _facts(phase: ReviewPhase) -> list[tuple[str, str]]:
    zone = phase.call.event.tz
    return [
        (_("From"), moment(phase.opens_at, zone)),
        (_("Until"), deadline(phase.closes_at, zone)),
        (_("Names"), _("hidden from the reviewers") if phase.is_blind else _("known to the reviewers")),
        (_("Points"), f"1–{phase.points_max}"),
        (_("Result"), phase.get_average_display()),
    ]


def _rows(phase: ReviewPhase, reviewers: list[Reviewer]) -> list[dict[str, Any]]:
    given: dict[tuple[int, int], Review] = {(one.proposal_id, one.reviewer_id): one for one in queries.reviews(phase)}
    found = list(queries.judged(phase))
    barred = queries.conflicts(phase.call, reviewers, found)
    results = queries.results(phase)
    empty = queries.Result()
    best_first = sorted(found, key=lambda one: (-(results.get(one.pk, empty).value or Decimal(0)), one.number))
    return [
        {
            "number": one.number,
            "title": one.title,
            "cells": [_cell(given.get((one.pk, who.pk)), barred.get((one.pk, who.pk), "")) for who in reviewers],
            "value": _figure(results.get(one.pk, empty).value),
            "decision": _decision(one),
        }
        for one in best_first
    ]


def _cell(review: Review | None, ground: str) -> str:
    if ground:
        return str(wording.CONFLICTS[ground])
    return _figure(review.value) if review else ""


def _decision(one: Proposal) -> str:
    return "" if one.state == Proposal.State.SUBMITTED else str(one.get_state_display())


def _figure(value: Decimal | None) -> str:
    return "" if value is None else str(number_format(value, use_l10n=True))
