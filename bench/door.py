"""How fast the door answers, and what a scan costs beside the bare SQL it cannot do without.

    .venv/bin/python bench/door.py [--database sqlite|postgres] [--clients 1 8 32] [--tickets 1500]

Starts the real web server (as `make run` does) on a database of its own, lets phones with kept-alive connections scan,
and measures in turn, for each number of phones:

    floor      the same SELECT and INSERT through the same driver, without any web server
    admit      each ticket once
    used       the same tickets again
    forged     codes that were never ours
    rush       every phone scans the same few tickets at the same time

CPU is of the server's processes and of the database's together (from /proc, Linux only), the phones' left out. Exits
with 1 when a ticket was admitted twice or not at all. PostgreSQL is the one of $DATABASE_URL, or 127.0.0.1's; a
database `gadatirgus_bench` is made there and dropped.
"""

import argparse
import multiprocessing
import os
import queue
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
KEY = "bench-phone"
DATABASE = "gadatirgus_bench"
RUSHED = 40
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Result:
    """What one phase came to. Times in seconds."""

    name: str
    took: float = 0.0
    cpu: float | None = None
    times: list[float] = field(default_factory=list)
    reasons: Counter = field(default_factory=Counter)

    @property
    def cpu_ms(self) -> float | None:
        return None if self.cpu is None else self.cpu * 1000 / len(self.times)

    def line(self, clients: int, floor: "Result") -> str:
        times = statistics.quantiles([one * 1000 for one in self.times], n=100)
        ratio = f"{self.cpu_ms / floor.cpu_ms:5.2f}" if self.cpu_ms and floor.cpu_ms else "  n/a"
        cpu = f"{self.cpu_ms:6.2f}" if self.cpu_ms is not None else "   n/a"
        reasons = ", ".join(f"{n} {reason}" for reason, n in self.reasons.most_common())
        return f"{clients:7} {self.name:8} {len(self.times) / self.took:8.0f} {times[49]:8.1f} {times[98]:8.1f} {cpu} {ratio}  {reasons}"


# --- CPU of the server and of the database ------------------------------------------------------------------------


