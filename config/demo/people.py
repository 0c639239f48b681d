"""Partners and people of the demonstration. All persons are invented; their surnames say so ("sample", "invented")."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress

from accounts.models import Partner, PartnerName, Person, Role

PASSWORD = "gadatirgus-demo"  # noqa: S105  (printed on purpose; there is nothing to protect)

_REFORM = date(2021, 7, 1)
_SUSPENDED = date(2022, 3, 1)
_REASON = "Cooperation with Russian partners is suspended in the programme; their data are kept and shown."


@dataclass(frozen=True, slots=True)
class _Partner:
    code: str
    name: str
    former: str = ""
    country: str = "LV"


PARTNERS = (
    _Partner("lpr", "Latgales plānošanas reģions"),
    _Partner("dpils", "Daugavpils valstspilsēta", "Daugavpils pilsēta"),
    _Partner("rezn", "Rēzeknes novads"),
    _Partner("balv", "Balvu novads"),
    _Partner("kras", "Krāslavas novads", "Dagdas novads"),
    _Partner("augs", "Augšdaugavas novads", "Daugavpils novads"),
    _Partner("prei", "Preiļu novads"),
    _Partner("liva", "Līvānu novads"),
    _Partner("ludz", "Ludzas novads", "Ciblas novads"),
    _Partner("porh", "Порховский муниципальный округ", "Порховский район", "RU"),
    _Partner("pskf", "Фонд гарантий и развития предпринимательства Псковской области", country="RU"),
)


@dataclass(frozen=True, slots=True)
class _Member:
    email: str
    name: str
    language: str
    partner: str
    kind: str
    note: str


MEMBERS = (
    _Member("inese@example.org", "Inese Kalendāre", "lv", "*", "manager", "manager of every Latvian partner"),
    _Member("andris@example.org", "Andris Plāns", "lv", "lpr", "supervisor", "supervisor at the gates"),
    _Member("vita@example.org", "Vita Rēķina", "lv", "lpr", "finance", "finance"),
    _Member("janis@example.org", "Jānis Pirmdienis", "lv", "lpr", "steward", "steward on his first day"),
    _Member("laima@example.org", "Laima Paraugkalne", "lv", "lpr", "juror", "juror"),
    _Member("natalia@example.org", "Наталья Связина", "ru", "porh", "manager", "manager of a suspended partner"),
    _Member("erika@example.org", "Erika Sampleson", "en", "lpr", "juror", "juror who reads English"),
    _Member("edgars@example.org", "Edgars Izmēģis", "lv", "lpr", "juror", "juror, a potter"),
    _Member("anna@example.org", "Anna Piemēre", "lv", "", "", "maker: a potter from Aglona"),
    _Member("olga@example.org", "Ольга Станкова-Примерная", "ru", "", "", "maker: a weaver from Pskov"),
)


def sign_ins() -> list[tuple[str, str, str]]:
    """Return (role, e-mail, password) of everybody who can sign in to the demonstration."""
    return [(member.note, member.email, PASSWORD) for member in MEMBERS]


def make_partners() -> Mapping[str, Partner]:
    """Make the partners with their former names; the Russian ones suspended since March 2022."""
    partners = {}
    for row in PARTNERS:
        is_russian = row.country == "RU"
        partner = Partner.objects.create(
            code=row.code,
            name=row.name,
            country=row.country,
            zone="Europe/Moscow" if is_russian else "Europe/Riga",
            currency="RUB" if is_russian else "EUR",
            state=Partner.State.SUSPENDED if is_russian else Partner.State.ACTIVE,
            suspended_from=_SUSPENDED if is_russian else None,
            suspension_reason=_REASON if is_russian else "",
            contact_email=f"{row.code}@example.org",
            registration_number=f"DEMO {row.code.upper()}",
            address="Pskovas apgabals" if is_russian else "Latgale, LV-0000",
        )
        if row.former:
            PartnerName.objects.create(partner=partner, name=row.former, valid_until=_REFORM)
        partners[row.code] = partner
    return partners


def make_members(partners: Mapping[str, Partner]) -> Mapping[str, Person]:
    """Make the people who sign in, with their roles."""
    people = {}
    for row in MEMBERS:
        person = Person.objects.create_user(row.email, PASSWORD, name=row.name, language=row.language)
        EmailAddress.objects.create(user=person, email=row.email, verified=True, primary=True)
        codes = [code for code, partner in partners.items() if partner.country == "LV"] if row.partner == "*" else [row.partner]
        codes = [code for code in codes if code]  # makers have no role: they keep a profile
        Role.objects.bulk_create(Role(person=person, partner=partners[code], kind=row.kind) for code in codes)
        people[row.email] = person
    return people


_FIRST_LV = (
    "Zaiga", "Ilze", "Marta", "Sandra", "Gunta", "Dace", "Elīna", "Anita", "Līga", "Ināra", "Skaidrīte", "Velta", "Aija", "Ieva",
    "Pēteris", "Valdis", "Aivars", "Kristaps", "Uldis", "Raimonds", "Edgars", "Māris",
)  # fmt: skip
_LAST_LV = ("Paraugs", "Piemērs", "Izdoma", "Mēģis", "Fiktīvs", "Šablons", "Iedoma", "Teika", "Varbūtējs", "Domājams")
_FIRST_RU = (("Дарья", "Daria"), ("Нина", "Nina"), ("Ксения", "Kseniia"), ("Ольга", "Olga"), ("Юрий", "Iurii"), ("Иван", "Ivan"))
_LAST_RU = (
    ("Вымыслов", "Vymyslov"), ("Примеров", "Primerov"), ("Образцов", "Obraztsov"), ("Пробный", "Probnyi"), ("Тестов", "Testov"),
    ("Щёткин-Пробный", "Shchetkin-Probnyi"),
)  # fmt: skip


def visitor(number: int) -> tuple[str, str, str]:
    """Return (name, name in another script, language) of an invented visitor; every fourth writes Cyrillic."""
    if number % 4:
        first, last = _FIRST_LV[number * 7 % len(_FIRST_LV)], _LAST_LV[number * 3 % len(_LAST_LV)]
        is_woman = first.endswith(("a", "e"))
        return f"{first} {last[:-1] + 'a' if is_woman and last.endswith('s') else last}", "", "lv"
    first_ru, first_latin = _FIRST_RU[number // 4 % len(_FIRST_RU)]
    last_ru, last_latin = _LAST_RU[number // 24 % len(_LAST_RU)]
    if first_ru[-1] in "ая" and last_ru.endswith("в"):
        last_ru, last_latin = last_ru + "а", last_latin + "a"
    elif first_ru[-1] in "ая":
        last_ru, last_latin = last_ru.replace("ный", "ная"), last_latin.replace("nyi", "naia")
        last_ru, last_latin = last_ru.replace("Щёткин", "Щёткина"), last_latin.replace("Shchetkin", "Shchetkina")
    return f"{first_ru} {last_ru}", f"{first_latin} {last_latin}", "ru"
