"""The list of enrolments: what it is searched and filtered by, and the columns of its files."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from conference.learning import queries
from conference.learning.models import Activity, Choice, Course, Enrolment, SeatQuota
from ticketing.events.deskwork import whole
from ticketing.events.sheets import Column
from ticketing.tickets.queries import spoken

SORTS: Mapping[str, tuple[str, ...]] = {"": ("number",), "name": ("search", "number"), "newest": ("-number",)}
STATES = ("applied", "waiting", "offered", "enrolled", "declined", "withdrawn")
"""In the order somebody travels."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is asked for, read from the address; what cannot be understood is left out."""

    words: str = ""
    state: str = ""
    country: str = ""
    mode: str = ""
    activity: int | None = None
    sort: str = ""
    said: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, said: Mapping[str, str]) -> "Wanted":
        state, country, mode, sort = (said.get(name, "") for name in ("state", "country", "mode", "sort"))
        return cls(
            words=said.get("q", "").replace("\x00", "").strip()[:100],
            state=state if state in Enrolment.State.values else "",
            country=country if country.isascii() and country.isalpha() and len(country) == 2 else "",
            mode=mode if mode in SeatQuota.Mode.values else "",
            activity=whole(said.get("activity", "")),
            sort=sort if sort in SORTS else "",
            said={name: value for name, value in said.items() if name != "page" and value},
        )

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.state or self.country or self.mode or self.activity)


def found(course: Course, wanted: Wanted) -> QuerySet[Enrolment]:
    """Return the enrolments asked for, in order, with what a row shows."""
    rows = Enrolment.objects.filter(course=course).matching(wanted.words)
    exact = {"state": wanted.state, "country": wanted.country, "mode": wanted.mode}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.activity:
        chosen = Choice.objects.filter(activity=wanted.activity).exclude(state=Choice.State.DROPPED)
        rows = rows.filter(pk__in=chosen.values("enrolment"))
    return with_choices(rows.select_related("ticket", "order", "craft").order_by(*SORTS[wanted.sort]))


