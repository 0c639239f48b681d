"""The server is killed again and again while phones scan: no admission that a phone was told of may be lost, none happen twice.

    .venv/bin/python bench/kill.py [--scans 10000] [--phones 8] [--database sqlite|postgres] [--every 1 4]

Phones scan over kept-alive connections; a tenth of the tickets is held in front of two phones, and of another tenth the gate has to
ask something first. What gets no answer is sent again with the same nonce, as the scanner page does. Meanwhile the server's processes
get SIGKILL at random moments and are started anew. Exits with 1 when an acknowledged admission or the answer given with it is not in
the database, or a ticket was admitted twice.
"""

import argparse
import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.door import KEY, make_fair
from bench.measuring import ROOT, own_database, tree

TOGETHER = 10
"""Tickets of one order."""

PATIENCE = 5.0
"""Seconds a phone waits for an answer before it sends the same again."""


@dataclass
class Server:
    """The real web server; killed as by a power cut for its processes, though not for the disk."""

    port: int
    kills: int = 0
    process: subprocess.Popen | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.run", "--only=web"], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def wait(self) -> None:
        for _attempt in range(6000):  # a machine with other work takes its time
            if self.answers():
                return
            time.sleep(0.1)
        raise SystemExit("the server did not start")

    def kill(self) -> None:
        assert self.process is not None
        for pid in tree(self.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self.kills += 1


@dataclass
class Told:
    """What one phone was told: (ticket's place, nonce, reason, admitted), by ticket's place what it was answered at an admission, and
    how often it had to send again."""

    answers: list[tuple[int, str, str, bool]] = field(default_factory=list)
    given: dict[int, str] = field(default_factory=dict)
    repeats: int = 0


def ask(line: socket.socket, port: int, scan: dict) -> dict:
    """Send one scan and return its answer.

    Raises:
        OSError: nobody answered, or not in time.
    """
    body = json.dumps(scan).encode()
    head = (
        f"POST /api/v1/door/scan HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {KEY}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    line.sendall(head.encode() + body)
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(line)
    head_back, _gap, content = data.partition(b"\r\n\r\n")
    length = int(head_back.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    while len(content) < length:
        content += _more(line)
    if not head_back.startswith(b"HTTP/1.1 200"):
        raise ConnectionError(head_back[:60].decode())
    return json.loads(content)


def _more(line: socket.socket) -> bytes:
    data = line.recv(65536)
    if not data:
        raise ConnectionError("the server hung up")
    return data


def scan_all(port: int, work: Sequence[tuple[int, str]], told: Told) -> None:
    """Scan each code once, and once more with an answer where the gate has to ask, whatever becomes of the server meanwhile."""
    line: socket.socket | None = None

    def until_answered(scan: dict) -> dict:
        nonlocal line
        while True:
            try:
                if line is None:
                    line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
                return ask(line, port, scan)
            except (OSError, ValueError):
                if line is not None:
                    line.close()
                line = None
                told.repeats += 1
                time.sleep(0.05)

    for place, code in work:
        scan = {"code": code, "nonce": str(uuid.uuid4())}
        answer = until_answered(scan)
        if answer["reason"] == "questions":
            said = f"dog {scan['nonce']}"
            scan = {"code": code, "nonce": str(uuid.uuid4()), "answers": {str(answer["questions"][0]["id"]): said}}
            answer = until_answered(scan)
            if answer["admitted"]:
                told.given[place] = said
        told.answers.append((place, scan["nonce"], answer["reason"], answer["admitted"]))


def ask_some(gate_id: int, many: int) -> tuple[list[int], list[str]]:
    """Sell so many tickets whose holders the gate has to ask something; return their serials and codes."""
    from django.conf import settings
    from django.utils import timezone

    from ticketing.factories import ProductFactory, QuotaFactory
    from ticketing.models import Gate, Ticket
    from ticketing.orders import operations as orders
    from ticketing.tickets import keys
    from ticketing.tickets.codes import Body

    gate, now = Gate.objects.select_related("event").get(pk=gate_id), timezone.now()
    product = ProductFactory(event=gate.event)
    QuotaFactory(event=gate.event, size=many, products=[product])
    gate.products.add(product)
    question = {"text_en": "Dog?", "kind": "text", "is_required": True, "ask_at_door": True}
    orders.save_question(event=gate.event, facts=question, products=[product], options=[], by="bench", at=now)
    for sold in range(0, many, TOGETHER):
        wants = [orders.Want(product.pk, None, min(TOGETHER, many - sold))]
        cart = orders.hold(event=gate.event, wants=wants, request_key=uuid.uuid4(), language="en", by="bench", at=now)
        holders = {line.pk: orders.Holder(name="Vera") for line in cart.lines.all()}
        orders.place(order=cart, buyer=orders.Buyer("vera@example.org", "Vera"), holders=holders, by="bench", at=now)
    Ticket.objects.filter(product=product).update(state=Ticket.State.VALID)
    serials = list(Ticket.objects.filter(product=product).order_by("pk").values_list("pk", flat=True))
    bodies = [Body(0, gate.event.number, serial, product.number, 1, 0) for serial in serials]
    return serials, [keys.sign(settings.TICKET_KEY, body) for body in bodies]


def dealt(codes: Sequence[str], phones: int, scans: int, dice: random.Random) -> list[list[tuple[int, str]]]:
    """Return each phone's work: every ticket once, and a tenth of them at a second phone as well, about the same time."""
    shares: list[list[tuple[int, str]]] = [[] for _phone in range(phones)]
    for place in range(len(codes)):
        first = place % phones
        shares[first].append((place, codes[place]))
        if place % 9 == 0 and sum(map(len, shares)) < scans:
            shares[(first + dice.randrange(1, phones)) % phones].append((place, codes[place]))
    return shares


def check(tolds: Sequence[Told], serials: Sequence[int]) -> tuple[int, int, int]:
    """Return how many acknowledged admissions or answers are lost, how many tickets were admitted twice, how many admissions there are."""
    from ticketing.models import Answer, Scan

    rows = dict(Scan.objects.filter(verdict="admit", undone_at=None).values_list("nonce", "ticket"))
    lost = sum(admitted and rows.get(uuid.UUID(nonce)) != serials[place] for told in tolds for place, nonce, _r, admitted in told.answers)
    kept = dict(Answer.objects.values_list("line__ticket", "value"))
    lost += sum(kept.get(serials[place]) != said for told in tolds for place, said in told.given.items())
    acknowledged: defaultdict[int, set[str]] = defaultdict(set)
    for told in tolds:
        for place, nonce, _reason, admitted in told.answers:
            if admitted:
                acknowledged[place].add(nonce)
    stored = Counter(rows.values())
    twice = sum(len(nonces) > 1 for nonces in acknowledged.values()) + sum(n > 1 for n in stored.values())
    return lost, twice, len(rows)


def run(scans: int, phones: int, every: tuple[float, float], port: int, seed: int) -> int:
    from django.db import connection

    dice = random.Random(seed)
    tickets = scans * 9 // 10
    asked = tickets // 10
    ids, serials, codes = make_fair(tickets - asked)
    more_serials, more_codes = ask_some(ids[2], asked)
    serials, codes = [*serials, *more_serials], [*codes, *more_codes]
    server, tolds = Server(port), [Told() for _phone in range(phones)]
    server.start()
    server.wait()
    began = time.monotonic()
    shares = dealt(codes, phones, scans, dice)
    threads = [threading.Thread(target=scan_all, args=(port, work, told)) for work, told in zip(shares, tolds, strict=True)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        time.sleep(dice.uniform(*every))
        if any(thread.is_alive() for thread in threads):
            server.kill()
            server.start()
            server.wait()
    took = time.monotonic() - began
    server.kill()
    lost, twice, admitted = check(tolds, serials)
    reasons = Counter(reason for told in tolds for _place, _nonce, reason, _admitted in told.answers)
    repeats = sum(told.repeats for told in tolds)
    print(f"{sum(reasons.values())} scans by {phones} phones in {took:.0f} s, {server.kills - 1} kills, {repeats} sent again")
    print(", ".join(f"{n} {reason}" for reason, n in reasons.most_common()))
    print(f"{sum(len(told.given) for told in tolds)} admitted with an answer")
    print(f"{tickets} tickets, {admitted} admitted; acknowledged and lost: {lost}; admitted twice: {twice}")
    connection.close()
    return lost + twice + abs(tickets - admitted)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scans", type=int, default=10_000)
    parser.add_argument("--phones", type=int, default=8)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--every", type=float, nargs=2, default=(1.0, 4.0), help="seconds between a start and the next kill, at random")
    parser.add_argument("--port", type=int, default=8143)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with own_database(wanted.database, wanted.port):
        return 1 if run(wanted.scans, wanted.phones, tuple(wanted.every), wanted.port, wanted.seed) else 0


if __name__ == "__main__":
    sys.exit(main())