def _cpu_of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def _tree(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def cpu(server: int | None, postgres: bool) -> float | None:
    """Return the seconds spent so far by the server (or by this process) and by its connections' backends."""
    if not Path("/proc/self/stat").exists():
        return None
    spent = sum(map(_cpu_of, _tree(server))) if server else time.process_time()
    if postgres:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
            spent += sum(_cpu_of(pid) for (pid,) in cursor.fetchall())
    return spent


# --- phones -------------------------------------------------------------------------------------------------------


def request(port: int, code: str) -> bytes:
    body = f'{{"code": "{code}", "nonce": "{uuid.uuid4()}"}}'
    head = (
        f"POST /api/v1/door/scan HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {KEY}\r\nAccept-Language: lv\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return (head + body).encode()


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


def _one_phone(port: int, requests: list[bytes], start: threading.Barrier, answers: list[tuple[float, str]]) -> None:
    with socket.create_connection(("127.0.0.1", port)) as phone:
        phone.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        start.wait()
        for one in requests:
            began = time.perf_counter()
            phone.sendall(one)
            reason = _answer(phone)
            answers.append((time.perf_counter() - began, reason))


def _phones(port: int, shares: list[list[bytes]], out: multiprocessing.Queue) -> None:
    """Run in a process of its own: one thread for each phone; puts (seconds, [(seconds, reason)])."""
    answers: list[tuple[float, str]] = []
    start = threading.Barrier(len(shares) + 1)
    threads = [threading.Thread(target=_one_phone, args=(port, share, start, answers)) for share in shares]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    out.put((time.perf_counter() - began, answers))


def scans(name: str, port: int, server: int, postgres: bool, shares: list[list[str]]) -> Result:
    """Let one phone for each share scan its codes, all at once."""
    out: multiprocessing.Queue = multiprocessing.get_context("spawn").Queue()
    requests = [[request(port, code) for code in share] for share in shares]
    phones = multiprocessing.get_context("spawn").Process(target=_phones, args=(port, requests, out))
    result = Result(name)
    before = cpu(server, postgres)
    phones.start()
    result.took, answers = out.get()
    phones.join()
    after = cpu(server, postgres)
    result.cpu = None if before is None or after is None else after - before
    result.times = [took for took, _reason in answers]
    result.reasons.update(reason for _took, reason in answers)
    return result


# --- the floor ----------------------------------------------------------------------------------------------------


class Floor:
    """SELECT and INSERT alone, over as many connections as the server has threads, in this process."""

    def __init__(self, connections: int, row: tuple[int, int, int, int, str]):
        self.row, self.connections = row, connections
        self.steps = threading.Barrier(connections + 1)  # connected, started, finished, measured

    def measure(self, postgres: bool, tickets: list[int]) -> Result:
        result, work = Result("floor"), queue.SimpleQueue()
        for one in [*tickets, *[None] * self.connections]:
            work.put(one)
        threads = [threading.Thread(target=self._connection, args=(work, result.times)) for _ in range(self.connections)]
        for thread in threads:
            thread.start()
        self.steps.wait()
        before, began = cpu(None, postgres), time.perf_counter()
        self.steps.wait()
        self.steps.wait()
        result.took, after = time.perf_counter() - began, cpu(None, postgres)
        self.steps.wait()
        for thread in threads:
            thread.join()
        result.cpu = None if before is None or after is None else after - before
        return result

    def _connection(self, work: queue.SimpleQueue, times: list[float]) -> None:
        from django.db import connection
        from django.utils import timezone

        from ticketing.door import statements

        connection.ensure_connection()
        bare = connection.connection  # the driver's own, past Django
        lite = connection.vendor == "sqlite"
        look, record = (text.replace("%s", "?") if lite else text for text in (statements._LOOK, statements._RECORD))
        event, device, gate, area, key_hash = self.row
        self.steps.wait()
        self.steps.wait()
        while (ticket := work.get()) is not None:
            began, at, nonce = time.perf_counter(), connection.ops.adapt_datetimefield_value(timezone.now()), uuid.uuid4()
            nonce = nonce.hex if lite else nonce
            bare.execute(look, (None, ticket, at, nonce, key_hash)).fetchone()
            bare.execute(record, (nonce, event, ticket, device, gate, area, "entry", "admit", "ok", "", "once", at, at))
            times.append(time.perf_counter() - began)
        self.steps.wait()
        self.steps.wait()
        connection.close()


# --- the fair -----------------------------------------------------------------------------------------------------


def make_fair(tickets: int) -> tuple[tuple[int, int, int, int, str], list[int], list[str]]:
    """Make one event with a gate, a paired phone and `tickets` tickets. Returns ids for the floor, serials, codes."""
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
    return (event.pk, device.pk, gate.pk, gate.area_id, hashed(KEY)), serials, codes


def forged(code: str) -> str:
    return code[:60] + ("A" if code[60] != "A" else "B") + code[61:]


def dealt(codes: list[str], phones: int) -> list[list[str]]:
    return [codes[n::phones] for n in range(phones)]


def start_server(port: int) -> subprocess.Popen:
    server = subprocess.Popen([sys.executable, "-m", "config.run", "--only=web"], cwd=ROOT, stdout=subprocess.DEVNULL)
    for _attempt in range(200):
        time.sleep(0.1)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
    raise SystemExit("the server did not start")


def run(postgres: bool, phones: list[int], tickets: int, port: int) -> int:
    """Measure every phase for every number of phones; return how many tickets were not admitted exactly once."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.models import Count

    from ticketing.models import Scan

    call_command("migrate", verbosity=0)
    connections = int(os.environ.get("WEB_THREADS", "4"))
    ids, serials, codes = make_fair(len(phones) * (2 * tickets + RUSHED) + 200)
    if postgres:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE ticketing_ticket")
    expected: set[int] = set()
    server = start_server(port)
    try:
        scans("warm-up", port, server.pid, postgres, dealt([forged(code) for code in codes[:200]], 8))
        print(f"{'clients':>7} {'phase':8} {'scans/s':>8} {'p50 ms':>8} {'p99 ms':>8} {'CPU ms':>6} {'ratio':>5}  answers")
        at = 200
        for many in phones:
            bare, ours, rushed = at, at + tickets, at + 2 * tickets
            at = rushed + RUSHED
            ground = Floor(connections, ids).measure(postgres, serials[bare:ours])
            print(ground.line(many, ground), flush=True)
            for name, shares in (
                ("admit", dealt(codes[ours:rushed], many)),
                ("used", dealt(codes[ours:rushed], many)),
                ("forged", dealt([forged(code) for code in codes[ours:rushed]], many)),
                ("rush", [codes[rushed:at]] * many),
            ):
                print(scans(name, port, server.pid, postgres, shares).line(many, ground), flush=True)
            expected.update(serials[bare:at])
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
    admitted = dict(Scan.objects.filter(verdict="admit").order_by().values_list("ticket").annotate(n=Count("id")))
    wrong = sum(admitted.get(serial) != 1 for serial in expected) + len(set(admitted) - expected)
    print(f"{len(expected)} tickets scanned, {len(expected) - wrong} admitted exactly once")
    connection.close()
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--tickets", type=int, default=1500, help="for each phase")
    parser.add_argument("--port", type=int, default=8139)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="door-bench-") as folder:
        environment = {"DATA_DIR": folder, "PORT": str(wanted.port), "DJANGO_SETTINGS_MODULE": "config.settings"}
        if wanted.database == "postgres":
            import psycopg

            home = os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
            with psycopg.connect(home, autocommit=True) as server:
                server.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
                server.execute(f"CREATE DATABASE {DATABASE}")
            environment["DATABASE_URL"] = home.rpartition("/")[0] + f"/{DATABASE}"
        else:
            environment["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        os.environ.update(environment)
        import django

        django.setup()
        try:
            return 1 if run(wanted.database == "postgres", wanted.clients, wanted.tickets, wanted.port) else 0
        finally:
            if wanted.database == "postgres":
                with psycopg.connect(home, autocommit=True) as server:
                    server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


if __name__ == "__main__":
    sys.exit(main())
