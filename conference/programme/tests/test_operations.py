import pytest
from django.utils import translation

from accounts.models import Entry
from common.errors import Invalid, Refused, Stale
from common.models import Message
from conference.factories import AuthorFactory, HallFactory, ProposalCallFactory, ProposalFactory
from conference.models import Proposal, Release, Session, SessionEquipment, Slot, Speaker
from conference.programme import operations, queries
from conference.programme.operations import Wanted
from conference.programme.warnings import warnings_of
from conference.proposals.queries import accepted
from places.equipment import operations as bookings
from places.factories import BookableFactory
from places.models import Booking
from ticketing.factories import EventFactory

FACTS = {"title_lv": "Krāsns", "minutes": 45, "language": "lv", "interpreted_into": ["ru"]}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def warnings(conference) -> dict[int, list[str]]:
    return warnings_of(conference.event, list(queries.planned(conference.event)))


# --- sessions -------------------------------------------------------------------------------------------------------


def test_a_session_by_hand_gets_the_next_number_and_never_a_used_one(conference):
    wanted = Wanted(FACTS, [conference.ilze, conference.pavel], frozenset({conference.pavel.pk}))
    first = operations.add(event=conference.event, wanted=wanted, **conference.person)
    second = operations.add(event=conference.event, wanted=Wanted(FACTS), **conference.person)
    assert (first.number, second.number) == (1, 2)
    assert [(one.speaker.name, one.is_chair) for one in first.appearances.all()] == [("Ilze Ozola", False), ("Павел Иванов", True)]
    operations.cancel(session=second, **conference.person)
    assert operations.add(event=conference.event, wanted=Wanted(FACTS), **conference.person).number == 3


def test_it_cannot_be_interpreted_into_what_is_spoken(conference):
    with pytest.raises(Invalid) as refused:
        operations.add(event=conference.event, wanted=Wanted({**FACTS, "interpreted_into": ["lv"]}), **conference.person)
    assert (refused.value.field, refused.value.code) == ("interpreted_into", "same_language")


def test_a_speaker_of_another_event_is_refused(conference):
    stranger = Speaker.objects.create(event=EventFactory(), name="Boris")
    with pytest.raises(Invalid):
        operations.add(event=conference.event, wanted=Wanted(FACTS, [stranger]), **conference.person)
    assert not Session.objects.exists()


def test_a_longer_session_keeps_its_beginning(conference):
    session = conference.placed(minutes=60)
    operations.change(session=session, wanted=Wanted({**FACTS, "minutes": 90}), revision=0, **conference.person)
    slot = Slot.objects.get()
    assert (slot.starts_at, slot.ends_at) == (conference.at(60), conference.at(150))


def test_who_edits_an_old_state_is_told(conference):
    session = conference.session()
    operations.change(session=session, wanted=Wanted(FACTS), revision=0, **conference.person)
    with pytest.raises(Stale):
        operations.change(session=session, wanted=Wanted({**FACTS, "minutes": 90}), revision=0, **conference.person)
    assert Session.objects.get().minutes == 45


def test_accepted_proposals_become_sessions_once_with_those_who_speak(conference):
    call = ProposalCallFactory(event=conference.event)
    away = [["2026-06-06T09:00:00+00:00", "2026-06-06T12:00:00+00:00"]]
    facts = {"call": call, "state": "accepted", "submitted_at": conference.now, "language": "en", "unavailable": away}
    one, two = ProposalFactory(**facts), ProposalFactory(**{**facts, "state": "confirmed", "shown_state": "confirmed", "unavailable": []})
    ProposalFactory(call=call, state="rejected", submitted_at=conference.now)
    for proposal in (one, two):
        AuthorFactory(proposal=proposal, name="Mārīte", email="marite@example.org", biography="Weaver")
    AuthorFactory(proposal=one, name="Silent", speaks=False)
    made = operations.take_in(event=conference.event, accepted=accepted(conference.event), **conference.person)
    assert [session.proposal for session in made] == [one, two]
    assert operations.take_in(event=conference.event, accepted=accepted(conference.event), **conference.person) == []
    [marite] = Speaker.objects.filter(sessions__in=made).distinct()
    assert (marite.name, marite.biography_en, marite.unavailable) == ("Mārīte", "Weaver", away)
    assert {session.minutes for session in made} == {20}
    assert made[0].title_lv == made[0].title_en == "Black pottery without borders"
    assert Proposal.objects.filter(pk=one.pk, state="accepted").exists()


