"""The data of the demonstration; that every page of it opens is the matter of tests/journeys/test_screens.py."""

import io
from datetime import UTC, datetime
from itertools import combinations

import pytest
from PIL import Image

from config import demo
from config.demo.drawings import MOTIFS
from config.demo.ground import FORTRESS, YARD, make_ground
from config.demo.makers import MAKERS, WARES
from config.demo.pictures import picture
from exhibitors.crafts.operations import load
from exhibitors.models import Craft
from fairs.fairground import queries
from fairs.fairground.rules.geometry import inside, overlaps
from ticketing.factories import EventFactory
from ticketing.models import BankEntry, Document, Refund
from ticketing.treasury.checking import faults


def test_some_forty_makers_of_five_crafts_come_from_both_sides_of_the_border():
    assert 40 <= len(MAKERS) <= 45
    assert len({maker.name for maker in MAKERS}) == len(MAKERS)
    assert {"textiles", "wood", "ceramics", "metal", "glass"} <= {WARES[maker.craft].group for maker in MAKERS}
    abroad = [maker for maker in MAKERS if maker.country == "RU"]
    assert len(abroad) >= 10
    assert all(maker.latin and maker.latvian for maker in abroad), "a passport's and a Latvian spelling are typed, never computed"


@pytest.mark.django_db
def test_every_maker_has_a_craft_of_the_list_and_pictures_we_can_draw():
    load()
    known = set(Craft.objects.values_list("code", flat=True))
    assert {maker.craft for maker in MAKERS} <= known
    assert {motif for ware in WARES.values() for *_words, motif in ware.works} <= set(MOTIFS)


@pytest.mark.parametrize("motif", sorted(MOTIFS))
def test_a_picture_is_the_same_each_time(motif):
    picture.cache_clear()
    first = picture(motif, 3)
    picture.cache_clear()
    assert picture(motif, 3) == first
    with Image.open(io.BytesIO(first)) as drawn:
        assert drawn.format == "JPEG"
        assert len(drawn.convert("RGB").getcolors(10**6)) > 50, "more than a plain ground"


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "stalls"), [(FORTRESS, 44), (YARD, 24)])
def test_a_ground_keeps_its_rescue_lane_free_and_its_stalls_apart(field, stalls):
    layout = queries.layout(make_ground(EventFactory(), field, datetime.now(UTC)))
    assert len(layout.stalls) == stalls
    assert not [(a.number, b.number) for a, b in combinations(layout.stalls, 2) if overlaps(a, b)]
    rescue = next(lane for lane in layout.lanes if lane.kind == "rescue")
    assert min(rescue.width, rescue.depth) >= layout.limits.lane_min_m
    assert not [stall.number for stall in layout.stalls if overlaps(stall, rescue)]
    assert all(inside(stall, layout.edge) for stall in layout.stalls)


@pytest.mark.django_db
def test_the_books_of_the_demonstration_agree_and_it_can_be_wiped():
    now = datetime.now(UTC)
    demo.build(now)
    assert not list(faults(now))
    states = Refund.objects.filter(order__event__slug="amatu-vakars").values_list("state", "way")
    assert {("owed", "bank"), ("ordered", "bank"), ("done", "bank"), ("done", "card"), ("failed", "card"), ("waived", "bank")} <= set(
        states
    )
    assert set(BankEntry.objects.values_list("state", "currency")) >= {
        ("booked", "EUR"),
        ("queued", "EUR"),
        ("booked", "RUB"),
        ("queued", "RUB"),
    }
    assert {"prepayment", "invoice", "receipt", "credit", "act"} == set(Document.objects.values_list("kind", flat=True))
    demo.wipe()
    assert demo.is_empty()
