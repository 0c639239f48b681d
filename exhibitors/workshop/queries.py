"""Reading an exhibitor whole: what is missing, the organiser's list, and everything that is kept about somebody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.forms import model_to_dict

from accounts.history import queries as history
from accounts.history.operations import about
from exhibitors.documents import queries as documents
from exhibitors.documents import rules as document_rules
from exhibitors.documents.models import Paper
from exhibitors.profiles import queries as profiles
from exhibitors.profiles import rules
from exhibitors.profiles.models import Exhibitor, ExhibitorQuerySet
from exhibitors.works import queries as works
from exhibitors.works.models import Photo


def facts_of(exhibitor: Exhibitor) -> rules.Facts:
    """Return what the completeness of a profile depends on."""
    filled = {name for name in (*rules.WANTED, "name_latin") if getattr(exhibitor, name)}
    return rules.Facts(
        filled=frozenset(filled),
        is_cyrillic=rules.has_cyrillic(exhibitor.name),
        photos=works.photos(exhibitor).count(),
        has_food=bool(exhibitor.craft and exhibitor.craft.is_food),
        paper_kinds=frozenset(documents.papers(exhibitor).values_list("kind", flat=True)),
        consents=frozenset(documents.consents_in_force(exhibitor)),
    )


def lacks(exhibitor: Exhibitor) -> list[tuple[str, str]]:
    """Return what the profile still misses, as (word, page)."""
    return rules.lacks(facts_of(exhibitor))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the organiser's list is asked for, read from the address; what cannot be understood is left out."""

    words: str = ""
    craft: int | None = None
    country: str = ""
    legal_form: str = ""
    state: str = ""

    @classmethod
    def read(cls, said: dict[str, str]) -> "Wanted":
        craft = said.get("craft", "")
        return cls(
            words=said.get("q", "").strip()[:100],
            craft=int(craft) if craft.isascii() and craft.isdigit() and len(craft) < 10 else None,
            country=said.get("country", "")[:2],
            legal_form=said.get("form", "")[:4],
            state=said.get("state", ""),
        )

    @property
    def is_empty(self) -> bool:
        return self == Wanted()


def _papers(condition: Q) -> Exists:
    return Exists(Paper.objects.filter(condition, exhibitor=OuterRef("pk")))


def _states(on: date) -> dict[str, Q]:
    soon = on + timedelta(days=max(document_rules.WARN_DAYS))
    title = Q(kind__in=document_rules.TITLES) & documents.in_force(on)
    no_photo = ~Exists(Photo.objects.filter(exhibitor=OuterRef("pk"), removed_at=None))
    return {
        "titled": Q(_papers(title & ~Q(level="declared"))),
        "unverified": Q(_papers(documents.in_force(on) & Q(level="declared"))),
        "expiring": Q(_papers(Q(valid_until__gte=on, valid_until__lte=soon))),
        "expired": Q(_papers(Q(valid_until__lt=on))),
        "missing": Q(phone="", email="") | Q(craft=None) | Q(municipality=None) | Q(no_photo),
        "unkept": Q(keepers=None),
    }


STATES = ("titled", "unverified", "expiring", "expired", "missing", "unkept")


def found(among: ExhibitorQuerySet, wanted: Wanted, on: date) -> QuerySet[Exhibitor]:
    """Return the wanted exhibitors by the name people know them by, with craft and municipality."""
    wanted_ones = among
    if wanted.words:
        wanted_ones = wanted_ones.matching(wanted.words)
    if wanted.craft:
        within = Q(craft=wanted.craft) | Q(craft__group=wanted.craft)
        wanted_ones = wanted_ones.filter(within | Q(pk__in=Exhibitor.objects.filter(crafts=wanted.craft).values("pk")))
    if wanted.country:
        wanted_ones = wanted_ones.filter(country=wanted.country)
    if wanted.legal_form:
        wanted_ones = wanted_ones.filter(legal_form=wanted.legal_form)
    if wanted.state in STATES:
        wanted_ones = wanted_ones.filter(_states(on)[wanted.state])
    return wanted_ones.select_related("craft", "municipality").order_by("search", "pk")


def counts(among: QuerySet[Exhibitor], on: date) -> dict[str, int]:
    """Return how many exhibitors each quick filter finds; "" is all of them."""
    every = among.aggregate(all=Count("pk", distinct=True))["all"]
    return {"": every} | {state: among.filter(condition).distinct().count() for state, condition in _states(on).items()}


def with_facts(exhibitors: QuerySet[Exhibitor], on: date) -> QuerySet[Exhibitor]:
    """Add what a row of the list shows: pictures, papers, and the papers that need a look."""
    soon = on + timedelta(days=max(document_rules.WARN_DAYS))
    title = Q(kind__in=document_rules.TITLES) & documents.in_force(on) & ~Q(level="declared")
    photos = Photo.objects.filter(exhibitor=OuterRef("pk"), removed_at=None).order_by().values("exhibitor")
    papers = Paper.objects.filter(exhibitor=OuterRef("pk")).order_by().values("exhibitor")
    ending = Q(valid_until__gte=on, valid_until__lte=soon)
    number = Value(0)
    return exhibitors.annotate(
        photo_count=Coalesce(photos.annotate(n=Count("pk")).values("n"), number),
        paper_count=Coalesce(papers.annotate(n=Count("pk")).values("n"), number),
        ending_count=Coalesce(papers.filter(ending).annotate(n=Count("pk")).values("n"), number),
        has_title=_papers(title),
    )


def pairs(exhibitor: Exhibitor, among: QuerySet[Exhibitor]) -> list[Exhibitor]:
    """Return who may be the same exhibitor entered twice."""
    names = [exhibitor.name, exhibitor.name_latin, exhibitor.name_latvian]
    return profiles.duplicates(among, names=filter(None, names), phone=exhibitor.phone, email=exhibitor.email, but=exhibitor.pk)


def everything(exhibitor: Exhibitor) -> dict[str, Any]:
    """Return all that is kept about an exhibitor, as plain data: the answer to "what do you know about me?"."""

    def rows(found: Iterable[Any], *but: str) -> list[dict[str, Any]]:
        return [{name: value for name, value in row.items() if name not in but} for row in found]

    own = model_to_dict(exhibitor, exclude=["id", "craft", "crafts", "municipality"])
    return {
        "profile": {
            **own,
            "craft": str(exhibitor.craft or ""),
            "crafts": [str(craft) for craft in exhibitor.crafts.all()],
            "municipality": str(exhibitor.municipality or ""),
            "created_at": exhibitor.created_at,
        },
        "kept_by": [
            {"name": keeper.person.name, "email": keeper.person.email, "since": keeper.since} for keeper in profiles.keepers(exhibitor)
        ],
        "known_to": list(exhibitor.acquaintances.values("since", known=F("partner__name"))),
        "pictures": rows(Photo.objects.filter(exhibitor=exhibitor).values(), "exhibitor_id", "file", "screen", "thumb"),
        "works": rows(exhibitor.works.values(), "exhibitor_id"),
        "papers": rows(exhibitor.papers.values(), "exhibitor_id", "file", "verified_by_id"),
        "consents": rows(exhibitor.consents.values(), "exhibitor_id", "given_by_id"),
        "history": list(history.of(about(exhibitor)).values("at", "action", "before", "after")),
    }