def test_a_cancelled_session_loses_its_place_and_may_come_back(conference):
    session = conference.placed(minutes=0)
    operations.cancel(session=session, **conference.person)
    assert not Slot.objects.exists()
    with pytest.raises(Refused, match="cancelled already"):
        operations.cancel(session=session, **conference.person)
    with pytest.raises(Refused, match="Let it take place first"):
        operations.place(session=session, hall=conference.big, starts_at=conference.at(0), **conference.person)
    operations.reinstate(session=session, **conference.person)
    assert Session.objects.get().state == "planned"
    with pytest.raises(Refused, match="not cancelled"):
        operations.reinstate(session=session, **conference.person)


# --- places ---------------------------------------------------------------------------------------------------------


def test_placing_never_stops_at_a_clash_and_says_it_beside_both(conference):
    first = conference.placed(conference.ilze, minutes=0)
    second = conference.placed(conference.ilze, minutes=30)
    found = warnings(conference)
    assert found[first.number] == ["Great hall is taken at that time by “Session 2”.", "Ilze Ozola is also in “Session 2” at that time."]
    assert found[second.number] == ["Great hall is taken at that time by “Session 1”.", "Ilze Ozola is also in “Session 1” at that time."]
    operations.place(session=second, hall=conference.small, starts_at=conference.at(60), **conference.person)
    assert warnings(conference) == {}
    assert Slot.objects.count() == 2


def test_a_place_off_the_grid_or_of_another_event_is_refused(conference):
    session = conference.session()
    with pytest.raises(Invalid) as off:
        operations.place(session=session, hall=conference.big, starts_at=conference.at(7), **conference.person)
    assert off.value.code == "off_grid"
    with pytest.raises(Invalid) as elsewhere:
        operations.place(session=session, hall=HallFactory(), starts_at=conference.at(0), **conference.person)
    assert elsewhere.value.code == "not_of_this_event"
    with pytest.raises(Invalid) as nowhere:
        operations.place(session=session, hall=None, starts_at=conference.at(0), is_fixed=True, **conference.person)
    assert nowhere.value.code == "fixed_nowhere"


def test_moving_keeps_what_is_fixed_and_who_interprets(conference):
    session = conference.session(language="lv", interpreted_into=["ru"])
    slot = operations.place(session=session, hall=conference.big, starts_at=conference.at(0), is_fixed=True, **conference.person)
    team = [conference.interpreter("Anete", "lv-ru"), conference.interpreter("Boriss", "lv-ru")]
    assert warnings(conference) == {1: ["LV–RU needs two interpreters of that pair."]}
    operations.set_interpreters(slot=slot, interpreters=team, **conference.person)
    assert warnings(conference) == {}
    moved = operations.place(session=session, hall=conference.small, starts_at=conference.at(60), **conference.person)
    assert moved.is_fixed
    assert list(moved.interpreters.all()) == team
    assert warnings(conference) == {1: ["Interpreters cannot work in Small hall."]}


def test_every_clash_and_reason_has_its_sentence(conference):
    conference.ilze.unavailable = [[conference.at(0).isoformat(), conference.at(30).isoformat()], ["rubbish"], 7]
    conference.ilze.save()
    lunch = conference.placed(minutes=30, title_en="Lunch", is_break=True)
    session = conference.placed(conference.ilze, hall=conference.small, minutes=0, audience=31)
    late = conference.placed(hall=conference.small, minutes=23 * 60)
    found = warnings(conference)
    assert found[session.number] == [
        "Ilze Ozola is not available at that time.",
        "Small hall is too small for the people expected.",
        "Everybody has a break then: “Lunch”.",
    ]
    assert found[late.number] == ["It is outside of the event's opening hours."]
    assert lunch.number not in found


def test_a_room_or_speaker_in_use_stays(conference):
    conference.placed(conference.ilze)
    with pytest.raises(Refused, match="Move them first"):
        operations.remove_hall(hall=conference.big, **conference.person)
    with pytest.raises(Refused, match="Take them out"):
        operations.remove_speaker(speaker=conference.ilze, **conference.person)
    operations.remove_hall(hall=conference.small, **conference.person)
    operations.remove_speaker(speaker=conference.pavel, **conference.person)
    assert Entry.objects.filter(action__in=["hall.removed", "speaker.removed"]).count() == 2


