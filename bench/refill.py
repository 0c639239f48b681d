"""After publication some withdraw: how few of the others have to move, and how long that takes to find out.

    .venv/bin/python bench/refill.py [--quick] [--seeds 1 2] [--percent 5] [--kit FOLDER] [--database postgres]

A fair of 300 stalls (--quick: 60) is allocated and published, five in a hundred of those who have a stall withdraw, and

    file       one stall in sixty is closed as well: `manage.py allocate` with `previous` and the levels of a repair
    database   the same fair in a fresh SQLite or PostgreSQL: `publish`, `withdraw` and `free`, `ask_refill`, the worker, `publish`

Prints who withdrew, entered, was dropped and moved; whether that number of moves is proven to be the fewest; wall and CPU seconds of the
repair. Exits with 1 when somebody was dropped. --kit as in bench/allocation.py; PostgreSQL is found by DATABASE_URL.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.allocation import Kit, run  # noqa: E402 - the project's folder must be known first
from bench.measuring import own_database  # noqa: E402

Places = Mapping[str, Sequence[str]]
HEAD = f"{'fair':<17}{'through':<10}{'withdrew':>9}{'entered':>8}{'dropped':>8}{'moved':>6}{'fewest':>8}{'wall s':>8}{'CPU s':>7}"


def told(fair: str, through: str, gone: set[str], before: Places, after: Places, proven: bool, wall: float, cpu: float) -> bool:
    """Prints one line; False when somebody was dropped."""
    stayed = [who for who in before if who not in gone]
    dropped = [who for who in stayed if who not in after]
    moved = [who for who in stayed if who in after and set(after[who]) != set(before[who])]
    entered = len(set(after) - set(before))
    print(
        f"{fair:<17}{through:<10}{len(gone):>9}{entered:>8}{len(dropped):>8}{len(moved):>6}"
        f"{'proven' if proven else '-':>8}{wall:>8.1f}{cpu:>7.1f}",
        flush=True,
    )
    return not dropped


def leavers(before: Places, percent: float, seed: int) -> set[str]:
    names = sorted(before)
    return set(random.Random(seed).sample(names, max(1, round(len(names) * percent / 100))))


# ---- a file -----------------------------------------------------------------------------------------------------------


def by_file(document: dict[str, Any], percent: float, seed: int) -> bool:
    """Through `manage.py allocate`, in processes of its own."""
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "fair.json", Path(folder) / "plan.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        before = run(["manage.py", "allocate", str(file), "--out", str(out), "--seconds", "10"], out)[3]["allocation"]
        gone = leavers(before, percent, seed)
        file.write_text(json.dumps(event_of(document, before, gone, seed)), encoding="utf-8")
        wall, cpu, _memory, answer = run(["manage.py", "allocate", str(file), "--out", str(out), "--seconds", "10"], out)
    proven = answer["search"]["proven_levels"] >= 4
    return told(document["name"], "file", gone, before, answer["allocation"], proven, wall, cpu)


def event_of(document: dict[str, Any], before: Places, gone: set[str], seed: int) -> dict[str, Any]:
    """The document that asks for the repair; one stall in sixty is closed, none of those pinned."""
    rules = document["rules"]
    pinned = {s for pin in rules["pins"] for s in pin["stalls"]}
    open_ = [s["id"] for s in document["stalls"] if not s.get("blocked") and s["id"] not in pinned]
    shut = set(random.Random(seed).sample(open_, max(1, len(open_) // 60)))
    people = [
        {**a, **{key: [b for b in a[key] if b not in gone] for key in ("beside", "not_beside") if key in a}}
        for a in document["applicants"]
        if a["id"] not in gone
    ]
    said = {"quota_shortfall", "placed_value"}
    return {
        **document,
        "applicants": people,
        "stalls": [{**s, "blocked": True} if s["id"] in shut else s for s in document["stalls"]],
        "previous": {who: stalls for who, stalls in before.items() if who not in gone},
        "rules": {
            **rules,
            "pins": [pin for pin in rules["pins"] if pin["applicant"] not in gone],
            "keep_apart": [pair for pair in rules["keep_apart"] if gone.isdisjoint(pair)],
        },
        "levels": [
            {"dropped": -1}, {"quota_shortfall": -1}, {"placed_value": 1}, {"moves": -1},
            *(level for level in document["levels"] if said.isdisjoint(level)),
        ],
    }  # fmt: skip


# ---- a database -------------------------------------------------------------------------------------------------------


def by_database(document: dict[str, Any], percent: float, seed: int) -> bool:
    """Through the operations, as the organiser's page and the worker do it. The database is there already."""
    from django.db import connection
    from django.utils import timezone

    from accounts.factories import PersonFactory
    from fairs.allocation import operations, queries, tasks
    from fairs.calls import operations as calls
    from fairs.calls.models import Application

    call = fair_of(document)
    by, at = PersonFactory(), timezone.now()
    event = call.event
    plan = operations.ask_plan(event=event, budget="quick", by=by, at=at)
    done(tasks.compute(plan_id=plan.pk), plan)
    operations.publish(plan=plan, by=by, at=at)
    before = dict(queries.allocation_of(plan))
    gone = leavers(before, percent, seed)
    for application in Application.objects.filter(call=call, number__in=[int(who[1:]) for who in gone]).order_by("number"):
        calls.withdraw(application=application, reason="", by=by, at=at)
        operations.free(application=application, by=by, at=at)
    wall, cpu = time.perf_counter(), time.process_time()
    refill = operations.ask_refill(event=event, by=by, at=at + timedelta(minutes=1))
    done(tasks.compute(plan_id=refill.pk), refill)
    operations.publish(plan=refill, by=by, at=at + timedelta(minutes=2))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return told(document["name"], connection.vendor, gone, before, queries.allocation_of(refill), refill.proven >= 4, wall, cpu)


