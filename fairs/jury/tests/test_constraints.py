"""Each sentence the database itself keeps, broken here past all operations."""

import re
from pathlib import Path

import pytest
from django.db import IntegrityError

from fairs.factories import ApplicationFactory
from fairs.jury.models import Ballot, Decision, Round, Score
from fairs.jury.tests.test_queries import NOW, blind, call, laima, vote  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "broken",
    [{"state": "closed"}, {"state": "lost"}, {"scale_min": 7}, {"threshold": 9}, {"average": "mode"}, {"protocol": {"entries": []}}],
    ids=lambda broken: next(iter(broken)),
)
def test_a_round_has_a_sane_scale_and_closed_it_has_a_protocol(blind, broken):  # noqa: F811
    with pytest.raises(IntegrityError):
        Round.objects.filter(pk=blind.pk).update(**broken)


def test_one_round_of_a_call_is_open(blind):  # noqa: F811
    with pytest.raises(IntegrityError):
        Round.objects.create(call=blind.call, position=2, state="open", opened_at=NOW)


def test_a_juror_has_one_ballot_for_an_application(blind, laima):  # noqa: F811
    application = ApplicationFactory(call=blind.call)
    vote(blind, laima, application)
    with pytest.raises(IntegrityError):
        Ballot.objects.create(round=blind, juror=laima, application=application, changed_at=NOW)


def test_a_criterion_has_its_points_once(blind, laima):  # noqa: F811
    vote(blind, laima, ApplicationFactory(call=blind.call))
    score = Score.objects.get()
    with pytest.raises(IntegrityError):
        Score.objects.create(ballot=score.ballot, criterion=score.criterion, points=5, allowed=score.allowed)


@pytest.mark.parametrize("points", [0, 4, 8, 12])
def test_no_points_stand_outside_the_scale_of_their_round(blind, laima, points):  # noqa: F811
    blind.barred = [4]
    vote(blind, laima, ApplicationFactory(call=blind.call))
    with pytest.raises(IntegrityError):
        Score.objects.update(points=points)


def test_a_changed_decision_has_a_reason(blind):  # noqa: F811
    application = ApplicationFactory(call=blind.call)
    with pytest.raises(IntegrityError):
        Decision.objects.create(round=blind, application=application, proposed="wait", verdict="select", order=1)


def test_points_and_ballots_are_written_by_voting_alone():
    fairs = Path(__file__).parents[2]
    writes = re.compile(r"\b(?:Score|Ballot)(?:\.objects\.\w*create\w*|\.objects\.(?:filter\(.*\)\.)?update|\()")
    sources = [path for path in fairs.rglob("*.py") if not {"tests", "migrations"} & set(path.parts) and path.name != "models.py"]
    found = {path.relative_to(fairs).as_posix() for path in sources if writes.search(path.read_text())}
    assert found == {"jury/operations/voting.py"}
