"""Taking in what phones scanned without a network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.history.operations import log
from common.errors import Invalid
from ticketing.door import rules, statements
from ticketing.door.access import hashed
from ticketing.door.models import Device, Scan
from ticketing.door.operations.scanning import Answer, NonceReused, answer, facts, flaw, phone, refusal, repeated, supervises
from ticketing.door.reading import read
from ticketing.door.rules import Reason, Verdict
from ticketing.orders import operations as orders


@dataclass(frozen=True, slots=True)
class Offline:
    """One scan as the phone kept it.

    Attributes:
        at: by the phone's own clock, aware.
        verdict: "admit" when the person went in (or out), "look" or "refuse" when not.
        gate: where the phone stood then; None for where it stands now.
        answers: to the questions asked at the gate, by question.
    """

    nonce: UUID
    code: str
    at: datetime
    verdict: str
    direction: str = Scan.Direction.ENTRY
    gate: int | None = None
    answers: Mapping[int, Any] | None = None


def sync(*, key: str, device: Device, scans: Sequence[Offline], sent_at: datetime, by: str, at: datetime) -> dict[UUID, Answer]:
    """Record scans made offline and answer each; safe to repeat, and in whatever order batches arrive.

    The phone's clock is corrected by what it shows at sending (`sent_at`) against ours (`at`). The earliest corrected
    time is the admission; a later one that a phone admitted stays as a refused scan with `phone_verdict` "admit", for
    the clash desk. Each scan is a transaction of its own, so that a lost connection loses nothing that was answered.

    Raises:
        NotPaired, Revoked: the key was taken back meanwhile.
    """
    shift = at - sent_at
    answers = {}
    for item in sorted(scans, key=lambda item: item.at):
        answers[item.nonce] = _take_in(key=key, device=device, item=item, shift=shift, by=by, at=at)
    return answers


def _take_in(*, key: str, device: Device, item: Offline, shift: timedelta, by: str, at: datetime) -> Answer:
    when = min(item.at + shift, at)
    reading = read(item.code, master=settings.TICKET_KEY)
    look = {"key_hash": hashed(key), "serial": reading.serial, "nonce": item.nonce, "at": when}
    row = phone(statements.look(**look, gate=item.gate) or statements.look(**look))  # a gate of another event is no gate
    reason = flaw(row, reading, at)
    try:
        if reason is None and (before := repeated(row)):
            return before
    except NonceReused:  # one broken number must not hold up the batch for ever
        reason = Reason.UNKNOWN
    if reason:
        if item.verdict == Verdict.ADMIT:
            log(by=by, at=at, action="scan.admitted_unknown", subject=device, event=device.event, after={"reason": str(reason)})
        return refusal(row, reason, when)
    admitted = item.verdict == Verdict.ADMIT  # whoever went through unasked is no clash
    anyway = admitted and supervises(row, when)
    ruling = rules.decide(facts(row, reading, direction=item.direction, at=when, anyway=anyway, asked=admitted))
    if item.verdict != Verdict.ADMIT and ruling.verdict == Verdict.ADMIT:
        ruling = rules.Ruling(Verdict(item.verdict), Reason.TURNED_AWAY)
    with transaction.atomic():
        settled = _settle(row, item, ruling, when, at, shift)
        if item.answers is not None and settled.admitted and row.to_ask:
            _keep_answers(row, item.answers, device, by, at)
    return settled


def _keep_answers(row: statements.Row, given: Mapping[int, Any], device: Device, by: str, at: datetime) -> None:
    """Keep what was answered with an admission; what cannot be kept is noted, since nobody can be asked any more."""
    try:
        orders.answer_at_door(ticket=row.ticket_id, given=given, by=by, at=at)
    except Invalid as refused:
        log(by=by, at=at, action="scan.answers_lost", subject=device, event=device.event, after={"reason": refused.code})


@transaction.atomic
def _settle(row: statements.Row, item: Offline, ruling: rules.Ruling, when: datetime, at: datetime, shift: timedelta) -> Answer:
    told = {"nonce": item.nonce, "direction": item.direction, "at": when, "received_at": at, "phone_verdict": item.verdict}
    told["shift"] = max(min(round(shift.total_seconds()), 2**31 - 1), -(2**31))
    ruled = {"verdict": ruling.verdict, "reason": ruling.reason, "slot": ruling.slot}
    if statements.record(row, **told, **ruled):
        return answer(row, ruling.verdict, ruling.reason, when, ruling.moment)
    winner = statements.first(row, nonce=item.nonce, slot=ruling.slot)
    if winner is not None and winner.nonce == item.nonce:
        return answer(row, winner.verdict, winner.reason, winner.at)
    if winner is not None and winner.at > when and _give_way(winner, row) and statements.record(row, **told, **ruled):
        return answer(row, ruling.verdict, ruling.reason, when, ruling.moment)
    statements.record(row, **told, verdict=Verdict.REFUSE, reason=Reason.USED, slot="")
    late = answer(row, Verdict.REFUSE, Reason.USED, when)
    return replace(late, first_at=winner.at, first_gate=winner.gate) if winner else late


def _give_way(later: statements.First, row: statements.Row) -> bool:
    """Turn the admission that was recorded sooner but happened later into a clash. False when it has changed since."""
    admitted = Scan.objects.filter(pk=later.id, verdict=Verdict.ADMIT, undone_at=None)
    return admitted.update(verdict=Verdict.REFUSE, reason=Reason.USED, phone_verdict=Verdict.ADMIT, slot="") == 1
