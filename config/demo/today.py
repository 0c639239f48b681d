"""A fair of the demonstration while it runs, and after it: who came, what happened, how many visitors, what makers say."""

from datetime import datetime, timedelta

from accounts.models import Person
from fairs.fairday import operations as fairday
from fairs.fairground.models import Stall
from fairs.models import Application, Call
from ticketing.models import Event, EventDay

_REMARKS = ("Vajadzētu vairāk soliņu, kur apsēsties.", "Спасибо, приедем ещё!", "", "Otrajā dienā pietrūka ūdens.", "", "Отличная публика.")
_VISITORS = (35, 80, 140, 170, 150, 120, 60)
_TURNOVERS = ("under_300", "under_1000", "under_100", "over_1000", "under_300")


def _here(call: Call) -> list[Application]:
    return list(Application.objects.filter(call=call, state=Application.State.CONFIRMED).order_by("number"))


def run_day(event: Event, call: Call, by: Person, at: datetime) -> None:
    """Yesterday all came but one; today most are there, one has not come, two things have happened, visitors are counted."""
    for day in event.days.filter(opens_at__lte=at):
        _morning(day, _here(call), by, at)
    here = Stall.objects.filter(ground__event=event)
    today = max(event.days.filter(opens_at__lte=at), key=lambda day: day.opens_at)
    first = fairday.note_incident(
        event=event, text="Vējš pacēla nojumi, neviens nav cietis.", stall=here.get(number="A3"), is_serious=True, by=by,
        at=min(today.opens_at + timedelta(hours=1), at),
    )  # fmt: skip
    fairday.settle_incident(
        incident=first, outcome="Nojume nostiprināta ar atsvariem.", by=by, at=min(today.opens_at + timedelta(hours=2), at)
    )
    fairday.note_incident(event=event, text="Pie B4 izsit drošinātāju.", stall=here.get(number="B4"), is_serious=False, by=by, at=at)
    _count(event, today, by, until=at)


def _morning(day: EventDay, makers: list[Application], by: Person, at: datetime) -> None:
    """Makers come in the hour before opening; one is missed on every day, and the last few of today are still awaited."""
    awaited = 3 if day.opens_at.date() == at.date() else 0
    for place, one in enumerate(makers[: len(makers) - awaited]):
        moment = min(day.opens_at - timedelta(minutes=70) + timedelta(minutes=4 * place), at)
        if place == 5:
            fairday.mark_absent(application=one, day=day, by=by, at=min(day.opens_at + timedelta(minutes=30), at))
        else:
            fairday.mark_came(application=one, day=day, by=by, at=moment)


def _count(event: Event, day: EventDay, by: Person, *, until: datetime) -> None:
    for hour, visitors in enumerate(_VISITORS):
        begins = day.opens_at + timedelta(hours=hour)
        if begins < min(until, day.closes_at):
            fairday.count_visitors(
                event=event, place="Galvenie vārti", count=visitors, hour=begins, by=by, at=begins + timedelta(minutes=59)
            )


def after_fair(event: Event, call: Call, by: Person) -> None:
    """Fill the days of a fair that is over, and let most makers tell how it was."""
    makers = _here(call)
    for day in event.days.all():
        _morning(day, makers, by, event.ends_at)
        _count(event, day, by, until=event.ends_at)
    for place, one in enumerate(makers):
        if place % 4 == 3:
            continue
        facts = {
            "rating": (5, 4, 5, 4, 3, 5)[place % 6],
            "turnover": _TURNOVERS[place % len(_TURNOVERS)],
            "visitors": 80 + place * 17 % 140,
            "would_return": place % 6 != 4,
            "remarks": _REMARKS[place % len(_REMARKS)],
        }
        fairday.send_after_form(application=one, facts=facts, by=by, at=event.ends_at + timedelta(days=1, hours=place))
