"""An unsound document is answered with a code and the place, whatever is wrong with it."""

import json
from contextlib import suppress
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairs.allocation.engine import BadInput, Budget, Impossible, read, read_text, solve

FAIR = {
    "format": "stall-allocation/1",
    "name": "two stalls",
    "stalls": [
        {"id": "A1", "run": "A", "pos": 0, "zone": "A", "features": [], "price": 30},
        {"id": "A2", "run": "A", "pos": 1, "zone": "A", "features": [], "price": 30},
    ],
    "applicants": [
        {"id": "E1", "craft": "linen", "score": 80, "stalls": 1, "wishes": ["A1"]},
        {"id": "E2", "craft": "clay", "score": 70, "stalls": 1, "wishes": ["A1"], "beside": ["E1"]},
    ],
    "rules": {"pins": [{"applicant": "E1", "stalls": ["A2"]}], "keep_apart": []},
    "levels": [{"placed_value": 1}, {"wish_points": 1}],
}
PLACES = [
    "stalls.0.pos",
    "stalls.1.id",
    "applicants.0.score",
    "applicants.1.wishes.0",
    "rules.pins.0.stalls",
    "levels.0",
    "rules",
    "stalls",
]


def changed(path, value):
    document = deepcopy(FAIR)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    inner = document
    for step in way:
        inner = inner[step]
    inner[last] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "code", "place"),
    [
        ("format", "stall-allocation/9", "wrong_format", "format"),
        ("stalls", [], "no_stalls", "stalls"),
        ("stalls.1.id", "A1", "duplicate_id", "stalls[1].id"),
        ("stalls.1.pos", 0, "same_place", "stalls[1].pos"),
        ("stalls.1.pos", "left", "bad_type", "stalls[1].pos"),
        ("applicants.1.wishes", ["A1", "A9"], "unknown_stall", "applicants[1].wishes[1]"),
        ("applicants.1.wishes", ["zone:Q"], "unknown_zone", "applicants[1].wishes[0]"),
        ("applicants.1.beside", ["E9"], "unknown_applicant", "applicants[1].beside[0]"),
        ("applicants.1.beside", ["E2"], "paired_with_itself", "applicants[1].beside"),
        ("applicants.1.claim", ["A9"], "unknown_stall", "applicants[1].claim[0]"),
        ("applicants.1.stalls", 0, "out_of_range", "applicants[1].stalls"),
        ("applicants.1.score", "good", "bad_type", "applicants[1].score"),
        ("applicants.1.score", None, "missing", "applicants[1].score"),
        ("applicants", [{"id": f"E{n}", "craft": "linen", "score": 1} for n in range(12_001)], "too_large", "applicants"),
        ("rules.pins.0.applicant", "E9", "unknown_applicant", "rules.pins[0].applicant[0]"),
        ("rules.keep_apart", [["E1", "E9"]], "unknown_applicant", "rules.keep_apart[0][1]"),
        ("levels", [], "no_levels", "levels"),
        ("levels.0", {"beauty": 1}, "unknown_term", "levels[0].beauty"),
        ("levels.0", {"placed_value": "much"}, "bad_type", "levels[0].placed_value"),
        ("previous", {"E1": ["A9"]}, "unknown_stall", "previous.E1[0]"),
    ],
)
def test_a_fault_is_named_with_its_place(path, value, code, place):
    with pytest.raises(BadInput) as refused:
        read(changed(path, value))
    assert (refused.value.code, refused.value.place) == (code, place)


@pytest.mark.parametrize("text", ["", "[", "nonsense", "[" * 100_000, b"\xff\xfe\x00"])
def test_what_is_no_json_is_refused(text):
    with pytest.raises(BadInput) as refused:
        read_text(text)
    assert refused.value.code == "not_json"


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(PLACES), JUNK)
def test_whatever_stands_in_a_field_is_solved_or_refused(path, junk):
    with suppress(BadInput, Impossible):
        solve(read(changed(path, junk)), budget=Budget(patches=1))


def test_wishes_in_a_circle_are_weighed_like_any_others():
    document = deepcopy(FAIR)
    document["rules"] = {}
    document["applicants"][0] |= {"wishes": ["A2"], "claim": ["A1"], "beside": ["E2"]}
    document["applicants"][1] |= {"wishes": ["A1"], "claim": ["A2"], "beside": ["E1"]}
    document["levels"] = [{"placed_value": 1}, {"wish_points": 1}, {"beside_met": 1}]
    assert solve(read(document), budget=Budget(until_proof=True)).levels == (350, 3500, 2)


def test_five_thousand_applicants_for_a_few_stalls_are_no_trouble():
    document = deepcopy(FAIR)
    document["applicants"] = [
        {"id": f"E{n}", "craft": "linen", "score": n % 90, "stalls": 1, "wishes": ["A1"] if n % 3 else []} for n in range(5_000)
    ]
    document["rules"] = {}
    plan = solve(read(document), budget=Budget(until_proof=True))
    assert plan.levels[0] == 2 * 189
    assert len(plan.waiting) == 4_998


def test_a_fair_without_applicants_has_an_empty_plan():
    document = changed("applicants", [])
    document["rules"] = {}
    assert json.dumps(solve(read(document)).document()["allocation"]) == "{}"
