"""How good a computed allocation is beside the same fair allocated by hand, and what it costs.

    .venv/bin/python bench/allocation.py [--presets town-60 city-300] [--seed 1 2 3] [--seconds 10 60] [--proof]
                                         [--instances DIR]

For each fair, in fresh processes one after the other:

    first come    everybody in the order of application takes the best free place
    by score      the same, the jury's favourites first
    10 s, 60 s    the engine with so many seconds
    proof         the engine until every level is proven (--proof; a fair of 300 stalls takes minutes)

The fairs are generated (bench/fairgrounds.py) or all `*.json` of a folder. Prints the value of each level, the share of the
first three that is reached of the proof's or else of the best in the table, how many levels are proven, wall and CPU
seconds, and the peak of the process's memory. Exits with 1 when the engine is behind the greedy ones on any fair.
"""

import argparse
import json
import multiprocessing
import resource
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def measure(document: dict[str, Any], way: str, queue) -> None:
    """One fair, one way, in this process; the figures go into the queue."""
    from fairs.allocation.engine import Budget, read, solve
    from fairs.allocation.engine.case import Case
    from fairs.allocation.engine.greedy import by_score, first_come

    instance, wall, cpu = read(document), time.perf_counter(), time.process_time()
    if way in ("first come", "by score"):
        board = {"first come": first_come, "by score": by_score}[way](Case(instance))
        levels, proven, stopped = board.levels(), 0, ""
    else:
        budget = Budget(until_proof=True) if way == "proof" else Budget(seconds=float(way.split()[0]))
        plan = solve(instance, seed=1, budget=budget)
        levels, proven, stopped = list(plan.levels), plan.proven, f"{plan.stopped}, {plan.patches} patches"
    queue.put({
        "way": way, "levels": levels, "proven": proven, "stopped": stopped, "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    })  # fmt: skip


def apart(document: dict[str, Any], way: str) -> dict[str, Any]:
    """The same in a fresh process, so that memory and imports are its own."""
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=measure, args=(document, way, queue))
    process.start()
    figures = queue.get()
    process.join()
    return figures


def table(name: str, rows: list[dict[str, Any]]) -> bool:
    """Prints one fair; False when a greedy way is ahead."""
    best = max(row["levels"] for row in rows)
    print(f"\n{name}")
    print(f"{'':<12}{'levels':<46}{'level 3':>9}{'proven':>8}{'wall s':>9}{'cpu s':>8}{'MB':>7}")
    for row in rows:
        levels = " / ".join(f"{v:,.0f}" for v in row["levels"])
        same = row["levels"][:2] == best[:2] and len(best) > 2 and best[2]
        share = f"{100 * row['levels'][2] / best[2]:.2f} %" if same else "-"
        print(
            f"{row['way']:<12}{levels:<46}{share:>9}{row['proven']:>8}{row['wall']:>9.1f}{row['cpu']:>8.1f}{row['memory']:>7.0f}"
            f"  {row['stopped']}"
        )
    greedy = max(row["levels"] for row in rows if row["way"] in ("first come", "by score"))
    return all(row["levels"] >= greedy for row in rows if row["way"] not in ("first come", "by score"))


def main() -> None:
    from bench.fairgrounds import PRESETS, make

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--presets", nargs="+", choices=list(PRESETS), default=["town-60", "city-300"])
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--seconds", type=float, nargs="+", default=[10])
    parser.add_argument("--proof", action="store_true")
    parser.add_argument("--instances", type=Path, help="a folder of stall-allocation/1 files instead of generated fairs")
    args = parser.parse_args()
    if args.instances:
        fairs = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(args.instances.glob("*.json"))]
    else:
        fairs = [make(preset, seed) for preset in args.presets for seed in args.seed]
    ways = ["first come", "by score", *(f"{s:g} s" for s in args.seconds), *(["proof"] if args.proof else [])]
    ahead = [table(fair["name"], [apart(fair, way) for way in ways]) for fair in fairs]
    sys.exit(0 if all(ahead) else 1)


if __name__ == "__main__":
    main()
