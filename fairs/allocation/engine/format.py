"""Reading and writing `stall-allocation/1` (described in docs/allocation.md).

`read` answers every unsound document with `BadInput`: a code, the place and a sentence; it never guesses.
"""

import json
from collections.abc import Iterable
from typing import Any

from .errors import BadInput
from .instance import TERMS, Applicant, Cap, Instance, Quota, Stall
from .reading import Record, check_number

FORMAT = "stall-allocation/1"
MOST_STALLS, MOST_APPLICANTS, MOST_LEVELS, LONGEST_ROW = 6_000, 12_000, 20, 12
"""Above these the answer would take too long or too much memory; a larger fair is allocated zone by zone."""

LARGEST_FILE = 32_000_000
"""Bytes; a fair of the largest size takes a tenth of it. Longer texts are not even parsed."""


def read_text(text: str | bytes) -> Instance:
    """The instance in a JSON text. Raises BadInput (`not_json` when it is none, `too_large` above LARGEST_FILE)."""
    if len(text) > LARGEST_FILE:
        raise BadInput("too_large", "file", f"more than {LARGEST_FILE // 1_000_000} million bytes; no fair needs that many")
    try:
        return read(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise BadInput("not_json", "file", f"this is not a JSON document ({error})") from error


def read(document: Any) -> Instance:
    """The instance in a parsed JSON document. Raises BadInput."""
    root = Record(document, "")
    if root.data.get("format") != FORMAT:
        raise BadInput("wrong_format", "format", f"“{FORMAT}” is expected here")
    stalls = _stalls(root)
    applicants = _applicants(root, stalls)
    rules = root.record("rules", {})
    return Instance(
        name=root.text("name", ""),
        stalls=tuple(stalls.values()),
        applicants=tuple(applicants.values()),
        levels=_levels(root),
        extra_neighbours=_known_pairs(root, "extra_neighbours", stalls, "stall"),
        quotas=tuple(Quota(r.text("by"), r.text("value"), r.number("min_percent", low=0, high=100)) for r in rules.records("quotas")),
        caps=tuple(Cap(r.text("by"), r.text("value"), r.whole("max_stalls", low=0)) for r in rules.records("caps")),
        pins=_pins(rules, stalls, applicants),
        keep_apart=_known_pairs(rules, "keep_apart", applicants, "applicant"),
        same_craft_allowed=frozenset(rules.texts("same_craft_allowed")),
        previous=_previous(root, stalls, applicants),
        value_per=root.text("value_per", "stall"),
    )


def _known(ids: Iterable[str], known: Any, kind: str, place: str) -> tuple[str, ...]:
    ids = tuple(ids)
    for n, one in enumerate(ids):
        if one not in known:
            raise BadInput(f"unknown_{kind}", f"{place}[{n}]", f"there is no {kind} “{one}”")
    return ids


def _known_pairs(record: Record, key: str, known: Any, kind: str) -> tuple[tuple[str, str], ...]:
    pairs = record.pairs(key)
    for n, pair in enumerate(pairs):
        _known(pair, known, kind, f"{record.at(key)}[{n}]")
        if pair[0] == pair[1]:
            raise BadInput("paired_with_itself", f"{record.at(key)}[{n}]", f"“{pair[0]}” is paired with itself")
    return tuple(pairs)


def _unique(records: list[Record], kind: str) -> dict[str, Record]:
    out: dict[str, Record] = {}
    for record in records:
        one = record.text("id")
        if one in out:
            raise BadInput("duplicate_id", record.at("id"), f"the {kind} “{one}” is listed twice")
        out[one] = record
    return out


def _stalls(root: Record) -> dict[str, Stall]:
    records = _unique(root.records("stalls"), "stall")
    if not records:
        raise BadInput("no_stalls", "stalls", "there is no stall to allocate")
    if len(records) > MOST_STALLS:
        raise BadInput("too_large", "stalls", f"{len(records)} stalls; at most {MOST_STALLS} are allocated at once")
    places: dict[tuple[str, int], str] = {}
    out = {}
    for one, r in records.items():
        stall = Stall(
            one, r.text("run"), r.whole("pos"), r.text("zone", ""), r.number("x", 0), r.number("y", 0),
            frozenset(r.texts("features")), r.number("price", 0), r.flag("blocked"),
        )  # fmt: skip
        twin = places.setdefault((stall.run, stall.pos), one)
        if twin != one:
            raise BadInput("same_place", r.at("pos"), f"“{one}” stands where “{twin}” stands: run {stall.run}, position {stall.pos}")
        out[one] = stall
    return out


def _applicants(root: Record, stalls: dict[str, Stall]) -> dict[str, Applicant]:
    records = _unique(root.records("applicants"), "applicant")
    if len(records) > MOST_APPLICANTS:
        raise BadInput("too_large", "applicants", f"{len(records)} applicants; at most {MOST_APPLICANTS} are allocated at once")
    zones = {s.zone for s in stalls.values()}
    return {one: _applicant(one, r, records, stalls, zones) for one, r in records.items()}


def _applicant(one: str, r: Record, everybody: dict[str, Record], stalls: dict[str, Stall], zones: set[str]) -> Applicant:
    most = r.whole("stalls", 1, low=1, high=LONGEST_ROW)
    for key in ("beside", "not_beside"):
        others = _known(r.texts(key), everybody, "applicant", r.at(key))
        if one in others:
            raise BadInput("paired_with_itself", r.at(key), f"“{one}” is named beside itself")
    return Applicant(
        id=one,
        craft=r.text("craft"),
        score=r.number("score", low=0, high=100),
        most=most,
        least=r.whole("stalls_min", most, low=1, high=most),
        needs=frozenset(r.texts("needs")),
        max_price=r.number("max_price") if r.data.get("max_price") is not None else None,
        wishes=_wishes(r, stalls, zones),
        anywhere=r.flag("anywhere", True),
        claim=frozenset(_known(r.texts("claim"), stalls, "stall", r.at("claim"))),
        beside=r.texts("beside"),
        not_beside=r.texts("not_beside"),
        guaranteed=r.flag("guaranteed"),
        groups={k: v for k, v in r.data.items() if isinstance(v, str)},
    )


def _wishes(r: Record, stalls: dict[str, Stall], zones: set[str]) -> tuple[str, ...]:
    wishes = r.texts("wishes")
    for n, wish in enumerate(wishes):
        place = f"{r.at('wishes')}[{n}]"
        if wish.startswith("zone:"):
            if wish[5:] not in zones:
                raise BadInput("unknown_zone", place, f"there is no zone “{wish[5:]}”")
        elif not wish.startswith("feature:") and wish not in stalls:
            raise BadInput("unknown_stall", place, f"there is no stall “{wish}”")
    return wishes


def _levels(root: Record) -> tuple[dict[str, float], ...]:
    records = root.records("levels")
    if not records:
        raise BadInput("no_levels", "levels", "at least one level says what matters")
    if len(records) > MOST_LEVELS:
        raise BadInput("too_large", "levels", f"{len(records)} levels; at most {MOST_LEVELS}")
    for record in records:
        for term in record.data:
            if term not in TERMS:
                raise BadInput("unknown_term", record.at(term), f"“{term}” is no term; known are {', '.join(TERMS)}")
    return tuple({term: check_number(weight, r.at(term)) for term, weight in r.data.items()} for r in records)


def _pins(rules: Record, stalls: dict, applicants: dict) -> dict[str, frozenset[str]]:
    out: dict[str, frozenset[str]] = {}
    for record in rules.records("pins"):
        one = record.text("applicant")
        _known([one], applicants, "applicant", record.at("applicant"))
        if one in out:
            raise BadInput("pinned_twice", record.at("applicant"), f"“{one}” is pinned twice")
        out[one] = frozenset(_known(record.texts("stalls"), stalls, "stall", record.at("stalls")))
    return out


def _previous(root: Record, stalls: dict, applicants: dict) -> dict[str, frozenset[str]]:
    """Last published places; those of applicants who are no longer in the file are left out."""
    record = root.record("previous", {})
    known = {one: _known(record.texts(one), stalls, "stall", record.at(one)) for one in record.data}
    return {one: frozenset(ids) for one, ids in known.items() if one in applicants}


def read_allocation(document: Any, instance: Instance) -> dict[str, tuple[str, ...]]:
    """The stalls of each applicant in an answer document. Raises BadInput for ids the instance does not know."""
    record = Record(document, "").record("allocation")
    stalls, applicants = {s.id for s in instance.stalls}, {a.id for a in instance.applicants}
    for one in record.data:
        _known([one], applicants, "applicant", "allocation")
    return {one: _known(record.texts(one), stalls, "stall", record.at(one)) for one in record.data}


def dumps(document: Any) -> str:
    """The one JSON text of a document: same content, same bytes."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
