"""Whether reasons are true, judged by the yardstick alone."""

from .yardstick import Yardstick


def false_reasons(document, at, told):
    """What is wrong with these reasons; an empty list when nothing is."""
    yard = Yardstick(document)
    base, wrong = yard.levels(at), []
    for one, person in yard.people.items():
        rank = yard.rank(one, at[one]) if one in at else 0
        due = [w for r, w in enumerate(person.get("wishes", []), 1) if w in yard.stalls and (not rank or r < rank)]
        said = {entry["stall"]: entry for entry in told.get(one, [])}
        if sorted(said) != sorted(due):
            wrong.append(f"{one}: reasons for {sorted(said)}, due for {sorted(due)}")
        wrong += [f"{one}: {entry}" for entry in said.values() if not _true(yard, at, base, one, entry)]
    return wrong


def _true(yard, at, base, one, entry):
    stall, person, kind = yard.stalls[entry["stall"]], yard.people[one], entry["reason"]
    others = {s for other, stalls in yard.pins.items() if other != one for s in stalls}
    if kind != "exchange":
        return {
            "closed": stall.get("blocked"),
            "need": not set(person.get("needs", [])) <= set(stall["features"]),
            "price": stall["price"] > person.get("max_price", 1e9),
            "pinned": entry["stall"] in others,
            "size": not any(entry["stall"] in row and others.isdisjoint(row) for row in yard.rows(one)),
        }[kind]
    trial = {x: stalls for x, stalls in at.items() if x not in entry["change"]}
    trial |= {x: tuple(stalls) for x, stalls in entry["change"].items() if stalls}
    if entry["stall"] not in trial.get(one, ()):
        return False
    if not yard.lawful(trial):
        return entry["level"] == 0
    after = yard.levels(trial)
    if after == base:
        return entry["level"] is None
    first = next(n for n, (x, y) in enumerate(zip(base, after, strict=True)) if x != y)
    return after < base and entry["level"] == first + 1 and entry["loss"] == base[first] - after[first]
