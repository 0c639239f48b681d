"""The three statements of a scan, as the database sees them.

Written by hand because they run at every reading of every ticket: the object mapper would spend several times the
database's own work on composing them. The names of tables and columns are pinned by a test.
"""

from collections import namedtuple
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections

from ticketing.door.commits import Commits

_COLUMNS = {
    "device_id": "d.id",
    "device_rights": "d.rights",
    "shows_names": "d.shows_names",
    "raised_until": "d.raised_until",
    "device_language": "d.language",
    "device_revoked_at": "d.revoked_at",
    "event_id": "e.id",
    "event_number": "e.number",
    "event_state": "e.state",
    "event_zone": "e.zone",
    "suspended_from": "r.suspended_from",
    "suspended_until": "r.suspended_until",
    "partner_state": "r.state",
    "gate_id": "g.id",
    "gate_name": "g.name",
    "gate_rule": "g.rule",
    "gate_active": "g.is_active",
    "gate_opens_at": "g.opens_at",
    "gate_closes_at": "g.closes_at",
    "area_id": "g.area_id",
    "stays_overnight": "a.stays_overnight",
    "ticket_id": "t.id",
    "ticket_state": "t.state",
    "ticket_generation": "t.generation",
    "name": "t.name",
    "name_other": "t.name_other",
    "organisation": "t.organisation",
    "lines": "t.lines",
    "attention": "t.attention",
    "answers": "t.answers",
    "to_ask": "t.to_ask",
    "product_id": "t.product_id",
    "product_lv": "p.name_lv",
    "product_ru": "p.name_ru",
    "product_en": "p.name_en",
    "variation_lv": "v.name_lv",
    "variation_ru": "v.name_ru",
    "variation_en": "v.name_en",
    "valid_from": "w.valid_from",
    "valid_until": "w.valid_until",
    "opens_for_product": (
        "EXISTS(SELECT 1 FROM ticketing_gate_products o WHERE o.gate_id = g.id AND o.product_id = t.product_id) AS opens"
    ),
    "last_slot": "l.slot",
    "last_direction": "l.direction",
    "last_at": "l.at",
    "last_gate": "lg.name AS last_gate",
    "inside_since": """
    CASE WHEN g.rule = 'in_and_out' THEN (
        SELECT CASE WHEN (m.area_id = g.area_id AND m.direction = 'entry') OR ma.within_id = g.area_id THEN m.at END
        FROM ticketing_scan m JOIN ticketing_area ma ON ma.id = m.area_id
        WHERE m.ticket_id = t.id AND m.verdict = 'admit' AND m.undone_at IS NULL AND m.at <= %s
        ORDER BY m.at DESC, m.id DESC LIMIT 1) END AS inside_since""",
    "same_event": "s.event_id AS same_event",
    "same_ticket": "s.ticket_id AS same_ticket",
    "same_verdict": "s.verdict",
    "same_reason": "s.reason",
    "same_at": "s.at AS same_at",
}
Row = namedtuple("Row", _COLUMNS)

_LOOK = f"""
SELECT {", ".join(_COLUMNS.values())}
FROM ticketing_device d
JOIN ticketing_event e ON e.id = d.event_id
JOIN accounts_partner r ON r.id = e.partner_id
JOIN ticketing_gate g ON g.id = COALESCE(%s, d.gate_id) AND g.event_id = e.id
JOIN ticketing_area a ON a.id = g.area_id
LEFT JOIN ticketing_ticket t ON t.id = %s AND (t.event_id = e.id OR EXISTS(
    SELECT 1 FROM ticketing_gate_products b WHERE b.gate_id = g.id AND b.product_id = t.product_id))
LEFT JOIN ticketing_product p ON p.id = t.product_id
LEFT JOIN ticketing_variation v ON v.id = t.variation_id
LEFT JOIN ticketing_window w ON w.id = t.window_id
LEFT JOIN ticketing_scan l
    ON l.ticket_id = t.id AND l.area_id = g.area_id AND l.verdict = 'admit' AND l.undone_at IS NULL AND l.at <= %s
LEFT JOIN ticketing_gate lg ON lg.id = l.gate_id
LEFT JOIN ticketing_scan s ON s.nonce = %s
WHERE d.key_hash = %s
ORDER BY l.at DESC, l.id DESC
LIMIT 1
"""  # noqa: S608 (constants only)

_RECORD = """
INSERT INTO ticketing_scan (nonce, event_id, ticket_id, device_id, gate_id, area_id, direction, verdict, reason,
    phone_verdict, slot, at, received_at, shift)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT DO NOTHING
"""

