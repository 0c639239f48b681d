"""How good a computed allocation is beside the same fair allocated by hand, how close to the best there can be, and what it costs.

    .venv/bin/python bench/allocation.py [--quick] [--fairs town-60 city-300] [--seeds 1 2] [--seconds 10 60]
                                         [--prove-up-to 60] [--no-bound] [--kit FOLDER] [--instances FOLDER]

One table: for each fair, in fresh processes one after the other,

    first come    everybody in the order of application takes the best free place
    by score      the same, the jury's favourites first
    10 s, 60 s    `manage.py allocate --seconds`, start of Django and writing of plan and reasons included
    proof         `manage.py allocate --until-proof` (fairs of up to --prove-up-to stalls)
    bound         what nobody can exceed: the first two levels as proven, the third relaxed

with the first three levels, the share of the third that is reached of the proof's or else of the bound's (only where the
first two are the best there are), wall and CPU seconds, peak memory, the must-have rules that are broken and the reasons that are
not true. Exits with 1 when there is one of these or the engine is behind the greedy ones.

The fairs are made by bench/fairgrounds.py; with --kit (or ALLOCATION_KIT) by the folder's generate.py, and judged by its
score.py and check_explain.py, which share no code with the engine. --instances takes all `*.json` of a folder instead.
--quick: one small fair.
"""

import argparse
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from fairs.allocation.engine.case import Case

GREEDY = ("first come", "by score")
WITH_CRAFTS = 400
"""Stalls up to which a bound knows of crafts. On larger grounds that would take minutes; the bound there is somewhat higher."""

SECONDS = {3000: [120.0], 1000: [60.0], 0: [10.0, 60.0]}
"""Stalls from which a fair is given so many seconds."""


@dataclass
class Row:
    """One way of allocating one fair, and what it came to."""

    way: str
    levels: list[float]
    wall: float
    cpu: float
    memory: float
    proven: int = 0
    broken: int | None = None
    untrue: int | None = None
    reasons: dict[str, Any] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)


# ---- the ways ---------------------------------------------------------------------------------------------------------


def work(way: str, file: Path, out: Path) -> None:
    """A way of this file's own, in a process of its own."""
    from fairs.allocation.engine import dumps, read_text
    from fairs.allocation.engine.case import Case
    from fairs.allocation.engine.greedy import by_score, first_come
    from fairs.allocation.engine.plan import plan_of

    case = Case(read_text(file.read_bytes()))
    if way == "bound":
        out.write_text(json.dumps({"levels": list(bounds(case))}))
        return
    board = {"first come": first_come, "by score": by_score}[way](case)
    out.write_text(dumps(plan_of(board, proven=0, seed=0, patches=0, seconds=None, stopped="").document()))


def bounds(case: "Case") -> Iterator[float]:
    """What each level could be at most: the first ones as they are proven, the next relaxed (see `engine.core`)."""
    from fairs.allocation.engine.certain import certain
    from fairs.allocation.engine.core import Core, suits
    from fairs.allocation.engine.scope import whole
    from fairs.allocation.engine.stage1 import QUOTAS_AND_VALUE, WHO, first_board, leading
    from fairs.allocation.engine.work import Budget, Work

    levels, work = case.instance.levels, Work(Budget(until_proof=True))
    board, proven, priced = first_board(case, work, seed=0, reach=0)
    yield from board.levels()[:proven]
    if 0 < proven == leading(levels, WHO) < len(levels) and suits(levels, proven):
        known = certain(case, board, proven, work, seed=0, priced=priced if proven == QUOTAS_AND_VALUE else None)
        scope = whole(case, mingled=True, certain=known)
        left_out = {"same_craft_neighbours"} if len(case.ground.stalls) > WITH_CRAFTS else set()
        goal = {term: weight for term, weight in levels[proven].items() if term not in left_out}
        most = Core(board, scope, proven, work, seed=0, goal=goal).relax()
        if most == math.inf:  # too many wishes to stand together for one programme: as if each of them came true
            together = goal.pop("beside_met", 0) * sum(len(one.beside) for one in case.people)
            most = together + Core(board, scope, proven, work, seed=0, goal=goal).relax()
        yield math.floor(most + 1e-3)


