import pytest

from accounts.models import Entry
from common.errors import Invalid, Refused, Stale
from conference.factories import ActivityFactory
from conference.learning import operations as learning
from conference.learning.models import Enrolment
from ticketing.models import Order, Ticket

pytestmark = pytest.mark.django_db


def test_a_corrected_name_is_on_the_ticket_whose_code_stays(course, register, now):
    (vera,) = register(course, "Vera Scukina")
    learning.change(enrolment=vera, facts={"name": "Vera Ščukina", "name_other": "Вера Щукина"}, by="visitor", at=now)
    ticket = Ticket.objects.get()
    assert (ticket.name, ticket.name_other, ticket.generation) == ("Vera Ščukina", "Вера Щукина", 1)
    assert Enrolment.objects.matching("щукина").get() == vera


def test_what_is_nobodys_business_is_not_in_the_log(course, register, now):
    (vera,) = register(course, "Vera")
    learning.change(enrolment=vera, facts={"diet": "bez riekstiem", "gender": "f", "phone": "20000000"}, by="visitor", at=now)
    entry = Entry.objects.get(action="enrolment.changed")
    assert entry.after == {"diet": "", "gender": "", "phone": "20000000"}


def test_consent_is_kept_with_the_version_of_its_words(course, register, now):
    (vera,) = register(course, "Vera")
    learning.change(enrolment=vera, facts={"photo_consent": True}, by="visitor", at=now)
    assert vera.consent_version == course.photo_consent_version
    learning.change(enrolment=vera, facts={"photo_consent": False}, by="visitor", at=now)
    vera.refresh_from_db()
    assert (vera.photo_consent, vera.consent_version) == (False, "")


def test_a_child_keeps_a_guardian(course, register, now):
    (zane,) = register(course, learning.Applicant(name="Zane", country="LV", phone="20000000", age=9, guardian_name="Rita"))
    with pytest.raises(Invalid) as refused:
        learning.change(enrolment=zane, facts={"guardian_name": ""}, by="visitor", at=now)
    assert refused.value.field == "guardian_name"


def test_who_becomes_a_speaker_owes_nothing_any_more(course, register, anna, now):
    course.product.price = 25
    course.product.save()
    (vera,) = register(course, "Vera")
    assert vera.ticket.state == "unpaid"
    learning.change(enrolment=vera, facts={"role": "speaker"}, by=anna, at=now)
    assert list(Order.objects.values_list("state", flat=True)) == ["cancelled"]
    assert (Ticket.objects.get().state, Enrolment.objects.get().state) == ("valid", "enrolled")


def test_country_and_mode_stay_as_seats_hang_on_them(course, register, now):
    (vera,) = register(course, "Vera")
    learning.change(enrolment=vera, facts={"country": "RU", "state": "withdrawn"}, by="visitor", at=now)
    vera.refresh_from_db()
    assert (vera.country, vera.state) == ("LV", "enrolled")


def test_nothing_changes_once_it_has_ended(course, register, now):
    (vera,) = register(course, "Vera")
    learning.withdraw(enrolments=[vera], by="visitor", at=now)
    vera.refresh_from_db()
    for act in (
        lambda: learning.change(enrolment=vera, facts={"phone": "1"}, by="visitor", at=now),
        lambda: learning.choose(enrolment=vera, activities=[], by="visitor", at=now),
    ):
        with pytest.raises(learning.Over):
            act()


def test_what_has_begun_is_chosen_and_given_up_by_staff_only(course, bench, register, anna, now):
    (vera,) = register(course, "Vera")
    begun = bench.starts_at
    with pytest.raises(Invalid) as refused:
        learning.choose(enrolment=vera, activities=[bench.pk], by="visitor", at=begun)
    assert refused.value.code == "has_begun"
    learning.choose(enrolment=vera, activities=[bench.pk], by=anna, at=begun)
    assert vera.choices.get().state == "seated"


def test_a_choice_of_what_does_not_exist_or_is_for_older_people_is_refused(course, register, now):
    forge = ActivityFactory(course=course, age_min=12)
    elsewhere = ActivityFactory()
    (zane,) = register(course, learning.Applicant(name="Zane", country="LV", phone="20000000", age=9, guardian_name="Rita"))
    for activity, code in ((forge, "too_young"), (elsewhere, "unknown_activity")):
        with pytest.raises(Invalid) as refused:
            learning.choose(enrolment=zane, activities=[activity.pk], by="visitor", at=now)
        assert refused.value.code == code


def test_a_receiver_is_with_one_person_at_a_time(course, register, anna, now):
    vera, olegs = register(course, "Vera", "Oļegs")
    learning.lend_receiver(enrolment=vera, number=" 17 ", by=anna, at=now)
    with pytest.raises(learning.Lent):
        learning.lend_receiver(enrolment=olegs, number="17", by=anna, at=now)
    with pytest.raises(learning.Lent):
        learning.lend_receiver(enrolment=vera, number="18", by=anna, at=now)
    learning.take_back_receiver(enrolment=vera, by=anna, at=now)
    with pytest.raises(Stale):
        learning.take_back_receiver(enrolment=vera, by=anna, at=now)
    learning.lend_receiver(enrolment=olegs, number="17", by=anna, at=now)
    assert [one.action for one in Entry.objects.filter(action__startswith="receiver").order_by("pk")] == [
        "receiver.lent", "receiver.returned", "receiver.lent",
    ]  # fmt: skip


def test_only_somebody_enrolled_gets_a_receiver_and_only_with_a_number(course, register, anna, now):
    vera, _olegs = register(course, "Vera", "Oļegs")
    (rita,) = register(course, "Rita")
    with pytest.raises(Refused) as refused:
        learning.lend_receiver(enrolment=rita, number="17", by=anna, at=now)
    assert refused.value.code == "not_enrolled"
    with pytest.raises(Invalid):
        learning.lend_receiver(enrolment=vera, number="  ", by=anna, at=now)


def test_fired_work_is_handed_out_once_to_who_made_some(course, bench, register, anna, now):
    (vera,) = register(course, "Vera", activities=[bench.pk])
    with pytest.raises(Refused) as refused:
        learning.hand_out_work(enrolment=vera, by=anna, at=now)
    assert refused.value.code == "nothing_fired"
    bench.collects_work = True
    bench.save()
    learning.hand_out_work(enrolment=vera, by=anna, at=now)
    with pytest.raises(Stale):
        learning.hand_out_work(enrolment=vera, by=anna, at=now)
