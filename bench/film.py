"""The door in front of a camera: films of the product's own tickets, played to the scanner page, beside what is demanded of it.

    .venv/bin/python bench/film.py --simulator FOLDER [--python PYTHON] [--tickets 8] [--seeds 1 2] [--only sharp focus …]

FOLDER holds the camera simulator (`video.py`, `gen.py`); PYTHON is one that has its libraries (opencv-python-headless, numpy, segno,
zxing-cpp), by default this one. Also needed: Chromium, ffmpeg and poppler-utils.

A phone is paired, hears of its tickets, loses the network, and looks at each film. A film has a square in its corner that is white
exactly while a code is in view; the time of a verdict counts from the first frame in which it is, to the change of the screen, both
as the page itself sees them. Slowed times are of the page's own thread, as the browser slows no others. Milliseconds of a machine
that does other work besides are worth nothing: the load is printed above the table. Exits with 1 when a demand is missed.
"""

import argparse
import contextlib
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.measuring import own_database, web_server

FOREIGN = "HTTPS://EXAMPLE.ORG/AD"
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--use-fake-ui-for-media-stream")

PROBE = """(() => {
  const log = (window.probe = { shown: [], gone: [], verdicts: [], ready: 0, picture: 0 });
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  let lit = false;
  const look = (_now, { presentationTime }) => {
    const video = document.getElementById("video");
    log.picture ||= performance.now();
    context.drawImage(video, 12, 12, 4, 4, 0, 0, 1, 1);
    const on = context.getImageData(0, 0, 1, 1).data[0] > 127;
    if (on !== lit) (on ? log.shown : log.gone).push(presentationTime);
    lit = on;
    video.requestVideoFrameCallback(look);
  };
  addEventListener("DOMContentLoaded", () => {
    const screen = document.getElementById("verdict");
    document.getElementById("video").requestVideoFrameCallback(look);
    const told = () => {
      if (document.body.dataset.ready === "yes") log.ready ||= performance.now();
      const says = screen.hidden ? "" : screen.dataset.says;
      if (says && says !== told.before) log.verdicts.push([performance.now(), screen.dataset.verdict]);
      told.before = says;
    };
    new MutationObserver(told).observe(document.body, { subtree: true, attributes: true });
  });
})();"""


@dataclass(frozen=True)
class Kind:
    """One film and how it is played; demands in ms, None where nothing is demanded."""

    title: str
    film: str
    slowed: int = 1
    median: float | None = None
    worst: float | None = None


KINDS = {
    "sharp": Kind("sharp from the first frame", "sharp", median=100, worst=300),
    "focus": Kind("¼ s of autofocus", "focus", median=200, worst=500),
    "focus4": Kind("¼ s of autofocus, slowed 4 times", "focus", slowed=4, median=600),
    "focus6": Kind("¼ s of autofocus, slowed 6 times", "focus", slowed=6),
    "foreign": Kind("another code, at once a ticket", "foreign", worst=300),
}


class Table:
    """Rows of what was measured beside what is demanded; remembers whether anything is missed."""

    def __init__(self) -> None:
        self.missed = False
        print("| | seed | demand | measured | |\n|---|--:|--:|--:|---|", flush=True)

    def row(self, title: str, seed: int | str, demand: str, measured: str, kept: bool) -> None:
        self.missed |= not kept
        print(f"| {title} | {seed} | {demand} | {measured} | {'' if kept else '**missed**'} |", flush=True)


# --- what is filmed -------------------------------------------------------------------------------------------------


def make_tickets(number: int, folder: Path) -> tuple[str, list[str]]:
    """Make an event with a gate and tickets; return the token that pairs a phone, and the tickets' PDFs."""
    from django.utils import timezone

    from ticketing.door import operations
    from ticketing.factories import EventFactory, GateFactory, ProductFactory, TicketFactory
    from ticketing.tickets import documents, queries

    event = EventFactory()
    product = ProductFactory(event=event)
    gate = GateFactory(event=event, products=[product])
    papers = []
    for place in range(number):
        ticket = TicketFactory(event=event, product=product, name=f"Vera Ščukina {place}")
        papers.append(folder / f"ticket-{place}.pdf")
        papers[-1].write_bytes(documents.ticket_pdf([queries.with_code().get(pk=ticket.pk)]))
    _device, token = operations.make_device(event=event, gate=gate, name="Phone 1", by="bench", at=timezone.now())
    return token, [str(path) for path in papers]


