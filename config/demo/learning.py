"""Registrations of the demonstration: trainings, workshops and the conference, with waiting lists, approvals and bus seats."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Person
from common.languages import fold
from conference.learning import operations as learning
from conference.models import Activity, Course, Enrolment
from config.demo.events import Texts
from config.demo.people import visitor
from exhibitors.models import Craft
from ticketing.billing import operations as billing
from ticketing.models import Event, Order

_NAMESPACE = uuid.UUID("6f0f9f0e-8f6c-4d1c-9a51-2a54d3b5a001")
_DIETS = ("", "", "", "veģetārs", "", "bez riekstiem", "", "Veģetārs")
_GROUPS = ("maker", "maker", "teacher", "", "culture", "student", "maker", "business")


@dataclass(frozen=True, slots=True)
class Doing:
    """Something to be chosen: hours counted from the event's first opening."""

    kind: str
    title: Texts
    place: Texts
    starts: float
    ends: float
    seats: int | None = None
    fee: str = "0"
    age_min: int | None = None
    collects_work: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """How people register for one event: `people` come by themselves, every one choosing what `wishes` say by turns."""

    seats: Sequence[tuple[str, str, int]]
    people: int
    fee: str = "0"
    facts: Mapping[str, Any] = field(default_factory=dict)
    doings: Sequence[Doing] = ()
    wishes: Sequence[tuple[int, ...]] = ((),)
    staff: Sequence[tuple[str, str, str]] = ()
    leave: int = 0
    approve: int = 0
    introduction: Texts = ("", "", "")


HALL: Texts = ("Lūznavas muiža, zāle", "Усадьба Лузнава, зал", "Lūznava manor, hall")
YARD: Texts = ("autobuss no muižas pagalma", "автобус со двора усадьбы", "coach from the manor yard")
STABLE: Texts = ("Lūznavas muiža, stallis", "Усадьба Лузнава, конюшня", "Lūznava manor, stable")

PLANS: dict[str, Plan] = {
    "socialie-mediji-1": Plan(seats=[("", "", 20)], people=0, facts={"paper": Course.Paper.TRAINING}),  # its people: config.demo.training
    "socialie-mediji-2": Plan(
        seats=[("LV", "", 16), ("RU", "online", 4)], people=24, leave=1, facts={"paper": Course.Paper.TRAINING, "asks_diet": True}
    ),
    "darbnica-ausana": Plan(seats=[("", "", 12)], people=16, facts={"waiting_rule": Course.WaitingRule.LOT, "age_min": 16}),
    "darbnica-keramika": Plan(
        seats=[("", "", 12)], people=9, approve=4, facts={"needs_approval": True, "age_min": 16},
        introduction=(
            "Uzrakstiet, ar ko strādājat. Darbus apdedzina pēc darbnīcas; tos varēs izņemt amatu centrā.",
            "Напишите, с чем вы работаете. Работы обжигают после мастерской; забрать их можно в центре ремёсел.",
            "Say what you work with. Pieces are fired after the workshop and can be collected at the crafts centre.",
        ),
    ),
    "amats-bez-robezam": Plan(
        seats=[("LV", "", 90), ("RU", "online", 20), ("", "", 120)], people=34, fee="25",
        facts={"interpretation": ["lv", "ru", "en"], "asks_diet": True},
        doings=[
            Doing("workshop", ("Melnā keramika", "Чёрная керамика", "Black pottery"), STABLE, 6, 7.5, 8, "6", 12, True),
            Doing("workshop", ("Prievītes aušana", "Тканьё пояска", "Weaving a garter"), STABLE, 6, 7.5, 10),
            Doing("meal", ("Vakars pie krāsns", "Вечер у печи", "An evening by the oven"), HALL, 8, 11),
            Doing("tour", ("Brauciens pie podniekiem", "Поездка к гончарам", "Visit to the potters"), YARD, 24, 31, 25),
            Doing("tour", ("Brauciens pie audējām", "Поездка к ткачихам", "Visit to the weavers"), YARD, 24, 31, 25),
        ],
        wishes=[(0, 2, 3), (1, 4), (0, 3), (2,), (0, 2, 4), (1, 3), ()],
        staff=[("Tomass Stundiņš", "speaker", "LV"), ("Laima Paraugkalne", "speaker", "LV"), ("Erika Sampleson", "speaker", "EE"),
               ("Нина Образцова", "interpreter", "LV"), ("Vita Domājama", "press", "LV")],
        introduction=(
            "Pirmajā dienā referāti un darba grupas, otrajā braucieni. Dalības maksā ietilpst pusdienas.",
            "В первый день доклады и рабочие группы, во второй поездки. Обед входит в стоимость.",
            "Talks and working groups on the first day, visits on the second. Lunch is included.",
        ),
    ),
}  # fmt: skip
"""By the event's address. An event with a row here sells nothing in the shop."""


def make_course(event: Event, organiser: Person, finance: Person, at: datetime) -> None:
    """Open registration of an event that has a plan, and let people register over the weeks before it."""
    plan = PLANS.get(event.slug)
    if plan is None:
        return
    last = min(at - timedelta(hours=3), event.starts_at - timedelta(days=2))
    opened = last - timedelta(days=40)
    course = _set_up(event, plan, organiser, opened)
    activities = _offer(course, plan, organiser, opened)
    for name, role, country in plan.staff:
        _type_in(course, name, role, country, organiser, opened + timedelta(days=1))
    for number in range(plan.people):
        moment = opened + timedelta(days=2) + (last - opened - timedelta(days=2)) * (number / plan.people)
        _register(course, plan, number, activities, finance, moment)
    _decide(course, plan, organiser, last)


