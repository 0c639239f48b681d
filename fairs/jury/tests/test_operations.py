"""A jury from its seats to the applications it moves."""

from datetime import timedelta
from decimal import Decimal

import pytest

from common.errors import Invalid, Refused, Stale
from common.outbox.models import Message
from fairs.calls import operations as calls
from fairs.calls import queries as call_queries
from fairs.calls.models import Application
from fairs.factories import ApplicationFactory
from fairs.jury import operations as jury
from fairs.jury import protocol, queries, results, tasks
from fairs.jury.models import Ballot, Conflict, Decision, Juror, Round, Score
from ticketing.models import EventRole

pytestmark = pytest.mark.django_db


def state_of(application):
    return Application.objects.get(pk=application.pk)


# --- seats ----------------------------------------------------------------------------------------------------------


def test_a_juror_gets_a_seat_a_role_and_a_letter_that_leads_to_the_jury(fair):
    assert [juror.surname for juror in fair.jurors] == ["Paraugkalne", "Izmēģis", "Sampleson"]
    assert EventRole.objects.filter(event=fair.event, kind="juror").count() == 3
    letter = Message.objects.filter(kind="role.granted", to="juror0@example.org").get()
    assert "/jury/" in letter.text
    assert "/desk/" not in letter.text


def test_nobody_sits_twice_or_without_a_surname(fair, now):
    with pytest.raises(Refused) as twice:
        jury.appoint(call=fair.call, who=jury.Newcomer(email="JUROR0@example.org"), by=fair.anna, at=now)
    assert twice.value.code == "seated"
    with pytest.raises(Invalid) as nameless:
        jury.appoint(call=fair.call, who=jury.Newcomer(email="new@example.org"), by=fair.anna, at=now)
    assert nameless.value.field == "surname"


def test_once_a_round_is_open_its_jurors_stay_the_same(blind, now):
    newcomer = jury.Newcomer(email="late@example.org", name="Vēla Žūrija")
    with pytest.raises(jury.Begun):
        jury.appoint(call=blind.call, who=newcomer, by=blind.anna, at=now)
    with pytest.raises(jury.Begun):
        jury.dismiss(juror=blind.jurors[0], by=blind.anna, at=now)


def test_a_replaced_juror_takes_their_points_along_and_the_new_one_begins_anew(blind, now):
    blind.judge(0, 1, 7, 7)
    fresh = jury.replace(juror=blind.jurors[0], who=jury.Newcomer(email="late@example.org", name="Vēla Žūrija"), by=blind.anna, at=now)
    assert not Ballot.objects.exists()
    assert fresh in blind.one.jurors.all()
    assert not Juror.objects.filter(pk=blind.jurors[0].pk).exists()
    assert not EventRole.objects.filter(event=blind.event, person=blind.jurors[0].person).exists()
    assert {each.juror: each.total for each in queries.progress(blind.one)}[fresh] == 4


# --- rounds ---------------------------------------------------------------------------------------------------------


def test_the_usual_rounds_are_completeness_pictures_and_the_objects(fair, now):
    Round.objects.all().delete()
    made = jury.make_usual_rounds(call=fair.call, by=fair.anna, at=now)
    assert [(one.kind, one.is_blind) for one in made] == [("completeness", False), ("images", True), ("live", False)]
    assert (made[1].points, made[1].threshold, made[1].min_votes) == ([1, 2, 3, 5, 6, 7], Decimal(5), 2)
    assert all(criterion.name_ru for criterion in made[1].criteria.all())
    assert made[1].jurors.count() == jury.USUAL
    with pytest.raises(Refused):
        jury.make_usual_rounds(call=fair.call, by=fair.anna, at=now)


def test_rules_change_until_the_round_begins_and_never_after(fair, now):
    one = jury.change_round(one=fair.one, facts={"threshold": Decimal("4.5")}, criteria=None, by=fair.anna, at=now)
    with pytest.raises(Invalid) as off:
        jury.change_round(one=one, facts={"threshold": Decimal(8)}, criteria=None, by=fair.anna, at=now)
    assert off.value.field == "threshold"
    jury.open_round(one=one, by=fair.anna, at=now)
    with pytest.raises(jury.Begun):
        jury.change_round(one=one, facts={"scale_max": 9}, criteria=None, by=fair.anna, at=now)
    with pytest.raises(jury.Begun):
        jury.remove_round(one=one, by=fair.anna, at=now)


