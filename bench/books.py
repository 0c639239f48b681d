"""Whether the books balance after many random lives of orders.

    .venv/bin/python bench/books.py [--histories 10000] [--seed 1] [--batch 250] [--database sqlite|postgres]

Walks the histories of `ticketing/treasury/tests/histories.py` with the real operations: orders placed with and without vouchers;
paid by hand, cash, card and bank statement, in part, too much and too late; invoiced; cancelled by ticket and whole; lapsed and revived;
taken back by the bank; refunds owed, ordered, done, failed, waived, told twice. After each history its order is looked at, after each batch
what the money stands for, at the end everything is checked as at night. Exits with 1 when anything does not agree.
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.measuring import own_database


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--histories", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=250)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    asked = parser.parse_args()
    with own_database(asked.database, 8199):
        return walk(asked.histories, asked.seed, asked.batch)


def walk(histories: int, seed: int, batch: int) -> int:
    """Walk so many histories, a batch at a time in an event of its own; return 1 where anything does not agree."""
    from accounts.factories import PersonFactory
    from ticketing.models import Document, Order, Payment, Refund
    from ticketing.treasury import queries
    from ticketing.treasury.tests import histories as lives

    anna, done, wrong, taken_back, began = PersonFactory(), Counter(), [], set(), time.perf_counter()
    for first in range(0, histories, batch):
        world = lives.build(seed * 1_000_000 + first, anna)
        for _number in range(min(batch, histories - first)):
            order = lives.walk(world)
            wrong += [f"{order}: {one}" for one in lives.complaints(world, order)]
        done.update(world.done)
        taken_back |= world.reversed
        if not queries.standing(queries.Scope(world.event.partner, "EUR")).agrees:
            wrong.append(f"{world.event}: what the money stands for does not add up")
        print(f"{first + batch:>7} histories  {time.perf_counter() - began:7.0f} s  {len(wrong)} wrong", flush=True)
    world.reversed = taken_back
    wrong += [str(fault) for fault in lives.faults(world)]
    print(f"orders {Order.objects.count()}, payments {Payment.objects.count()}, refunds {Refund.objects.count()}")
    print("states", dict(Counter(Order.objects.values_list("state", flat=True))))
    print("refunds", dict(Counter(Refund.objects.values_list("state", flat=True))))
    print("documents", dict(Counter(Document.objects.values_list("kind", flat=True))))
    print("deeds", dict(done))
    for one in wrong[:50]:
        print("WRONG", one)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
