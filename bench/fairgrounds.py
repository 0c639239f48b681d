"""Makes fairs to allocate: a ground, applicants with needs and wishes, rules. Same name and seed, same fair.

Rows of 5 to 14 touching stalls in zones, every third row with power, some with water, a roof or open fire; 1.3 to 1.7
applicants per stall, three quarters of whom ask for one. The popular stalls are popular with many, last year's holders
want theirs back, and quotas, caps, pins and pairs to be kept apart are as a Baltic crafts fair writes them down.
"""

import random
from typing import Any

PRESETS = {"town-60": (60, 80, 3), "city-300": (300, 500, 6), "region-1000": (1000, 1500, 10), "capital-3000": (3000, 4000, 16)}
"""Stalls, applicants, zones."""

CRAFTS = {"textile": 26, "wood": 18, "clay": 16, "food": 15, "other": 12, "metal": 8, "glass": 5}
NEEDS = {"food": ("power", 0.7), "metal": ("fire", 0.5), "glass": ("power", 0.4), "clay": ("power", 0.2), "wood": ("power", 0.25)}
COUNTRIES = {"LV": 58, "RU": 22, "EE": 12, "LT": 8}
LEVELS = [
    {"quota_shortfall": -1},
    {"placed_value": 1},
    {
        "wish_points": 1, "claims_kept": 800, "extra_stalls": 500, "beside_met": 800,
        "unwanted_neighbours": -1000, "same_craft_neighbours": -600,
    },
    {"justified_envy": -1},
]  # fmt: skip


def make(preset: str, seed: int) -> dict[str, Any]:
    """A `stall-allocation/1` document."""
    stalls, applicants, zones = PRESETS[preset]
    dice = random.Random(f"{preset}/{seed}")
    ground, extra = _ground(dice, stalls, zones)
    people = _people(dice, applicants, ground)
    usable = sum(not s["blocked"] for s in ground)
    return {
        "format": "stall-allocation/1", "name": f"{preset}-s{seed}", "stalls": ground, "extra_neighbours": extra, "applicants": people,
        "rules": {
            "quotas": [{"by": "country", "value": c, "min_percent": p} for c, p in (("LV", 25), ("RU", 20), ("EE", 12))],
            "caps": [{"by": "craft", "value": "food", "max_stalls": usable * 15 // 100}],
            "pins": _pins(dice, people, ground),
            "keep_apart": [[a["id"], b["id"]] for a, b in (dice.sample(people, 2) for _ in range(applicants // 50))],
            "same_craft_allowed": [],
        },
        "levels": LEVELS,
    }  # fmt: skip


def _weighted(dice: random.Random, weights: dict[str, int]) -> str:
    return dice.choices(list(weights), list(weights.values()))[0]


def _ground(dice: random.Random, count: int, zones: int) -> tuple[list[dict], list[list[str]]]:
    stalls: list[dict] = []
    extra: list[list[str]] = []
    for zone in range(zones):
        left, row, behind = count * (zone + 1) // zones - len(stalls), 0, []
        while left > 0:
            length = min(left, dice.randint(5, 14))
            run = [_stall(zone, row, k, length, len(stalls) + k) for k in range(length)]
            features = [f for f, p in (("power", 0.6), ("water", 0.25), ("roof", 0.25), ("fire", 0.15)) if dice.random() < p]
            for s in run:
                s["features"] += features
                s["blocked"] = dice.random() < 0.03
            if row % 2:
                extra += [[behind[0]["id"], run[0]["id"]], [behind[-1]["id"], run[-1]["id"]]]
            stalls += run
            left, row, behind = left - length, row + 1, run
    return stalls, extra


def _stall(zone: int, row: int, k: int, length: int, number: int) -> dict[str, Any]:
    corner = k in (0, length - 1)
    return {
        "id": f"S{number:04}", "run": f"{zone}-{row}", "pos": k, "zone": f"Z{zone}", "x": 60.0 * (zone % 4) + 3 * k,
        "y": 90.0 * (zone // 4) + 4.5 * row, "features": ["corner"] if corner else [], "price": 60 - 3 * min(row, 6) + 10 * corner,
    }  # fmt: skip


def _people(dice: random.Random, count: int, ground: list[dict]) -> list[dict]:
    charm = [s["price"] ** 3 * dice.random() for s in ground]
    people = [_person(dice, n, ground, charm) for n in range(count)]
    for a in people:
        other = dice.choice(people)
        if other is not a and dice.random() < 0.14:
            a["beside" if dice.random() < 0.6 else "not_beside"] = [other["id"]]
    return people


def _person(dice: random.Random, n: int, ground: list[dict], charm: list[float]) -> dict[str, Any]:
    craft, size = _weighted(dice, CRAFTS), dice.choices([1, 2, 3], [74, 20, 6])[0]
    need, chance = NEEDS.get(craft, ("power", 0.15))
    a: dict[str, Any] = {
        "id": f"E{n:05}", "craft": craft, "country": _weighted(dice, COUNTRIES), "score": max(5, min(100, round(dice.gauss(66, 14)))),
        "stalls": size, "stalls_min": size - (size > 1 and dice.random() < 0.3), "needs": [need] if dice.random() < chance else [],
        "guaranteed": dice.random() < 0.01,
    }  # fmt: skip
    wishes = []
    if dice.random() < 0.4:
        last_year = dice.choice(ground)
        a["claim"] = [last_year["id"]]
        wishes = a["claim"] * (dice.random() < 0.6)
    if dice.random() < 0.75:
        wishes = [*wishes, *(s["id"] for s in dice.choices(ground, charm, k=dice.randint(1, 5)))]
    if dice.random() < 0.3:
        wishes = [*wishes, "zone:" + dice.choice(ground)["zone"]]
    a["wishes"] = list(dict.fromkeys(wishes))
    return a


def _pins(dice: random.Random, people: list[dict], ground: list[dict]) -> list[dict]:
    """Some who ask for one place and need nothing get a fixed one."""
    simple = [a for a in people if a["stalls"] == 1 and not a["needs"]]
    places = [s for s in ground if not s["blocked"]]
    count = len(ground) // 40
    return [
        {"applicant": a["id"], "stalls": [s["id"]]} for a, s in zip(dice.sample(simple, count), dice.sample(places, count), strict=True)
    ]
