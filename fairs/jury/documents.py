"""The protocol of a closed round as PDF, made from what was frozen and nothing else."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from fairs.jury import results, wording
from fairs.jury.models import Round
from ticketing.events import paper
from ticketing.events.wording import moment


def protocol_pdf(one: Round, *, language: str, at: datetime) -> bytes:
    """Return the protocol of a closed round, to be signed. Makers are named by number only, as in the frozen document.

    Raises:
        ValueError: the round is not closed.
    """
    if one.protocol is None:
        raise ValueError("an open round has no protocol")
    event = one.call.event
    with translation.override(language):
        context = {"rows": _rows(one.protocol, language), "facts": _facts(one), **_lists(one.protocol, language)}
        title = _("Jury protocol: round %(n)s, %(kind)s") % {"n": one.position, "kind": one.get_kind_display()}
        context |= {"sha256": one.protocol_sha256, "is_check": one.kind == Round.Kind.COMPLETENESS}
    return paper.render("fairs/protocol", event=event, title=title, language=language, at=at, context=context, is_wide=True)


def _facts(one: Round) -> list[tuple[str, str]]:
    frozen: dict[str, Any] = one.protocol or {}
    zone = one.call.event.tz
    when = [
        (_("Opened"), moment(datetime.fromisoformat(frozen["opened_at"]), zone)),
        (_("Closed"), moment(datetime.fromisoformat(frozen["closed_at"]), zone)),
    ]
    if one.kind == Round.Kind.COMPLETENESS:
        return when
    tie = Round.TieRule(frozen["tie_rule"]).label
    return [
        *when,
        (_("Names"), _("hidden from the jurors") if frozen["is_blind"] else _("known to the jurors")),
        (_("Scale"), ", ".join(map(str, frozen["scale"]))),
        (_("Selected from"), wording.figure(frozen["threshold"])),
        (_("Votes at least"), str(frozen["min_votes"])),
        (_("Result"), str(Round.Average(frozen["average"]).label)),
        (_("Strict and mild jurors"), _("evened out") if frozen["normalise"] else _("not evened out")),
        (_("Equal results"), _("%(rule)s; number of the lot: %(seed)s") % {"rule": tie, "seed": frozen["seed"]}),
        (_("Makers with the same product at most"), str(frozen["same_product_max"] or "–")),
    ]


def _lists(frozen: dict[str, Any], language: str) -> dict[str, Any]:
    return {
        "jurors": [juror["name"] for juror in frozen["jurors"]],
        "signers": [
            *(_("%(juror)s: signature, date") % {"juror": juror["name"]} for juror in frozen["jurors"]),
            _("Organiser: name, signature, date"),
        ],
        "criteria": [(_named(each["name"], language), Decimal(each["weight"]).normalize()) for each in frozen["criteria"]],
        "groups": [(_named(group["name"], language), group["cap"] or "–") for group in frozen.get("groups", [])],
        "ties": [(wording.figure(tie["value"]), ", ".join(map(str, tie["numbers"]))) for tie in frozen.get("ties", [])],
    }


def _rows(frozen: dict[str, Any], language: str) -> list[dict[str, Any]]:
    groups = {group["id"]: _named(group["name"], language) for group in frozen.get("groups", [])}
    rows = []
    for place, entry in enumerate(frozen["entries"], start=1):
        row = {
            "place": place,
            "number": entry["number"],
            "product": entry["product"],
            "verdict": wording.VERDICTS[entry["verdict"]][0],
            "note": entry.get("note", ""),
        }
        if "votes" in entry:
            row |= {
                "group": groups.get(entry["group"], ""),
                "cells": [_cell(str(juror["id"]), entry) for juror in frozen["jurors"]],
                "value": wording.figure(entry["value"]),
                "ground": results.ground(entry, frozen),
            }
        rows.append(row)
    return rows


def _cell(juror: str, entry: dict[str, Any]) -> str:
    if juror in entry["conflicts"]:
        return str(wording.CONFLICTS[entry["conflicts"][juror]])
    return wording.figure(entry["worths"].get(juror))


def _named(names: dict[str, str], language: str) -> str:
    return names.get(language) or next(filter(None, names.values()), "")
