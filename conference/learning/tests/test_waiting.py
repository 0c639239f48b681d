"""The waiting list: whose turn it is, for how long, and what becomes of a place nobody takes."""

from datetime import timedelta

import pytest

from accounts.models import Entry
from common.errors import Invalid, Refused, Stale
from common.outbox.models import Message
from conference.factories import ActivityFactory
from conference.learning import operations as learning
from conference.learning import queries, rules, tasks
from conference.learning.models import Activity, Choice, Course, Enrolment, SeatQuota
from ticketing.models import Ticket
from ticketing.tickets import operations as tickets

pytestmark = pytest.mark.django_db


def states(course):
    return list(Enrolment.objects.filter(course=course).order_by("number").values_list("state", flat=True))


def test_a_place_given_up_is_offered_to_the_first_who_waits(course, register, now):
    vera, _olegs = register(course, "Vera", "Oļegs")
    register(course, "Rita")
    register(course, "Zane")
    learning.withdraw(enrolments=[vera], reason="slima", by="visitor", at=now)
    assert states(course) == ["withdrawn", "enrolled", "offered", "waiting"]
    assert Ticket.objects.get(pk=vera.ticket_id).state == "cancelled"
    assert SeatQuota.objects.get().taken == 2
    letter = Message.objects.get(kind="learning.offered")
    assert letter.to == "rita@example.org"


def test_a_pair_does_not_keep_a_single_place_empty_and_the_log_says_who_was_passed_over(course, register, now):
    vera, _olegs = register(course, "Vera", "Oļegs")
    register(course, "Rita", "Zane")
    (ilze,) = register(course, "Ilze")
    learning.withdraw(enrolments=[vera], by="visitor", at=now)
    assert states(course) == ["withdrawn", "enrolled", "waiting", "waiting", "offered"]
    entry = Entry.objects.get(action="enrolment.offered", about=f"enrolment:{ilze.pk}")
    assert entry.after["passed_over"] == [3]


def test_who_takes_the_place_is_enrolled_with_everybody_they_came_with(course, register, now):
    party = register(course, "Vera", "Oļegs")
    rita, zane = register(course, "Rita", "Zane")
    learning.withdraw(enrolments=party, by="visitor", at=now)
    zane.refresh_from_db()
    learning.accept(enrolment=zane, by="visitor", at=now)
    assert states(course) == ["withdrawn", "withdrawn", "enrolled", "enrolled"]
    rita.refresh_from_db()
    assert (rita.ticket.state, rita.offer_until) == ("valid", None)
    assert learning.accept(enrolment=zane, by="visitor", at=now)[0].state == "enrolled"
    assert Ticket.objects.live().count() == 2


def test_an_offer_not_taken_in_time_goes_on_to_the_next(course, register, now, monkeypatch):
    party = register(course, "Vera", "Oļegs")
    (rita,) = register(course, "Rita")
    register(course, "Zane", "Ilze")
    learning.withdraw(enrolments=party, by="visitor", at=now)
    assert states(course)[2:] == ["offered", "waiting", "waiting"]
    late = now + timedelta(hours=48)
    rita.refresh_from_db()
    with pytest.raises(learning.OfferOver):
        learning.accept(enrolment=rita, by="visitor", at=late)
    monkeypatch.setattr("conference.learning.tasks.timezone.now", lambda: late)
    assert tasks.lapse_due() == 1
    assert states(course)[2:] == ["withdrawn", "offered", "offered"]
    assert tasks.lapse_due() == 0
    assert Message.objects.filter(kind="learning.lapsed", to="rita@example.org").exists()