_FIRST = """
SELECT s.id, s.nonce, s.ticket_id, s.verdict, s.reason, s.at, g.name
FROM ticketing_scan s JOIN ticketing_gate g ON g.id = s.gate_id
WHERE s.nonce = %s OR (s.ticket_id = %s AND s.area_id = %s AND s.slot = %s AND s.verdict = 'admit' AND s.undone_at IS NULL)
"""
First = namedtuple("First", "id nonce ticket_id verdict reason at gate")

_TIMES = [
    i for i, name in enumerate(_COLUMNS) if (name.endswith(("_at", "_until")) and not name.startswith("suspended")) or name == "valid_from"
]


_SINCE = list(_COLUMNS).index("inside_since")
_commits = Commits()


def _lite(text: str) -> str:
    return text.replace("%s", "?")


_LITE = {text: _lite(text) for text in (_LOOK, _RECORD, _FIRST)}


def _database() -> Any:
    """Return this thread's connection itself: each look through Django's proxy costs as much as a line of ours, eighteen to a scan."""
    return connections[DEFAULT_DB_ALIAS]


def _is_watched(database: Any) -> bool:
    """Tell whether somebody counts or wraps statements, as tests do; then Django's own cursor must run them."""
    return bool(database.execute_wrappers) or database.queries_logged


def _ask(database: Any, text: str, values: Sequence[Any]) -> list[tuple]:
    """Run a SELECT, past Django's cursors, whose rewriting of the text costs as much as the database does."""
    if _is_watched(database):
        with database.cursor() as cursor:
            cursor.execute(text, values)
            return cursor.fetchall()
    database.ensure_connection()
    with database.wrap_database_errors:
        return database.connection.execute(_LITE[text] if database.vendor == "sqlite" else text, values).fetchall()


def _put(database: Any, text: str, values: Sequence[Any]) -> int:
    """Run an INSERT; return how many rows it wrote, once they are on the disk."""
    if _is_watched(database):
        with database.cursor() as cursor:
            cursor.execute(text, values)
            return cursor.rowcount
    database.ensure_connection()
    with database.wrap_database_errors:
        if database.vendor != "sqlite":
            return database.connection.execute(text, values).rowcount
        if database.in_atomic_block:
            return database.connection.execute(_LITE[text], values).rowcount
        return _commits.write(database.connection, _LITE[text], values)


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None


def _moment(database: Any, at: datetime) -> datetime | str:
    """Return a moment as the driver wants it: what Django's own adapter says, without its questions."""
    return str(at.astimezone(UTC).replace(tzinfo=None)) if database.vendor == "sqlite" else at


def _nonce(database: Any, nonce: UUID) -> UUID | str:
    return nonce if database.vendor == "postgresql" else nonce.hex


def look(*, key_hash: str, serial: int, nonce: UUID, at: datetime, gate: int | None = None) -> Row | None:
    """Return everything about this reading in one row, or None when no phone has this key.

    Args:
        serial: 0 where there is no ticket to look up.
        at: admissions later than this are not seen, so that a scan made offline is judged by its own time.
        gate: another gate of the phone's event than the one it stands at now.
    """
    database = _database()
    moment = _moment(database, at)
    rows = _ask(database, _LOOK, (moment, gate, serial, moment, _nonce(database, nonce), key_hash))
    if not rows:
        return None
    if database.vendor != "sqlite":
        return Row._make(rows[0])
    found = list(rows[0])  # keeps no zone
    for place in _TIMES:
        found[place] = _aware(found[place])
    if found[_SINCE]:  # worked out, so that the driver does not know it for a time
        found[_SINCE] = _aware(datetime.fromisoformat(found[_SINCE]))
    return Row._make(found)


def record(
    row: Row,
    *,
    nonce: UUID,
    direction: str,
    verdict: str,
    reason: str,
    slot: str,
    at: datetime,
    received_at: datetime,
    phone_verdict: str = "",
    shift: int | None = None,
) -> bool:
    """Write the scan. False when its nonce is known, or when it would admit where another scan has admitted."""
    database = _database()
    values = (_nonce(database, nonce), row.event_id, row.ticket_id, row.device_id, row.gate_id, row.area_id, direction, verdict, reason)
    return _put(database, _RECORD, (*values, phone_verdict, slot, _moment(database, at), _moment(database, received_at), shift)) == 1


def first(row: Row, *, nonce: UUID, slot: str) -> First | None:
    """Return the scan that stood in the way of `record`: the same one sent before, else the one that was quicker."""
    database = _database()
    found = [First._make(values) for values in _ask(database, _FIRST, (_nonce(database, nonce), row.ticket_id, row.area_id, slot))]
    if database.vendor == "sqlite":
        found = [scan._replace(at=_aware(scan.at), nonce=UUID(str(scan.nonce))) for scan in found]
    return next((scan for scan in found if scan.nonce == nonce), found[0] if found else None)
