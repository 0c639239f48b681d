"""The programme of the demonstration's conference: two days in four rooms, spoken in three languages, released once and changed since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Person
from common.languages import fold
from conference.models import Hall, Interpreter, Session, SessionKind, Slot, Speaker, Track
from conference.programme import operations as programme
from conference.programme.operations import Wanted
from conference.programme.rules import pairs_of
from ticketing.models import Event

Texts = tuple[str, str, str]

HALLS: tuple[tuple[Texts, int, bool], ...] = (
    (("Lielā zāle", "Большой зал", "Great hall"), 120, True),
    (("Kamīnzāle", "Каминный зал", "Fireplace hall"), 40, True),
    (("Smēde", "Кузница", "Forge"), 15, False),
    (("Keramikas darbnīca", "Гончарная мастерская", "Pottery studio"), 12, False),
)
KINDS: tuple[tuple[Texts, int], ...] = (
    (("Referāts", "Доклад", "Talk"), 30),
    (("Plenārsēde", "Пленарное заседание", "Plenary"), 45),
    (("Diskusija", "Дискуссия", "Discussion"), 60),
    (("Darbnīca", "Мастерская", "Workshop"), 90),
)
INTERPRETERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Anete Kalniņa", ("lv-ru",)),
    ("Борис Лаптев", ("lv-ru",)),
    ("Ieva Strazda", ("lv-ru", "en-lv")),
    ("Мария Орлова", ("lv-ru", "en-ru")),
    ("Toms Bērziņš", ("en-lv",)),
    ("Ольга Седова", ("en-ru",)),
)
SPEAKERS: tuple[tuple[str, str, str, Texts], ...] = (
    ("Ilze Ozola", "Илзе Озола", "LV", ("Latgales keramikas biedrība", "Общество латгальской керамики", "Latgale pottery society")),
    ("Pēteris Vilcāns", "Петерис Вилцанс", "LV", ("Kalēju ģilde", "Гильдия кузнецов", "Guild of smiths")),
    ("Павел Смирнов", "Pāvels Smirnovs", "RU", ("Izborskas muzejs", "Музей «Изборск»", "Izborsk museum")),
    ("Татьяна Волкова", "Tatjana Volkova", "RU", ("Pleskavas amatu nams", "Псковский дом ремёсел", "Pskov house of crafts")),
    ("Kristīne Daukste", "Кристине Даукште", "LV", ("Novada pašvaldība", "Краевая дума", "Municipality")),
    ("Aino Lehtonen", "Айно Лехтонен", "FI", ("Ziemeļu amatnieku tīkls", "Сеть северных ремесленников", "Nordic makers' network")),
    ("Jānis Krūmiņš", "Янис Круминьш", "LV", ("Audēju darbnīca", "Ткацкая мастерская", "Weavers' workshop")),
    ("Анна Белова", "Anna Belova", "RU", ("Mežģīņu skola", "Школа кружева", "School of lace")),
)


@dataclass(frozen=True, slots=True)
class Talk:
    """A session: day (0 or 1), minutes after opening, hall, kind by its place above, track by its place in the call; -1 for none."""

    day: int
    start: int
    hall: int
    kind: int
    track: int
    title: Texts
    speakers: tuple[int, ...] = ()
    language: str = "lv"
    into: tuple[str, ...] = ()
    minutes: int = 30
    is_break: bool = False


TALKS: tuple[Talk, ...] = (
    Talk(0, 0, 0, 1, 2,
        ("Atklāšana: amats bez robežām", "Открытие: ремесло без границ", "Opening: craft without borders"),
        (4, 2), "lv", ("ru",), 45),
    Talk(0, 45, 0, 1, 0,
        ("Melnā keramika abos ezera krastos", "Чёрная керамика на обоих берегах озера", "Black pottery on both shores of the lake"),
        (0,), "lv", ("ru",), 45),
    Talk(0, 90, -1, -1, -1, ("Kafija", "Кофе", "Coffee"), minutes=30, is_break=True),
    Talk(0, 120, 0, 0, 0, ("Dūmu cepļa atgriešanās", "Возвращение дымного горна", "The smoke kiln returns"), (0, 2), "ru", ("lv",)),
    Talk(0, 150, 0, 0, 0, ("Pleskavas šķembu krāsas", "Краски псковских черепков", "Colours of Pskov shards"), (2,), "ru", ("lv",)),
    Talk(0, 120, 1, 0, 2, ("Ko pircējs jautā tirgū", "О чём спрашивает покупатель", "What buyers ask at the fair"), (4,), "lv"),
    Talk(0, 150, 1, 0, 2,
        ("Meistaru tīkli ziemeļos", "Сети ремесленников на Севере", "Makers' networks in the North"),
        (5,), "en", ("lv",)),
    Talk(0, 120, 2, 3, 0,
        ("Pirmais sitiens: nagla stundā", "Первый удар: гвоздь за час", "First strike: a nail in an hour"),
        (1,), "lv", minutes=90),
    Talk(0, 120, 3, 3, 0, ("Trauks uz lēnās ripas", "Сосуд на медленном круге", "A pot on the slow wheel"), (3,), "ru", minutes=90),
    Talk(0, 210, -1, -1, -1, ("Pusdienas", "Обед", "Lunch"), minutes=60, is_break=True),
    Talk(0, 270, 0, 2, 2,
        ("Cena par stundu: cik vērts darbs", "Цена часа: сколько стоит труд", "The price of an hour: what work is worth"),
        (4, 3, 6), "lv", ("ru",), 60),
    Talk(0, 270, 2, 3, 0, ("Kaltas rozes", "Кованые розы", "Forged roses"), (1,), "lv", minutes=90),
    Talk(0, 330, 1, 0, 2, ("Tirgus bez papīra", "Ярмарка без бумаги", "A fair without paper"), (4,), "lv"),
    Talk(0, 375, 0, 1, 2, ("Dienas kopsavilkums", "Итоги дня", "Summing up the day"), (5,), "en", ("lv",), 30),
    Talk(1, 0, 0, 1, 1, ("Audums kā robežzīme", "Ткань как пограничный знак", "Cloth as a border mark"), (6,), "lv", ("ru",), 45),
    Talk(1, 60, 1, 0, 1, ("Mežģīņu raksti un to ceļi", "Узоры кружева и их пути", "Lace patterns and their ways"), (7,), "ru", ("lv",)),
    Talk(1, 60, 0, 0, 2,
        ("Apmācība, kas iznāk no darbnīcas", "Обучение, которое выходит из мастерской", "Training that grows out of a workshop"),
        (4,), "lv", ("ru",)),
    Talk(1, 60, 3, 3, 0, ("Glazūra no pelniem", "Глазурь из золы", "Glaze from ashes"), (0,), "lv", minutes=90),
    Talk(1, 150, -1, -1, -1, ("Pusdienas", "Обед", "Lunch"), minutes=60, is_break=True),
    Talk(1, 210, 0, 2, 2,
        ("Ko darām kopā nākamgad", "Что делаем вместе в следующем году", "What we do together next year"),
        (4, 2, 5), "lv", ("ru",), 60),
    Talk(1, 300, -1, -1, -1, ("Izbraukums pie meistariem", "Поездка к мастерам", "Visit to the makers"), minutes=120, is_break=True),
)  # fmt: skip

ABSTRACTS: Texts = (
    "Divdesmit minūtes stāsta un desmit minūtes jautājumu; parauga darbi ir uz galda, tos drīkst ņemt rokās.",
    "Двадцать минут рассказа и десять минут вопросов; образцы лежат на столе, их можно брать в руки.",
    "Twenty minutes of talk and ten of questions; samples are on the table and may be taken in hand.",
)


def make_programme(event: Event, by: Person, at: datetime) -> None:
    """Give the conference rooms, people and sessions, release them, and leave one change in the draft."""
    halls = _halls(event, by, at)
    tracks = list(Track.objects.filter(event=event))
    kinds = [_kind(event, names, minutes) for names, minutes in KINDS]
    speakers = [_speaker(event, one, by, at) for one in SPEAKERS]
    team = _interpreters(event, by, at)
    days = list(event.days.all())
    for talk in TALKS:
        facts = {
            **_texts("title", talk.title),
            **(_texts("abstract", ABSTRACTS) if not talk.is_break else {}),
            "kind": kinds[talk.kind] if talk.kind >= 0 else None,
            "track": tracks[talk.track] if talk.track >= 0 else None,
            "language": talk.language,
            "interpreted_into": list(talk.into),
            "minutes": talk.minutes,
            "is_break": talk.is_break,
            "counts": not talk.is_break,
        }
        session = programme.add(event=event, wanted=Wanted(facts, [speakers[one] for one in talk.speakers]), by=by, at=at)
        starts_at = days[talk.day].opens_at + timedelta(minutes=talk.start)
        slot = programme.place(session=session, hall=halls[talk.hall] if talk.hall >= 0 else None, starts_at=starts_at, by=by, at=at)
        _interpret(slot, session, team, by, at)
    programme.release(event=event, note="", by=by, at=at)
    moved = Session.objects.filter(event=event, title_en="A fair without paper").get()
    programme.place(session=moved, hall=halls[0], starts_at=days[0].opens_at + timedelta(minutes=330), by=by, at=at)
    programme.add(
        event=event, by=by, at=at,
        wanted=Wanted(
            {
                **_texts("title", ("Linu ceļš no lauka līdz dvielim", "Путь льна от поля до полотенца", "Flax from field to towel")),
                "kind": kinds[0], "track": tracks[1], "language": "lv", "interpreted_into": ["ru"], "minutes": 30,
            },
            [speakers[6]],
        ),
    )  # fmt: skip


def _texts(name: str, texts: Texts) -> dict[str, str]:
    return {f"{name}_{language}": text for language, text in zip(("lv", "ru", "en"), texts, strict=True)}


def _halls(event: Event, by: Person, at: datetime) -> list[Hall]:
    return [
        programme.save_hall(
            event=event, by=by, at=at,
            facts={**_texts("name", names), "room": None, "capacity": capacity, "has_booth": has_booth, "position": position},
        )
        for position, (names, capacity, has_booth) in enumerate(HALLS, 1)
    ]  # fmt: skip


def _kind(event: Event, names: Texts, minutes: int) -> SessionKind:
    """Return the kind of that name; the call for proposals has made those that may be proposed."""
    known = SessionKind.objects.filter(event=event, name_lv=names[0]).first()
    position = SessionKind.objects.filter(event=event).count()
    return known or SessionKind.objects.create(
        event=event, position=position, minutes=minutes, is_proposable=False, **_texts("name", names)
    )


def _speaker(event: Event, one: tuple[str, str, str, Texts], by: Person, at: datetime) -> Speaker:
    name, other, country, organisation = one
    facts = {
        "name": name,
        "name_other": other,
        "country": country,
        "email": f"{fold(name).split()[0]}@example.org",
        **_texts("organisation", organisation),
    }
    return programme.save_speaker(event=event, facts=facts, by=by, at=at)


def _interpreters(event: Event, by: Person, at: datetime) -> list[Interpreter]:
    return [
        programme.save_interpreter(event=event, facts={"name": name, "pairs": sorted(pairs), "unavailable": []}, by=by, at=at)
        for name, pairs in INTERPRETERS
    ]


def _interpret(slot: Slot, session: Session, team: Sequence[Interpreter], by: Person, at: datetime) -> None:
    """Give each pair of languages two interpreters who are free then."""
    busy = set(Slot.objects.filter(starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at).values_list("interpreters", flat=True))
    chosen: dict[int, Interpreter] = {}
    for pair in pairs_of(session.language, session.interpreted_into):
        free = [one for one in team if pair in one.pairs and one.pk not in busy and one.pk not in chosen]
        chosen |= {one.pk: one for one in free[:2]}
    if chosen:
        programme.set_interpreters(slot=slot, interpreters=list(chosen.values()), by=by, at=at)
