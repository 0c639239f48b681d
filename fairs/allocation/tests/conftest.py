"""A small fair: one row of four stalls and a corner row of two, five makers whom the jury has selected."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from accounts.factories import PersonFactory
from accounts.people.models import Person
from exhibitors.factories import CraftFactory, ExhibitorFactory
from fairs.allocation import operations, tasks
from fairs.allocation.models import Plan
from fairs.calls.models import Application, Call, Wish
from fairs.factories import ApplicationFactory, CallFactory, GroundFactory, StallFactory, ZoneFactory
from fairs.fairground.models import Ground, Stall
from ticketing.events.models import Event

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@dataclass
class Fair:
    """What a test needs of a fair."""

    event: Event
    call: Call
    ground: Ground
    by: Person

    def maker(self, entry: int, score: int | str = 70, *wishes: str, craft: str = "", **more: Any) -> Application:
        """Add a selected maker; wishes are stall numbers, `zone:X` or `feature:Y`."""
        application = ApplicationFactory(
            call=self.call, number=entry, state=more.pop("state", "selected"), score=Decimal(score), product="",
            craft=CraftFactory(code=craft or f"C-{entry}"), **more,
        )  # fmt: skip
        for rank, wish in enumerate(wishes, 1):
            kind, _, word = wish.partition(":")
            what = {"stall": self.stall(wish)} if not word else {"feature": word} if kind == "feature" else {}
            what = what or {"zone": self.ground.zones.get(code=word)}
            Wish.objects.create(application=application, rank=rank, **what)
        return application

    def stall(self, number: str) -> Stall:
        return Stall.objects.get(ground=self.ground, number=number)

    def application(self, entry: int) -> Application:
        return Application.objects.get(call=self.call, number=entry)

    def plan(self, **more: Any) -> Plan:
        """Ask for a plan and let the worker compute it."""
        plan = operations.ask_plan(event=self.event, by=self.by, at=AT, **{"budget": "quick", **more})
        tasks.compute(plan_id=plan.pk)
        plan.refresh_from_db()
        return plan

    def publish(self, plan: Plan) -> Plan:
        return operations.publish(plan=plan, by=self.by, at=AT)


@pytest.fixture
def fair(db: None) -> Fair:
    call = CallFactory()
    ground = GroundFactory(event=call.event)
    zones = {code: ZoneFactory(ground=ground, code=code) for code in ("A", "B")}
    for row, count, y in (("A", 4, 5), ("B", 2, 20)):
        for position in range(1, count + 1):
            StallFactory(
                ground=ground, row=row, position=position, number=f"{row}{position}", zone=zones[row], y_m=Decimal(y),
                open_sides=2 if position == 1 else 1, power_kw=Decimal(3 if row == "A" else 0),
            )  # fmt: skip
    return Fair(call.event, call, ground, PersonFactory())


@pytest.fixture
def exhibitor() -> Any:
    return ExhibitorFactory
