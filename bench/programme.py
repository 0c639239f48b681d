"""How long a first draft of a whole conference takes, whether it clashes with anything, and what an impossible one says.

    .venv/bin/python bench/programme.py [--sessions 60] [--rooms 5] [--seed 1 2 3]

Sixty sessions in five rooms over two days, every fourth interpreted between three languages by eight interpreters, every
fifth speaker away for half a day, lunch on both days. Each draft is computed twice, in fresh processes one after the other;
clashes are looked for by the rules of the timetable, not by the solver's own code. The solver has one thread, so its CPU
seconds are what the clock shows on an idle machine; the limit is held against them. Then one speaker is asked for in twice as
many hours as there are, and what contradicts is printed in words. Exits with 1 when a draft takes more than ten seconds of a core,
clashes, differs the second time, or when the contradiction is not the one that was put in.
"""

import argparse
import multiprocessing
import os
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from conference.programme import drafting, rules  # noqa: E402

LIMIT = 10.0
"""Seconds of one core a draft may take; on a machine that does nothing else the clock shows the same."""
PAIRS = ("en-lv", "en-ru", "lv-ru")
DAYS = (drafting.Period(9 * 60, 18 * 60), drafting.Period(33 * 60, 42 * 60))
MIDNIGHT = datetime(2026, 9, 12, tzinfo=UTC)