def done(state: str, plan: Any) -> None:
    plan.refresh_from_db()
    if state != "done":
        raise SystemExit(f"{plan.kind}: {state} {plan.error} {plan.conflict}")


def fair_of(document: dict[str, Any]) -> Any:
    """The ground and the makers of a document in the database; needs, prices, quotas and pairs are left to the file."""
    from exhibitors.factories import CraftFactory
    from fairs.calls.models import Wish
    from fairs.factories import ApplicationFactory, CallFactory, GroundFactory, ZoneFactory
    from fairs.fairground.models import Stall

    call = CallFactory()
    ground = GroundFactory(event=call.event, width_m=Decimal(400), depth_m=Decimal(600))
    zones = {code: ZoneFactory(ground=ground, code=code) for code in sorted({s["zone"] for s in document["stalls"]})}
    Stall.objects.bulk_create(
        Stall(
            ground=ground, number=s["id"], row=s["run"], position=s["pos"] + 1, zone=zones[s["zone"]], x_m=Decimal(str(s["x"])),
            y_m=Decimal(str(s["y"])), is_blocked=s.get("blocked", False), open_sides=2 if "corner" in s["features"] else 1,
        )
        for s in document["stalls"]
    )  # fmt: skip
    stalls = {stall.number: stall for stall in ground.stalls.all()}
    crafts = {code: CraftFactory(code=code) for code in sorted({a["craft"] for a in document["applicants"]})}
    wishes = []
    for entry, a in enumerate(document["applicants"], 1):
        application = ApplicationFactory(
            call=call, number=entry, state="selected", score=Decimal(a["score"]), craft=crafts[a["craft"]], product="",
            stalls_max=a["stalls"], stalls_min=a.get("stalls_min", a["stalls"]), front_m=Decimal(1), depth_m=Decimal(1),
        )  # fmt: skip
        for rank, wish in enumerate(a.get("wishes", []), 1):
            kind, _, word = wish.rpartition(":")
            what = {"zone": zones.get(word)} if kind == "zone" else {"feature": word} if kind else {"stall": stalls[wish]}
            wishes.append(Wish(application=application, rank=rank, **what))
    Wish.objects.bulk_create(wishes)
    return call


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--percent", type=float, default=5)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--kit", type=Path, default=os.environ.get("ALLOCATION_KIT"))
    args = parser.parse_args()
    kit = Kit(args.kit and Path(args.kit))
    preset = next(name for name in kit.presets if name.endswith("-60" if args.quick else "-300"))
    print(HEAD)
    good = [by_file(kit.make(preset, seed), args.percent, seed) for seed in args.seeds]
    with own_database(args.database, 8972):
        good += [by_database(kit.make(preset, seed), args.percent, seed) for seed in args.seeds]
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
