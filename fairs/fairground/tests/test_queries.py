"""A whole ground in few statements, and as the allocation wants it."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from fairs.factories import BoardFactory, GroundFactory, StallFactory, ZoneFactory
from fairs.fairground import drawing, queries
from fairs.fairground.rules import layout as rules

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stalls", [1, 3])
def test_a_ground_of_any_size_is_read_in_seven_statements(django_assert_num_queries, stalls) -> None:
    ground = GroundFactory()
    zone, board = ZoneFactory(ground=ground), BoardFactory(ground=ground)
    for number in range(stalls):
        StallFactory(ground=ground, zone=zone, board=board, position=number + 1)
    with django_assert_num_queries(7):
        found = queries.layout(ground)
    assert len(found.stalls) == stalls
    assert (found.stalls[0].zone, found.stalls[0].board) == (zone.code, board.name)


def test_stalls_of_a_row_are_a_run_until_a_gap_or_a_missing_number() -> None:
    ground = GroundFactory()
    for position, x in ((1, 2), (2, 5), (3, 12), (5, 15)):
        StallFactory(ground=ground, position=position, x_m=Decimal(x), y_m=Decimal(5))
    found = rules.runs(queries.layout(ground).stalls)
    assert [[stall.number for stall in run] for run in found] == [["A1", "A2"], ["A3"], ["A5"]]


def test_the_engine_reads_runs_features_and_neighbours_across_rows() -> None:
    ground = GroundFactory()
    a1 = StallFactory(ground=ground, position=1, power_kw=2, open_sides=2)
    a2 = StallFactory(ground=ground, position=2, is_blocked=True, block_reason="tree")
    b1 = StallFactory(ground=ground, row="B", position=1, y_m=Decimal(10))
    document = queries.allocation_ground(ground, price=lambda stall: 60 if stall.open_sides > 1 else 50).document()
    first, second, third = document["stalls"]
    assert (first["id"], first["run"], first["pos"], second["run"], second["pos"]) == (str(a1.pk), "A1", 0, "A1", 1)
    assert {"electricity", "corner", "noise_ok", "accessible"} == set(first["features"])
    assert (first["price"], second["blocked"], third["run"]) == (60, True, "B1")
    assert document["extra_neighbours"] == [[str(a1.pk), str(b1.pk)]]
    assert a2.pk


def test_the_plan_says_every_state_in_words_and_runs_no_script_or_style() -> None:
    ground = GroundFactory()
    stalls = [StallFactory(ground=ground, position=n + 1) for n in range(len(drawing.STATES))]
    marks = {stall.pk: drawing.Mark(state, label="Māla <b>") for stall, state in zip(stalls, drawing.STATES, strict=True)}
    html = render_to_string("fairs/fairground/_plan.html", {"drawing": drawing.draw(queries.layout(ground), marks)})
    for word in drawing.STATES.values():
        assert str(word) in html
    assert "style=" not in html
    assert "<b>" not in html.replace("<b>1</b>", "")