def foreign_code(folder: Path) -> str:
    """Return the picture of a sheet with somebody else's code."""
    path = folder / "foreign.png"
    if not path.exists():
        import qrcode
        from PIL import Image

        code = qrcode.make(FOREIGN, box_size=12).convert("L")
        sheet = Image.new("L", (3 * code.width, 2 * code.width), 255)
        sheet.paste(code, (code.width, code.width // 2))
        sheet.save(path)
    return str(path)


def make_film(wanted: argparse.Namespace, film: str, seed: int, papers: Sequence[str], folder: Path) -> Path:
    path = folder / f"{film}-{seed}.mjpeg"
    if not path.exists():
        more = {
            "sharp": [*papers, "--focus", "0"],
            "focus": [*papers, "--focus", "0.25"],
            # another code before each ticket
            "foreign": [*itertools.chain(*((foreign_code(folder), paper) for paper in papers)), "--focus", "0", "--gap", "0.07"],
        }[film]
        command = [wanted.python, str(Path(wanted.simulator, "video.py")), "--out", str(path), "--seed", str(seed), *more]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return path


# --- the phone -----------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def phone(playwright, site: str, token: str, film: Path) -> Iterator:
    """A page that is paired, knows its tickets and is kept by its service worker, then loses the network."""
    flags = (*FLAGS, "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}")
    browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=flags)
    page = browser.new_context(locale="en-GB", permissions=["camera"], viewport={"width": 390, "height": 844}).new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(PROBE)
    page.goto(f"{site}/door/pair#{token}")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.locator("#counts", has_text="of").wait_for()
    page.context.set_offline(True)
    page.reload()
    page.locator("body[data-ready=yes][data-paired=yes]").wait_for()
    yield page
    browser.close()


def slow_down(page, times: int) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": times})


def timed_after_foreign(log: dict) -> tuple[list[float], int]:
    """As `timed`, where every second code in view is somebody else's, of which nothing is said."""
    starts = [start for start in log["shown"] if any(gone > start for gone in log["gone"])]
    spoken = [moment for moment, _kind in reversed(log["verdicts"]) if moment >= starts[0]]
    heard = {max(start for start in starts if start <= moment): moment for moment in spoken}
    took = [moment - start for start, moment in heard.items()]
    return took, max(0, len(starts) // 2 - len(took))


def timed(log: dict) -> tuple[list[float], int]:
    """Return ms from each first frame to its verdict, and how many codes were in view without one."""
    took, missed = [], 0
    for start in log["shown"]:
        end = next((moment for moment in log["gone"] if moment > start), None)
        if end is None:
            break  # cut off in mid-ticket
        verdict = next((moment for moment, _kind in log["verdicts"] if start <= moment < end + 700), None)
        if verdict is not None:
            took.append(verdict - start)
        else:
            missed += 1
    return took, missed


def play(page, kind: Kind, seconds: float) -> tuple[list[float], int]:
    slow_down(page, kind.slowed)
    page.locator("#start").click()
    page.wait_for_timeout(seconds * 1000)
    log = page.evaluate("window.probe")
    return timed_after_foreign(log) if kind.film == "foreign" else timed(log)


def films(table: Table, wanted: argparse.Namespace, playwright, site: str, tokens: Iterator[str], papers: list[str], folder: Path) -> None:
    for name in [one for one in KINDS if one in wanted.only]:
        kind = KINDS[name]
        for seed in wanted.seeds:
            film = make_film(wanted, kind.film, seed, papers, folder)
            seconds = 2.14 * len(papers) + 1 if kind.film == "foreign" else 2.0 * len(papers) * wanted.rounds + 3
            with phone(playwright, site, next(tokens), film) as page:
                took, missed = play(page, kind, seconds)
            said = [f"median {kind.median:.0f}" if kind.median else "", f"worst {kind.worst:.0f}" if kind.worst else "", "none missed"]
            if not took:
                table.row(kind.title, seed, ", ".join(filter(None, said)), "nothing read", False)
                continue
            took.sort()
            middle, late = statistics.median(took), took[min(len(took) - 1, int(0.95 * len(took)))]
            kept = not missed and middle <= (kind.median or middle) and took[-1] <= (kind.worst or took[-1])
            told = f"median {middle:.0f}, p95 {late:.0f}, worst {took[-1]:.0f} of {len(took)}, missed {missed}"
            table.row(kind.title, seed, ", ".join(filter(None, said)), told, kept)


def reloads(table: Table, wanted: argparse.Namespace, playwright, site: str, token: str, papers: list[str], folder: Path) -> None:
    """Open the page from what the phone has kept, without a network, slowed six times."""
    ready, picture = [], []
    with phone(playwright, site, token, make_film(wanted, "sharp", wanted.seeds[0], papers, folder)) as page:
        for _time in range(wanted.reloads):
            slow_down(page, 6)
            page.reload(wait_until="commit")
            page.locator("body[data-ready=yes]").wait_for()
            page.locator("#start").click()
            while not (log := page.evaluate("window.probe"))["picture"]:
                page.wait_for_timeout(50)
            ready.append(log["ready"])
            picture.append(log["picture"])
            page.wait_for_timeout(500)
    for title, times, demand in (("usable", ready, 1000), ("first picture", picture, 2500)):
        told = f"median {statistics.median(times):.0f}, worst {max(times):.0f} of {len(times)}"
        table.row(f"opened from cache, slowed 6 times: {title}", "", f"{demand}", told, statistics.median(times) <= demand)


# --- the first download ----------------------------------------------------------------------------------------------------


def download(table: Table, site: str) -> None:
    """Add up all that a phone fetches before it is on its own, as two sorts of browser ask for it."""
    shell = json.loads(urlopen(f"{site}/door/sw.js").read().decode().split("self.SHELL = ", 1)[1].split(";\n", 1)[0])
    addresses = [*shell["pages"], *shell["workers"], *shell["files"]]
    for encoding, demand in (("gzip", 500), ("gzip, deflate, br", None)):
        total = 0
        for address in addresses:
            with urlopen(Request(site + address, headers={"Accept-Encoding": encoding})) as answer:
                total += len(answer.read()) + len(str(answer.headers))
        title = f"first download of {len(addresses)} files, kB, {encoding}"
        table.row(title, "", str(demand or ""), f"{total / 1000:.0f}", demand is None or total / 1000 <= demand)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--simulator", required=True, help="folder of video.py")
    parser.add_argument("--python", default=sys.executable, help="an interpreter with the simulator's libraries")
    parser.add_argument("--tickets", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=2, help="how often each film is seen")
    parser.add_argument("--reloads", type=int, default=7)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--only", nargs="+", default=[*KINDS, "reload", "download"])
    parser.add_argument("--port", type=int, default=8147)
    wanted = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with own_database("sqlite", wanted.port), tempfile.TemporaryDirectory(prefix="gadatirgus-films-") as made:
        folder = Path(made)
        token, papers = make_tickets(wanted.tickets, folder)
        with web_server(wanted.port):
            site = f"http://127.0.0.1:{wanted.port}"
            print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start; times in ms\n")
            table = Table()
            if "download" in wanted.only:
                download(table, site)
            with sync_playwright() as playwright:
                tokens = _again(token)
                films(table, wanted, playwright, site, tokens, papers, folder)
                if "reload" in wanted.only:
                    reloads(table, wanted, playwright, site, next(tokens), papers, folder)
    return 1 if table.missed else 0


def _again(first: str) -> Iterator[str]:
    """Give the first token, then one of a new phone each time, as each pairs once."""
    from django.utils import timezone

    from ticketing.door import operations
    from ticketing.models import Gate

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop stays in this thread
    yield first
    gate = Gate.objects.select_related("event").get()
    for number in itertools.count(2):
        yield operations.make_device(event=gate.event, gate=gate, name=f"Phone {number}", by="bench", at=timezone.now())[1]


if __name__ == "__main__":
    sys.exit(main())