def test_two_rooms_of_one_name_are_refused(conference):
    facts = {"name_lv": "Lielā zāle", "name_ru": None, "name_en": None, "room": None, "capacity": 5, "has_booth": False, "position": 3}
    with pytest.raises(Invalid) as refused:
        operations.save_hall(event=conference.event, facts=facts, **conference.person)
    assert refused.value.field == "name_lv"
    assert operations.save_hall(event=conference.event, hall=conference.big, facts=facts, **conference.person).capacity == 5


# --- equipment ------------------------------------------------------------------------------------------------------


@pytest.fixture
def kiln(conference):
    return BookableFactory(site=conference.event.site, cooldown_minutes=60)


def needs(session, kiln) -> SessionEquipment:
    return SessionEquipment.objects.create(session=session, bookable=kiln)


def test_what_a_session_needs_is_booked_with_its_place_and_moves_along(conference, kiln):
    session = conference.session(minutes=40)
    needed = needs(session, kiln)
    operations.place(session=session, hall=conference.big, starts_at=conference.at(10), **conference.person)
    needed.refresh_from_db()
    booking = needed.booking
    assert (booking.starts_at, booking.ends_at, booking.purpose) == (conference.at(0), conference.at(60), "event")
    operations.place(session=session, hall=conference.big, starts_at=conference.at(120), **conference.person)
    booking.refresh_from_db()
    assert (booking.starts_at, booking.ends_at, booking.revision) == (conference.at(120), conference.at(165), 1)
    operations.unplace(session=session, **conference.person)
    booking.refresh_from_db()
    assert booking.state == "cancelled"
    assert warnings(conference) == {}


def test_a_thing_that_others_have_is_a_warning_and_no_refusal(conference, kiln):
    others = bookings.book(
        bookable=kiln, use=bookings.Use(conference.at(60), conference.at(120), "own work"), by=conference.anna, at=conference.now
    )
    session = conference.session()
    needed = needs(session, kiln)
    operations.place(session=session, hall=conference.big, starts_at=conference.at(0), **conference.person)
    assert warnings(conference) == {1: ["Kiln could not be booked: others have it, or it may not be used then."]}
    bookings.cancel(booking=others, by=conference.anna, at=conference.now)
    operations.place(session=session, hall=conference.big, starts_at=conference.at(0), **conference.person)
    needed.refresh_from_db()
    assert needed.booking.state in Booking.HOLDING
    assert warnings(conference) == {}


def test_a_thing_no_longer_needed_is_given_back(conference, kiln):
    session = operations.add(event=conference.event, wanted=Wanted(FACTS, things=[kiln]), **conference.person)
    operations.place(session=session, hall=conference.big, starts_at=conference.at(0), **conference.person)
    operations.change(session=session, wanted=Wanted(FACTS), revision=0, **conference.person)
    assert Booking.objects.get().state == "cancelled"
    assert not SessionEquipment.objects.exists()


# --- releases -------------------------------------------------------------------------------------------------------


def test_a_release_freezes_the_draft_and_tells_those_it_concerns(conference):
    first = conference.placed(conference.ilze, minutes=0)
    conference.placed(conference.pavel, minutes=60, language="ru")
    conference.session(conference.pavel)
    release = conference.release("First version")
    assert (release.number, [one["number"] for one in release.document["sessions"]]) == (1, [1, 2])
    letters = Message.objects.filter(kind="programme.released").order_by("to")
    assert [(one.to, one.language, one.state) for one in letters] == [
        ("ilze@example.org", "lv", "queued"),
        ("pavel@example.org", "ru", "queued"),
    ]
    assert b"BEGIN:VCALENDAR" in letters[0].attachments.get().content
    operations.place(session=first, hall=conference.small, starts_at=conference.at(0), **conference.person)
    assert Release.objects.get().document["sessions"][0]["hall"] == conference.big.pk
    second = conference.release()
    assert [(one[0], one[1]) for one in second.changes] == [("hall", 1)]
    assert (
        list(Message.objects.filter(about__contains=f"{conference.ilze.pk}", kind="programme.released").values_list("to", flat=True))
        == ["ilze@example.org"] * 2
    )
    assert Message.objects.filter(to="pavel@example.org").count() == 1


def test_a_release_without_news_or_without_places_is_refused(conference):
    conference.session()
    with pytest.raises(Refused) as nothing:
        conference.release()
    assert nothing.value.code == "nothing_placed"
    conference.placed()
    conference.release()
    with pytest.raises(Refused) as same:
        conference.release()
    assert same.value.code == "nothing_new"
    assert Release.objects.count() == 1