def test_a_round_waits_for_the_one_before_it(fair, now):
    later = jury.add_round(call=fair.call, kind=Round.Kind.LIVE, by=fair.anna, at=now)
    with pytest.raises(Refused) as waits:
        jury.open_round(one=later, by=fair.anna, at=now)
    assert waits.value.code == "earlier_round"


def test_who_sees_names_cannot_judge_blind(fair, now):
    fair.one.jurors.add(jury.appoint(call=fair.call, who=jury.Newcomer(email=fair.anna.email), by=fair.anna, at=now))
    with pytest.raises(jury.NotBlind):
        jury.open_round(one=fair.one, by=fair.anna, at=now)


def test_too_small_a_jury_is_told_so(fair, now):
    fair.one.jurors.set(fair.jurors[:1])
    with pytest.raises(Refused) as few:
        jury.open_round(one=fair.one, by=fair.anna, at=now)
    assert few.value.code == "too_few_jurors"


def test_jurors_are_written_to_when_a_round_opens_and_those_behind_once_before_it_ends(blind, now):
    assert Message.objects.filter(kind="jury.opened").count() == 3
    for entry in (1, 2, 3, 4):
        blind.judge(0, entry, 5, 5)
    assert tasks.remind() == 0
    jury.extend(one=blind.one, ends_at=now + timedelta(hours=30), by=blind.anna, at=now)
    assert (tasks.remind(), tasks.remind()) == (2, 2)
    assert sorted(Message.objects.filter(kind="jury.reminder").values_list("to", flat=True)) == ["juror1@example.org", "juror2@example.org"]


def test_from_the_first_round_of_jurors_on_applications_stay_as_they_were_sent(fair, now):
    fair.call.closes_at = now + timedelta(days=9)
    fair.call.save()
    check = jury.add_round(call=fair.call, kind=Round.Kind.COMPLETENESS, by=fair.anna, at=now)
    Round.objects.filter(pk=fair.one.pk).update(position=check.position + 1)
    jury.open_round(one=check, by=fair.anna, at=now)
    assert not call_queries.is_being_decided(fair.call), "what staff finds missing can still be added"
    for entry in fair.entries:
        jury.check(one=check, application=entry, is_complete=True, by=fair.anna, at=now)
    jury.close_round(one=check, by=fair.anna, at=now)
    one = jury.open_round(one=fair.one, by=fair.anna, at=now)
    assert call_queries.is_being_decided(fair.call)
    jury.put_back(one=one, by=fair.anna, at=now)
    assert not call_queries.is_being_decided(fair.call)


def test_put_back_to_the_start_nothing_of_the_points_is_left(blind, now):
    blind.judge(0, 1, 7, 7)
    jury.put_back(one=blind.one, by=blind.anna, at=now)
    assert not Score.objects.exists()
    assert Round.objects.get(pk=blind.one.pk).state == "draft"


# --- points ---------------------------------------------------------------------------------------------------------


def test_points_are_saved_as_often_as_one_likes_and_the_last_change_is_taken_back(blind, now):
    blind.judge(0, 1, 6, comment="Vēl jāpaskatās")
    blind.judge(0, 1, 7, 5, comment="Labi")
    ballot = Ballot.objects.get()
    assert (ballot.revision, sorted(ballot.scores.values_list("points", flat=True))) == (2, [5, 7])
    jury.undo(one=blind.one, juror=blind.jurors[0], application=blind.entries[0], by=blind.jurors[0].person, at=now)
    ballot.refresh_from_db()
    assert (ballot.comment, list(ballot.scores.values_list("points", flat=True))) == ("Vēl jāpaskatās", [6])


@pytest.mark.parametrize("points", [0, 4, 8, -1])
def test_points_off_the_scale_are_refused_with_those_there_are(blind, points):
    with pytest.raises(jury.NotOnScale, match=r"1, 2, 3, 5, 6, 7"):
        blind.judge(0, 1, points)
    assert not Ballot.objects.exists()


def test_after_the_deadline_nothing_is_saved_and_more_time_is_asked_for(blind, now):
    late = blind.one.ends_at
    with pytest.raises(jury.RoundOver):
        blind.judge(0, 1, 6, 6, at=late)
    jury.extend(one=blind.one, ends_at=late + timedelta(days=1), by=blind.anna, at=late)
    assert blind.judge(0, 1, 6, 6, at=late)


def test_two_windows_notice_each_other(blind, now):
    blind.judge(0, 1, 6, 6)
    who = {"one": blind.one, "juror": blind.jurors[0], "application": blind.entries[0], "by": blind.jurors[0].person, "at": now}
    with pytest.raises(Stale):
        jury.score(**who, said=jury.Said({}), revision=0)