def conference(seed: int, sessions: int = 60, rooms: int = 5) -> drafting.Problem:
    """Return a made-up conference that has a programme."""
    chance = random.Random(seed)
    halls = tuple(drafting.Hall(number, (250, 120, 80, 60, 30, 30, 30)[(number - 1) % 7], number <= 3) for number in range(1, rooms + 1))
    speakers = max(2, sessions * 3 // 4)
    content = [
        drafting.Session(
            id=number,
            minutes=chance.choice((20, 20, 30, 30, 45, 60)),
            speakers=frozenset(chance.sample(range(1, speakers + 1), chance.choice((1, 1, 1, 2)))),
            track=chance.randrange(1, rooms + 1),
            audience=chance.choice((None, 20, 30, 50, 70, 100)),
            pairs=frozenset({chance.choice(PAIRS)}) if number % 4 == 0 else frozenset(),
            things=frozenset({chance.randrange(1, 4)}) if number % 9 == 0 else frozenset(),
        )
        for number in range(1, sessions + 1)
    ]
    lunches = [
        drafting.Session(1000 + day, 60, fixed=drafting.Fixed(1, span.start + 4 * 60), is_break=True) for day, span in enumerate(DAYS)
    ]
    interpreters = tuple(
        drafting.Interpreter(number, frozenset(chance.sample(PAIRS, 2)), (DAYS[number % 2],) if number > 6 else ())
        for number in range(1, 9)
    )
    half = drafting.Period(DAYS[0].start, DAYS[0].start + 240)
    return drafting.Problem(DAYS, halls, (*content, *lunches), interpreters, dict.fromkeys(range(1, speakers + 1, 5), (half,)))


def clashes(problem: drafting.Problem, found: drafting.Draft) -> list[rules.Clash]:
    """Look for clashes by the rules that the timetable warns by."""

    def span(start: int, end: int) -> rules.Span:
        return rules.Span(MIDNIGHT + timedelta(minutes=start), MIDNIGHT + timedelta(minutes=end))

    sessions = {session.id: session for session in problem.sessions}
    placed = [
        rules.Placed(
            session=one.session,
            span=span(one.start, one.start + sessions[one.session].minutes),
            hall=one.hall,
            speakers=sessions[one.session].speakers,
            pairs=sessions[one.session].pairs,
            interpreters=frozenset(one.interpreters),
            things=sessions[one.session].things,
            audience=sessions[one.session].audience,
            is_break=sessions[one.session].is_break,
        )
        for one in found.placed
    ]
    around = rules.Around(
        halls={hall.id: rules.Hall(hall.id, hall.capacity, hall.has_booth) for hall in problem.halls},
        days=[span(*day) for day in problem.days],
        speakers_away={who: [span(*period) for period in periods] for who, periods in problem.busy.items()},
        interpreters_away={one.id: [span(*period) for period in one.busy] for one in problem.interpreters},
        languages={one.id: one.pairs for one in problem.interpreters},
    )
    return rules.clashes(placed, around)


def impossible(problem: drafting.Problem) -> drafting.Problem:
    """Return the conference with somebody who is to speak five times as long as half a day, of which there are four."""
    star = [drafting.Session(2000 + number, 240, frozenset({999}), audience=100) for number in range(5)]
    return drafting.Problem(problem.days, problem.halls, (*problem.sessions, *star), problem.interpreters, problem.busy)


def in_words(problem: drafting.Problem, demands: tuple[tuple[str, int], ...]) -> list[str]:
    """Return the demands as the desk says them."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.utils import translation

    from conference.programme import texts

    names = texts.Names(
        sessions={one.id: f"Session {one.id}" for one in problem.sessions},
        speakers={who: f"Speaker {who}" for one in problem.sessions for who in one.speakers},
        interpreters={one.id: f"Interpreter {one.id}" for one in problem.interpreters},
        things={what: f"Thing {what}" for one in problem.sessions for what in one.things},
    )
    with translation.override("en"):
        return [texts.demand(kind, subject, names) for kind, subject in demands]


def measure(problem: drafting.Problem, seed: int, queue) -> None:
    """One draft in this process; what came of it goes into the queue."""
    wall, cpu, found, first = time.perf_counter(), time.process_time(), 0, 0.0

    def tell(count: int, _changes: int) -> bool:
        nonlocal found, first
        found, first = count, first or time.perf_counter() - wall
        return False

    try:
        came = drafting.draft(problem, seed=seed, tell=tell)
    except drafting.Impossible as no:
        came = no.demands
    queue.put((came, time.perf_counter() - wall, time.process_time() - cpu, found, first))


def fresh(problem: drafting.Problem, seed: int):
    """As `measure`, in a process of its own."""
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=measure, args=(problem, seed, queue))
    process.start()
    answer = queue.get()
    process.join()
    return answer


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sessions", type=int, default=60)
    options.add_argument("--rooms", type=int, default=5)
    options.add_argument("--seed", type=int, nargs="+", default=[1, 2, 3])
    asked = options.parse_args()
    print(f"{asked.sessions} sessions, {asked.rooms} rooms, 2 days, 8 interpreters")
    print(f"{os.cpu_count()} cores with a load of {os.getloadavg()[0]:.1f}; one thread\n")
    print("seed   wall s   CPU s   first after s   found   clashes   tracks' extra rooms   best proven   same again")
    wrong = 0
    for seed in asked.seed:
        problem = conference(seed, asked.sessions, asked.rooms)
        came, wall, cpu, found, first = fresh(problem, seed)
        if not isinstance(came, drafting.Draft):
            print(f"{seed:4}   no programme: {came}")
            wrong += 1
            continue
        again, _other_wall, other_cpu, *_rest = fresh(problem, seed)
        count, same = len(clashes(problem, came)), again == came
        wrong += count > 0 or not same or max(cpu, other_cpu) > LIMIT
        print(
            f"{seed:4}   {wall:6.2f}   {cpu:5.2f}   {first:13.2f}   {found:5}   {count:7}   {came.track_changes:19}   "
            f"{'yes' if came.is_best else 'no':>11}   {'yes' if same else 'NO':>10}"
        )
    problem = impossible(conference(asked.seed[0], asked.sessions, asked.rooms))
    came, wall, cpu, *_rest = fresh(problem, asked.seed[0])
    print(f"\nSomebody is to speak for five half days of two days: {wall:.2f} s wall, {cpu:.2f} s CPU. These cannot all hold:")
    if isinstance(came, drafting.Draft):
        print("  a programme was found, which cannot be")
        return 1
    for sentence in in_words(problem, came):
        print(f"  – {sentence}")
    subjects = {demand.subject for demand in came}
    return int(wrong > 0 or 999 not in subjects)


if __name__ == "__main__":
    sys.exit(main())
