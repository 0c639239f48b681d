"""Which order a movement pays: what is certain enough to be booked by itself, and what else it might be.

Certain is one thing only: the order's own reference or code, its currency, and exactly what it still owes. All else is a
suggestion with a score from 0 to 100, and a person decides.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from ticketing.orders import references

CODE = 6
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ3789"  # of which order codes are made
_LOOKALIKES = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")  # Cyrillic letters typed for Latin ones
_READ_AS = str.maketrans("0O1I2Z4A5S6G8B3VUWMNCQD", "OOLLZZAASSGGBBBVVVNNOOO")
"""What scanning and hurried eyes take for one another is made the same letter."""

RUN, WORD = re.compile(r"[A-Z0-9]+"), re.compile(rf"[{_LETTERS}]{{{CODE}}}")
MOST_SUGGESTIONS = 5
MOST_TOGETHER = 4
"""Orders of one payer that are tried as one payment."""


@dataclass(frozen=True, slots=True)
class Open:
    """An order as far as matching looks: `owed` is what it still waits for, `words` its buyer's name folded."""

    pk: int
    code: str
    currency: str
    state: str
    owed: Decimal
    words: frozenset[str] = frozenset()

    @property
    def takes_money(self) -> bool:
        return self.state in ("placed", "lapsed") and self.owed > 0


