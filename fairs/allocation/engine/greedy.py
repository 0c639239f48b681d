"""What an organiser does by hand: one applicant after the other, each on the best place still free.

The yardstick of the bench, and a last resort of the search where no programme gives a start in time.
"""

from collections.abc import Iterable

from .board import Board
from .case import Case


def first_come(case: Case) -> Board:
    """In the order of the file, as if that were the order of arrival."""
    return _in_turn(case, range(len(case.people)))


def by_score(case: Case) -> Board:
    """The jury's favourites first."""
    return _in_turn(case, sorted(range(len(case.people)), key=lambda a: (-case.people[a].score, a)))


def _in_turn(case: Case, order: Iterable[int]) -> Board:
    """Pins and guarantees go first; everybody takes the free window he likes best: better wish, claim, more stalls, cheaper."""
    board = Board(case)
    order = list(order)
    order.sort(key=lambda a: 0 if a in case.pinned else 1 if a in case.guaranteed else 2)
    for a in order:
        free = [w for w in case.places(a) if all(board.holder[s] < 0 for s in case.ground.windows[w])]
        for w in sorted(free, key=lambda w: _liking(case, a, w)):
            board.apply({a: w})
            if not board.breaks({a: w}):
                break
            board.apply({a: None})
    return board


def _liking(case: Case, a: int, w: int) -> tuple:
    row = case.ground.windows[w]
    price = sum(case.ground.stalls[s].price for s in row)
    return case.rank(a, w) or 99, not case.keeps_claim(a, w), -len(row), price, w
