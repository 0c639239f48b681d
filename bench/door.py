"""How fast the door answers, and what a scan costs beside the bare SQL it cannot do without.

    .venv/bin/python bench/door.py [--database sqlite|postgres] [--clients 1 8 32] [--tickets 1500] [--fair 10000]

Starts the real web server (as `make run` does) on a database of its own, lets phones with kept-alive connections scan,
and measures in turn, for each number of phones:

    floor      the same SELECT and INSERT through the same driver, without any web server
    admit      each ticket once
    used       the same tickets again
    forged     codes that were never ours
    rush       every phone scans the same few tickets at the same time

`--fair` has so many more tickets in the event, half of whose holders are inside already.

CPU is of the server's processes and of the database's together (from /proc, Linux only), the phones' left out. Exits
with 1 when a ticket was admitted twice or not at all. PostgreSQL is the one of $DATABASE_URL, or 127.0.0.1's; a
database `gadatirgus_bench_PORT` is made there and dropped.
"""

import argparse
import json
import os
import socket
import sys
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.measuring import bare_sql, dealt, heading, measure, own_database, web_server

if TYPE_CHECKING:
    from ticketing.models import Device

KEY = "bench-phone"
RUSHED = 40

# --- phones -------------------------------------------------------------------------------------------------------


def request(port: int, code: str) -> bytes:
    body = json.dumps({"code": code, "nonce": str(uuid.uuid4())}).encode()
    head = (
        f"POST /api/v1/door/scan HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {KEY}\r\nAccept-Language: lv\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _answer(phone: socket.socket) -> str:
    """Read one response and return its reason."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(phone)
    head, _gap, body = data.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += _more(phone)
    mark = b'"reason":"'
    return body.partition(mark)[2].split(b'"')[0].decode() if mark in body else f"error {head[9:12].decode()}"


def _more(phone: socket.socket) -> bytes:
    data = phone.recv(65536)
    if not data:
        raise ConnectionError("the server hung up")
    return data


def phone(port: int, codes: Sequence[str], start: threading.Barrier, answers: list[tuple[float, str]]) -> None:
    """Scan `codes` one after the other over one kept-alive connection."""
    requests = [request(port, code) for code in codes]
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        start.wait()
        for one in requests:
            began = time.perf_counter()
            line.sendall(one)
            reason = _answer(line)
            answers.append((time.perf_counter() - began, reason))


# --- the floor ----------------------------------------------------------------------------------------------------


def bare_scan(row: tuple[int, int, int, int, str]) -> Callable[[object, bool, int], None]:
    """Return the SELECT and INSERT of a scan alone, past Django, through the same driver."""
    from django.db import connection
    from django.utils import timezone

    from ticketing.door import statements

    event, device, gate, area, key_hash = row
    lite_texts = [text.replace("%s", "?") for text in (statements._LOOK, statements._RECORD)]

    def transact(driver: object, lite: bool, ticket: int) -> None:
        look, record = lite_texts if lite else (statements._LOOK, statements._RECORD)
        at, nonce = connection.ops.adapt_datetimefield_value(timezone.now()), uuid.uuid4()
        nonce = nonce.hex if lite else nonce
        driver.execute(look, (at, None, ticket, at, nonce, key_hash)).fetchone()
        driver.execute(record, (nonce, event, ticket, device, gate, area, "entry", "admit", "ok", "", "once", at, at, None))

    return transact


# --- the fair -----------------------------------------------------------------------------------------------------


def make_fair(tickets: int, others: int = 0) -> tuple[tuple[int, int, int, int, str], list[int], list[str]]:
    """Make one event with a gate, a paired phone and `tickets` tickets, beside `others` that nobody scans.

    Returns ids for the floor, serials, codes.
    """
    from django.conf import settings
    from django.utils import timezone

    from ticketing.door.access import hashed
    from ticketing.factories import DeviceFactory, EventFactory, GateFactory, ProductFactory
    from ticketing.models import Ticket
    from ticketing.tickets import keys
    from ticketing.tickets.codes import Body

    now = timezone.now()
    event = EventFactory()
    product = ProductFactory(event=event)
    gate = GateFactory(event=event, products=[product])
    device = DeviceFactory(event=event, gate=gate, key_hash=hashed(KEY), paired_at=now)
    blank = {"event": event, "product": product, "state": "valid", "issued_at": now, "changed_at": now, "lines": []}
    Ticket.objects.bulk_create([Ticket(name=f"Vera {n}", search=f"vera {n}", **blank) for n in range(tickets)], batch_size=500)
    serials = list(Ticket.objects.order_by("pk").values_list("pk", flat=True))
    codes = [keys.sign(settings.TICKET_KEY, Body(0, event.number, serial, product.number, 1, 0)) for serial in serials]
    _crowd(device, others, blank)
    return (event.pk, device.pk, gate.pk, gate.area_id, hashed(KEY)), serials, codes


def _crowd(device: "Device", many: int, blank: Mapping[str, object]) -> None:
    """Add tickets of which every second one was let in an hour ago."""
    from ticketing.models import Scan, Ticket

    last = Ticket.objects.order_by("pk").values_list("pk", flat=True).last()
    Ticket.objects.bulk_create((Ticket(name=f"Juris {n}", search=f"juris {n}", **blank) for n in range(many)), batch_size=2000)
    came = Ticket.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[::2]
    at = device.paired_at - timedelta(hours=1)
    where = {"event_id": device.event_id, "device": device, "gate": device.gate, "area_id": device.gate.area_id}
    said = {"verdict": "admit", "reason": "ok", "slot": "once", "at": at, "received_at": at}
    Scan.objects.bulk_create((Scan(nonce=uuid.uuid4(), ticket_id=pk, **where, **said) for pk in came), batch_size=2000)


def forged(code: str) -> str:
    return code[:60] + ("A" if code[60] != "A" else "B") + code[61:]


def run(postgres: bool, phones: list[int], tickets: int, port: int, fair: int) -> int:
    """Measure every phase for every number of phones; return how many tickets were not admitted exactly once."""
    from django.db import connection
    from django.db.models import Count

    from ticketing.models import Scan

    connections = int(os.environ.get("WEB_THREADS", "4"))
    ids, serials, codes = make_fair(len(phones) * (2 * tickets + RUSHED) + 200, fair)
    expected = set(serials[:200])
    with web_server(port) as server:
        measure("warm-up", phone, port, server, postgres, dealt(codes[:200], 8))
        if postgres:  # as it does by itself within a minute of the first scans; before, it plans for an empty table
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        print(heading("scans/s"))
        at = 200
        for many in phones:
            bare, ours, rushed = at, at + tickets, at + 2 * tickets
            at = rushed + RUSHED
            ground = bare_sql(serials[bare:ours], connections, postgres, bare_scan(ids))
            phases = {
                "admit": dealt(codes[ours:rushed], many),
                "used": dealt(codes[ours:rushed], many),
                "forged": dealt([forged(code) for code in codes[ours:rushed]], many),
                "rush": [codes[rushed:at]] * many,
            }
            expected.update(serials[bare:at])
            for result in (ground, *(measure(name, phone, port, server, postgres, shares) for name, shares in phases.items())):
                print(result.line(many, ground), flush=True)
    admitted = dict(Scan.objects.filter(verdict="admit", ticket__in=serials).order_by().values_list("ticket").annotate(n=Count("id")))
    wrong = sum(admitted.get(serial) != 1 for serial in expected) + len(set(admitted) - expected)
    print(f"{len(expected)} tickets scanned, {len(expected) - wrong} admitted exactly once")
    connection.close()
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--tickets", type=int, default=1500, help="for each phase")
    parser.add_argument("--fair", type=int, default=0, help="tickets in the event beside those that are scanned")
    parser.add_argument("--port", type=int, default=8139)
    wanted = parser.parse_args()
    with own_database(wanted.database, wanted.port):
        return 1 if run(wanted.database == "postgres", wanted.clients, wanted.tickets, wanted.port, wanted.fair) else 0


if __name__ == "__main__":
    sys.exit(main())
