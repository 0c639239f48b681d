"""Two events of the demonstration that do not happen as announced: one was moved by a storm, one is called off."""

from datetime import datetime, timedelta

from accounts.models import Person
from config.demo.events import Plan
from ticketing.events import operations as events
from ticketing.models import Event, Reply, Upheaval
from ticketing.refunds import operations as refunds


def make_upheaval(event: Event, plan: Plan, by: Person, at: datetime) -> None:
    """Ask the buyers of a moved event whether they come, and let some answer; give back the money of a cancelled one."""
    if event.state == Event.State.MOVED:
        moved_at = at - timedelta(days=6)
        upheaval = refunds.ask_buyers(event=event, by=by, at=moved_at)
        _carry_on(upheaval, moved_at + timedelta(minutes=1))
        _answer(upheaval, at)
    elif plan.state == Event.State.CANCELLED:
        cancelled_at = at - timedelta(hours=1)
        events.move_state(event=event, to=Event.State.CANCELLED, by=by, at=cancelled_at)
        _carry_on(Upheaval.objects.get(event=event), cancelled_at + timedelta(minutes=1))


def _carry_on(upheaval: Upheaval, at: datetime) -> None:
    """What the worker does in its next minutes."""
    while refunds.step(upheaval=upheaval, at=at):
        pass


def _answer(upheaval: Upheaval, at: datetime) -> None:
    """Most who answer come; of those who cannot, one wants the money, one a credit."""
    replies = list(Reply.objects.filter(upheaval=upheaval).select_related("upheaval", "order__event__partner").order_by("pk"))
    for number, reply in enumerate(replies[: len(replies) // 2]):
        comes = number not in (1, 3)
        way = "credit" if number == 3 and reply.order.state == "paid" else ""
        refunds.answer(reply=reply, comes=comes, way=way, by="visitor", at=at - timedelta(days=5, hours=-number))
