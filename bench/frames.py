"""How much of a set of hard camera frames the scanner page reads, and how long a look takes.

    python SIMULATOR/gen.py --out FRAMES --seed 303                # the camera simulator makes the set, some 10 minutes for each seed
    .venv/bin/python bench/frames.py FRAMES [FRAMES …]

Each frame is looked at in all the ways of `static/door/passes.js`, by the decoder that the page loads, in headless Chromium. "In turn"
is what at least one of them reads, as a phone would within half a second. Exits with 1 when a demand is missed.
"""

import argparse
import functools
import http.server
import json
import os
import statistics
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EASY = ("clean", "rotation", "perspective", "curved", "inverted", "several")
"""What must always be read."""
T1 = "signed75_b32_M"
AROUND = ("HTTPS://EXAMPLE.ORG/AD", "WIFI:T:WPA;S:Fair;P:welcome123;;", "tel:+100200300", "mailto:hello@example.org")
"""Codes that the simulator puts beside the ticket's."""
PORTION = 20

SCRIPT = """async ({ files, wasm }) => {
  const { PASSES, cut } = await import("/door/passes.js"), { prepare, read } = await import("/door/reader.js");
  if (!window.prepared) await prepare(wasm);
  window.prepared = true;
  const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const out = [];
  for (const file of files) {
    const picture = await createImageBitmap(await (await fetch(file)).blob());
    const { width, height } = picture;
    const looks = [];
    for (let pass = 0; pass < PASSES.length; pass++) {
      const image = cut(picture, width, height, pass, context);
      const began = performance.now();
      looks.push([await read(image, pass), performance.now() - began]);
    }
    out.push(looks);
  }
  return out; }"""


class _Served(http.server.SimpleHTTPRequestHandler):
    """The page's static files, and the frames below /frames/."""

    frames = Path()

    def translate_path(self, path: str) -> str:
        if path.startswith("/frames/"):
            return str(self.frames / Path(path).name)
        return super().translate_path(path)

    def log_message(self, *_what: object) -> None:
        pass


def looks_at(folder: Path, manifest: Sequence[Mapping]) -> list[list]:
    """Return for each frame and each way of looking (texts, ms)."""
    from playwright.sync_api import sync_playwright

    handler = functools.partial(type("Frames", (_Served,), {"frames": folder}), directory=str(ROOT / "static"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(f"http://localhost:{server.server_port}/img/favicon.svg")
        files = [f"/frames/{one['file']}" for one in manifest]
        (decoder,) = (ROOT / "static").glob("vendor/*/*.wasm")
        wasm = f"/{decoder.relative_to(ROOT / 'static').as_posix()}"
        found = []
        for start in range(0, len(files), PORTION):
            found += page.evaluate(SCRIPT, {"files": files[start : start + PORTION], "wasm": wasm})
        browser.close()
    server.shutdown()
    return found


def share(frames: Sequence[bool]) -> float:
    return 100 * sum(frames) / len(frames) if frames else 100.0


def report(folder: Path) -> bool:
    """Print what was read of one set; return whether all that is demanded was."""
    manifest = json.loads((folder / "manifest.json").read_text())
    found = looks_at(folder, manifest)
    rows = [(one, any(one["text"] in texts for texts, _ms in looks)) for one, looks in zip(manifest, found, strict=True) if one["text"]]
    wrong = sum(
        text not in (one["text"], *AROUND) for one, looks in zip(manifest, found, strict=True) for texts, _ms in looks for text in texts
    )
    by_defect: defaultdict[str, list[bool]] = defaultdict(list)
    for one, read in rows:
        by_defect[one["category"]].append(read)
    whole = len(by_defect) > len(EASY)
    demands = [(name, share(by_defect[name]), 100.0) for name in EASY if name in by_defect]
    if whole:
        demands += [
            ("all, in turn", share([read for _one, read in rows]), 82.0),
            ("milder half", share([read for one, read in rows if one["severity"] < 0.5]), 95.0),
            ("T1 codes alone", share([read for one, read in rows if one["kind"] == T1]), 76.0),
        ]
    print(f"\n{folder.name}: {len(rows)} frames with a code, {len(manifest) - len(rows)} without; misreads {wrong} (demanded 0)")
    for name, got, demand in demands:
        print(f"  {name:16} {got:6.1f} %  demanded {demand:.0f} %{'' if got >= demand else '  MISSED'}")
    print("  " + ", ".join(f"{name} {share(reads):.0f}" for name, reads in by_defect.items() if name not in EASY))
    for one, read in rows:
        if not read and one["category"] in EASY:
            print(f"  not read: {one['file']} severity {one['severity']}")
    _by_pass(manifest, found)
    return not wrong and all(got >= demand for _name, got, demand in demands)


def _by_pass(manifest: Sequence[Mapping], found: Sequence[list]) -> None:
    hits: Counter[int] = Counter()
    times: defaultdict[tuple[int, bool], list[float]] = defaultdict(list)
    for one, looks in zip(manifest, found, strict=True):
        for number, (texts, ms) in enumerate(looks):
            hit = bool(one["text"]) and one["text"] in texts
            hits[number] += hit
            times[number, hit].append(ms)
    for number in range(len(found[0])):
        hit, none = (statistics.median(times[number, is_hit] or [0]) for is_hit in (True, False))
        print(f"  way {number}: read {hits[number]:4}; median {hit:.0f} ms with a code, {none:.0f} ms without")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("frames", nargs="+", type=Path)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    good = [report(folder) for folder in parser.parse_args().frames]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
