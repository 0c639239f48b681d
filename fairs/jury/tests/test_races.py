"""Two at once, each on a connection of their own: what must never be in the data is not, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from common.errors import Refused
from fairs.jury import operations as jury
from fairs.jury import protocol
from fairs.jury.models import Ballot, Conflict, Decision, Round, Score

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs: Callable[[], object]) -> list[str]:
    """Do all jobs at the same time and return how each ended: "done", or the code of its refusal."""

    def on_own_connection(job: Callable[[], object]) -> str:
        try:
            job()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(jobs)) as people:
        return list(people.map(on_own_connection, jobs))


def test_nothing_is_scored_while_the_round_closes(blind, now):
    for attempt in range(4):
        points = (1, 2, 3, 5)[attempt]
        ends = at_once(
            lambda points=points: blind.judge(0, 1, points, points),
            lambda: jury.close_round(one=blind.one, by=blind.anna, at=now, as_it_is=True),
        )
        assert ends[1] == "done"
        assert ends[0] in ("done", "round_over")
        frozen = Round.objects.get(pk=blind.one.pk).protocol
        votes = next(entry["votes"] for entry in frozen["entries"] if entry["number"] == 1)
        kept = set(Score.objects.values_list("points", flat=True))
        assert {n for given in votes.values() for n in given.values()} == kept


def test_closed_twice_at_once_there_is_one_protocol(blind, now):
    shut = lambda: jury.close_round(one=blind.one, by=blind.anna, at=now, as_it_is=True)  # noqa: E731
    assert at_once(shut, shut, shut) == ["done"] * 3
    one = Round.objects.get(pk=blind.one.pk)
    assert protocol.fingerprint(one.protocol) == one.protocol_sha256
    assert Decision.objects.count() == len(one.protocol["entries"])


def test_standing_aside_and_scoring_at_once_leave_a_conflict_without_points(blind, now):
    who = {"one": blind.one, "juror": blind.jurors[0], "application": blind.entries[0], "by": blind.jurors[0].person, "at": now}
    ends = at_once(lambda: jury.declare_conflict(**who), lambda: blind.judge(0, 1, 7, 7), lambda: blind.judge(0, 1, 6, 6))
    assert ends[0] == "done"
    assert set(ends[1:]) <= {"done", "conflict"}
    assert Conflict.objects.count() == 1
    assert not Ballot.objects.filter(application=blind.entries[0]).exists()


def test_one_ballot_from_two_windows_at_once(blind, now):
    ends = at_once(*(lambda points=points: blind.judge(0, 2, points, points) for points in (1, 2, 3, 5, 6, 7)))
    assert ends == ["done"] * 6
    ballot = Ballot.objects.get()
    assert ballot.scores.count() == 2
    assert len(set(ballot.scores.values_list("points", flat=True))) == 1


def test_two_rounds_are_never_open_at_once(fair, now):
    later = jury.add_round(call=fair.call, kind=Round.Kind.LIVE, by=fair.anna, at=now)
    Round.objects.filter(pk=fair.one.pk).update(position=9)
    Round.objects.filter(pk=later.pk).update(position=2)
    ends = at_once(lambda: jury.open_round(one=fair.one, by=fair.anna, at=now), lambda: jury.open_round(one=later, by=fair.anna, at=now))
    assert sorted(ends)[0] == "done"
    assert Round.objects.filter(state="open").count() == 1
