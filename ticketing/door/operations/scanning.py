"""Reading a ticket at a gate, and taking back what was read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import log
from common.errors import Refused, Stale
from ticketing.catalogue.models import Question
from ticketing.door import queries, rules, statements
from ticketing.door.access import NotPaired, Revoked, SupervisorsOnly, hashed
from ticketing.door.models import Device, Gate, Scan
from ticketing.door.reading import Reading, read
from ticketing.door.rules import Reason, Verdict
from ticketing.orders import operations as orders


class NonceReused(Refused):
    """The phone sent one number for two different tickets."""

    code = "nonce_reused"

    def __init__(self) -> None:
        super().__init__(_("This scan's number was used before, for another ticket. Scan again."))


class NotLast(Refused):
    """Only the latest admission of a ticket into an area can be undone."""

    code = "not_last"

    def __init__(self) -> None:
        super().__init__(_("This ticket was scanned again since. Undo the later scan first."))


@dataclass(frozen=True, slots=True)
class Holder:
    """What a steward may see of the person in front of the gate. `product` and `variation` hold name by language."""

    serial: int
    name: str
    name_other: str
    organisation: str
    lines: list[str]
    attention: str
    answers: list[list[str]]
    product: dict[str, str]
    variation: dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one reading came to.

    Attributes:
        verdict: what the screen shows. A look may be admitted (`admitted`) or not.
        first_at, first_gate: the admission that used the ticket up, for reason "used".
        moment: when things would be, or would have been, different: valid from, open from.
        gates: names of the gates that open for this ticket, for reason "wrong_product".
        questions: what to ask, for reason "questions".
        language, zone: the phone's language and the event's time zone, for words and hours.
    """

    verdict: Verdict
    reason: Reason
    admitted: bool
    at: datetime
    language: str
    zone: str
    gate: str
    event: int = 0
    area: int = 0
    holder: Holder | None = None
    first_at: datetime | None = None
    first_gate: str = ""
    moment: datetime | None = None
    gates: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


@lru_cache(maxsize=32)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _today(zone: str, at: datetime) -> str:
    return at.astimezone(_zone(zone)).date().isoformat()


def supervises(row: statements.Row, at: datetime) -> bool:
    """Tell whether the phone is a supervisor's, or has been made one for some minutes."""
    return row.device_rights == Device.Rights.SUPERVISOR or (row.raised_until is not None and row.raised_until > at)


def holder(row: statements.Row, at: datetime) -> Holder | None:
    if row.ticket_id is None:
        return None
    named = row.shows_names or supervises(row, at)
    return Holder(
        serial=row.ticket_id,
        name=row.name if named else "",
        name_other=row.name_other if named else "",
        organisation=row.organisation,
        lines=orjson.loads(row.lines),
        attention=row.attention,
        answers=orjson.loads(row.answers),
        product={"lv": row.product_lv, "ru": row.product_ru, "en": row.product_en},
        variation={"lv": row.variation_lv, "ru": row.variation_ru, "en": row.variation_en},
    )


def _is_locked(row: statements.Row, today: str) -> bool:
    if row.partner_state != "suspended" or row.suspended_from.isoformat() > today:
        return False
    return row.suspended_until is None or row.suspended_until.isoformat() > today


def facts(row: statements.Row, reading: Reading, *, direction: str, at: datetime, anyway: bool = False, asked: bool = False) -> rules.Facts:
    """Put what the database says into the words of the rules. `asked`: the organiser's questions have been put."""
    today = _today(row.event_zone, at)
    last = None
    if row.last_slot is not None:
        last = rules.Admission(row.last_slot, row.last_at, is_exit=row.last_direction == "exit")
    inside = row.inside_since is not None and (bool(row.stays_overnight) or _today(row.event_zone, row.inside_since) == today)
    return rules.Facts(
        at=at,
        today=today,
        ticket_state=row.ticket_state,
        ticket_generation=row.ticket_generation,
        code_generation=reading.generation,
        attention=bool(row.attention),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        event_state=row.event_state,
        event_locked=_is_locked(row, today),
        gate_rule=row.gate_rule,
        gate_active=bool(row.gate_active),
        gate_opens_at=row.gate_opens_at,
        gate_closes_at=row.gate_closes_at,
        opens_for_product=bool(row.opens_for_product),
        last=last,
        inside=inside,
        is_exit=direction == "exit",
        anyway=anyway,
        to_ask=bool(row.to_ask) and not asked,
    )


def flaw(row: statements.Row, reading: Reading, at: datetime) -> Reason | None:
    """Return why there is no ticket to judge, or None when there is one: of this event, or one this gate opens for."""
    if reading.flaw:
        return reading.flaw
    if reading.event is None and not supervises(row, at):
        return Reason.TYPED_NOT_ALLOWED
    if row.ticket_id is not None:
        return None
    return Reason.UNKNOWN if reading.event in (None, row.event_number) else Reason.WRONG_EVENT


def refusal(row: statements.Row, reason: Reason, at: datetime) -> Answer:
    """Answer without a ticket; nothing is written and nothing about any ticket is told."""
    return Answer(Verdict.REFUSE, reason, False, at, row.device_language, row.event_zone, row.gate_name)