@dataclass(frozen=True, slots=True)
class Said:
    """What a movement says about orders: their codes and numbers, and the words in which a mistyped code may hide."""

    codes: frozenset[str]
    numbers: frozenset[int]
    tokens: frozenset[str]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Orders a movement may pay, each with its part; `signs` are words why."""

    parts: tuple[tuple[int, Decimal], ...]
    score: int
    signs: tuple[str, ...]


def read(*texts: str) -> Said:
    """Find order codes and numbers in what a payer wrote, with or without spaces, in Latin letters or their Cyrillic likes."""
    codes: set[str] = set()
    numbers: set[int] = set()
    tokens: set[str] = set()
    for text in texts:
        upper = text.upper().translate(_LOOKALIKES)
        runs = RUN.findall(upper)
        tokens.update(run for run in runs if CODE - 1 <= len(run) <= CODE + 1)
        codes.update(run for run in runs if WORD.fullmatch(run))
        together = "".join(runs)
        for at in (found.start() for found in re.finditer(r"RF\d\d", together)):
            reference = together[at : at + 4 + CODE]
            tokens.add(reference[4:])
            if code := references.order_code(reference):
                codes.add(code)
        for digits in re.findall(r"\d[\d ]{8,}\d", upper):
            plain = digits.replace(" ", "")
            found_numbers = (references.order_number(plain[at : at + 10]) for at in range(len(plain) - 9))
            numbers.update(number for number in found_numbers if number is not None)
    return Said(frozenset(codes), frozenset(numbers), frozenset(tokens))


def named(said: Said, orders: Mapping[str, Open], by_pk: Mapping[int, Open]) -> list[Open]:
    """Return the orders that a movement names outright; numbers count for orders in roubles only, as they are given there."""
    found = {order.pk: order for code in said.codes if (order := orders.get(code))}
    found |= {pk: order for pk in said.numbers if (order := by_pk.get(pk)) and order.currency == "RUB"}
    return list(found.values())


def verdict(amount: Decimal, currency: str, orders: Sequence[Open]) -> str:
    """Return "exact" where a credit pays the one order it names, else the word why a person must look.

    `orders` are those it names; they owe what is left after everything booked so far.
    """
    if not orders:
        return "unknown"
    if len(orders) > 1:
        return "several"
    order = orders[0]
    if order.currency != currency:
        return "currency"
    if order.state == "cancelled":
        return "cancelled"
    if order.owed <= 0:
        return "paid_before"
    if amount == order.owed:
        return "exact"
    return "over" if amount > order.owed else "partial"


class Index:
    """Open orders, ready to be asked for mistyped codes, names and amounts without looking at each."""

    def __init__(self, orders: Iterable[Open]):
        self.orders = {order.pk: order for order in orders}
        self.by_code = {order.code: order for order in self.orders.values()}
        self._shapes: dict[str, set[int]] = defaultdict(set)
        self._words: dict[str, set[int]] = defaultdict(set)
        self._amounts: dict[tuple[str, Decimal], set[int]] = defaultdict(set)
        for order in self.orders.values():
            for shape in _shapes(order.code):
                self._shapes[shape].add(order.pk)
            if order.takes_money:
                self._amounts[order.currency, order.owed].add(order.pk)
                for word in order.words:
                    self._words[word].add(order.pk)

    def mistyped(self, tokens: Collection[str]) -> set[int]:
        """Return the orders whose code is a slip away from one of the tokens."""
        return set().union(*(self._shapes.get(shape, ()) for token in tokens for shape in _shapes(token))) if tokens else set()

    def of_name(self, words: Collection[str]) -> dict[int, int]:
        """Return the orders whose buyer shares words with a name, with how many of a hundred of the buyer's words it has."""
        found: dict[int, int] = defaultdict(int)
        for word in words:
            for pk in self._words.get(word, ()):
                found[pk] += 1
        return {pk: 100 * shared // len(self.orders[pk].words) for pk, shared in found.items() if shared >= min(2, len(words))}

    def of_amount(self, currency: str, amount: Decimal) -> set[int]:
        return self._amounts.get((currency, amount), set())


def _shapes(code: str) -> set[str]:
    """Return what a code and its slips have in common: one letter wrong, missing or too many, two swapped, misread."""
    misread = code.translate(_READ_AS)
    found = {misread}
    for text in {code, misread}:
        found |= {f"{text[:at]}?{text[at + 1 :]}" for at in range(len(text))}
        found |= {f"{text[:at]}?{text[at:]}" for at in range(len(text) + 1)} if len(text) < CODE else set()
        found |= {text[:at] + text[at + 1 :] for at in range(len(text))} if len(text) > CODE else {text}
    return found | {code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(len(code) - 1)}


def suggest(*, amount: Decimal, currency: str, said: Said, name: Collection[str], index: Index) -> list[Suggestion]:
    """Return what a credit may be, best first."""
    outright = named(said, index.by_code, index.orders)
    found: dict[tuple[tuple[int, Decimal], ...], Suggestion] = {}

    def add(parts: Sequence[tuple[int, Decimal]], score: int, *signs: str) -> None:
        one = Suggestion(tuple(parts), max(min(score, 100), 1), signs)
        if one.parts not in found or found[one.parts].score < score:
            found[one.parts] = one

    payable = sorted((one for one in outright if one.takes_money and one.currency == currency), key=lambda order: order.pk)
    if len(payable) > 1 and sum(order.owed for order in payable) == amount:
        add([(order.pk, order.owed) for order in payable], 97, "code", "split")
    names = index.of_name(name)
    slips = index.mistyped(said.tokens)
    for pk in {order.pk for order in outright} | slips | set(names) | index.of_amount(currency, amount):
        order = index.orders[pk]
        is_named = order in outright
        signs = ["code"] if is_named else ["slip"] if pk in slips else []
        score = 60 if is_named else 45 if pk in slips else 0
        if pk in names:
            signs.append("name")
            score += names[pk] * 3 // 10
        word, points = _amount_sign(order, amount, currency, len(index.of_amount(currency, amount)))
        add([(pk, amount)], score + points, *signs, word)
    for parts in _together(names, index, amount, currency):
        add(parts, 70, "name", "split")
    return sorted(found.values(), key=lambda one: (-one.score, one.parts))[:MOST_SUGGESTIONS]


def _amount_sign(order: Open, amount: Decimal, currency: str, alike: int) -> tuple[str, int]:
    if order.currency != currency:
        return "currency", -20
    if order.owed <= 0 or order.state == "paid":
        return "paid_before", -20
    if amount == order.owed:
        return "amount", 35 if alike == 1 else 20
    return ("partial", 5) if amount < order.owed else ("over", 5)


def _together(names: Mapping[int, int], index: Index, amount: Decimal, currency: str) -> Iterable[list[tuple[int, Decimal]]]:
    """Yield orders of one payer that together owe exactly what came."""
    own = [index.orders[pk] for pk, share in names.items() if share >= 100 and index.orders[pk].currency == currency][:8]
    for size in range(2, min(MOST_TOGETHER, len(own)) + 1):
        for some in combinations(own, size):
            if sum(order.owed for order in some) == amount:
                yield [(order.pk, order.owed) for order in some]
