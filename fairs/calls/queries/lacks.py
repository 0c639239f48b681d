"""What applications lack, found for many in a few statements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, prefetch_related_objects

from common.languages import fold
from exhibitors.profiles import identifiers
from fairs.calls import completeness
from fairs.calls.completeness import Asked, Gap, Given
from fairs.calls.models import Application, ApplicationPhoto, Call, CallQuestion, Companion, RequiredPaper
from fairs.calls.queries.prices import is_resident

ALCOHOL = ("alus", "vīns", "vīna", "пиво", "вино", "настойк", "degvīn", "liķier", "ликёр", "beer", "wine")


@dataclass(frozen=True, slots=True)
class Lacks:
    """What one application lacks (`missing`) and what is worth a look (`warnings`)."""

    missing: tuple[Gap, ...]
    warnings: tuple[Gap, ...]

    @property
    def blocking(self) -> tuple[Gap, ...]:
        return tuple(gap for gap in self.missing if gap.is_blocking)


def lacks_of(call: Call, applications: Iterable[Application], *, finds_twins: bool = True) -> dict[int, Lacks]:
    """Return what each application lacks, by its key. As many statements for one as for a thousand.

    `finds_twins`: also warn of makers who may be entered twice, which is the organiser's concern and never told to makers.
    """
    many = list(applications)
    prefetch_related_objects(many, "exhibitor__papers", "exhibitor__municipality", "companions", "craft", "goods_group")
    photos = dict(ApplicationPhoto.objects.filter(application__in=many).order_by().values_list("application").annotate(n=Count("pk")))
    papers = list(RequiredPaper.objects.filter(call=call).prefetch_related("goods_groups"))
    questions = tuple((one.pk, one.text) for one in CallQuestion.objects.filter(call=call, is_required=True))
    twins = duplicates(call) if finds_twins else set()
    on = call.event.ends_at.astimezone(call.event.tz).date()
    found = {}
    for application in many:
        asked = Asked(
            rules_version=call.rules_version,
            has_rules=bool(call.rules_text),
            photos_min=call.photos_min,
            papers=tuple(paper.kind for paper in papers if _is_asked_of(paper, application)),
            questions=questions,
            module_m=call.module_m,
        )
        given = _given(call, application, photos.get(application.pk, 0), is_twin=application.pk in twins)
        gaps, warned = completeness.missing(asked, given, on=on), completeness.warnings(asked, given)
        found[application.pk] = Lacks(tuple(gaps), tuple(warned))
    return found


def _is_asked_of(paper: RequiredPaper, application: Application) -> bool:
    groups = {group.pk for group in paper.goods_groups.all()}
    return not groups or application.goods_group_id in groups


def _given(call: Call, application: Application, photos: int, *, is_twin: bool) -> Given:
    exhibitor, craft = application.exhibitor, application.craft
    words = f"{application.product} {application.assortment}".casefold()
    numbers = identifiers.warnings(
        exhibitor.legal_form,
        registration_number=exhibitor.registration_number,
        inn=exhibitor.inn,
        ogrn=exhibitor.ogrn,
        kpp=exhibitor.kpp,
    )
    looks_wrong = [field for field, word in numbers if word != "missing" and field in ("inn", "ogrn", "registration_number")]
    return Given(
        has_group=application.goods_group_id is not None,
        has_craft=craft is not None,
        product=application.product,
        assortment=application.assortment,
        own_making_percent=application.own_making_percent,
        photos=photos,
        papers=tuple((paper.kind, paper.valid_until) for paper in exhibitor.papers.all()),
        answers=frozenset(int(pk) for pk, answer in application.answers.items() if answer not in ("", None) and str(pk).isdigit()),
        agreed_version=application.rules_version,
        declarations=frozenset(application.declarations),
        has_contact=bool(exhibitor.email or exhibitor.phone),
        has_address=bool(exhibitor.address),
        is_food=bool(craft and craft.is_food),
        has_fire=application.has_fire,
        sells_alcohol=any(word in words for word in ALCOHOL),
        demonstrates=application.demonstrates,
        demonstration=application.demonstration,
        vehicle_stays=application.vehicle_stays,
        vehicle_length_m=application.vehicle_length_m,
        stalls_max=application.stalls_max,
        front_m=application.front_m,
        is_resident=is_resident(exhibitor, call.host_municipality),
        residence_declared=exhibitor.municipality_declared_on is not None,
        is_private_person=exhibitor.legal_form == "NP",
        share_open=any(one.kind == Companion.Kind.SHARE and not one.confirmed_at for one in application.companions.all()),
        other_warnings=(*looks_wrong, *(("duplicate",) if is_twin else ())),
    )


def duplicates(call: Call) -> set[int]:
    """Return the standing applications whose maker shares a phone, an e-mail or a name, in whatever script, with another's."""
    rows = (
        Application.objects.filter(call=call)
        .standing()
        .values_list("pk", "exhibitor__phone", "exhibitor__email", "exhibitor__name", "exhibitor__name_latin", "exhibitor__name_latvian")
    )
    seen = defaultdict(set)
    for pk, phone, email, *names in rows:
        for word in {phone, email.lower(), *(_name(name) for name in names)} - {""}:
            seen[word].add(pk)
    return {pk for sharing in seen.values() if len(sharing) > 1 for pk in sharing}


def _name(name: str) -> str:
    """Return a name's words in one script and in order, so that "Издомата Ольга" meets "Olga Izdomata"."""
    return " ".join(sorted(fold(name).split()))