def answer(row: statements.Row, verdict: str, reason: str, at: datetime, moment: datetime | None = None) -> Answer:
    """Answer about a ticket, with the scan that used it up where that is the reason."""
    told = Answer(
        verdict=rules.shown(verdict, reason),
        reason=Reason(reason),
        admitted=verdict == Verdict.ADMIT,
        at=at,
        language=row.device_language,
        zone=row.event_zone,
        gate=row.gate_name,
        event=row.event_id,
        area=row.area_id,
        holder=holder(row, at),
        moment=moment,
    )
    if reason == Reason.USED:
        return replace(told, first_at=row.last_at, first_gate=row.last_gate or "")
    if reason == Reason.WRONG_PRODUCT:
        open_for = Gate.objects.filter(event_id=row.event_id, products=row.product_id, is_active=True).values_list("name", flat=True)
        return replace(told, gates=tuple(open_for))
    if reason == Reason.QUESTIONS:
        return replace(told, questions=tuple(queries.questions([row.product_id])))
    return told


def repeated(row: statements.Row) -> Answer | None:
    """Return the answer given before to a scan with this number, or None when it is new.

    Raises:
        NonceReused: the number belongs to another ticket.
    """
    if row.same_ticket is None:
        return None
    if row.same_ticket != row.ticket_id:
        raise NonceReused
    return answer(row, row.same_verdict, row.same_reason, row.same_at)


def phone(row: statements.Row | None) -> statements.Row:
    """Pass a row on if its phone may scan.

    Raises:
        NotPaired, Revoked: no phone has the key, or it was taken back.
    """
    if row is None:
        raise NotPaired
    if row.device_revoked_at is not None:
        raise Revoked
    return row


def scan(
    *,
    key: str,
    code: str,
    nonce: UUID,
    at: datetime,
    direction: str = Scan.Direction.ENTRY,
    anyway: bool = False,
    answers: Mapping[int, Any] | None = None,
) -> Answer:
    """Judge one reading and record it: one look, one insert, and a third statement only for a remedy or a lost race.

    A code without a ticket costs the look alone and writes nothing. The insert is the only truth about who was first:
    it either takes the slot or finds it taken. No transaction is opened, since one statement is one. There is no
    `by`: who scans is the phone that holds `key`.

    Args:
        key: the phone's key, as it stands in its Authorization header.
        code: characters of a QR code, or a typed serial (supervisors' phones only, and never without a look).
        nonce: number of this scan, made by the phone; sent again, it finds the first answer.
        anyway: let an unpaid ticket in; supervisors only.
        answers: to the questions asked at the gate, by question; kept with the admission, or not at all.

    Raises:
        NotPaired, Revoked, SupervisorsOnly, NonceReused
        Invalid: an answer is missing or cannot be read; nobody is let in.
    """
    reading = read(code, master=settings.TICKET_KEY)
    row = phone(statements.look(key_hash=hashed(key), serial=reading.serial, nonce=nonce, at=at))
    if anyway and not supervises(row, at):
        raise SupervisorsOnly
    if reason := flaw(row, reading, at):
        return refusal(row, reason, at)
    if before := repeated(row):
        return before
    ruling = rules.decide(facts(row, reading, direction=direction, at=at, anyway=anyway, asked=answers is not None))
    said = {"nonce": nonce, "direction": direction, "at": at, "received_at": at}
    said |= {"verdict": ruling.verdict, "reason": ruling.reason, "slot": ruling.slot}
    if statements.record(row, **said) if answers is None else _with_answers(row, said, answers):
        return answer(row, ruling.verdict, ruling.reason, at, ruling.moment)
    return _outrun(row, statements.first(row, nonce=nonce, slot=ruling.slot), nonce, at)


@transaction.atomic
def _with_answers(row: statements.Row, said: Mapping[str, Any], answers: Mapping[int, Any]) -> bool:
    """Record the scan, and what was answered if it lets the person in: both or neither."""
    written = statements.record(row, **said)
    if written and row.to_ask and said["verdict"] == Verdict.ADMIT:
        orders.answer_at_door(ticket=row.ticket_id, given=answers, by=f"gate {row.gate_name}", at=said["at"])
    return written


def _outrun(row: statements.Row, winner: statements.First | None, nonce: UUID, at: datetime) -> Answer:
    """Answer where another scan came in between the look and the insert."""
    if winner is None:  # undone in the same instant
        raise Stale
    if winner.nonce != nonce:
        return replace(answer(row, Verdict.REFUSE, Reason.USED, at), first_at=winner.at, first_gate=winner.gate)
    if winner.ticket_id != row.ticket_id:
        raise NonceReused
    return answer(row, winner.verdict, winner.reason, winner.at)


@transaction.atomic
def undo(*, device: Device, scan: Scan, by: str, at: datetime) -> Scan:
    """Take an admission back, as if it had never been; the row stays. Undoing twice changes nothing.

    Raises:
        SupervisorsOnly: this is a steward's phone.
        NotLast: the ticket has passed the same area again since, or the scan admitted nobody.
    """
    if not device.supervises(at):
        raise SupervisorsOnly
    if scan.undone_at:
        return scan
    counted = Scan.objects.filter(ticket=scan.ticket_id, area=scan.area_id, verdict=Verdict.ADMIT, undone_at=None)
    if scan.verdict != Verdict.ADMIT or counted.order_by("-at", "-id").values_list("pk", flat=True).first() != scan.pk:
        raise NotLast
    if Scan.objects.filter(pk=scan.pk, undone_at=None).update(undone_at=at):
        log(by=by, at=at, action="scan.undone", subject=scan.ticket, event=device.event, partner=device.event.partner)
    scan.undone_at = at
    return scan
