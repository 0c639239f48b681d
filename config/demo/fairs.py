"""The demonstration's fairs, each at another stage: open, before the jury, placed, today, moved, over and reported."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Person
from config.demo import jury
from config.demo.calls import apply, make_call
from config.demo.events import Plan
from config.demo.ground import FORTRESS, YARD, make_ground
from config.demo.offers import answer_offers, make_passes, publish_decisions
from config.demo.profiles import Made
from config.demo.today import after_fair, run_day
from fairs.allocation import operations as allocation
from fairs.allocation import tasks as allocation_tasks
from fairs.allocation.models import Plan as StallPlan
from fairs.calls import operations as calls
from fairs.calls import queries as call_queries
from fairs.fairground.models import Stall
from fairs.models import Application, Call
from fairs.offers import operations as offers
from ticketing.models import Event

State = Application.State


@dataclass(frozen=True, slots=True)
class World:
    """What every fair is made with: its people, its makers, and today."""

    people: Mapping[str, Person]
    makers: Sequence[Made]
    at: datetime

    @property
    def organiser(self) -> Person:
        return self.people["inese@example.org"]


def make_fair(event: Event, plan: Plan, world: World) -> None:
    """Bring a fair to the stage it has today; other events stay as they are."""
    stage = _STAGES.get(plan.slug)
    if stage is not None:
        stage(event, world)


def is_whole(plan: Plan) -> bool:
    """Tell whether the event becomes a whole fair, whose badges its makers make themselves."""
    return plan.slug in _STAGES


def _applied(call: Call, world: World, who: Sequence[int], first: datetime, last: datetime) -> list[Application]:
    """Let the makers of these places in the list apply, spread over the time."""
    step = (last - first) / max(len(who), 1)
    return [
        apply(call, world.makers[number], number, world.organiser, first + step * place) for place, number in enumerate(who)
    ]  # fmt: skip


def _open(event: Event, world: World) -> None:
    """A call open now: sent applications, drafts, one withdrawn, one that lacks something and was told so."""
    at, by = world.at, world.organiser
    make_ground(event, FORTRESS, at - timedelta(days=40))
    call = make_call(
        event, host="daugavpils-2021", opens_at=at - timedelta(days=21), closes_at=at + timedelta(days=9), by=by, at=at - timedelta(days=22)
    )
    last_year = {one.exhibitor_id: one for one in Application.objects.filter(call__event__slug="cietoksnis-pern")}
    sent = _applied(call, world, [*range(2, 26), 30, 31, 32, 34, 36, 39], at - timedelta(days=20), at - timedelta(hours=5))
    for number in (0, 1, 27, 33):  # Anna goes on from last year's, Olga has just begun
        earlier = last_year.get(world.makers[number].exhibitor.pk)
        apply(call, world.makers[number], number, by, at - timedelta(hours=3), is_sent=False, earlier=earlier)
    calls.withdraw(application=sent[-1], reason="", by=by, at=at - timedelta(days=1))
    calls.mark(application=sent[4], facts={"note": "Zvanīja, lūdza vietu tuvāk vārtiem."}, by=by, at=at - timedelta(days=2))
    lacks = call_queries.lacks_of(call, sent[:-1])
    lacking = [one for one in sent[:-1] if lacks[one.pk].missing]
    calls.ask_for_missing(call=call, applications=lacking, by=by, at=at - timedelta(hours=4))


def _jury(event: Event, world: World) -> None:
    """A call that has closed, before three jurors."""
    at, by = world.at, world.organiser
    make_ground(event, YARD, at - timedelta(days=40))
    call = make_call(
        event,
        host="kraslavas-novads",
        opens_at=at - timedelta(days=50),
        closes_at=at - timedelta(days=6),
        by=by,
        at=at - timedelta(days=51),
        most_stalls=1,
    )
    _applied(call, world, [0, 1, *range(5, 22)], at - timedelta(days=40), at - timedelta(days=7))
    one = jury.open_round(call, by=by, at=at - timedelta(days=5), ends_at=at + timedelta(days=3))
    jury.score(one, at=at - timedelta(days=2), share=0.5)


def _chosen(call: Call, applications: Sequence[Application], by: Person, at: datetime, *, waiting: int = 0, rejected: int = 0) -> None:
    """Let a jury's decision be known: the last ones wait or are refused, the others are selected, with scores."""
    lines: dict[Any, int] = {}
    for number, one in enumerate(applications):
        score = Decimal(92 - number * 53 % 41)
        if number >= len(applications) - rejected:
            note = (
                "Šoreiz bija vairāk laba darba nekā vietu." if one.language == "lv" else "В этот раз хороших работ было больше, чем мест."
            )
            calls.move(application=one, to=State.REJECTED, score=Decimal(41), note=note, by=by, at=at)
        elif number >= len(applications) - rejected - waiting:
            lines[one.goods_group_id] = lines.get(one.goods_group_id, 0) + 1
            calls.move(application=one, to=State.WAITING, score=Decimal(58), place_in_list=lines[one.goods_group_id], by=by, at=at)
        else:
            calls.move(application=one, to=State.SELECTED, score=score, by=by, at=at)


