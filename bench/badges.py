"""How much work tickets and badges are to print.

    .venv/bin/python bench/badges.py [--count 1000] [--rounds 15]

Makes an event with tickets in a temporary database and measures, in turn in every round so that a busy machine troubles
all alike:

    badges       eight on A4, each with its signed code, as the print run makes them
    no codes     the same sheets without codes: what WeasyPrint takes for text alone
    floor        the same words as bare paragraphs, the least WeasyPrint can be asked for
    ticket       one ticket on A4, as a worker makes it for a mail
    first        the first ticket of a fresh process, start of the process and imports included

Figures are CPU milliseconds of the one process, the median of the rounds with the best beside it. Memory is the peak
of a fresh process that prints all badges into one file. Exits with 1 when a code in the print cannot be read back.
"""

import argparse
import contextlib
import gc
import os
import platform
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
CODE = re.compile(r'<img src="code:[^>]*>')
TAG = re.compile(r"<(p|div|img)[^>]*>")
PEOPLE = [
    ("Anna Ozola", "", "lv", ""),
    ("Vera Ščukina", "Вера Щукина", "lv", "Linu darbnīca"),
    ("Любовь Образцова", "Lyubov Obraztsova", "ru", "Гончарная мастерская «Жар-птица»"),
    ("Jānis Paraudziņš-Bērziņš", "", "lv", "Rēzeknes Amatniecības un mākslas vidusskola"),
    ("Margaret Sample", "", "en", "Crafts Council"),
]


@dataclass
class Measured:
    """CPU seconds of each round of one thing, of which `parts` are made at a time."""

    name: str
    parts: int
    aim: str
    rounds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.rounds) * 1000 / self.parts

    def over(self, other: "Measured") -> float:
        """Return how many times as much this took as `other`, each round compared with itself."""
        pairs = zip(self.rounds, other.rounds, strict=True)
        return statistics.median((mine / self.parts) / (theirs / other.parts) for mine, theirs in pairs)

    def line(self) -> str:
        return f"{self.name:<34}{self.median:9.2f}{min(self.rounds) * 1000 / self.parts:9.2f}   {self.aim}"


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds `work` takes in this process."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def machine() -> str:
    model = platform.processor() or platform.machine()
    with contextlib.suppress(OSError):
        model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())[1]
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return f"{model}, {os.cpu_count()} cores, load {load}, Python {platform.python_version()}"


def pace() -> float:
    """Return the CPU milliseconds of a loop that needs nothing but the processor: how much the machine is disturbed."""

    def loop() -> None:
        total = 0
        for number in range(300_000):
            total += number * number % 7

    return statistics.median(cpu(loop) for _ in range(5)) * 1000


def set_up() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()


def make_tickets(count: int) -> None:
    """Fill an empty database with an event and `count` tickets."""
    from django.core.management import call_command
    from django.utils import timezone

    from ticketing.factories import EventFactory, ProductFactory
    from ticketing.tickets import operations

    call_command("migrate", verbosity=0)
    event = EventFactory()
    products = [ProductFactory(event=event, style=style) for style in ("ticket", "badge", "wristband")]
    wanted = []
    for number in range(count):
        name, other, language, organisation = PEOPLE[number % len(PEOPLE)]
        facts = {"name": name, "name_other": other, "language": language, "organisation": organisation, "country": "LV"}
        wanted.append(operations.NewTicket(product=products[number % 3], **facts))
    operations.issue_many(event=event, wanted=wanted, state="valid", by="bench", at=timezone.now())


def all_tickets() -> list[Any]:
    from ticketing.tickets import queries

    return list(queries.with_code().order_by("pk"))


@contextlib.contextmanager
def changed(html: Callable[[str], str], css: list[str]) -> Iterator[None]:
    """Let the badges be laid out without codes, from `html` of their real one and under other sheets (empty: their own)."""
    from common import pdf
    from ticketing.tickets.documents import badges

    layout, symbol = pdf.layout, badges.symbol
    pdf.layout = lambda source, **more: layout(html(source), css=css or more["css"])
    badges.symbol = {}.get
    try:
        yield
    finally:
        pdf.layout, badges.symbol = layout, symbol


def bare(html: str) -> str:
    """Leave of the badges' HTML its words: one paragraph each, eight badges to a page."""
    words = TAG.sub(lambda found: "<p>" if found[1] == "p" else "", html).replace("</div>", "")
    return words.replace("<body>", "<body><style>@page { size: 210mm 297mm } p { margin: 0; font: 8pt Body }</style>")


