"""The plan editor with a thousand stalls in the real page: frames a second while one stall and a row of forty are dragged.

    python -m bench.ground

Needs Chromium (CHROMIUM, or Playwright's own). Floor of the same run: the same strokes over an empty page.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
ROWS, IN_ROW = 25, 40
STEPS = 120
RECORD = """() => { globalThis.frames = []; let last = performance.now(); globalThis.counting = true;
  const tick = (now) => { globalThis.frames.push(now - last); last = now; if (globalThis.counting) requestAnimationFrame(tick); };
  requestAnimationFrame((now) => { last = now; requestAnimationFrame(tick); }); }"""


def build() -> tuple[str, str]:
    """Make a fair of a thousand stalls; return its slug and a session of its manager."""
    from decimal import Decimal

    from django.test import Client

    from accounts.factories import PersonFactory, RoleFactory
    from fairs.factories import BoardFactory, GroundFactory
    from fairs.models import Stall
    from ticketing.factories import EventFactory

    ground = GroundFactory(event=EventFactory(kind="fair"), width_m=Decimal(140), depth_m=Decimal(160))
    board = BoardFactory(ground=ground, limit_kw=Decimal(5000))
    Stall.objects.bulk_create(
        Stall(
            ground=ground, number=f"{chr(65 + row)}{place}", row=chr(65 + row), position=place, x_m=Decimal(3 * place + 5),
            y_m=Decimal(6 * row + 6), board=board, power_kw=Decimal(2),
        )
        for row in range(ROWS) for place in range(1, IN_ROW + 1)
    )  # fmt: skip
    anna = PersonFactory(name="Anna")
    RoleFactory(person=anna, partner=ground.event.partner, kind="manager")
    client = Client()
    client.force_login(anna)
    return ground.event.slug, client.cookies["sessionid"].value


def stroke(page, x: float, y: float) -> list[float]:
    """Drag from a point of the screen there and back; return the lengths of the frames in ms."""
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(RECORD)
    for step in range(STEPS):
        page.mouse.move(x + 3 * min(step, STEPS - step), y + 2 * min(step, STEPS - step))
    frames = page.evaluate("() => { globalThis.counting = false; return globalThis.frames; }")
    page.mouse.up()
    return frames


def line(name: str, frames: list[float]) -> str:
    frames = sorted(frames)
    return f"{name:14} {1000 * len(frames) / sum(frames):8.1f} {frames[len(frames) // 2]:10.1f} {frames[-1]:10.1f} {len(frames):8}"


def main() -> None:
    home = tempfile.mkdtemp(prefix="ground-")
    port = "8971"
    url = f"http://localhost:{port}"
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings", DATA_DIR=home, PORT=port, SITE_URL=url, DATABASE_URL=f"sqlite:///{home}/bench.sqlite3",
        DJANGO_ALLOW_ASYNC_UNSAFE="1",
    )  # fmt: skip
    subprocess.run([sys.executable, "manage.py", "prepare", "--verbosity=0"], cwd=ROOT, check=True)
    import django

    django.setup()
    slug, session = build()
    server = subprocess.Popen([sys.executable, "-m", "config.run", "--only=web", "--with-parent"], cwd=ROOT)
    try:
        for _attempt in range(100):
            try:
                urlopen(f"{url}/accounts/login/", timeout=5).close()
                break
            except OSError:
                time.sleep(0.3)
        measure(url, slug, session)
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(home, ignore_errors=True)


def measure(url: str, slug: str, session: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium") or running.chromium.executable_path
        page = running.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"]).new_page(
            viewport={"width": 1280, "height": 900}
        )
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
        print(f"{ROWS * IN_ROW} stalls, Chromium without a graphics card, load {os.getloadavg()[0]:.1f} at the start")
        print(f"{'drag of':14} {'frames/s':>8} {'median ms':>10} {'longest ms':>10} {'frames':>8}")
        page.goto("about:blank")
        print(line("nothing", stroke(page, 300, 300)))
        weights: list[int] = []
        page.on("response", lambda answer: weights.append(len(answer.body())) if answer.status == 200 else None)
        began = time.monotonic()
        page.goto(f"{url}/desk/{slug}/ground/editor/")
        page.wait_for_selector("[data-ready]", timeout=60_000)
        opened = time.monotonic() - began
        opened_weight = sum(weights)
        page.evaluate("groundEditor.zoom.to(1600)")
        page.locator("[data-view]").scroll_into_view_if_needed()
        spot = page.locator(".plan-number").get_by_text("C9", exact=True).bounding_box()
        x, y = spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2
        print(line("one stall", stroke(page, x, y)))
        page.evaluate("groundEditor.pick([...groundEditor.ground.things].filter(([, one]) => one.row === 'D').map(([key]) => key))")
        spot = page.locator(".plan-number").get_by_text("D9", exact=True).bounding_box()
        print(line(f"a row of {IN_ROW}", stroke(page, spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2)))
        began = time.monotonic()
        page.evaluate("groundEditor.saving.now()")
        page.wait_for_selector("[data-state=saved]", timeout=60_000)
        print(
            f"opened in {opened:.1f} s, {opened_weight / 1000:.0f} kB unpacked; saved with all checks in {time.monotonic() - began:.1f} s"
        )


if __name__ == "__main__":
    main()
