"""The rules and terms a second time, as plainly as possible, straight from the document: what the engine is measured by."""

from itertools import pairwise, product

POINTS = (10, 8, 6, 5, 4, 3, 2, 1)


class Yardstick:
    """A document's rules. An allocation is a mapping of applicant id to a tuple of stall ids."""

    def __init__(self, document):
        self.doc = document
        self.stalls = {s["id"]: s for s in document["stalls"]}
        self.people = {a["id"]: a for a in document["applicants"]}
        self.rules = document["rules"]
        self.pins = {p["applicant"]: set(p["stalls"]) for p in self.rules["pins"]}
        pairs = [
            (s, t) for s in self.stalls.values() for t in self.stalls.values() if s["run"] == t["run"] and abs(s["pos"] - t["pos"]) == 1
        ]
        self.touching = {(s["id"], t["id"]) for s, t in pairs}
        for s, t in document["extra_neighbours"]:
            self.touching |= {(s, t), (t, s)}

    def beside(self, ours, theirs):
        return any((s, t) in self.touching for s in ours for t in theirs)

    def rank(self, one, stalls):
        for rank, wish in enumerate(self.people[one].get("wishes", []), 1):
            kind, _, word = wish.rpartition(":")
            for s in stalls:
                stall = self.stalls[s]
                if (kind == "zone" and stall["zone"] == word) or (kind == "feature" and word in stall["features"]) or wish == s:
                    return rank
        return 0

    def claim_kept(self, one, stalls):
        claim = set(self.people[one].get("claim", []))
        return bool(claim) and (claim <= set(stalls) or set(stalls) <= claim)

    def suits(self, one, stalls):
        """Whether this applicant may stand on exactly these stalls, others aside."""
        a, rows = self.people[one], sorted((self.stalls[s] for s in stalls), key=lambda s: s["pos"])
        if not a.get("stalls_min", a["stalls"]) <= len(rows) <= a["stalls"]:
            return False
        if any(s["run"] != t["run"] or t["pos"] - s["pos"] != 1 for s, t in pairwise(rows)):
            return False
        if any(s.get("blocked") or not set(a.get("needs", [])) <= set(s["features"]) or s["price"] > a.get("max_price", 1e9) for s in rows):
            return False
        if one in self.pins:
            return set(stalls) == self.pins[one]
        return a.get("anywhere", True) or bool(self.rank(one, stalls)) or self.claim_kept(one, stalls)

    def lawful(self, at):
        taken = [s for stalls in at.values() for s in stalls]
        must = set(self.pins) | {one for one, a in self.people.items() if a.get("guaranteed")}
        return (
            len(taken) == len(set(taken))
            and must <= set(at)
            and all(self.suits(one, stalls) for one, stalls in at.items())
            and not any(a in at and b in at and self.beside(at[a], at[b]) for a, b in self.rules["keep_apart"])
            and all(self.of_group(at, cap) <= cap["max_stalls"] for cap in self.rules["caps"])
        )

    def of_group(self, at, rule):
        return sum(len(stalls) for one, stalls in at.items() if self.people[one].get(rule["by"]) == rule["value"])

    def shortfall(self, at, quota):
        usable = sum(not s.get("blocked") for s in self.stalls.values())
        asked = sum(a["stalls"] for a in self.people.values() if a.get(quota["by"]) == quota["value"])
        target = min(asked, -(-quota["min_percent"] * usable // 100))
        return max(0, target - self.of_group(at, quota))

    def envies(self, at):
        out = 0
        for i, j in product(at, at):
            a, b = self.people[i], self.people[j]
            if i == j or i in self.pins or j in self.pins or self.claim_kept(j, at[j]) or b["score"] >= a["score"]:
                continue
            got = self.rank(i, at[i]) or 99
            better = a.get("wishes", [])[: got - 1]
            out += any(s in better for s in at[j]) and self.suits(i, at[j]) and self.suits(j, at[i])
        return out

    def terms(self, at):
        def total(weigh):
            return sum(weigh(one, self.people[one], stalls) for one, stalls in at.items())

        def crafts(s, t):
            holders = {x: one for one, stalls in at.items() for x in stalls}
            a, b = holders.get(s), holders.get(t)
            if a is None or b is None or a == b:
                return False
            craft = self.people[a]["craft"]
            return craft == self.people[b]["craft"] and craft not in self.rules["same_craft_allowed"]

        previous = self.doc.get("previous", {})
        return {
            "quota_shortfall": sum(self.shortfall(at, quota) for quota in self.rules["quotas"]),
            "placed_value": total(lambda one, a, stalls: (100 + a["score"]) * a.get("stalls_min", a["stalls"])),
            "extra_stalls": total(lambda one, a, stalls: len(stalls) - a.get("stalls_min", a["stalls"])),
            "wish_points": total(lambda one, a, stalls: (0, *POINTS)[self.rank(one, stalls)] * (100 + a["score"])),
            "claims_kept": total(lambda one, a, stalls: self.claim_kept(one, stalls)),
            "beside_met": total(lambda one, a, stalls: sum(b in at and self.beside(stalls, at[b]) for b in a.get("beside", []))),
            "unwanted_neighbours": total(
                lambda one, a, stalls: sum(b in at and self.beside(stalls, at[b]) for b in a.get("not_beside", []))
            ),
            "same_craft_neighbours": sum(s < t and crafts(s, t) for s, t in self.touching),
            "justified_envy": self.envies(at),
            "dropped": sum(one not in at for one in previous),
            "moves": sum(one in at and set(stalls) != set(at[one]) for one, stalls in previous.items()),
        }

    def levels(self, at):
        terms = self.terms(at)
        return [sum(weight * terms[term] for term, weight in level.items()) for level in self.doc["levels"]]

    def rows(self, one):
        """Every set of stalls this applicant may have."""
        ids = sorted(self.stalls, key=lambda s: (self.stalls[s]["run"], self.stalls[s]["pos"]))
        return [tuple(ids[k : k + n]) for n in (1, 2, 3) for k in range(len(ids) - n + 1) if self.suits(one, ids[k : k + n])]

    def everything(self):
        """Every lawful allocation there is, with its levels."""
        ways = [[None, *self.rows(one)] for one in self.people]
        for choice in product(*ways):
            taken = [s for stalls in choice if stalls for s in stalls]
            if len(taken) == len(set(taken)):
                at = {one: stalls for one, stalls in zip(self.people, choice, strict=True) if stalls}
                if self.lawful(at):
                    yield at, self.levels(at)

    def best(self):
        """The levels of the best lawful allocation, by trying all of them; None when there is none."""
        return max((levels for _, levels in self.everything()), default=None)