def test_out_of_turn_needs_a_reason_which_is_kept(course, register, anna, now):
    register(course, "Vera", "Oļegs")
    register(course, "Rita")
    (zane,) = register(course, "Zane")
    with pytest.raises(learning.NoSeats):
        learning.offer(enrolment=zane, reason="rāda amatu", by=anna, at=now)
    SeatQuota.objects.update(size=3)
    with pytest.raises(Invalid) as refused:
        learning.offer(enrolment=zane, by=anna, at=now)
    assert refused.value.code == "reason_missing"
    learning.offer(enrolment=zane, reason="rāda amatu", by=anna, at=now)
    assert states(course)[2:] == ["waiting", "offered"]
    entry = Entry.objects.get(action="enrolment.offered")
    assert (entry.after["reason"], entry.after["passed_over"], entry.actor) == ("rāda amatu", [3], anna)
    with pytest.raises(Stale):
        learning.offer(enrolment=zane, by=anna, at=now)


def test_where_the_lot_decides_nobody_is_offered_a_place_before_it_is_drawn(course, register, anna, now):
    Course.objects.update(waiting_rule="lot")
    course.refresh_from_db()
    party = register(course, "Vera", "Oļegs")
    for name in ("Rita", "Zane", "Ilze"):
        register(course, name)
    learning.withdraw(enrolments=party[:1], by="visitor", at=now)
    assert states(course)[2:] == ["waiting"] * 3
    assert queries.place_in_line(Enrolment.objects.get(number=3)) is None
    assert learning.draw_lots(course=course, by=anna, at=now) == 3
    drawn = dict(Enrolment.objects.exclude(lot=None).values_list("lot", "state"))
    assert drawn == {1: "offered", 2: "waiting", 3: "waiting"}
    seed = Entry.objects.get(action="course.drawn").after["seed"]
    again = rules.draw((str(one.party) for one in Enrolment.objects.exclude(lot=None)), seed)
    assert {str(one.party): one.lot for one in Enrolment.objects.exclude(lot=None)} == again
    with pytest.raises(Refused) as refused:
        learning.draw_lots(course=course, by=anna, at=now)
    assert refused.value.code == "nobody_waits"


def test_where_the_organiser_approves_free_places_wait_for_their_word(course, register, anna, now):
    Course.objects.update(needs_approval=True)
    course.refresh_from_db()
    vera, _olegs = register(course, "Vera", "Oļegs")
    (rita,) = register(course, "Rita")
    learning.decline(enrolment=vera, answer="Šoreiz tikai lauku amatniekiem.", by=anna, at=now)
    assert states(course) == ["declined", "declined", "waiting"]
    assert "lauku amatniekiem" in Message.objects.get(kind="learning.declined", to="vera@example.org").text
    learning.offer(enrolment=rita, by=anna, at=now)
    assert states(course)[2] == "offered"


def test_a_decision_is_made_once_and_needs_an_answer(course, register, anna, now):
    Course.objects.update(needs_approval=True)
    course.refresh_from_db()
    vera, olegs = register(course, "Vera", "Oļegs")
    with pytest.raises(Invalid):
        learning.decline(enrolment=vera, answer=" ", by=anna, at=now)
    learning.approve(enrolment=vera, by=anna, at=now)
    assert states(course) == ["enrolled", "enrolled"]
    for again in (
        lambda: learning.approve(enrolment=olegs, by=anna, at=now),
        lambda: learning.decline(enrolment=vera, answer="x", by=anna, at=now),
    ):
        with pytest.raises(Stale):
            again()


def test_a_bench_given_up_goes_to_whoever_waits_for_it(course, bench, register, now):
    (vera,) = register(course, "Vera", activities=[bench.pk])
    (olegs,) = register(course, "Oļegs", activities=[bench.pk])
    learning.choose(enrolment=vera, activities=[], by="visitor", at=now)
    assert (vera.choices.get().state, olegs.choices.get().state) == ("dropped", "seated")
    assert Activity.objects.get(pk=bench.pk).taken == 1
    assert bench.title_lv in Message.objects.get(kind="learning.seated").text


def test_who_chose_again_stands_at_the_end_of_the_line(course, bench, register, now):
    SeatQuota.objects.update(size=5)
    for name in ("Vera", "Oļegs", "Rita"):
        register(course, name, activities=[bench.pk])
    vera, olegs, rita = Enrolment.objects.order_by("number")
    learning.choose(enrolment=olegs, activities=[], by="visitor", at=now + timedelta(minutes=1))
    learning.choose(enrolment=olegs, activities=[bench.pk], by="visitor", at=now + timedelta(minutes=2))
    assert queries.places_at(queries.choices_of([olegs, rita])) == {rita.choices.get().pk: 1, olegs.choices.get().pk: 2}
    learning.withdraw(enrolments=[vera], by="visitor", at=now + timedelta(minutes=3))
    assert rita.choices.get().state == "seated"