def run(command: Sequence[str], out: Path) -> tuple[float, float, float, dict[str, Any]]:
    """Wall seconds, CPU seconds and peak megabytes of a process, and the document it wrote."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT)
    _pid, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    if status:
        raise SystemExit(f"{' '.join(command)}: exit status {os.waitstatus_to_exitcode(status)}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, json.loads(out.read_text(encoding="utf-8"))


def measured(way: str, file: Path) -> Row:
    """One way of allocating the fair of a file. Says on standard error that it has begun."""
    print(f"{file.stem}: {way} …", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        out, why = Path(folder) / "plan.json", Path(folder) / "reasons.json"
        if way in GREEDY or way == "bound":
            command = [__file__, "--work", way, str(file), str(out)]
        else:
            budget = ["--until-proof"] if way == "proof" else ["--seconds", way.removesuffix(" s")]
            command = ["manage.py", "allocate", str(file), "--out", str(out), "--explain", str(why), "--seed", "1", *budget]
        wall, cpu, memory, document = run(command, out)
        reasons = json.loads(why.read_text(encoding="utf-8")) if why.exists() else {}
    proven = document.get("search", {}).get("proven_levels", 0)
    return Row(way, document["levels"], wall, cpu, memory, proven, reasons=reasons, document=document)


# ---- judging ----------------------------------------------------------------------------------------------------------


class Kit:
    """Where fairs come from and who counts the broken rules: a folder with generate.py and score.py, or what is in here."""

    def __init__(self, folder: Path | None):
        self.folder = folder

    @property
    def presets(self) -> list[str]:
        if self.folder:
            return [line.split()[0] for line in self._ask("generate.py", "presets").splitlines()]
        from bench.fairgrounds import PRESETS

        return list(PRESETS)

    def make(self, preset: str, seed: int) -> dict[str, Any]:
        if self.folder:
            return json.loads(self._ask("generate.py", "new", preset, "--seed", str(seed)))
        from bench.fairgrounds import make

        return make(preset, seed)

    def broken(self, file: Path, document: dict[str, Any]) -> int:
        """How many must-have rules a plan breaks. Raises SystemExit where its levels are not what it says."""
        if self.folder:
            with tempfile.NamedTemporaryFile("w", suffix=".json") as plan:
                json.dump(document, plan)
                plan.flush()
                told = json.loads(self._ask("score.py", str(file), plan.name, "--json"))
            levels, broken = told["levels"], len(told["violations"])
        else:
            from fairs.allocation.engine import evaluate, read_text

            judged = evaluate(read_text(file.read_bytes()), document["allocation"])
            levels, broken = list(judged.levels), len(judged.broken)
        if [round(v, 3) for v in levels] != [round(v, 3) for v in document["levels"]]:
            raise SystemExit(f"{file.name}: the plan says {document['levels']}, the judge {levels}")
        return broken

    def untrue(self, file: Path, row: Row) -> int | None:
        """How many of the reasons given for wishes that were not met are not true; None where there is nobody to ask."""
        if not self.folder or not row.reasons:
            return None
        with tempfile.TemporaryDirectory() as folder:
            plan, why = Path(folder) / "plan.json", Path(folder) / "reasons.json"
            plan.write_text(json.dumps(row.document), encoding="utf-8")
            why.write_text(json.dumps(row.reasons), encoding="utf-8")
            told = self._ask("check_explain.py", str(file), str(plan), str(why))
        return int(told.rpartition("errors ")[2].partition(",")[0])

    def _ask(self, script: str, *arguments: str) -> str:
        command = [sys.executable, str(self.folder / script), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout


# ---- the table --------------------------------------------------------------------------------------------------------

COLUMNS = "{:<17}{:<12}{:<30}{:>11}{:>7}{:>8}{:>7}{:>6}{:>7}{:>6}"
HEAD = COLUMNS.format("fair", "way", "levels 1 / 2 / 3", "share of 3", "proven", "wall s", "CPU s", "MB", "broken", "false")


def fair(name: str, file: Path, kit: Kit, seconds: Sequence[float] | None, prove_up_to: int, bounded: bool) -> bool:
    """Measures one fair and prints its lines; False when a rule is broken or a greedy way is ahead."""
    stalls = len(json.loads(file.read_text(encoding="utf-8"))["stalls"])
    given = seconds or next(held for least, held in SECONDS.items() if stalls >= least)
    ways = [*GREEDY, *(f"{s:g} s" for s in given), *(["proof"] if stalls <= prove_up_to else [])]
    rows = []
    for way in ways:
        row = measured(way, file)
        row.broken = kit.broken(file, row.document)
        row.untrue = kit.untrue(file, row)
        print(line(name, row, ()), file=sys.stderr, flush=True)
        rows.append(row)
    best = max(rows, key=lambda row: (row.levels, row.proven))
    bound = [measured("bound", file)] if bounded else []
    top = best.levels if best.proven > 2 else bound[0].levels if bound else []
    for row in [*rows, *bound]:
        print(line(name, row, top), flush=True)
    greedy = max(row.levels for row in rows[:2])
    return all(row.levels >= greedy and not row.broken and not row.untrue for row in rows[2:])


def line(name: str, row: Row, top: Sequence[float]) -> str:
    levels = " / ".join(f"{v:,.0f}" for v in row.levels[:3])
    share = f"{100 * row.levels[2] / top[2]:.2f} %" if len(row.levels) > 2 < len(top) and row.levels[:2] == list(top[:2]) else "-"
    share = "-" if row.way == "bound" else share
    broken, false = ("-" if count is None else count for count in (row.broken, row.untrue))
    spent = (f"{row.wall:.1f}", f"{row.cpu:.1f}", f"{row.memory:.0f}")
    return COLUMNS.format(name, row.way, levels, share, row.proven, *spent, broken, false)


def main() -> None:
    if sys.argv[1:2] == ["--work"]:
        work(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--fairs", nargs="+", help="presets; all of them when not given")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--seconds", type=float, nargs="+", help="10 and 60; 60 from 1,000 stalls, 120 from 3,000")
    parser.add_argument("--prove-up-to", type=int, default=300, metavar="STALLS")
    parser.add_argument("--no-bound", action="store_true", help="without the line of what nobody can exceed")
    parser.add_argument("--kit", type=Path, default=os.environ.get("ALLOCATION_KIT"))
    parser.add_argument("--instances", type=Path)
    args = parser.parse_args()
    kit = Kit(args.kit and Path(args.kit))
    with tempfile.TemporaryDirectory() as folder:
        files = sorted(args.instances.glob("*.json")) if args.instances else list(made(kit, args, Path(folder)))
        print(
            f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} at the start"
        )
        print(HEAD)
        good = [fair(file.stem, file, kit, [2.0] if args.quick else args.seconds, args.prove_up_to, not args.no_bound) for file in files]
    sys.exit(0 if all(good) else 1)


def made(kit: Kit, args: argparse.Namespace, folder: Path) -> Iterator[Path]:
    """The generated fairs, each in a file."""
    names = args.fairs or ([name for name in kit.presets if name.endswith("-60")] if args.quick else kit.presets)
    for preset in sorted(names, key=lambda name: int(name.rpartition("-")[2])):
        for seed in args.seeds:
            file = folder / f"{preset}-s{seed}.json"
            file.write_text(json.dumps(kit.make(preset, seed)), encoding="utf-8")
            yield file


if __name__ == "__main__":
    main()