def test_who_does_not_sit_in_the_round_gives_no_points(blind, now):
    blind.one.jurors.remove(blind.jurors[0])
    with pytest.raises(jury.NotSeated):
        blind.judge(0, 1, 6, 6)


def test_a_withdrawn_application_is_no_longer_judged(blind, now):
    Application.objects.filter(pk=blind.entries[0].pk).update(state="withdrawn")
    with pytest.raises(Refused) as gone:
        blind.judge(0, 1, 6, 6)
    assert gone.value.code == "not_judged"


def test_a_namesake_gives_no_points_and_does_not_learn_why_while_blind(blind):
    with pytest.raises(jury.Conflicted) as same:
        blind.judge(1, 3, 6, 6)
    assert same.value.facts["ground"] == "name"
    assert "uzvārd" not in str(same.value)
    assert 3 not in [row.number for row in queries.mine(blind.one, blind.jurors[1])]


def test_standing_aside_takes_the_points_out_and_can_be_taken_back(blind, now):
    blind.judge(0, 1, 7, 7)
    who = {"one": blind.one, "juror": blind.jurors[0], "application": blind.entries[0], "by": blind.jurors[0].person, "at": now}
    jury.declare_conflict(**who)
    assert not Score.objects.exists()
    with pytest.raises(jury.Conflicted):
        blind.judge(0, 1, 7, 7)
    assert (queries.progress(blind.one)[1].total, queries.progress(blind.one)[1].conflicts) == (3, 1)
    jury.withdraw_conflict(**who)
    assert blind.judge(0, 1, 5, 5)


# --- completeness, and what a blind jury reads -----------------------------------------------------------------------


def test_a_completeness_round_lets_only_the_complete_through(fair, now):
    Round.objects.all().delete()
    first, second, _third = jury.make_usual_rounds(call=fair.call, by=fair.anna, at=now)
    jury.open_round(one=first, by=fair.anna, at=now)
    for application in fair.entries[:3]:
        jury.check(one=first, application=application, is_complete=application.number != 2, note="Nav bilžu", by=fair.anna, at=now)
    with pytest.raises(jury.Unfinished):
        jury.close_round(one=first, by=fair.anna, at=now, as_it_is=True)
    with pytest.raises(Invalid):
        jury.check(one=first, application=fair.entries[3], is_complete=False, by=fair.anna, at=now)
    jury.check(one=first, application=fair.entries[3], is_complete=True, by=fair.anna, at=now)
    done = jury.close_round(one=first, by=fair.anna, at=now)
    assert [entry["verdict"] for entry in done.protocol["entries"]] == ["complete", "incomplete", "complete", "complete"]
    assert [each.number for each in queries.judged(second)] == [1, 3, 4]
    assert not Decision.objects.exists()


def test_the_jury_reads_the_organisers_words_instead_of_telling_ones(blind, now):
    application = blind.entries[0]
    application.assortment = "Vera auž Ščukinas darbnīcā."
    assert "Vera" not in dict(queries.sheet(blind.one, application).texts)["assortment"]
    jury.redact(application=application, text="Austi dvieļi.", hidden_photos=[], by=blind.anna, at=now)
    assert dict(queries.sheet(blind.one, application).texts)["assortment"] == "Austi dvieļi."
    with pytest.raises(Invalid):
        jury.redact(application=application, text="", hidden_photos=[999], by=blind.anna, at=now)


# --- closing and deciding --------------------------------------------------------------------------------------------


def test_a_closed_round_is_frozen_with_its_fingerprint(closed, now):
    one = Round.objects.get(pk=closed.one.pk)
    assert protocol.fingerprint(one.protocol) == one.protocol_sha256
    again = jury.close_round(one=closed.one, by=closed.anna, at=now + timedelta(hours=1))
    assert (again.protocol_sha256, again.closed_at) == (one.protocol_sha256, one.closed_at)
    with pytest.raises(jury.RoundOver):
        closed.judge(0, 1, 1, 1)
    with pytest.raises(jury.RoundOver):
        jury.declare_conflict(one=one, juror=closed.jurors[0], application=closed.entries[0], by=closed.jurors[0].person, at=now)
    with pytest.raises(jury.NotOpen):
        jury.put_back(one=closed.one, by=closed.anna, at=now)


