"""Taking seats and giving them back: the only writers of `SeatQuota.taken` and `Activity.taken`.

Called under `states.lock`, inside the transaction that uses the seats.
"""

from collections.abc import Iterable, Sequence

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.errors import Refused
from conference.learning import queries, rules
from conference.learning.models import Activity, Choice, Course, Enrolment, SeatQuota

Chosen = Choice.State


class NoSeats(Refused):
    """Fewer seats are left than were asked for."""

    code = "no_seats"


class NotProvided(Refused):
    """No seats are set aside for people from there who take part in that way."""

    code = "not_provided"


def take(course: Course, people: Sequence[rules.Who]) -> bool:
    """Take a seat of each quota that fits, for all of the people or for none; tell whether there was room.

    Raises:
        NotProvided: for somebody no seats are set aside at all, so waiting would be in vain.
    """
    quotas = queries.seats(course)
    if rules.unprovided(people, quotas):
        raise NotProvided(_("No seats are set aside for this country and way of taking part. Ask the organiser."), field="country")
    if not rules.fit(people, quotas):
        return False
    for quota, count in sorted(rules.demand(people, quotas).items()):
        if not SeatQuota.objects.filter(pk=quota, taken__lte=F("size") - count).update(taken=F("taken") + count):
            raise NoSeats(_("The last seat has just gone. Try again."))
    return True


def give_back(course: Course, people: Sequence[rules.Who]) -> None:
    """Give the seats of people back."""
    for quota, count in sorted(rules.demand(people, queries.seats(course)).items()):
        SeatQuota.objects.filter(pk=quota, taken__gte=count).update(taken=F("taken") - count)


def take_chosen(choices: Sequence[Choice]) -> list[Choice]:
    """Seat all of the choices of one activity, or none where there are too few seats; return those seated."""
    if not choices:
        return []
    count = len(choices)
    room = Activity.objects.filter(Q(seats=None) | Q(taken__lte=F("seats") - count), pk=choices[0].activity_id)
    if not room.update(taken=F("taken") + count):
        return []
    Choice.objects.filter(pk__in=[choice.pk for choice in choices]).update(state=Chosen.SEATED)
    for choice in choices:
        choice.state = Chosen.SEATED
    return list(choices)


def free_chosen(choices: Iterable[Choice], *, to: str = Chosen.DROPPED) -> list[Activity]:
    """Give up choices, or (`to` waiting) put them back on the list; return the activities where a seat became free."""
    freed = []
    for choice in sorted(choices, key=lambda choice: choice.activity_id):
        if choice.state == Chosen.SEATED:
            Activity.objects.filter(pk=choice.activity_id, taken__gte=1).update(taken=F("taken") - 1)
            freed.append(choice.activity)
        Choice.objects.filter(pk=choice.pk).update(state=to)
        choice.state = to
    return freed


def seat_in_line(course: Course) -> list[Choice]:
    """Seat whom there is room for at the course's activities, in the order of asking; return the choices seated just now.

    People who registered together get seats at an activity all of them, or none. Only who holds a seat at the course
    itself is in line.
    """
    found = Choice.objects.filter(activity__course=course, state=Chosen.WAITING, enrolment__state__in=Enrolment.HOLDING)
    lines: dict[Activity, dict[str, list[Choice]]] = {}
    for choice in found.select_related("activity", "enrolment__order", "order").order_by("activity", "asked_at", "pk"):
        lines.setdefault(choice.activity, {}).setdefault(str(choice.enrolment.party), []).append(choice)
    seated: list[Choice] = []
    for activity, groups in lines.items():
        left = None if activity.seats is None else activity.seats - activity.taken
        for party in rules.seated_together([(party, len(group)) for party, group in groups.items()], left):
            seated += take_chosen(groups[party])
    return seated
