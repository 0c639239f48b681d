"""A draft as people meet it: asked for, computed by the worker's task, taken over, cancelled, impossible."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from common.errors import Invalid, Refused, Stale
from conference.models import DraftJob, Slot
from conference.programme import operations, queries, tasks, texts
from conference.programme.rules import clashes
from conference.programme.warnings import names_of, warnings_of
from places.equipment import operations as bookings
from places.factories import BookableFactory


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def asked(conference, **more) -> DraftJob:
    return operations.ask(event=conference.event, **conference.person, **more)


def computed(conference, **more) -> DraftJob:
    job = asked(conference, **more)
    tasks.compute(job_id=job.pk)
    job.refresh_from_db()
    return job


def test_a_draft_taken_over_has_no_clash(conference):
    for number in range(10):
        conference.session(conference.ilze if number % 2 else conference.pavel, minutes=30, audience=20 + number * 5)
    interpreted = conference.session(minutes=30, language="lv", interpreted_into=["ru"])
    for name in ("Anete", "Boriss", "Cilda"):
        conference.interpreter(name, "lv-ru")
    conference.ilze.unavailable = [[conference.at(0).isoformat(), conference.at(120).isoformat()]]
    conference.ilze.save()
    lunch = conference.session(minutes=60, is_break=True)
    operations.place(session=lunch, hall=None, starts_at=conference.at(180), **conference.person)
    job = computed(conference)
    assert job.state == "done"
    assert not Slot.objects.exclude(session=lunch).exists()
    assert operations.take_over(job=job, **conference.person) == 11
    sessions = list(queries.planned(conference.event))
    assert queries.unplaced(sessions) == []
    assert clashes(*queries.facts(conference.event, sessions)) == []
    assert Slot.objects.get(session=interpreted).interpreters.count() == 2
    assert DraftJob.objects.get().is_taken


def test_the_same_seed_gives_the_same_draft(conference):
    for _number in range(8):
        conference.session(conference.ilze, minutes=25)
    first, second = computed(conference, seed=3), computed(conference, seed=3)
    assert first.answer == second.answer


def test_what_is_fixed_or_kept_stays(conference):
    fixed, placed, free = (conference.session(minutes=30) for _n in range(3))
    operations.place(session=fixed, hall=conference.small, starts_at=conference.at(240), is_fixed=True, **conference.person)
    operations.place(session=placed, hall=conference.small, starts_at=conference.at(300), **conference.person)
    job = computed(conference, keeps_placed=True)
    assert operations.take_over(job=job, **conference.person) == 1
    assert {slot.session_id: slot.starts_at for slot in Slot.objects.all()} | {free.pk: None} == {
        fixed.pk: conference.at(240), placed.pk: conference.at(300), free.pk: None,
    }  # fmt: skip
    operations.take_over(job=computed(conference), **conference.person)
    assert Slot.objects.get(session=fixed).starts_at == conference.at(240)
    assert Slot.objects.get(session=placed).starts_at == conference.at(0)


def test_equipment_of_others_is_left_alone_and_the_own_booking_is_no_obstacle(conference):
    kiln = BookableFactory(site=conference.event.site, setup_minutes=15, cooldown_minutes=60)
    use = bookings.Use(conference.at(0), conference.at(60), "own work")
    bookings.book(bookable=kiln, use=use, by=conference.anna, at=conference.now)
    session = conference.session(minutes=60)
    session.equipment.create(bookable=kiln)
    operations.take_over(job=computed(conference), **conference.person)
    # an hour of use and one of cooling down by others, a quarter to set up before one's own
    assert Slot.objects.get().starts_at == conference.at(135)
    assert warnings_of(conference.event, list(queries.planned(conference.event))) == {}
    assert operations.take_over(job=computed(conference, seed=2), **conference.person) == 1
    assert Slot.objects.get().starts_at == conference.at(135)


def test_an_impossible_programme_names_the_demands(conference):
    conference.session(conference.ilze, minutes=300, title_en="Long talk")
    conference.session(conference.ilze, minutes=300, title_en="Longer talk")
    job = computed(conference)
    assert job.state == "impossible"
    sessions = list(queries.planned(conference.event))
    names = names_of(conference.event, sessions, by_key=True)
    assert [texts.demand(kind, subject, names) for kind, subject in job.answer["demands"]] == [
        "“Long talk” takes place.",
        "“Longer talk” takes place.",
        "Ilze Ozola is in one place at a time.",
    ]
    with pytest.raises(Refused) as refused:
        operations.take_over(job=job, **conference.person)
    assert refused.value.code == "not_done"


def test_nothing_to_draft_is_said_at_once(conference):
    with pytest.raises(Invalid) as empty:
        asked(conference)
    assert empty.value.code == "no_sessions"
    conference.session()
    asked(conference)
    with pytest.raises(Refused) as twice:
        asked(conference)
    assert twice.value.code == "under_way"


def test_a_cancelled_draft_is_not_computed_and_not_kept(conference):
    conference.session()
    job = asked(conference)
    operations.cancel_draft(job=job, **conference.person)
    assert tasks.compute(job_id=job.pk) == "cancelled"
    with pytest.raises(Stale):
        operations.cancel_draft(job=job, **conference.person)


def test_a_draft_cancelled_while_it_runs_ends_the_search(conference, monkeypatch):
    for _number in range(6):
        conference.session(conference.ilze, minutes=20)
    job = asked(conference)

    def cancel(*, job, progress, at):
        operations.cancel_draft(job=DraftJob.objects.get(pk=job.pk), **conference.person)
        raise Stale

    monkeypatch.setattr(operations, "beat", cancel)
    assert tasks.compute(job_id=job.pk) == "cancelled"
    assert DraftJob.objects.get().answer == {}


def test_a_draft_whose_worker_died_is_taken_up_again(conference):
    conference.session()
    job = asked(conference)
    operations.start(job=job, at=timezone.now())
    assert tasks.compute(job_id=job.pk) == "running"
    assert not queries.drafts_waiting(timezone.now()).exists()
    DraftJob.objects.update(beat_at=timezone.now() - timedelta(minutes=5))
    assert queries.drafts_waiting(timezone.now()).get() == job
    assert tasks.compute(job_id=job.pk) == "done"


def test_a_fault_is_kept_and_shown(conference, monkeypatch):
    conference.session()
    job = asked(conference)
    monkeypatch.setattr(tasks, "draft", lambda *_args, **_more: 1 / 0)
    assert tasks.compute(job_id=job.pk) == "failed"
    assert "ZeroDivisionError" in DraftJob.objects.get().answer["error"]


def test_a_room_that_is_gone_makes_a_draft_outdated(conference):
    conference.session(audience=10)
    job = computed(conference)
    hall = job.answer["placed"][0]["hall"]
    operations.remove_hall(hall=conference.big if conference.big.pk == hall else conference.small, **conference.person)
    with pytest.raises(Refused) as refused:
        operations.take_over(job=job, **conference.person)
    assert refused.value.code == "outdated"
