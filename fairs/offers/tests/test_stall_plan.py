"""The stall plan as paper, read back: every number is there and large enough, the legend says what is drawn, the list who stands where."""

from datetime import UTC, datetime
from io import BytesIO

import pypdfium2
import pytest

from fairs.factories import BoardFactory, GroundFactory, StallFactory, ZoneFactory
from fairs.fairground.rules import sheets
from fairs.models import Amenity, Assignment, Lane, Stall
from fairs.offers import documents
from ticketing.factories import EventFactory

AT = datetime(2026, 7, 1, 9, tzinfo=UTC)


def texts(content):
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(BytesIO(content))]


def height_of(content, page, word):
    """How high a word is printed, in points."""
    found = pypdfium2.PdfDocument(BytesIO(content))[page].get_textpage()
    begin, _count = found.search(word, match_case=True, match_whole_word=True).get_next()
    _left, bottom, _right, top = found.get_charbox(begin)
    return top - bottom


@pytest.fixture
def drawn(fair):
    """The two stalls of the fair in a zone, with a rescue lane, a board, a toilet; Vera has A1, A2 is blocked, A3 is free."""
    ground = fair.a1.ground
    ground.north_deg = 20
    ground.save()
    ZoneFactory(ground=ground, name_lv="Amatu rinda", name_ru="Ряд ремёсел")
    Lane.objects.create(ground=ground, kind="rescue", x_m=10, y_m=15, width_m=20, depth_m=4)
    BoardFactory(ground=ground, name="E1")
    Amenity.objects.create(ground=ground, kind="toilet", x_m=30, y_m=20)
    StallFactory(ground=ground, position=3, rotation=90)
    return fair


WORDS = {
    "lv": (
        "Tirdzniecības vietu izvietojuma shēma",
        "Mērogs 1 :",
        "brīva: 1",
        "piešķirta: 1",
        "bloķēta: 1",
        "glābšanas josla",
        "tualetes",
        "Amatu rinda",
        "Kurš kur stāv",
    ),
    "ru": (
        "Схема размещения торговых мест",
        "Масштаб 1 :",
        "свободно: 1",
        "назначено: 1",
        "заблокировано: 1",
        "туалеты",
        "Ряд ремёсел",
        "Кто где стоит",
    ),
    "en": ("Stall plan", "Scale 1 :", "not taken: 1", "assigned: 1", "blocked: 1", "rescue lane", "toilets", "Who stands where"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("language", WORDS)
def test_the_plan_has_its_numbers_scale_north_and_legend_and_the_list_who_stands_where(drawn, language):
    content = documents.BY_KIND["plan"](drawn.event, language=language, at=AT)
    plan, who = texts(content)
    for wanted in ("A1", "A2", "A3", "E1", "WC", "10 m", "60 × 40", "E1", *WORDS[language][:-1]):
        assert wanted in plan
    for wanted in (WORDS[language][-1], "A1 Vera Paraudziņa", "linen towels"):
        assert wanted in who
    assert "A3" not in who
    assert height_of(content, 0, "A1") > 4


@pytest.mark.django_db
def test_a_large_ground_is_told_in_parts_and_every_number_can_be_read_on_one():
    ground = GroundFactory(event=EventFactory(), width_m=200, depth_m=150)
    Stall.objects.bulk_create(
        Stall(ground=ground, number=f"{chr(65 + row)}{place}", row=chr(65 + row), position=place, x_m=3 * place + 4, y_m=12 * row + 6)
        for row in range(12)
        for place in range(1, 61)
    )
    content = documents.BY_KIND["plan"](ground.event, language="lv", at=AT)
    pages = texts(content)
    assert len(pages) > 2
    words = {word for page in pages[1:] for word in page.split()}
    assert {stall.number for stall in ground.stalls.all()} <= words
    assert height_of(content, 1, "A10") > 3
    assert "2. daļa" in " ".join(pages)


@pytest.mark.django_db
def test_without_a_ground_there_is_nothing_to_print(fair):
    Assignment.objects.all().delete()
    fair.a1.ground.delete()
    assert documents.BY_KIND["plan"](fair.event, language="lv", at=AT) is None


@pytest.mark.parametrize(("width", "depth"), [(20, 15), (60, 40), (140, 160), (400, 90), (90, 400)])
def test_parts_cover_the_ground_and_fit_their_page(width, depth):
    main = sheets.whole(width, depth, (266, 120))
    parts = sheets.parts(width, depth, (266, 158), 1.0, main)
    for sheet in parts:
        assert sheet.mm_per_m * (sheet.part.width + 2.4 * sheet.grow) <= 266.001
        assert sheet.mm_per_m * (sheet.part.depth + 4.6 * sheet.grow) <= 158.001
        assert sheets.POINTS_IN_MM * sheet.mm_per_m >= sheets.LEAST_PT * sheets.LENIENT - 0.001
    spots = [(x, y) for x in range(1, width, 4) for y in range(1, depth, 4)]
    assert not parts or all(any(sheet.part.holds(spot) for sheet in parts) for spot in spots)
    assert bool(parts) == (sheets.POINTS_IN_MM * main.mm_per_m < sheets.LEAST_PT * sheets.LENIENT)
