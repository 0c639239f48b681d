"""The demonstration's finished training: two days that people signed for or followed online, with certificates, answers and pictures."""

import io
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Person
from conference.certificates import operations as certificates
from conference.certificates.operations import Signed
from conference.evidence import operations as evidence
from conference.learning import operations as learning
from conference.learning.models import Course, Enrolment
from conference.learning.operations import Applicant
from conference.presence import operations as presence
from conference.presence import queries, rules
from conference.programme import operations as programme
from conference.programme.models import Session
from conference.programme.operations import Wanted
from config.demo.events import Texts
from config.demo.pictures import picture
from exhibitors.models import Craft
from ticketing.models import Event

SLUG = "socialie-mediji-1"


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody at the training; `days` are those they were there."""

    name: str
    other: str
    country: str
    language: str
    gender: str
    group: str
    craft: str
    days: tuple[int, ...] = (0, 1)
    is_online: bool = False


LEARNERS = (
    Learner("Zaiga Izdomiņa", "", "LV", "lv", "f", "maker", "TEX-WEA"),
    Learner("Pēteris Paraugs", "", "LV", "lv", "m", "maker", "MET-FOR"),
    Learner("Anna Piemēre", "", "LV", "lv", "f", "maker", "CER-POT"),
    Learner("Jānis Mēģinājums", "", "LV", "lv", "m", "maker", "WOO-SPL"),
    Learner("Ilze Demonstre", "", "LV", "lv", "f", "resident", "TEX-KNI"),
    Learner("Ольга Издомата", "Olga Izdomāta", "LV", "ru", "f", "maker", "GLA-STA"),
    Learner("Aivars Paraudziņš", "", "LV", "lv", "m", "maker", "WOO-INS", days=(0,)),
    Learner("Elīna Maketniece", "", "LV", "lv", "f", "student", "EXT-PAP"),
    Learner("Gunta Testiņa", "", "LV", "lv", "f", "business", "EXT-SOA"),
    Learner("Образцова Нина", "Ņina Obrazcova", "RU", "ru", "f", "maker", "TEX-BEL", is_online=True),
    Learner("Тестова Ксения", "Ksenija Testova", "RU", "ru", "f", "business", "WOO-WIC", is_online=True),
    Learner("Raimonds Etalons", "", "LV", "lv", "m", "maker", "WOO-TUR", days=()),
)
SESSIONS: tuple[tuple[int, float, int, Texts], ...] = (
    (0, 0, 120, ("Darba foto ar telefonu", "Фото изделия на телефон", "Photographing a work with a phone")),
    (0, 3, 180, ("Stāsts par darbu: ko rakstīt", "Рассказ об изделии: что писать", "The story of a work: what to write")),
    (1, 0, 120, ("Iepakojums, kas iztur ceļu", "Упаковка, которая выдержит дорогу", "Packaging that survives the road")),
    (1, 3, 180, ("Mans profils: darbs pie datora", "Мой профиль: работа за компьютером", "My profile: hands on")),
)
"""Day, hours after its opening, minutes, title."""

SAID = (
    (5, "Beidzot protu nofotografēt melnu māla podu.", ""),
    (5, "", "Vēl vienu dienu!"),
    (4, "Упражнения с фоном", ""),
    (3, "", "Vairāk laika praksei"),
)
PICTURES: tuple[tuple[str, str, Texts], ...] = (
    ("event", "pot", ("Fotografēšana pie loga", "Съёмка у окна", "Taking pictures by the window")),
    ("publicity", "cloth", ("Programmas logotips pie ieejas", "Логотип программы у входа", "The programme's logo at the entrance")),
    ("result", "basket", ("Dalībnieku iepakojumi", "Упаковка участников", "Packages made by participants")),
)


def make_training(event: Event, members: Mapping[str, Person]) -> None:
    """Give the finished training its people, sessions, attendance, certificates, answers and pictures."""
    inese, andris = members["inese@example.org"], members["andris@example.org"]
    course = _course(event, inese)
    people = _people(course, inese)
    sessions = _sessions(event, inese)
    over = event.ends_at + timedelta(hours=3)
    _attend(event, people, sessions, andris, over)
    signed = Signed("Inese Kalendāre", "Latgales plānošanas reģiona projekta vadītāja")
    chosen = [one.pk for one in people.values()]
    certificates.issue(event=event, enrolments=chosen, signed=signed, by=inese, at=over)
    for number, (rating, liked, missed) in enumerate(SAID):
        facts = {"rating": rating, "liked": liked, "missed": missed}
        certificates.give_feedback(session=sessions[0], who=f"demo {number}", facts=facts, is_from_room=number > 2, at=over)
    for about, motif, (lv, ru, en) in PICTURES:
        said = {"about": about, "caption_lv": lv, "caption_ru": ru, "caption_en": en}
        evidence.add_photo(event=event, file=io.BytesIO(picture(motif, 1)), name="kadrs.jpg", facts=said, by=inese, at=over)


def _course(event: Event, by: Person) -> Course:
    """Return how people registered, which another part of the demonstration may have set up before."""
    facts = {
        "opens_at": event.starts_at - timedelta(days=30),
        "closes_at": event.starts_at - timedelta(days=2),
        "paper": Course.Paper.TRAINING,
        "hour_minutes": 45,
        "share_percent": 80,
    }
    known = queries.course_of(event)
    return known or learning.save_course(event=event, facts=facts, by=by, at=event.starts_at - timedelta(days=40))


def _people(course: Course, by: Person) -> dict[Learner, Enrolment]:
    """Register everybody, each with a form of their own."""
    crafts = dict(Craft.objects.values_list("code", "pk"))
    found: dict[Learner, Enrolment] = {}
    for number, one in enumerate(LEARNERS):
        applicant = Applicant(
            name=one.name,
            name_other=one.other,
            country=one.country,
            email=f"macas{number + 1}@example.org",
            mode="online" if one.is_online else "in_person",
            gender=one.gender,
            target_group=one.group,
            craft_id=crafts.get(one.craft),
            photo_consent=number % 4 != 3,
        )
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"{SLUG} {number}")
        at = course.event.starts_at - timedelta(days=20 - number)
        (found[one],) = learning.register(course=course, people=[applicant], language=one.language, request_key=key, by=by, at=at)
    return found


def _sessions(event: Event, by: Person) -> list[Session]:
    """Make the four sessions of the two days, in one room, all by one trainer."""
    at = event.starts_at - timedelta(days=25)
    room = ("Mācību telpa", "Учебный класс", "Classroom")
    hall = programme.save_hall(event=event, facts={**_texts("name", room), "capacity": 24}, by=by, at=at)
    facts = {"name": "Tomass Stundiņš", "organisation_lv": "Iepakojuma dizaina studija", "country": "LV", "email": "tomass@example.org"}
    trainer = programme.save_speaker(event=event, facts=facts, by=by, at=at)
    days = [day.opens_at for day in event.days.all()]
    made = []
    for day, hours, minutes, title in SESSIONS:
        wanted = Wanted({**_texts("title", title), "minutes": minutes, "language": "lv", "interpreted_into": []}, speakers=[trainer])
        session = programme.add(event=event, wanted=wanted, by=by, at=at)
        programme.place(session=session, hall=hall, starts_at=days[day] + timedelta(hours=hours), by=by, at=at)
        made.append(session)
    return queries.sessions(event) if made else []


def _texts(name: str, texts: Texts) -> dict[str, str]:
    return {f"{name}_{language}": text for language, text in zip(("lv", "ru", "en"), texts, strict=True)}


def _attend(event: Event, people: Mapping[Learner, Enrolment], sessions: list[Session], by: Person, at: datetime) -> None:
    """Type in the sheets of those who came, take in the log of those who were online, and tick the last session."""
    days = queries.session_days(event, sessions)
    halves = queries.half_days(event, sessions)
    last = sessions[-1]
    typed = {half: found for half, found in halves.items() if last not in found}
    signed = {
        half.word: [enrolment.pk for one, enrolment in people.items() if not one.is_online and days.index(half.day) in one.days]
        for half in typed
    }
    presence.type_in(event=event, halves={half.word: found for half, found in typed.items()}, signed=signed, by=by, at=at)
    here = [enrolment for one, enrolment in people.items() if not one.is_online and 1 in one.days]
    presence.note_many(session=last, enrolments=here, how="staff", by=by, at=at)
    late = timedelta(minutes=7)
    times = {
        enrolment.pk: [rules.Span(one.slot.starts_at + late, one.slot.ends_at) for one in sessions]
        for one, enrolment in people.items()
        if one.is_online
    }
    presence.take_log(event=event, times=times, sessions=sessions, by=by, at=at)
