"""The plan editor in a real browser: dragged by mouse and finger, moved by keys, undone, duplicated; and two organisers at once."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from accounts.factories import PersonFactory, RoleFactory
from fairs.factories import GroundFactory, StallFactory
from fairs.models import Stall
from ticketing.factories import EventFactory


@pytest.fixture
def ground(transactional_db):
    """Three stalls touching in a row, on a ground of 40 × 30 m, and room around them."""
    found = GroundFactory(event=EventFactory(slug="pavasaris", kind="fair"), width_m=40, depth_m=30)
    for position in (1, 2, 3):
        StallFactory(ground=found, position=position, x_m=Decimal(3 * position + 4), y_m=Decimal(6))
    return found


@pytest.fixture
def edit(site, page_of, ground):
    """`edit("Anna", **context)` opens the editor as an organiser of that name."""

    def opened(name: str = "Anna", **options) -> Page:
        person = PersonFactory(name=name, language="en")
        RoleFactory(person=person, partner=ground.event.partner, kind="manager")
        page = page_of(person, **{"viewport": {"width": 1280, "height": 900}, **options})
        page.goto(f"{site}/desk/pavasaris/ground/editor/")
        expect(page.locator("[data-ground][data-ready]")).to_be_attached()
        return page

    return opened


def where(number: str) -> tuple[float, float]:
    stall = Stall.objects.get(number=number)
    return float(stall.x_m), float(stall.y_m)


def spot(page: Page, number: str) -> tuple[float, float]:
    """The middle of a stall on the screen."""
    box = page.locator("[data-svg] [data-key]", has=page.get_by_text(number, exact=True)).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def metre(page: Page) -> float:
    return page.evaluate("groundEditor.zoom.scale")


def saved(page: Page) -> None:
    expect(page.locator("[data-state='saved']")).to_be_attached()
    page.wait_for_function("groundEditor.ground.edits().length === 0 && !groundEditor.saving.isSending")


def drag(page: Page, number: str, right: float, down: float) -> None:
    (x, y), m = spot(page, number), metre(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right * m / 2, y + down * m / 2, steps=4)
    page.mouse.move(x + right * m, y + down * m, steps=4)
    page.mouse.up()


def finger(page: Page, number: str, right: float = 0, down: float = 0) -> None:
    """Put a finger on a stall, move it, lift it: as the screen of a tablet reports it."""
    (x, y), m = spot(page, number), metre(page)
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": px, "y": py} for px, py in points]})

    touch("touchStart", (x, y))
    for step in range(1, 9) if right or down else ():
        touch("touchMove", (x + right * m * step / 8, y + down * m * step / 8))
        page.wait_for_timeout(20)
    touch("touchEnd")


def test_a_stall_is_dragged_snaps_and_is_saved_undone_and_done_again(edit):
    page = edit()
    drag(page, "A1", 0, 8)
    saved(page)
    assert where("A1") == (7.0, pytest.approx(14, abs=0.35)), "its edges snap to the row it came from"
    moved = where("A1")
    page.get_by_role("button", name="Undo").click()
    saved(page)
    assert where("A1") == (7.0, 6.0)
    page.get_by_role("button", name="Redo").click()
    saved(page)
    assert where("A1") == moved


def test_everything_goes_by_keyboard(edit):
    page = edit()
    page.locator("[data-view]").focus()
    page.keyboard.press("n")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    saved(page)
    assert where("A1") == (6.9, 7.0)
    page.keyboard.press("r")
    page.keyboard.press("b")
    saved(page)
    stall = Stall.objects.get(number="A1")
    assert (float(stall.rotation), stall.is_blocked) == (15.0, True)
    for _step in range(4):
        page.keyboard.press("Control+z")
    saved(page)
    stall.refresh_from_db()
    assert (where("A1"), float(stall.rotation), stall.is_blocked) == ((7.0, 6.0), 0.0, False)


def test_a_row_is_duplicated_behind_itself_under_the_next_letter(edit, ground):
    page = edit()
    page.locator("[data-view]").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+d")
    saved(page)
    copies = Stall.objects.filter(ground=ground, row="B").order_by("position")
    assert [(one.number, float(one.x_m), float(one.y_m)) for one in copies] == [("B1", 7, 11), ("B2", 10, 11), ("B3", 13, 11)]
    page.keyboard.press("Control+z")
    saved(page)
    assert ground.stalls.count() == 3


def test_what_visitors_look_for_is_put_on_the_plan(edit, ground):
    page = edit()
    page.get_by_text("Add", exact=True).click()
    page.get_by_role("button", name="Toilets, first aid").click()
    page.get_by_label("what it is").select_option("first_aid")
    saved(page)
    assert [one.kind for one in ground.amenities.all()] == ["first_aid"]


def test_a_finger_picks_with_a_tap_and_moves_what_is_picked(edit):
    page = edit(has_touch=True)
    finger(page, "A3", 6, 6)
    page.wait_for_timeout(1000)
    assert where("A3") == (13.0, 6.0), "a finger that strokes over the plan scrolls it"
    finger(page, "A3")
    expect(page.locator("[data-svg] .is-picked")).to_have_count(1)
    finger(page, "A3", 6, 6)
    saved(page)
    assert where("A3") == (pytest.approx(19, abs=0.35), pytest.approx(12, abs=0.35))
    finger(page, "A3")
    expect(page.locator("[data-svg] .is-picked")).to_have_count(0)


def test_two_organisers_change_different_things_and_both_are_kept(edit):
    anna, boriss = edit("Anna"), edit("Boriss")
    drag(anna, "A1", 0, 8)
    saved(anna)
    drag(boriss, "A3", 0, 12)
    saved(boriss)
    expect(boriss.locator("[data-told]")).to_contain_text("Anna has changed the plan meanwhile: A1")
    assert where("A1")[1] == pytest.approx(14, abs=0.35)
    assert where("A3")[1] == pytest.approx(18, abs=0.35)
    seen = boriss.evaluate("[...groundEditor.ground.things.values()].find((thing) => thing.number === 'A1').y")
    assert seen == where("A1")[1], "the second sees what the first did"


@pytest.mark.parametrize(("answer", "expected"), [("Keep mine", 18), ("Keep theirs", 14)])
def test_two_organisers_change_the_same_and_the_second_is_asked(edit, answer, expected):
    anna, boriss = edit("Anna"), edit("Boriss")
    drag(anna, "A1", 0, 8)
    saved(anna)
    drag(boriss, "A1", 0, 12)
    expect(boriss.get_by_role("alert")).to_contain_text("Anna has changed A1 meanwhile, and so have you.")
    assert where("A1")[1] == pytest.approx(14, abs=0.35), "nothing is overwritten before the answer"
    drag(boriss, "A2", 0, 15)
    boriss.get_by_role("button", name=answer).click()
    saved(boriss)
    assert where("A1")[1] == pytest.approx(expected, abs=0.35)
    assert where("A2")[1] == pytest.approx(21, abs=0.35), "what was done while the question stood is kept, too"


def test_changes_wait_for_the_network_and_are_sent_when_it_is_back(edit):
    page = edit()
    page.context.set_offline(True)
    drag(page, "A1", 0, 8)
    expect(page.locator("[data-state='offline']")).to_be_attached()
    page.context.set_offline(False)
    saved(page)
    assert where("A1")[1] == pytest.approx(14, abs=0.35)