def test_somebody_moved_up_has_a_reason_and_a_name_behind_it(course, bench, register, anna, now):
    SeatQuota.objects.update(size=5)
    for name in ("Vera", "Oļegs", "Rita"):
        register(course, name, activities=[bench.pk])
    choice = Choice.objects.get(enrolment__name="Rita")
    with pytest.raises(learning.NoSeats):
        learning.move_up(choice=choice, reason="vada pulciņu", by=anna, at=now)
    Activity.objects.filter(pk=bench.pk).update(seats=2)
    with pytest.raises(Invalid):
        learning.move_up(choice=choice, reason=" ", by=anna, at=now)
    learning.move_up(choice=choice, reason="vada pulciņu", by=anna, at=now)
    choice.refresh_from_db()
    assert (choice.state, choice.reason, choice.moved_by) == ("seated", "vada pulciņu", anna)


def test_more_seats_serve_who_waits_and_fewer_than_taken_are_refused(course, bench, register, anna, now):
    register(course, "Vera", "Oļegs")
    register(course, "Rita", activities=[bench.pk])
    with pytest.raises(Invalid) as refused:
        learning.save_quotas(course=course, rows=[("", "", 1)], by=anna, at=now)
    assert (refused.value.code, refused.value.field) == ("smaller_than_taken", "quotas-0-size")
    learning.save_quotas(course=course, rows=[("", "", 3)], by=anna, at=now)
    assert states(course) == ["enrolled", "enrolled", "offered"]
    assert Choice.objects.get().state == "seated"


def test_seats_set_aside_later_count_who_is_there_already(course, register, anna, now):
    register(course, "Vera")
    learning.save_quotas(course=course, rows=[("", "", 5), ("LV", "", 3), ("RU", "online", 2)], by=anna, at=now)
    assert sorted(SeatQuota.objects.values_list("country", "taken")) == [("", 1), ("LV", 1), ("RU", 0)]


def test_who_has_a_receiver_gives_it_back_before_they_leave(course, register, anna, now):
    (vera,) = register(course, "Vera")
    learning.lend_receiver(enrolment=vera, number="17", by=anna, at=now)
    with pytest.raises(learning.ReceiverOut):
        learning.withdraw(enrolments=[vera], by=anna, at=now)
    assert states(course) == ["enrolled"]


def test_once_the_event_has_begun_only_staff_take_somebody_off(course, register, anna, now):
    (vera,) = register(course, "Vera")
    begun = course.event.starts_at
    with pytest.raises(learning.TooLate):
        learning.withdraw(enrolments=[vera], by="visitor", at=begun)
    learning.withdraw(enrolments=[vera], by=anna, at=begun)
    assert states(course) == ["withdrawn"]


def test_a_ticket_cancelled_at_the_desk_ends_the_enrolment(course, register, anna, now):
    (vera,) = register(course, "Vera")
    tickets.cancel(ticket=Ticket.objects.select_related("event").get(pk=vera.ticket_id), by=anna, at=now)
    assert (states(course), SeatQuota.objects.get().taken) == (["withdrawn"], 0)


def test_two_activities_at_once_are_served_in_one_go(course, bench, register, now):
    other = ActivityFactory(course=course, seats=1, title_lv="Pie ripas")
    (vera,) = register(course, "Vera", activities=[bench.pk, other.pk])
    (olegs,) = register(course, "Oļegs", activities=[bench.pk, other.pk])
    learning.withdraw(enrolments=[vera], by="visitor", at=now)
    assert set(olegs.choices.values_list("state", flat=True)) == {"seated"}
    assert Message.objects.filter(kind="learning.seated").count() == 1