def with_choices(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Load what people chose as `chosen`."""
    chosen = Choice.objects.exclude(state=Choice.State.DROPPED).select_related("activity", "order").order_by("activity__starts_at")
    return rows.prefetch_related(Prefetch("choices", chosen, to_attr="chosen"))


def numbered(course: Course, numbers: Iterable[int]) -> list[Enrolment]:
    """Return enrolments by their numbers, as `found` does."""
    return list(with_choices(Enrolment.objects.filter(course=course, number__in=set(numbers)).order_by("number")))


def countries_of(course: Course) -> list[str]:
    """Return the countries people registered from. One statement."""
    return list(Enrolment.objects.filter(course=course).order_by("country").values_list("country", flat=True).distinct())


def columns(course: Course) -> Sequence[Column]:
    """Return the columns of the file of enrolments, one for each activity at the end. One statement."""
    activities = list(course.activities.all())

    def yes(value: bool) -> str:
        return str(_("yes")) if value else ""

    def chosen(activity: Activity) -> Column:
        def state(one: Any) -> str:
            return next((choice.get_state_display() for choice in one.chosen if choice.activity_id == activity.pk), "")

        return Column(str(activity), state)

    return [
        Column(_("No."), lambda one: one.number),
        Column(_("State"), lambda one: one.get_state_display()),
        Column(_("Takes part as"), lambda one: one.get_role_display()),
        Column(_("Name"), lambda one: one.name),
        Column(_("Name in another script"), lambda one: one.name_other),
        Column(_("E-mail"), lambda one: one.email),
        Column(_("Phone"), lambda one: one.phone),
        Column(_("Organisation"), lambda one: one.organisation),
        Column(_("Country"), lambda one: one.country),
        Column(_("Way of taking part"), lambda one: one.get_mode_display()),
        Column(_("Language"), lambda one: one.language),
        Column(_("Age"), lambda one: one.age),
        Column(_("Guardian's name"), lambda one: one.guardian_name),
        Column(_("Guardian's phone"), lambda one: one.guardian_phone),
        Column(_("Diet"), lambda one: one.diet),
        Column(_("Interpretation"), lambda one: one.get_interpretation_display() if one.interpretation else ""),
        Column(_("Receiver"), lambda one: one.receiver if one.receiver_back_at is None else ""),
        Column(_("May be photographed"), lambda one: yes(one.photo_consent)),
        Column(_("Gender"), lambda one: one.get_gender_display()),
        Column(_("Group"), lambda one: dict(Enrolment.TargetGroup.choices).get(one.target_group, "")),
        Column(_("Craft"), lambda one: str(one.craft or "")),
        Column(_("Registered"), lambda one: one.asked_at),
        Column(_("Registered together"), lambda one: str(one.party)[:8]),
        Column(_("Drawn"), lambda one: one.lot),
        Column(_("Answer until"), lambda one: one.offer_until),
        Column(_("Order"), lambda one: one.order.code if one.order else ""),
        Column(_("Paid"), lambda one: yes(one.order is not None and one.order.state == "paid")),
        Column(_("Ticket"), lambda one: spoken(one.ticket) if one.ticket else ""),
        Column(_("Answer"), lambda one: one.answer),
        *(chosen(activity) for activity in activities),
    ]


# --- lists for the day ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DayList:
    """One of the lists for the day: its word in the address, what it is called, and how many are on it."""

    kind: str
    label: Any
    count: int


def day_lists(course: Course) -> list[DayList]:
    """Return the lists that this course has, with their lengths. Three statements."""
    here = queries.enrolled(course)
    listed = []
    if course.asks_diet:
        listed.append(DayList("diet", _("Kitchen"), here.exclude(diet="").count()))
    if course.interpretation:
        listed.append(DayList("receivers", _("Receivers"), here.exclude(interpretation="").count()))
    seated: dict[int, int] = defaultdict(int)
    for activity in Choice.objects.filter(enrolment__in=here, state=Choice.State.SEATED).values_list("activity", flat=True):
        seated[activity] += 1
    activities = list(course.activities.all())
    if course.collect_on or any(one.collects_work for one in activities):
        listed.append(DayList("collection", _("Fired work"), queries.makes_work(course).count()))
    return listed + [DayList(f"activity-{one.pk}", str(one), seated[one.pk]) for one in activities]


def on_list(course: Course, kind: str) -> QuerySet[Enrolment] | None:
    """Return who is on one of the lists, by name; None where there is no such list."""
    here = with_choices(queries.enrolled(course)).select_related("ticket").order_by("search", "number")
    what, _dash, pk = kind.partition("-")
    if what == "activity" and (number := whole(pk)):
        if not course.activities.filter(pk=number).exists():
            return None
        seated = Choice.objects.filter(activity=number, state=Choice.State.SEATED)
        return here.filter(pk__in=seated.values("enrolment"))
    if kind == "diet":
        return here.exclude(diet="")
    if kind == "receivers":
        return here.exclude(interpretation="", receiver="")
    if kind == "collection":
        return here.filter(pk__in=queries.makes_work(course).values("pk"))
    return None


def list_columns(kind: str) -> Sequence[Column]:
    """Return the columns of a list's file: what whoever holds it in their hand needs, and no more."""
    common = [Column(_("No."), lambda one: one.number), Column(_("Name"), lambda one: one.name)]
    reach = [Column(_("Phone"), lambda one: one.phone)]
    own = {
        "diet": [Column(_("Diet"), lambda one: one.diet)],
        "receivers": [
            Column(_("Interpretation"), lambda one: one.get_interpretation_display() if one.interpretation else ""),
            Column(_("Receiver"), lambda one: one.receiver),
            Column(_("Given back"), lambda one: one.receiver_back_at),
        ],
        "collection": [*reach, Column(_("Collected"), lambda one: one.collected_at)],
    }
    others = [Column(_("Name in another script"), lambda one: one.name_other), Column(_("Country"), lambda one: one.country), *reach]
    guardian = [Column(_("Guardian's name"), lambda one: one.guardian_name), Column(_("Guardian's phone"), lambda one: one.guardian_phone)]
    return [*common, *own.get(kind, [*others, *guardian])]
