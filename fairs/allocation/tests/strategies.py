"""Small random fairs: two rows of stalls, a handful of applicants, every kind of rule and any order of the levels."""

from hypothesis import strategies as st

FEATURES = ["electricity", "corner"]
CRAFTS = ["linen", "clay"]
TERMS = {
    "quota_shortfall": -1, "placed_value": 1, "extra_stalls": 1, "wish_points": 1, "claims_kept": 1, "beside_met": 1,
    "unwanted_neighbours": -1, "same_craft_neighbours": -1, "justified_envy": -1,
}  # fmt: skip
AFTER = {"dropped": -1, "moves": -1}
USUAL = [
    {"quota_shortfall": -1},
    {"placed_value": 1},
    {
        "wish_points": 1,
        "claims_kept": 800,
        "extra_stalls": 500,
        "beside_met": 800,
        "unwanted_neighbours": -1000,
        "same_craft_neighbours": -600,
    },
    {"justified_envy": -1},
]
"""The order we publish unless a fair decides otherwise."""


@st.composite
def fairs(draw, applicants=4, previous=False, levels=None):
    """A document of four to six stalls, with these levels or any."""
    first, second = draw(st.integers(2, 3)), draw(st.integers(2, 3))
    stalls = [_stall(draw, "A", k) for k in range(first)] + [_stall(draw, "B", k) for k in range(second)]
    ids = [s["id"] for s in stalls]
    names = [f"E{n}" for n in range(1, draw(st.integers(2, applicants)) + 1)]
    people = [_applicant(draw, one, names, ids) for one in names]
    document = {
        "format": "stall-allocation/1", "name": "random", "stalls": stalls, "applicants": people, "value_per": "stall",
        "extra_neighbours": [["A0", "B0"]], "rules": _rules(draw, names, ids), "levels": levels or _levels(draw, previous),
    }  # fmt: skip
    if previous:
        document["previous"] = dict(zip(names, ([s] for s in draw(st.permutations(ids))), strict=False))
    return document


def _stall(draw, run, pos):
    return {
        "id": f"{run}{pos}", "run": run, "pos": pos, "zone": run, "x": 3.0 * pos, "y": 0.0 if run == "A" else 3.0,
        "features": draw(st.lists(st.sampled_from(FEATURES), unique=True)), "price": draw(st.sampled_from([30, 50])),
        "blocked": draw(st.integers(0, 9)) == 0,
    }  # fmt: skip


def _applicant(draw, one, names, ids):
    others = [n for n in names if n != one]
    most = draw(st.sampled_from([1, 1, 2]))
    a = {
        "id": one, "craft": draw(st.sampled_from(CRAFTS)), "country": draw(st.sampled_from(["LV", "LT"])),
        "score": draw(st.integers(0, 100)), "stalls": most, "stalls_min": draw(st.integers(1, most)),
        "wishes": draw(st.lists(st.sampled_from([*ids, "zone:A", "feature:corner"]), unique=True, max_size=3)),
        "claim": draw(st.lists(st.sampled_from(ids), unique=True, max_size=1)),
        "beside": draw(st.lists(st.sampled_from(others), unique=True, max_size=1)),
        "not_beside": draw(st.lists(st.sampled_from(others), unique=True, max_size=1)),
        "anywhere": draw(st.integers(0, 5)) > 0, "guaranteed": draw(st.integers(0, 7)) == 0,
        "needs": draw(st.sampled_from([[], [], ["electricity"]])),
    }  # fmt: skip
    if draw(st.integers(0, 4)) == 0:
        a["max_price"] = 40
    return a


def _rules(draw, names, ids):
    return {
        "quotas": draw(st.sampled_from([[], [{"by": "country", "value": "LT", "min_percent": 50}]])),
        "caps": draw(st.sampled_from([[], [{"by": "craft", "value": "clay", "max_stalls": 2}]])),
        "pins": [{"applicant": names[0], "stalls": [draw(st.sampled_from(ids))]}] if draw(st.integers(0, 6)) == 0 else [],
        "keep_apart": [names[:2]] if draw(st.booleans()) else [],
        "same_craft_allowed": draw(st.sampled_from([[], ["clay"]])),
    }


def _levels(draw, previous):
    """All terms in any order, cut into levels anywhere, with any weights of the usual sign."""
    signs = TERMS | AFTER if previous else TERMS
    order = draw(st.permutations(sorted(signs)))
    levels = [{}]
    for term in order:
        if levels[-1] and draw(st.booleans()):
            levels.append({})
        levels[-1][term] = signs[term] * draw(st.sampled_from([1, 7, 100]))
    return levels