def unread(tickets: list[Any], content: bytes) -> int:
    """Count the tickets whose code is not read back from the first sheets."""
    import pypdfium2
    import zxingcpp

    from ticketing.tickets import queries

    read = set()
    for page in list(pypdfium2.PdfDocument(content))[:3]:
        read |= {found.text for found in zxingcpp.read_barcodes(page.render(scale=200 / 72).to_pil())}
    return sum(queries.code(ticket) not in read for ticket in tickets[:24])


def compare(rounds: int, count: int) -> int:
    """Measure everything that is repeated in this process, print it, and return how many codes could not be read."""
    from ticketing.tickets import documents

    tickets = all_tickets()

    def badges() -> bytes:
        return documents.badges_pdf(tickets[:count], "a4_8")

    def without_codes() -> None:
        with changed(lambda html: CODE.sub("", html), []):
            badges()

    def floor() -> None:
        from common import pdf

        with changed(bare, ["pdf/fonts.css"]):
            joined, pdf.join = pdf.join, lambda laid_out, **more: [pdf.write(one, at=more["at"]) for one in laid_out]
            try:
                badges()
            finally:
                pdf.join = joined

    def ticket() -> None:
        documents.ticket_pdf(tickets[7:8])

    things = {
        badges: Measured("badge with its code", count, "10, then 5"),
        without_codes: Measured("badge without", count, ""),
        floor: Measured("its words as bare paragraphs", count, "floor"),
        ticket: Measured("single ticket, warm worker", 1, "40, then 20"),
    }
    content = badges()
    ticket()
    for _round in range(rounds):
        for work, measured in things.items():
            measured.rounds.append(cpu(work) if measured.parts > 1 else statistics.median(cpu(work) for _ in range(3)))
    print(f"{'CPU ms each':<34}{'median':>9}{'best':>9}   aim")
    for measured in things.values():
        print(measured.line())
    with_code, without, least, _single = things.values()
    print(f"\nbadges a second, one process      {1000 / with_code.median:9.0f}")
    print(f"codes on top                      {with_code.over(without):9.2f}   at most 1.25")
    print(f"over the floor                    {with_code.over(least):9.2f}")
    print(f"size of the file, kB a badge      {len(content) / 1000 / count:9.2f}")
    return unread(tickets, content)


def fresh(what: str) -> dict[str, float]:
    """Run one thing in a process of its own and return its figures."""
    start = time.perf_counter()
    printed = subprocess.run([sys.executable, __file__, "--fresh", what], capture_output=True, text=True, check=True).stdout
    figures = dict(pair.split("=") for pair in printed.split())
    return {**{name: float(value) for name, value in figures.items()}, "wall": time.perf_counter() - start}


def in_fresh_process(what: str) -> None:
    """Print what a fresh process finds: its CPU seconds, and its peak memory in MB before and after."""
    from ticketing.tickets import documents

    def peak() -> float:
        with contextlib.suppress(OSError):  # getrusage would tell the parent's peak as well
            return int(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1]) / 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * (1024 if sys.platform == "darwin" else 1))

    tickets = all_tickets()
    if what == "memory":
        documents.badges_pdf(tickets[:8], "a4_8")
    before = peak()
    documents.badges_pdf(tickets, "a4_8") if what == "memory" else documents.ticket_pdf(tickets[:1])
    print(f"cpu={time.process_time()} before={before} peak={peak()}")


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the printing of tickets and badges.")
    parser.add_argument("--count", type=int, default=1000, help="badges in the large print")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--fresh", choices=["memory", "first"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.fresh:
        set_up()
        in_fresh_process(options.fresh)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        os.environ.pop("DATABASE_URL", None)
        set_up()
        make_tickets(options.count)
        print(f"{machine()}; a bare loop of 300,000 steps takes {pace():.0f} ms")
        failures = compare(options.rounds, min(options.count, 160))
        memory, first = fresh("memory"), fresh("first")
    print(
        f"peak memory of {options.count} badges, MB    {memory['peak']:9.0f}   {memory['peak'] - memory['before']:.0f} of it for the print"
    )
    print(f"first ticket of a process, CPU ms {first['cpu'] * 1000:9.0f}   {first['wall'] * 1000:.0f} by the clock")
    if failures:
        print(f"{failures} codes could not be read back")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