def _given_by_hand(event: Event, applications: Sequence[Application], by: Person, at: datetime) -> None:
    """Give stalls one after the other, those with fire by the fire, as a small fair does without computing."""
    free = list(Stall.objects.filter(ground__event=event).order_by("row", "position"))
    for one in applications:
        if one.state != State.SELECTED:
            continue
        fitting = [stall for stall in free if stall.allows_fire == one.has_fire and stall.power_kw >= one.power_kw]
        if fitting:
            allocation.assign(application=one, stalls=fitting[:1], by=by, at=at)
            free.remove(fitting[0])


def _placed(event: Event, world: World) -> None:
    """Computed, published, offered: some have paid and made passes, some still think, one said no."""
    at, by = world.at, world.organiser
    make_ground(event, YARD, at - timedelta(days=40))
    call = make_call(
        event,
        host="rezeknes-novads",
        opens_at=at - timedelta(days=55),
        closes_at=at - timedelta(days=20),
        by=by,
        at=at - timedelta(days=56),
    )
    _applied(call, world, [0, 1, *range(2, 24), 26, 27, 28, 31, 33, 36], at - timedelta(days=50), at - timedelta(days=21))
    one = jury.open_round(call, by=by, at=at - timedelta(days=18), ends_at=None)
    jury.score(one, at=at - timedelta(days=16))
    jury.decide(one, by=by, at=at - timedelta(days=10))
    plan = allocation.ask_plan(event=event, budget=StallPlan.Budget.QUICK, by=by, at=at - timedelta(days=6))
    allocation_tasks.compute(plan_id=plan.pk)
    plan.refresh_from_db()
    allocation.publish(plan=plan, by=by, at=at - timedelta(days=5))
    publish_decisions(call, by=by, at=at - timedelta(days=5))
    answer_offers(call, world.people, at=at - timedelta(days=4), open_left=5, unpaid=4, declined=1)
    offers.plan_load_in(event=event, by=by, at=at - timedelta(days=2))
    make_passes(call, at=at - timedelta(days=1))


def _today(event: Event, world: World) -> None:
    """Under way since yesterday."""
    at, by = world.at, world.organiser
    make_ground(event, YARD, at - timedelta(days=58))
    call = make_call(
        event,
        host="kraslavas-novads",
        opens_at=at - timedelta(days=57),
        closes_at=at - timedelta(days=40),
        by=by,
        at=at - timedelta(days=58),
        most_stalls=1,
    )
    applications = _applied(call, world, [0, 1, *range(3, 25), 30], at - timedelta(days=55), at - timedelta(days=41))
    _chosen(call, applications, by, at - timedelta(days=35), waiting=3, rejected=2)
    _given_by_hand(event, applications, by, at - timedelta(days=33))
    publish_decisions(call, by=by, at=at - timedelta(days=30))
    answer_offers(call, world.people, at=at - timedelta(days=27))
    offers.plan_load_in(event=event, by=by, at=at - timedelta(days=6))
    make_passes(call, at=at - timedelta(days=4))
    run_day(event, call, world.people["andris@example.org"], at)


def _moved(event: Event, world: World) -> None:
    """Confirmed makers who are asked whether they come on the new day; some have said so."""
    at, by = world.at, world.organiser
    make_ground(event, YARD, at - timedelta(days=58))
    call = make_call(
        event,
        host="balvu-novads",
        opens_at=at - timedelta(days=57),
        closes_at=at - timedelta(days=40),
        by=by,
        at=at - timedelta(days=58),
        most_stalls=1,
    )
    applications = _applied(call, world, [2, 13, 15, 24, 0, 8, 17, 26], at - timedelta(days=55), at - timedelta(days=41))
    _chosen(call, applications, by, at - timedelta(days=35))
    _given_by_hand(event, applications, by, at - timedelta(days=33))
    publish_decisions(call, by=by, at=at - timedelta(days=30))
    answer_offers(call, world.people, at=at - timedelta(days=27))
    calls.ask_to_reconfirm(event=event, by=by, at=at - timedelta(days=6))
    for one in Application.objects.filter(call=call).standing().order_by("number")[:4]:
        calls.reconfirm(application=one, by=by, at=at - timedelta(days=4))


def _over(event: Event, world: World) -> None:
    """Last year's: everybody came but one, and most told how it was."""
    by, start = world.organiser, event.starts_at
    make_ground(event, FORTRESS, start - timedelta(days=60))
    call = make_call(
        event,
        host="daugavpils-2021",
        opens_at=start - timedelta(days=59),
        closes_at=start - timedelta(days=40),
        by=by,
        at=start - timedelta(days=60),
    )
    applications = _applied(call, world, [0, 1, *range(2, 22), 30, 31, 33, 36], start - timedelta(days=58), start - timedelta(days=41))
    _chosen(call, applications, by, start - timedelta(days=35), waiting=2, rejected=1)
    _given_by_hand(event, applications, by, start - timedelta(days=33))
    publish_decisions(call, by=by, at=start - timedelta(days=30))
    answer_offers(call, world.people, at=start - timedelta(days=27))
    after_fair(event, call, by)


_STAGES: dict[str, Callable[[Event, World], None]] = {
    "cietoksnis": _open,
    "ziemassvetki": _jury,
    "maras-tirgus": _placed,
    "kraslavas-tirgus": _today,
    "balvu-tirgus": _moved,
    "cietoksnis-pern": _over,
}