def _set_up(event: Event, plan: Plan, by: Person, at: datetime) -> Course:
    facts: dict[str, Any] = {"opens_at": at, "closes_at": event.starts_at - timedelta(days=1), **plan.facts}
    facts |= {f"introduction_{language}": text for language, text in zip(("lv", "ru", "en"), plan.introduction, strict=True)}
    if event.slug == "darbnica-keramika":
        facts["collect_on"] = event.ends_at.date() + timedelta(days=12)
    course = learning.save_course(event=event, facts=facts, fee=Decimal(plan.fee), by=by, at=at)
    learning.save_quotas(course=course, rows=list(plan.seats), by=by, at=at)
    return course


def _offer(course: Course, plan: Plan, by: Person, at: datetime) -> list[Activity]:
    opens = course.event.starts_at
    rows = [
        (
            None,
            {
                "kind": doing.kind,
                **{f"title_{language}": text for language, text in zip(("lv", "ru", "en"), doing.title, strict=True)},
                **{f"place_{language}": text for language, text in zip(("lv", "ru", "en"), doing.place, strict=True)},
                "starts_at": opens + timedelta(hours=doing.starts),
                "ends_at": opens + timedelta(hours=doing.ends),
                "seats": doing.seats,
                "fee": Decimal(doing.fee),
                "age_min": doing.age_min,
                "collects_work": doing.collects_work,
            },
        )
        for doing in plan.doings
    ]
    return learning.save_activities(course=course, rows=rows, by=by, at=at)


def _person(course: Course, number: int, **more: Any) -> tuple[learning.Applicant, str]:
    name, other, language = visitor(number + course.event_id * 7)
    is_abroad = language == "ru" and course.event.mode == Event.Mode.HYBRID
    crafts = list(Craft.objects.filter(group__isnull=False).values_list("pk", flat=True)[:12])
    person = learning.Applicant(
        name=name,
        name_other=other,
        email=f"{fold(name).replace(' ', '.')}.{number}@example.org",
        country="RU" if is_abroad else "LV",
        mode="online" if is_abroad or course.event.mode == Event.Mode.ONLINE else "in_person",
        diet=_DIETS[number % len(_DIETS)] if course.asks_diet else "",
        interpretation=("ru", "", "", "")[number % 4] if course.interpretation else "",
        photo_consent=number % 5 != 2,
        gender=("f", "f", "m", "")[number % 4],
        target_group=_GROUPS[number % len(_GROUPS)],
        craft_id=crafts[number % len(crafts)] if number % 3 else None,
        role=Enrolment.Role.DELEGATE if course.event.kind == Event.Kind.CONFERENCE else Enrolment.Role.LEARNER,
        **more,
    )
    return person, language


def _register(course: Course, plan: Plan, number: int, activities: Sequence[Activity], finance: Person, at: datetime) -> None:
    """Every sixth brings somebody along; most pay within a day, the last two have not yet."""
    wishes = [activities[place].pk for place in plan.wishes[number % len(plan.wishes)]]
    first, language = _person(course, number, activities=wishes)
    people = [first]
    if number % 6 == 5:
        friend = next(name for other in range(number + 401, number + 500) if (name := visitor(other)[0]) != first.name)
        people.append(learning.Applicant(name=friend, country=first.country, mode=first.mode, role=first.role, activities=wishes))
    key = uuid.uuid5(_NAMESPACE, f"{course.event.slug}:{number}")
    made = learning.register(course=course, people=people, language=language, request_key=key, by="visitor", at=at)
    if number < plan.people - 2:
        _pay(made, finance, at + timedelta(hours=5))


def _pay(people: Sequence[Enrolment], by: Person, at: datetime) -> None:
    orders = Order.objects.filter(pk__in=Enrolment.objects.filter(party=people[0].party).values("order"), state=Order.State.PLACED)
    for order in orders:
        billing.record(order=order, provider="manual", amount=order.total, reference=f"DEMO-{order.code}", by=by, at=at)


def _type_in(course: Course, name: str, role: str, country: str, by: Person, at: datetime) -> None:
    person = learning.Applicant(name=name, country=country, role=role, email=f"{fold(name).replace(' ', '.')}@example.org")
    key = uuid.uuid5(_NAMESPACE, f"{course.event.slug}:{name}")
    learning.register(course=course, people=[person], language="lv", request_key=key, by=by, at=at)


def _decide(course: Course, plan: Plan, by: Person, at: datetime) -> None:
    """Some are approved, one is declined, some withdraw, so that a place is offered to whoever is next."""
    applied = list(Enrolment.objects.filter(course=course, state="applied").select_related("course__event__partner").order_by("number"))
    for one in applied[: plan.approve]:
        one.refresh_from_db(fields=["state"])
        if one.state == Enrolment.State.APPLIED:
            learning.approve(enrolment=one, by=by, at=at)
    for one in applied[plan.approve : plan.approve + 1]:
        learning.decline(enrolment=one, answer="Šoreiz grupa ir tiem, kas strādā ar mālu. Uzaicināsim uz nākamo.", by=by, at=at)
    there = (
        Enrolment.objects.filter(course=course, state="enrolled", country="LV").select_related("course__event__partner").order_by("number")
    )
    for one in list(there[: plan.leave]):
        learning.withdraw(enrolments=[one], reason="", by="visitor", at=at)
