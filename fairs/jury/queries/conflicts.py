"""Who must not score whom: conflicts of interest, declared or found."""

from collections import defaultdict
from collections.abc import Collection

from common.languages import fold
from exhibitors.models import Exhibitor, Keeper
from fairs.calls.models import Application, Call
from fairs.jury import rules
from fairs.jury.models import Conflict, Juror


def names_of(maker: Exhibitor) -> list[str]:
    """Return every name an exhibitor goes by."""
    names = (maker.name, maker.name_latin, maker.name_latvian, maker.name_shown, maker.contact_name)
    return [name for name in names if name]


def _numbers(*numbers: str) -> set[str]:
    plain = ("".join(c for c in number if c.isdigit()) for number in numbers)
    return {number for number in plain if len(number) >= 6}


def conflicts(call: Call, jurors: Collection[Juror], applications: Collection[Application]) -> dict[tuple[int, int], str]:
    """Return the ground of each conflict by (juror, application): "declared", or found. Three statements."""
    pairs = Conflict.objects.filter(juror__in=jurors, application__in=applications).values_list("juror", "application")
    found = dict.fromkeys(pairs, "declared")
    makers = Exhibitor.objects.in_bulk([application.exhibitor_id for application in applications])
    keepers = defaultdict(set)
    people = [juror.person_id for juror in jurors]
    for exhibitor, person in Keeper.objects.filter(person__in=people, exhibitor__in=makers).values_list("exhibitor", "person"):
        keepers[exhibitor].add(person)
    surnames = {juror.pk: set(fold(f"{juror.surname} {juror.surname_other}").split()) for juror in jurors}
    for application in applications:
        maker = makers[application.exhibitor_id]
        words = {word for name in names_of(maker) for word in fold(name).split()}
        firms = {fold(name) for name in names_of(maker)}
        numbers = _numbers(maker.registration_number, maker.inn, maker.ogrn, maker.vat_number)
        for juror in jurors:
            ground = rules.conflict_ground(
                juror=surnames[juror.pk],
                maker=words,
                same_business=(bool(juror.business) and fold(juror.business) in firms)
                or bool(_numbers(juror.registration_number) & numbers),
                same_municipality=juror.municipality_id is not None and juror.municipality_id == maker.municipality_id,
                same_keeper=juror.person_id in keepers[maker.pk],
            )
            if ground:
                found.setdefault((juror.pk, application.pk), ground)
    return found
