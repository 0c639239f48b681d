"""The protocol of a round: everything it came to, as one JSON document that is frozen when the round closes.

Makers stand in it by the number of their entry only, so that it can be signed by a blind jury and shown to everybody.
Keys are text, decimals are text; `fingerprint` is the SHA-256 of the document written with sorted keys and without spaces,
in UTF-8, so that anybody can check a copy.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from fairs.jury import queries, rules
from fairs.jury.models import Ballot, Juror, Round

VERSION = 1


def fingerprint(protocol: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a protocol, in hexadecimal."""
    plain = json.dumps(protocol, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def drawn_up(one: Round, at: datetime) -> dict[str, Any]:
    """Return the protocol of a round as it stands. As many statements for a thousand entries as for one."""
    is_check = one.kind == Round.Kind.COMPLETENESS
    return {**_frame(one, at), **(_checked(one) if is_check else _judged(one))}


def _frame(one: Round, at: datetime) -> dict[str, Any]:
    call, event = one.call, one.call.event
    return {
        "version": VERSION,
        "fair": {"number": event.number, "title": {lang: getattr(event, f"title_{lang}") or "" for lang in ("lv", "ru", "en")}},
        "round": one.position,
        "kind": one.kind,
        "is_blind": one.is_blind,
        "scale": one.points,
        "threshold": str(one.threshold),
        "min_votes": one.min_votes,
        "average": one.average,
        "normalise": one.normalise,
        "tie_rule": one.tie_rule,
        "seed": one.seed,
        "same_product_max": call.same_product_max,
        "opened_at": one.opened_at.isoformat() if one.opened_at else "",
        "closed_at": at.isoformat(),
    }


def _checked(one: Round) -> dict[str, Any]:
    found = queries.checks(one)
    return {
        "jurors": [],
        "criteria": [],
        "entries": [
            {
                "application": application.pk,
                "number": application.number,
                "product": application.product,
                "value": None,
                "verdict": "complete" if found[application.pk].is_complete else "incomplete",
                "note": found[application.pk].note,
                "comments": {},
            }
            for application in queries.applications_in(one)
        ],
    }


def _judged(one: Round) -> dict[str, Any]:
    applications = {application.number: application for application in queries.applications_in(one).select_related("goods_group")}
    jurors = list(one.jurors.select_related("person"))
    entries = {entry.number: entry for entry in queries.entries(one)}
    terms, caps = queries.terms(one), queries.caps(one.call)
    found = rules.results(entries.values(), terms, caps)
    barred = queries.conflicts(one.call, jurors, list(applications.values()))
    said = _comments(one)
    return {
        "jurors": [{"id": juror.pk, "name": str(juror)} for juror in jurors],
        "criteria": [
            {"id": each.pk, "name": {lang: getattr(each, f"name_{lang}") or "" for lang in ("lv", "ru", "en")}, "weight": str(each.weight)}
            for each in one.criteria.all()
        ],
        "shifts": _texts(rules.shifts((entry for entry in entries.values() if not entry.skips_jury), terms)),
        "groups": [
            {"id": group.pk, "name": {lang: getattr(group, f"name_{lang}") or "" for lang in ("lv", "ru", "en")}, "cap": group.cap_stalls}
            for group in one.call.goods_groups.all()
        ],
        "ties": [{"value": str(worth), "numbers": list(numbers)} for worth, numbers in rules.ties(found)],
        "entries": [
            {
                "application": applications[result.number].pk,
                "number": result.number,
                "group": applications[result.number].goods_group_id,
                "product": applications[result.number].product,
                "stalls": applications[result.number].stalls_max,
                "skips_jury": entries[result.number].skips_jury,
                "votes": _votes(entries[result.number]),
                "worths": _texts(rules.complete(entries[result.number], terms)),
                "conflicts": _conflicts(barred, jurors, applications[result.number].pk),
                "comments": said.get(applications[result.number].pk, {}),
                "value": None if result.value is None else str(result.value),
                "verdict": result.verdict,
                "rank": result.rank,
                "grounds": list(result.grounds),
            }
            for result in found
        ],
    }


def _texts(worths: Mapping[int, Decimal]) -> dict[str, str]:
    return {str(juror): str(worth.quantize(Decimal("0.01"))) for juror, worth in worths.items()}


def _votes(entry: rules.Entry) -> dict[str, dict[str, int]]:
    return {str(juror): {str(criterion): n for criterion, n in given.items()} for juror, given in entry.votes.items()}


def _conflicts(barred: Mapping[tuple[int, int], str], jurors: list[Juror], application: int) -> dict[str, str]:
    return {str(juror.pk): barred[juror.pk, application] for juror in jurors if (juror.pk, application) in barred}


def _comments(one: Round) -> dict[int, dict[str, str]]:
    said: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for application, juror, comment in Ballot.objects.filter(round=one).exclude(comment="").values_list("application", "juror", "comment"):
        said[application][str(juror)] = comment
    return said
