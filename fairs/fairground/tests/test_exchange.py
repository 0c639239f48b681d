"""Files of a ground: what is exported is read in again as it was, and whatever else is sent is answered in words."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from common.errors import Refused
from common.sheets import as_csv
from fairs.factories import GroundFactory
from fairs.fairground import document, exchange, operations, queries
from fairs.fairground.fields import KINDS
from fairs.fairground.operations.replacing import compare
from fairs.fairground.tables import columns

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 9, tzinfo=UTC)
slow = settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)


def number(least, most, places):
    return st.decimals(least, most, places=places).map(float).map(lambda value: int(value) if value.is_integer() else value)


def words(most, least=0):
    """Text of any script as people type it: no control characters, no white space around."""
    letters = st.characters(exclude_categories=("C", "Z"), include_characters=" ")
    return st.text(letters, min_size=least, max_size=most).map(str.strip).filter(lambda text: len(text) >= least)


SPOT = {"x": number(-50, 500, 2), "y": number(-50, 500, 2)}
RECT = {**SPOT, "width": number(1, 300, 2), "depth": number(1, 300, 2), "rotation": number(0, 359, 1)}


def things(unique, **fields):
    return st.lists(st.fixed_dictionaries({**fields}), max_size=4, unique_by=(lambda row: row[unique]) if unique else None)


@st.composite
def documents(draw):
    """A whole ground as a file of ours writes it."""
    names = {f"name_{code}": words(20) for code in ("lv", "ru", "en")}
    zones = draw(things("code", code=words(12, 1), purpose=st.sampled_from(["crafts", "food", "fire"]), **names, **RECT))
    boards = draw(things("name", name=words(40, 1), limit_kw=number(1, 500, 2), simultaneity=number("0.05", 1, 2), **SPOT))
    stall = {
        "number": words(12, 1), "row": words(12), "position": st.integers(0, 999), **RECT,
        "zone": st.sampled_from(["", *(zone["code"] for zone in zones)]), "open_sides": st.integers(0, 4),
        "board": st.sampled_from(["", *(board["name"] for board in boards)]), "power_kw": number(0, 99, 2),
        **{name: st.booleans() for name in ("has_water", "allows_fire", "allows_noise", "is_covered", "is_accessible", "is_dead_end")},
        "vehicle_max_m": number(0, 30, 1), "price_class": words(20), "is_fixed": st.booleans(),
    }  # fmt: skip
    stalls = draw(things("number", **stall))
    for row in stalls:
        is_blocked, is_held = draw(st.booleans()), draw(st.booleans())
        row |= {"is_blocked": is_blocked, "block_reason": draw(words(40)) if is_blocked else ""}
        row |= {"held_for": draw(words(40, 1)) if is_held else "", "held_until": "2026-06-01T10:00:00+00:00" if is_held else ""}
    size = {"width": number(5, 500, 2), "depth": number(5, 500, 2), "north": st.one_of(st.just(""), number(0, 359, 1))}
    limits = {name: number(0, 9, 2) for name in ("lane_min", "gap_min", "fire_gap", "neighbour")}
    return {
        "format": document.FORMAT,
        "ground": draw(st.fixed_dictionaries({**size, **limits, "water_max": number(0, 99, 1)})),
        "zones": zones,
        "lanes": draw(things("", use=st.sampled_from(["rescue", "aisle", "obstacle"]), name=words(40), **RECT)),
        "boards": boards,
        "taps": draw(things("name", name=words(40, 1), **SPOT)),
        "entrances": draw(things("name", name=words(40, 1), vehicles_at_once=st.integers(1, 9), minutes_each=st.integers(1, 90), **SPOT)),
        "amenities": draw(things("", what=st.sampled_from(["toilet", "info", "stage"]), name=words(40), **SPOT)),
        "stalls": stalls,
    }


def by_key(found):
    """The document with its lists in one order."""
    kinds = {kind.plural: kind.key for kind in KINDS.values()}
    return {name: sorted(rows, key=lambda row: row[kinds[name]]) if kinds.get(name) else rows for name, rows in found.items()}


def loaded(wanted):
    ground = GroundFactory()
    operations.load(ground=ground, wanted=wanted, by="Anna", at=NOW)
    ground.refresh_from_db()
    return ground


@slow
@given(wanted=documents())
def test_a_ground_comes_back_from_json_as_it_was(wanted):
    ground = loaded(wanted)
    file = json.dumps(document.of(ground), ensure_ascii=False).encode()
    again = exchange.read("ground.json", file)
    assert by_key(again) == by_key(wanted)
    found = compare(ground, again)
    assert (found.edits, found.wrong) == ((), ())
    assert by_key(document.of(loaded(again))) == by_key(wanted)


@slow
@given(wanted=documents(), language=st.sampled_from(["lv", "ru", "en"]))
def test_a_table_of_stalls_read_in_again_changes_nothing(wanted, language):
    ground = loaded(wanted)
    with translation.override(language):
        file = "".join(as_csv(queries.found_stalls(ground), columns(), ZoneInfo("UTC"))).encode()
    found = compare(ground, exchange.read("stalls.csv", file), removes=True)
    assert (found.wrong, [line for line in found.lines if not _is_moment(line)]) == ((), [])


def _is_moment(line):
    """A table's moments are written for people, to the minute and in the event's zone."""
    return line[0] == "changed" and line[2].startswith("held until") and ";" not in line[2]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=6,
)


@slow
@given(wanted=documents(), data=st.data())
def test_a_file_with_anything_in_it_is_taken_or_refused_in_words(wanted, data):
    place = data.draw(st.sampled_from(["ground", *(name for name, rows in wanted.items() if isinstance(rows, list) and rows)]))
    target = wanted[place] if place == "ground" else data.draw(st.sampled_from(wanted[place]))
    for name in data.draw(st.lists(st.sampled_from([*target, "unheard-of"]), min_size=1, max_size=3)):
        target[name] = data.draw(JSON)
    ground = GroundFactory()
    try:
        read = exchange.read("x.json", json.dumps(wanted).encode())
        found = compare(ground, read)
        assert all(where and text for where, text in found.wrong)
        with transaction.atomic():
            operations.load(ground=ground, wanted=read, by="Anna", at=NOW)
        assert not found.wrong
    except Refused as refused:
        if not str(refused):
            raise


@pytest.mark.parametrize("name", ["x.csv", "x.json", "x.txt"])
@slow
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(content=b"number\x00")
@example(content=b'number\n"A1')
@example(content=b"number;x\nA1;1;2;3")
@example(content=b'{"format": "gadatirgus-ground/1", "stalls": [{"number": "A\\u0000"}]}')
@example(content=b'{"format": "gadatirgus-ground/1", "stalls": [{"number": "\\ud800"}]}')
@example(content=b"[" * 5000)
def test_any_bytes_are_taken_or_refused_in_words(name, content):
    ground = GroundFactory()
    try:
        found = compare(ground, exchange.read(name, content))
    except Refused as refused:
        if not str(refused):
            raise
    else:
        assert all(where and text for where, text in found.wrong)
        if not found.wrong:
            operations.load(ground=ground, wanted=exchange.read(name, content), by="Anna", at=NOW)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"nummurs,x\nA1,2", "Needed: number. Not known: nummurs."),
        (b"number,x\nA1,two", "line 2"),
        (b"number,x,y\nA1,1,2\nA1,1,2", "Used twice: A1"),
        (b"number\nA1", "line 2: x, m: This must not be empty."),
        (b"number,x,y,zone\nA1,1,2,Q", "There is no zone"),
        ("number\nĀ1".encode("cp1257"), "not in UTF-8"),
        (b'{"format": "other/1"}', "should be “gadatirgus-ground/1”"),
        (b'{"format": "gadatirgus-ground/1", "stalls": {}}', "This is not a list"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_place(content, told):
    ground = GroundFactory()
    with translation.override("en"), pytest.raises(Refused) as refused:
        operations.load(ground=ground, wanted=exchange.read("x", content), by="Anna", at=NOW)
    assert told in str(refused.value)
