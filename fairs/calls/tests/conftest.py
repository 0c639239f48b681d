"""An open call with two goods groups and prices, a plan of three stalls, and Vera who applies."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from accounts.factories import PersonFactory
from exhibitors.factories import ExhibitorFactory, KeeperFactory
from fairs.calls import operations as calls
from fairs.calls.models import AddOn, CallQuestion
from fairs.factories import CallFactory, GoodsGroupFactory, GroundFactory, StallFactory, ZoneFactory
from ticketing.factories import EventFactory
from ticketing.pricing import to_document
from ticketing.pricing.presets import usual


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def fair(db):
    """A published fair whose call is open, with a public plan."""
    event = EventFactory(slug="pavasara-tirgus", title_lv="Pavasara tirgus", title_ru="Весенняя ярмарка", title_en="Spring fair")
    call = CallFactory(event=event, prices=to_document(usual("EUR")), rules_text_lv="Nepārpērciet.", photos_min=1)
    ceramics = GoodsGroupFactory(call=call, code="ceramics", cap_stalls=12)
    textiles = GoodsGroupFactory(call=call, code="textiles", name_lv="Tekstils", name_ru="Текстиль", name_en="Textiles")
    AddOn.objects.create(call=call, code="table", name_lv="Galds", most=2)
    question = CallQuestion.objects.create(call=call, text_lv="Vai nakšņosiet?", kind="yes_no", is_required=True)
    ground = GroundFactory(event=event, is_public=True)
    zone = ZoneFactory(ground=ground)
    stalls = [StallFactory(ground=ground, position=place, zone=zone) for place in (1, 2, 3)]
    return SimpleNamespace(
        event=event, call=call, ceramics=ceramics, textiles=textiles, question=question, ground=ground, zone=zone, stalls=stalls
    )


@pytest.fixture
def vera(db):
    """A person who reads English and keeps one profile."""
    keeper = KeeperFactory(person=PersonFactory(name="Vera", language="en"), exhibitor=ExhibitorFactory(name="Vera Paraudziņa"))
    return SimpleNamespace(person=keeper.person, exhibitor=keeper.exhibitor)


@pytest.fixture
def as_vera(client, vera):
    client.force_login(vera.person)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def draft(fair, vera, now):
    return calls.begin(call=fair.call, exhibitor=vera.exhibitor, by=vera.person, at=now)


@pytest.fixture
def sent(fair, draft, vera, now):
    """Vera's application with all that is needed, sent."""
    facts = {
        "goods_group": fair.ceramics,
        "product": "cups",
        "declarations": ["own_making", "true"],
        "rules_version": 1,
        "answers": {str(fair.question.pk): "yes"},
    }
    calls.save(application=draft, facts=facts, revision=0, by=vera.person, at=now)
    return calls.submit(application=draft, by=vera.person, at=now)
