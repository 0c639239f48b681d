"""A register without gaps, papers that never change, and answers that are nobody's."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from accounts.models import Entry
from common.errors import Invalid, Stale
from common.models import Message
from conference.certificates import operations as certificates
from conference.certificates import queries, rules
from conference.certificates.operations import Signed
from conference.factories import EnrolmentFactory, SlotFactory
from conference.models import Attendance, Certificate, CertificateSeries, Enrolment, Feedback
from ticketing.factories import EventFactory

SIGNED = Signed("Inese Kalendāre", "vadītāja")


def issue(finished, *enrolments: Enrolment, talks: tuple[str, ...] = (), **more):
    values = {"signed": SIGNED, "by": finished.anna, "at": finished.over, **more}
    return certificates.issue(event=finished.event, enrolments=[one.pk for one in enrolments], talks=talks, **values)


def test_those_with_enough_minutes_get_the_next_numbers_and_a_letter(finished) -> None:
    made = issue(finished, finished.vera, finished.darja, finished.olegs)
    assert [one.full_number for one in made] == ["2026-0001", "2026-0002"]
    assert {one.enrolment for one in made} == {finished.vera, finished.darja}, "one hour of five is too little"
    assert CertificateSeries.objects.get().last == 2
    assert {(message.to, message.language) for message in Message.objects.all()} == {
        ("vera@example.org", "lv"),
        ("darja@example.org", "ru"),
    }
    vera = next(one for one in made if one.enrolment == finished.vera)
    assert f"/learn/certificate/{vera.secret}/" in Message.objects.get(to="vera@example.org").text
    assert vera.code not in Message.objects.get(to="vera@example.org").text
    assert Entry.objects.get(action="certificate.issued").after == {"certificates": 2, "numbers": "2026-0001–2026-0002"}


def test_exactly_the_set_share_is_enough(finished) -> None:
    Attendance.objects.filter(enrolment=finished.vera, session=finished.box).delete()
    assert [one.enrolment for one in issue(finished, finished.vera)] == [finished.vera], "240 of 300 minutes is 80 %"
    finished.course.share_percent = 81
    finished.course.save()
    Attendance.objects.filter(enrolment=finished.darja, session=finished.box).delete()
    with pytest.raises(certificates.NothingToIssue):
        issue(finished, finished.darja)


def test_issued_twice_is_issued_once(finished) -> None:
    issue(finished, finished.vera)
    assert [one.enrolment for one in issue(finished, finished.vera, finished.darja)] == [finished.darja]
    with pytest.raises(certificates.NothingToIssue):
        issue(finished, finished.vera, finished.darja)
    assert CertificateSeries.objects.get().last == Certificate.objects.count() == 2


def test_staff_and_people_of_other_events_get_none(finished) -> None:
    finished.vera.role = Enrolment.Role.TRAINER
    finished.vera.save()
    stranger = EnrolmentFactory()
    with pytest.raises(certificates.NothingToIssue):
        issue(finished, finished.vera, stranger)
    assert not CertificateSeries.objects.filter(last__gt=0).exists()


def test_nothing_is_issued_before_the_end_or_without_a_signatory(finished) -> None:
    with pytest.raises(certificates.TooEarly):
        issue(finished, finished.vera, at=finished.opens + timedelta(hours=4))
    with pytest.raises(Invalid) as caught:
        issue(finished, finished.vera, signed=Signed("  "))
    assert caught.value.field == "signatory"
    assert not Certificate.objects.exists()


def test_a_talk_is_certified_by_its_title(finished) -> None:
    (one,) = issue(finished, talks=(f"{finished.speaker.pk}-{finished.box.pk}", "9-9", "x"))
    assert (one.kind, one.facts["name"], one.facts["title"]["ru"]) == ("talk", "Tomass Stundiņš", "Упаковка")
    assert Message.objects.get().to == "tomass@example.org"
    with pytest.raises(certificates.NothingToIssue):
        issue(finished, talks=(f"{finished.speaker.pk}-{finished.box.pk}",))


def test_who_chairs_does_not_speak_and_who_has_not_spoken_yet_waits(finished) -> None:
    assert queries.talks(finished.event, finished.opens) == []
    finished.speaker.appearances.update(is_chair=True)
    assert queries.talks(finished.event, finished.over) == []


def test_what_is_printed_stays_as_it_was(finished) -> None:
    (one,) = issue(finished, finished.vera)
    finished.vera.name = "Cita"
    finished.vera.save()
    finished.event.title_lv = "Cits nosaukums"
    finished.event.save()
    Attendance.objects.all().delete()
    one.refresh_from_db()
    assert (one.facts["name"], one.facts["event"]["lv"]) == ("Vera Ščukina", "Sociālie mediji un iepakojums")
    assert (one.facts["attended"], one.facts["possible"]) == (300, 300)


def test_each_partner_and_year_has_a_register_of_its_own(finished) -> None:
    issue(finished, finished.vera)
    (next_year,) = issue(finished, finished.darja, at=finished.over.replace(year=2027))
    assert next_year.full_number == "2027-0001"
    assert CertificateSeries.objects.count() == 2


def test_a_failed_issue_takes_no_number(finished, monkeypatch) -> None:
    def fail(*args, **kwargs):
        raise RuntimeError("the letter cannot be written")

    with monkeypatch.context() as patch:
        patch.setattr("conference.certificates.mails.issued", fail)
        with pytest.raises(RuntimeError):
            issue(finished, finished.vera)
    (one,) = issue(finished, finished.darja)
    assert one.number == 1


def test_revoking_needs_a_reason_keeps_the_number_and_lets_a_new_one_be_issued(finished) -> None:
    (one,) = issue(finished, finished.vera)
    with pytest.raises(Invalid):
        certificates.revoke(certificate=one, reason=" ", by=finished.anna, at=finished.over)
    certificates.revoke(certificate=one, reason="misspelt", by=finished.anna, at=finished.over)
    with pytest.raises(Stale):
        certificates.revoke(certificate=one, reason="again", by=finished.anna, at=finished.over)
    with pytest.raises(Stale):
        certificates.send(certificate=one, language="lv", by=finished.anna, at=finished.over)
    (new,) = issue(finished, finished.vera)
    assert (one.number, new.number) == (1, 2)


def test_it_is_sent_again_in_another_language_with_the_same_number(finished) -> None:
    (one,) = issue(finished, finished.vera)
    certificates.send(certificate=one, language="ru", by=finished.anna, at=finished.over)
    letters = Message.objects.order_by("pk")
    assert [letter.language for letter in letters] == ["lv", "ru"]
    assert all("2026-0001" in letter.subject for letter in letters)
    with pytest.raises(Invalid):
        certificates.send(certificate=one, language="de", by=finished.anna, at=finished.over)


def test_without_an_address_it_is_printed(finished) -> None:
    finished.vera.email = ""
    finished.vera.save()
    (one,) = issue(finished, finished.vera)
    assert not Message.objects.exists()
    with pytest.raises(Invalid) as caught:
        certificates.send(certificate=one, language="lv", by=finished.anna, at=finished.over)
    assert caught.value.code == "no_address"


# --- many at once ----------------------------------------------------------------------------------------------------


def on_own_connection(job):
    def done(number: int):
        try:
            return job(number)
        finally:
            connection.close()

    return done


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_leave_neither_a_gap_nor_a_double(finished) -> None:
    people = [finished.vera, finished.darja]
    for number in range(8):
        one = EnrolmentFactory(course=finished.course, name=f"Cilvēks {number}", email="")
        for session in (finished.photo, finished.box):
            Attendance.objects.create(
                session=session, enrolment=one, how="staff", from_at=session.slot.starts_at, until_at=session.slot.ends_at,
                recorded_at=finished.over,
            )  # fmt: skip
        people.append(one)

    def take(number: int) -> int:
        try:
            return len(issue(finished, people[number % 10], people[(number + 1) % 10], sends=False))
        except certificates.NothingToIssue:
            return 0

    with ThreadPoolExecutor(10) as many:
        made = sum(many.map(on_own_connection(take), range(20)))
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 11))
    assert made == CertificateSeries.objects.get().last == 10
    assert Certificate.objects.values("enrolment").distinct().count() == 10


# --- feedback ----------------------------------------------------------------------------------------------------


def give(finished, who: str, rating: int = 5, *, at=None, **facts):
    said = {"rating": rating, **facts}
    return certificates.give_feedback(session=finished.photo, who=who, facts=said, is_from_room=False, at=at or finished.over)


def test_an_answer_is_kept_once_and_tells_nobody_who(finished) -> None:
    answer = give(finished, f"enrolment {finished.vera.pk}", liked=" Gaisma ")
    assert answer.liked == "Gaisma"
    other = certificates.give_feedback(
        session=finished.box, who=f"enrolment {finished.vera.pk}", facts={"rating": 4}, is_from_room=False, at=finished.over
    )
    assert (len(answer.key), answer.key == other.key) == (64, False), "not even two answers of one person can be put together"
    assert (answer.given_at.minute, answer.given_at.second) == (0, 0)
    assert not Entry.objects.exists()
    with pytest.raises(certificates.AlreadyGiven):
        give(finished, f"enrolment {finished.vera.pk}", 1)
    assert Feedback.objects.get(session=finished.photo).rating == 5


def test_answers_come_at_the_end(finished) -> None:
    ends = finished.photo.slot.ends_at
    with pytest.raises(certificates.NotYet):
        give(finished, "a", at=ends - timedelta(minutes=11))
    assert give(finished, "a", at=ends - timedelta(minutes=10))


@pytest.mark.parametrize("rating", [0, 6, None, -1])
def test_a_rating_is_one_to_five(finished, rating) -> None:
    with pytest.raises(Invalid):
        give(finished, "a", rating)


def test_results_are_shown_from_three_answers(finished) -> None:
    for who, rating in (("a", 5), ("b", 4)):
        give(finished, who, rating, liked=f"said by {who}")
    hidden = queries.results_for(finished.photo)
    assert (hidden.answers, hidden.mean, hidden.liked, hidden.counts, hidden.from_room) == (2, None, [], [], 0)
    give(finished, "c", 3, liked="a first word")
    shown = queries.results_for(finished.photo)
    assert (str(shown.mean), shown.liked) == ("4.0", ["a first word", "said by a", "said by b"])


# --- what must never be ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["number", "code", "secret", "zero", "nobodys", "talk of nobody", "silent", "twice", "kind"])
def test_the_table_itself_refuses_what_cannot_be(finished, wrong: str) -> None:
    (one,) = issue(finished, finished.vera)
    values = {
        "series": one.series, "number": 7, "code": "C" * 16, "secret": "s", "kind": "training", "event": one.event,
        "enrolment": finished.darja, "facts": {}, "issued_at": finished.over,
    } | {
        "number": {"number": one.number},
        "code": {"code": one.code},
        "secret": {"secret": one.secret},
        "zero": {"number": 0},
        "nobodys": {"enrolment": None},
        "talk of nobody": {"kind": "talk"},
        "silent": {"revoked_at": finished.over},
        "twice": {"enrolment": finished.vera},
        "kind": {"kind": "diploma"},
    }[wrong]  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(**values)


def test_a_register_with_certificates_is_not_deleted(finished) -> None:
    (one,) = issue(finished, finished.vera)
    for kept in (one.series, finished.vera, finished.event):
        with pytest.raises(ProtectedError):
            kept.delete()


@pytest.mark.parametrize(("key", "rating"), [("k", 0), ("k", 6), ("held", 3)])
def test_the_table_of_feedback_refuses_what_cannot_be(finished, key: str, rating: int) -> None:
    Feedback.objects.create(session=finished.photo, key="held", rating=3, given_at=finished.over)
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.create(session=finished.photo, key=key, rating=rating, given_at=finished.over)


def test_another_events_session_is_nobodys_to_answer(finished) -> None:
    SlotFactory(session__event=EventFactory())
    assert {one.pk for one in queries.may_answer(finished.olegs)} == {finished.box.pk}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("abcd-efgh-jkmn-pqrs", "ABCDEFGHJKMNPQRS"),
        ("0O1Il234 56789ABC", "0011123456789ABC"),
        ("abc", ""),
        ("U" * 16, ""),
        ("", ""),
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str, read: str) -> None:
    assert rules.read_code(typed) == read


def test_hours_are_rounded_down() -> None:
    assert [str(rules.hours(minutes, 45)) for minutes in (45, 300, 44, 0)] == ["1.0", "6.6", "0.9", "0.0"]
