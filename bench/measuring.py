"""What the measurements of the web server share: a database of their own, the real server, CPU figures, kept-alive clients."""

import contextlib
import multiprocessing
import os
import platform
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Result:
    """What one phase came to. Times in seconds; `cpu` of server and database together, None where it cannot be read."""

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


def heading(unit: str) -> str:
    """Return the head of a table, under a line that names the machine."""
    machine = (
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} at the start"
    )
    return f"{machine}\n{'clients':>7} {'phase':8} {unit:>8} {'p50 ms':>8} {'p99 ms':>8} {'CPU ms':>6} {'ratio':>5}  answers"


def _cpu_of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def tree(pid: int) -> list[int]:
    """Return a process and all it has started (Linux)."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def cpu(server: int | None, postgres: bool) -> float | None:
    """Return the seconds spent so far by the server (or by this process) and by its connections' backends."""
    if not Path("/proc/self/stat").exists():
        return None
    spent = sum(map(_cpu_of, tree(server))) if server else time.process_time()
    if postgres:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
            spent += sum(_cpu_of(pid) for (pid,) in cursor.fetchall())
    return spent


@contextlib.contextmanager
def own_database(kind: str, port: int) -> Iterator[None]:
    """Point this process and its children at a fresh "sqlite" or "postgres" database, and set Django up on it."""
    with tempfile.TemporaryDirectory(prefix="gadatirgus-bench-") as folder:
        environment = {"DATA_DIR": folder, "PORT": str(port), "DJANGO_SETTINGS_MODULE": "config.settings"}
        home = os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
        name = f"gadatirgus_bench_{port}"  # measurements at different ports may run side by side
        if kind == "postgres":
            _postgres(home, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
            environment["DATABASE_URL"] = home.rpartition("/")[0] + f"/{name}"
        else:
            environment["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        os.environ.update(environment)
        import django
        from django.core.management import call_command

        django.setup()
        call_command("prepare", verbosity=0)
        try:
            yield
        finally:
            if kind == "postgres":
                _postgres(home, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _postgres(home: str, *statements: str) -> None:
    import psycopg

    with psycopg.connect(home, autocommit=True) as server:
        for statement in statements:
            server.execute(statement)


def _settle(server: int, at_most: float = 30) -> None:
    """Wait until the server rests: it goes on loading after it has begun to listen, which is no cost of what is measured."""
    end = time.monotonic() + at_most
    before = -1.0
    while (spent := cpu(server, postgres=False)) is not None and spent - before > 0.02 and time.monotonic() < end:
        before = spent
        time.sleep(1)


@contextlib.contextmanager
def web_server(port: int) -> Iterator[int]:
    """Run the real server, as `make run` does, and give its process id."""
    server = subprocess.Popen([sys.executable, "-m", "config.run", "--only=web"], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        for _attempt in range(900):
            time.sleep(0.1)
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
        else:
            raise SystemExit("the server did not start")
        _settle(server.pid)
        yield server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


Client = Callable[[int, Sequence, threading.Barrier, list[tuple[float, str]]], None]
"""Does its share of the work over a connection of its own: (port, share, start, answers)."""


def _clients(client: Client, port: int, shares: list[Sequence], out: multiprocessing.Queue) -> None:
    """Run in a process of its own: one thread for each client; puts (seconds, [(seconds, answer)])."""
    answers: list[tuple[float, str]] = []
    start = threading.Barrier(len(shares) + 1)
    threads = [threading.Thread(target=client, args=(port, share, start, answers)) for share in shares]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    out.put((time.perf_counter() - began, answers))


def measure(name: str, client: Client, port: int, server: int, postgres: bool, shares: list[Sequence]) -> Result:
    """Let one client for each share do its work, all at once."""
    spawn = multiprocessing.get_context("spawn")
    out: multiprocessing.Queue = spawn.Queue()
    clients = spawn.Process(target=_clients, args=(client, port, shares, out))
    result = Result(name)
    before = cpu(server, postgres)
    clients.start()
    result.took, answers = out.get()
    clients.join()
    after = cpu(server, postgres)
    result.cpu = None if before is None or after is None else after - before
    result.times = [took for took, _answer in answers]
    result.reasons.update(answer for _took, answer in answers)
    return result


def dealt(work: Sequence, clients: int) -> list[Sequence]:
    """Return the work in one share for each client."""
    return [work[n::clients] for n in range(clients)]


def bare_sql(work: Sequence, connections: int, postgres: bool, transact: Callable[[object, bool, object], None]) -> Result:
    """Measure the floor: `transact(driver connection, is SQLite, one piece of work)` over several connections of this process."""
    result, queue = Result("floor"), list(reversed(work))
    steps = threading.Barrier(connections + 1)  # connected, started, finished, measured

    def one_connection() -> None:
        from django.db import connection

        connection.ensure_connection()
        lite = connection.vendor == "sqlite"
        steps.wait()
        steps.wait()
        while True:
            try:
                piece = queue.pop()
            except IndexError:
                break
            began = time.perf_counter()
            transact(connection.connection, lite, piece)
            result.times.append(time.perf_counter() - began)
        steps.wait()
        steps.wait()
        connection.close()

    threads = [threading.Thread(target=one_connection) for _number in range(connections)]
    for thread in threads:
        thread.start()
    steps.wait()
    before, began = cpu(None, postgres), time.perf_counter()
    steps.wait()
    steps.wait()
    result.took, after = time.perf_counter() - began, cpu(None, postgres)
    steps.wait()
    for thread in threads:
        thread.join()
    result.cpu = None if before is None or after is None else after - before
    return result
