from datetime import UTC, datetime
from decimal import Decimal

import pytest

from accounts.factories import PersonFactory
from exhibitors.factories import ExhibitorFactory, KeeperFactory
from fairs.factories import ApplicationFactory, CallFactory
from fairs.jury import queries, rules
from fairs.jury.models import Ballot, Conflict, Criterion, Juror, Round, Score

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def call():
    return CallFactory()


@pytest.fixture
def laima(call):
    return Juror.objects.create(call=call, person=PersonFactory(name="Laima Paraugkalne"), surname="Paraugkalne")


@pytest.fixture
def blind(call, laima):
    one = Round.objects.create(call=call, position=1, state="open", opened_at=NOW, min_votes=1)
    one.jurors.add(laima)
    Criterion.objects.create(round=one, name_lv="Amats", weight=Decimal(2))
    return one


def vote(one, juror, application, points=6):
    ballot = Ballot.objects.create(round=one, juror=juror, application=application, changed_at=NOW)
    Score.objects.create(ballot=ballot, criterion=one.criteria.get(), points=points, allowed=one.allowed)


def ground(call, juror, application):
    return queries.conflicts(call, [juror], [application]).get((juror.pk, application.pk), "")


def test_a_stranger_is_no_conflict(call, laima):
    assert ground(call, laima, ApplicationFactory(call=call)) == ""


def test_a_name_in_another_script_a_business_a_town_and_a_kept_profile_are_found(call, laima):
    named = ApplicationFactory(call=call, exhibitor=ExhibitorFactory(name="Иван Параугкалнс"))
    assert ground(call, laima, named) == "name"
    laima.registration_number = "LV 4000 3245 752"
    firm = ApplicationFactory(call=call, exhibitor=ExhibitorFactory(registration_number="40003245752"))
    assert ground(call, laima, firm) == "business"
    neighbour = ApplicationFactory(call=call)
    laima.municipality = neighbour.exhibitor.municipality
    assert ground(call, laima, neighbour) == "municipality"
    own = ApplicationFactory(call=call)
    KeeperFactory(exhibitor=own.exhibitor, person=laima.person)
    assert ground(call, laima, own) == "keeper"


def test_a_conflicted_vote_never_counts(call, laima, blind):
    application = ApplicationFactory(call=call)
    vote(blind, laima, application)
    (entry,) = queries.entries(blind)
    assert rules.value(entry, queries.terms(blind)) == Decimal("6.00")
    Conflict.objects.create(juror=laima, application=application, declared_at=NOW)
    (entry,) = queries.entries(blind)
    assert rules.value(entry, queries.terms(blind)) is None


def test_a_guaranteed_place_needs_no_jury(call, blind):
    kept, other = ApplicationFactory(call=call, is_guaranteed=True), ApplicationFactory(call=call)
    assert queries.judged(blind) == [other]
    assert {entry.number: entry.skips_jury for entry in queries.entries(blind)} == {kept.number: True, other.number: False}


def test_conflicts_are_not_work_left_undone(call, laima, blind):
    mine, other = ApplicationFactory(call=call), ApplicationFactory(call=call)
    Conflict.objects.create(juror=laima, application=mine, declared_at=NOW)
    (before,) = queries.progress(blind)
    assert (before.done, before.total, before.conflicts) == (0, 1, 1)
    vote(blind, laima, other)
    assert queries.progress(blind)[0].behind == 0


def test_the_maker_learns_the_result_only_once_decisions_are_published(call, laima, blind):
    application = ApplicationFactory(call=call, state="selected", shown_state="submitted")
    mine = {"application": application.pk, "value": "6.00", "comments": {"1": "Skaists audums."}}
    Round.objects.filter(pk=blind.pk).update(
        state="closed", closed_at=NOW, protocol={"entries": [mine]}, protocol_sha256="0" * 64, gives_score=True, gives_comments=True
    )
    assert queries.feedback(application) is None
    application.shown_state = "selected"
    told = queries.feedback(application)
    assert (told.value, told.median, told.comments) == (Decimal("6.00"), None, ("Skaists audums.",))
