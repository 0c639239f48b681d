"""Why the slowest hundredth of scans is slow: the code, the garbage collector, the database, or waiting for the processor.

    .venv/bin/python bench/tail.py [--scans 1500] [--database sqlite|postgres]

One phone, no web server: each scan goes through the application in this thread, and after it the same SELECT and INSERT through the
bare driver. Of both, the wall clock and the processor time of this thread alone, which waits neither for the disk nor for others.
"""

import argparse
import gc
import io
import json
import sys
import time
import uuid
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.door import KEY, bare_scan, make_fair
from bench.measuring import own_database

WARM = 200
"""Scans before the first that counts: statements are prepared, the connection is open."""


def environ(code: str) -> dict:
    body = json.dumps({"code": code, "nonce": str(uuid.uuid4())}).encode()
    return {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/api/v1/door/scan", "QUERY_STRING": "", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1", "HTTP_AUTHORIZATION": f"Bearer {KEY}", "HTTP_ACCEPT_LANGUAGE": "lv", "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body), "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the ms that `work` took, by the wall and of this thread's processor."""
    cpu, wall = time.thread_time(), time.perf_counter()
    work()
    return (time.perf_counter() - wall) * 1000, (time.thread_time() - cpu) * 1000


def collected(into: dict[int, list[float]]) -> Callable[[str, dict], None]:
    """Return what tells the garbage collector's stops by generation, in ms of this thread."""
    began = 0.0

    def hear(phase: str, told: dict) -> None:
        nonlocal began
        if phase == "start":
            began = time.thread_time()
        else:
            into[told["generation"]].append((time.thread_time() - began) * 1000)

    return hear


def line(title: str, times: list[float]) -> None:
    ordered = sorted(times)
    middle, late = ordered[len(ordered) // 2], ordered[int(0.99 * len(ordered))]
    print(f"{title:34} p50 {middle:7.2f}  p99 {late:7.2f}  longest {ordered[-1]:8.2f}  p99 over p50 {late / middle:5.1f}")


def run(scans: int, postgres: bool) -> None:
    from django.db import connection

    ids, serials, codes = make_fair(2 * (WARM + scans))
    from config.wsgi import application

    bare, lite = bare_scan(ids), not postgres
    stops: dict[int, list[float]] = defaultdict(list)
    whole, floor = [], []
    told: list[str] = []
    for place in range(WARM + scans):
        if place == WARM:
            gc.callbacks.append(collected(stops))
        asked = environ(codes[place])
        ours = timed(lambda asked=asked: b"".join(application(asked, lambda status, _headers, _error=None: told.append(status))))
        alone = timed(lambda place=place: bare(connection.connection, lite, serials[WARM + scans + place]))
        if place >= WARM:
            whole.append(ours)
            floor.append(alone)
    if {status[:3] for status in told} != {"200"}:
        raise SystemExit(f"not all were answered: {set(told)}")
    line("a scan, by the clock", [wall for wall, _cpu in whole])
    line("a scan, this thread's processor", [cpu for _wall, cpu in whole])
    line("bare SELECT and INSERT, by the clock", [wall for wall, _cpu in floor])
    line("bare, this thread's processor", [cpu for _wall, cpu in floor])
    for generation, times in sorted(stops.items()):
        print(f"garbage collector, generation {generation}: {len(times)} times, at most {max(times):.1f} ms")
    connection.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scans", type=int, default=1500)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="postgres")
    parser.add_argument("--port", type=int, default=8149, help="names the database, nothing listens there")
    wanted = parser.parse_args()
    with own_database(wanted.database, wanted.port):
        run(wanted.scans, wanted.database == "postgres")
    return 0


if __name__ == "__main__":
    sys.exit(main())