def test_the_protocol_names_no_maker_and_keeps_conflicts_and_votes(closed):
    entries = {entry["number"]: entry for entry in closed.one.protocol["entries"]}
    assert "Vera" not in str(closed.one.protocol)
    assert entries[3]["conflicts"] == {str(closed.jurors[1].pk): "name"}
    assert len(entries[3]["votes"]) == 2
    assert [(n, entries[n]["value"], entries[n]["verdict"]) for n in (1, 2, 3, 4)] == [
        (1, "7.00", "select"), (2, "6.00", "select"), (3, "5.00", "wait"), (4, "2.00", "decline"),
    ]  # fmt: skip


def test_a_round_with_votes_missing_is_closed_only_on_purpose(blind, now):
    blind.judge(0, 1, 7, 7)
    with pytest.raises(jury.Unfinished) as left:
        jury.close_round(one=blind.one, by=blind.anna, at=now)
    assert left.value.facts["left"] == 10
    jury.close_round(one=blind.one, by=blind.anna, at=now, as_it_is=True)
    assert set(Decision.objects.values_list("verdict", flat=True)) == {"decline"}


def test_applying_moves_the_applications_and_tells_the_makers_nothing(closed, now):
    letters = Message.objects.count()
    assert jury.apply(one=closed.one, by=closed.anna, at=now) == {"select": 2, "wait": 1, "decline": 1}
    found = [state_of(application) for application in closed.entries]
    assert [one.state for one in found] == ["selected", "selected", "waiting", "rejected"]
    assert {one.shown_state for one in found} == {"submitted"}
    assert [one.score for one in found] == [Decimal("100.00"), Decimal("83.33"), Decimal("66.67"), Decimal("16.67")]
    assert (found[2].place_in_list, found[0].decision_note) == (1, "")
    assert all(one.decision_note for one in found[2:])
    assert Message.objects.count() == letters


def test_another_decision_needs_a_reason_and_is_applied_again(closed, now):
    jury.apply(one=closed.one, by=closed.anna, at=now)
    decision = Decision.objects.get(application=closed.entries[3])
    with pytest.raises(Invalid) as why:
        jury.change_decision(decision=decision, verdict="wait", reason=" ", by=closed.anna, at=now)
    assert why.value.field == "reason"
    jury.change_decision(decision=decision, verdict="wait", reason="Vienīgais kalējs", note="Gaidām jūs!", by=closed.anna, at=now)
    jury.apply(one=closed.one, by=closed.anna, at=now)
    changed = state_of(closed.entries[3])
    assert (changed.state, changed.place_in_list, changed.decision_note) == ("waiting", 2, "Gaidām jūs!")
    assert changed.shown_state == "submitted"


def test_who_withdrew_or_was_offered_a_stall_meanwhile_is_left_alone(closed, now):
    calls.withdraw(application=closed.entries[0], reason="", by=closed.anna, at=now)
    assert jury.apply(one=closed.one, by=closed.anna, at=now)["select"] == 1
    assert state_of(closed.entries[0]).state == "withdrawn"


def test_only_the_last_closed_round_decides(closed, now):
    live = jury.add_round(call=closed.call, kind=Round.Kind.LIVE, by=closed.anna, at=now)
    jury.open_round(one=live, by=closed.anna, at=now)
    jury.close_round(one=live, by=closed.anna, at=now, as_it_is=True)
    assert {each["number"] for each in Round.objects.get(pk=live.pk).protocol["entries"]} == {1, 2, 3}
    with pytest.raises(Refused) as old:
        jury.apply(one=closed.one, by=closed.anna, at=now)
    assert old.value.code == "not_the_last"


@pytest.mark.parametrize("more", [0, 6])
def test_a_protocol_takes_as_many_statements_for_ten_entries_as_for_four(blind, django_assert_num_queries, now, more):
    blind.judge(0, 1, 7, 7)
    Conflict.objects.create(juror=blind.jurors[0], application=blind.entries[1], declared_at=now)
    for number in range(5, 5 + more):
        ApplicationFactory(call=blind.call, number=number, goods_group=blind.group)
    one = Round.objects.get(pk=blind.one.pk)
    one.call = blind.call
    with django_assert_num_queries(19):
        protocol.drawn_up(one, now)


def test_points_written_past_everything_into_a_closed_round_change_nothing_of_it(closed, now):
    before = results.table(closed.one, now)
    Score.objects.filter(ballot__round=closed.one).update(points=1)
    after = results.table(Round.objects.get(pk=closed.one.pk), now)
    assert [(line.number, line.value, line.cells) for line in after.lines] == [
        (line.number, line.value, line.cells) for line in before.lines
    ]
