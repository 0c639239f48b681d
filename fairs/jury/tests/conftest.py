"""A jury of three at Anna's fair: Laima, Edgars and Erika, with a blind round open and four applications."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from accounts.factories import PersonFactory, RoleFactory
from exhibitors.factories import ExhibitorFactory
from fairs.factories import ApplicationFactory, CallFactory, GoodsGroupFactory
from fairs.jury import operations as jury
from fairs.jury.models import Criterion, Round
from ticketing.factories import EventFactory, tomorrow

JURORS = (("Laima Paraugkalne", "lv"), ("Edgars Izmēģis", "lv"), ("Erika Sampleson", "en"))


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def fair(now):
    """The fair before anything is scored; `judge(juror number, entry, points)` scores."""
    event = EventFactory(kind="fair", starts_at=tomorrow(8) + timedelta(days=60), ends_at=tomorrow(16) + timedelta(days=60))
    call = CallFactory(event=event, closes_at=now - timedelta(days=1))
    anna = PersonFactory(name="Anna Organizatore")
    RoleFactory(person=anna, partner=event.partner)
    group = GoodsGroupFactory(call=call, cap_stalls=2)
    jurors = [
        jury.appoint(call=call, who=jury.Newcomer(email=f"juror{n}@example.org", name=name, language=language), by=anna, at=now)
        for n, (name, language) in enumerate(JURORS)
    ]
    one = jury.add_round(call=call, kind=Round.Kind.IMAGES, by=anna, at=now)
    one.criteria.all().delete()
    craft = Criterion.objects.create(round=one, position=0, name_lv="Amata prasme", name_ru="Мастерство", weight=Decimal(2))
    design = Criterion.objects.create(round=one, position=1, name_lv="Dizains", name_ru="Дизайн", weight=Decimal(1))
    makers = ("Vera Ščukina", "Олег Образцов", "Rita Izmēģis", "SIA Linu Pagalms")
    entries = [
        ApplicationFactory(
            call=call, number=number, goods_group=group, product=f"krūzes {number}", exhibitor=ExhibitorFactory(name=name), language="lv"
        )
        for number, name in enumerate(makers, start=1)
    ]
    found = SimpleNamespace(
        event=event, call=call, anna=anna, group=group, jurors=jurors, one=one, craft=craft, design=design, entries=entries, now=now
    )

    def judge(juror: int, entry: int, first: int, second: int | None = None, comment: str = "", at: datetime | None = None):
        points = {craft.pk: first} if second is None else {craft.pk: first, design.pk: second}
        seat, application = jurors[juror], entries[entry - 1]
        said = jury.Said(points, comment)
        return jury.score(one=found.one, juror=seat, application=application, said=said, by=seat.person, at=at or now)

    found.judge = judge
    return found


@pytest.fixture
def blind(fair, now):
    """The same with the round open for a week."""
    fair.one = jury.change_round(one=fair.one, facts={"ends_at": now + timedelta(days=7)}, criteria=None, by=fair.anna, at=now)
    fair.one = jury.open_round(one=fair.one, by=fair.anna, at=now)
    return fair


@pytest.fixture
def closed(blind, now):
    """Vera 7, Oļegs 6, Rita 5 (Edgars has her surname), the fourth 2; closed."""
    for entry, points in ((1, 7), (2, 6), (3, 5), (4, 2)):
        for juror in range(3):
            if (juror, entry) != (1, 3):
                blind.judge(juror, entry, points, points, comment="Smalks darbs." if juror == 0 else "")
    blind.one = jury.close_round(one=blind.one, by=blind.anna, at=now)
    return blind
