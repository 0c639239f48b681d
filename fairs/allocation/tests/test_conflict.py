"""What cannot be met is answered by the smallest set of demands that contradict each other."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from fairs.allocation.engine import Budget, Impossible, hitting, read, solve

from .strategies import fairs
from .test_optimum import load
from .yardstick import Yardstick


def conflict(document):
    with pytest.raises(Impossible) as answer:
        solve(read(document), budget=Budget(patches=0))
    return answer.value


def test_one_guarantee_more_than_there_are_stalls_with_fire():
    document = load("latgale-60-s1-impossible")
    fire = [s for s in document["stalls"] if "open_fire" in s["features"] and not s.get("blocked")]
    pinned = {s for p in document["rules"]["pins"] for s in p["stalls"]} & {s["id"] for s in fire}
    found = conflict(document)
    assert found.smallest
    guarantees = [d for d in found.demands if d.kind == "guaranteed"]
    needs = {a["id"]: a.get("needs") for a in document["applicants"]}
    assert all(needs[d.who[0]] == ["open_fire"] for d in guarantees)
    assert len(guarantees) + len([d for d in found.demands if d.kind == "pin"]) == len(found.demands)
    assert len(found.demands) <= len(fire) + 1
    assert not pinned or len(found.demands) == len(fire) + 1


@pytest.mark.parametrize("rounds", [0, 120])
def test_what_is_left_of_a_contradiction_cannot_be_left_out(monkeypatch, rounds):
    """Also where there was no time to prove that no other is smaller: of "x", more than one contradict two of "y"."""
    monkeypatch.setattr(hitting, "ROUNDS", rounds)
    kin = "xyxyzx"

    def together(chosen):
        taken = [kin[n] for n in chosen]
        if taken.count("x") >= 2 and taken.count("y") >= 2:
            return None
        return [*chosen, *(n for n in range(6) if n not in chosen and kin[n] not in ("y" if taken.count("x") > 1 else "x"))]

    found, smallest = hitting.smallest_contradiction(kin, together)
    assert sorted(kin[n] for n in found) == ["x", "x", "y", "y"]
    assert smallest == (rounds > 0)


def with_demands(document, kept):
    """The document with these demands only."""
    rules = document["rules"]
    slim = [{**a, "guaranteed": ("guaranteed", a["id"]) in kept} for a in document["applicants"]]
    return document | {
        "applicants": slim,
        "rules": rules
        | {
            "pins": [p for p in rules["pins"] if ("pin", p["applicant"]) in kept],
            "keep_apart": [p for p in rules["keep_apart"] if ("keep_apart", *p) in kept],
            "caps": [c for c in rules["caps"] if ("cap", c["by"], c["value"]) in kept],
        },
    }


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(fairs(applicants=4), st.integers(2, 4))
def test_no_smaller_set_of_demands_contradicts_itself(document, guaranteed):
    for a in document["applicants"][:guaranteed]:
        a["guaranteed"] = True
    for pin in document["rules"]["pins"]:  # a pin also permits what "anywhere: false" forbids, so taking it back would be no relief
        next(a for a in document["applicants"] if a["id"] == pin["applicant"])["anywhere"] = True
    assume(Yardstick(document).best() is None)
    found = conflict(document)
    named = [(d.kind, *d.who) for d in found.demands]
    assert found.smallest
    assert Yardstick(with_demands(document, set(named))).best() is None
    rules = document["rules"]
    everything = [("guaranteed", a["id"]) for a in document["applicants"] if a["guaranteed"]]
    everything += [("pin", p["applicant"]) for p in rules["pins"]] + [("keep_apart", *p) for p in rules["keep_apart"]]
    everything += [("cap", c["by"], c["value"]) for c in rules["caps"]]
    for size in range(len(named)):
        assert all(Yardstick(with_demands(document, set(some))).best() is not None for some in combinations(everything, size))
