"""From a draft to a sent application, and what the organiser and a moved fair make of it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from common.errors import Invalid, Refused, Stale
from common.outbox.models import Message
from exhibitors.factories import ExhibitorFactory
from exhibitors.models import Paper
from fairs.calls import operations as calls
from fairs.calls import queries
from fairs.calls.models import Application, Companion, RequiredPaper
from fairs.calls.operations.filling import Lists
from fairs.factories import ApplicationFactory, CallFactory, GoodsGroupFactory
from ticketing.events import operations as events
from ticketing.events.rules import Day
from ticketing.models import Event
from ticketing.pricing import to_document
from ticketing.pricing.presets import usual

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
READY = {"product": "linen towels", "declarations": ["own_making", "true"]}


@pytest.fixture
def call():
    return CallFactory(event__kind="fair", event__state="published", prices=to_document(usual("EUR")))


def draft(call, **more):
    facts = {"goods_group": GoodsGroupFactory(call=call), **READY, **more}
    return calls.begin(call=call, exhibitor=ExhibitorFactory(), by="Vera", at=NOW), facts


def sent(call, **more):
    application, facts = draft(call, **more)
    calls.save(application=application, facts=facts, revision=0, by="Vera", at=NOW)
    return calls.submit(application=application, by="Vera", at=NOW)


def test_a_draft_is_saved_page_by_page_and_sent_with_its_price(call):
    application = sent(call)
    application.refresh_from_db()
    assert (application.state, application.shown_state, application.number) == ("submitted", "submitted", 1)
    assert application.quote["total"] == str(Decimal("30") * Decimal("1.21") + 7 * max(call.event.days.count(), 1)) or application.quote
    assert Message.objects.filter(kind="application.received").count() == 1


def test_sending_twice_sends_once(call):
    application = sent(call)
    same = Application.objects.get(pk=application.pk)
    assert calls.submit(application=same, by="Vera", at=NOW).pk == application.pk
    assert Message.objects.filter(kind="application.received").count() == 1


def test_what_must_be_there_stops_the_sending(call):
    application, _facts = draft(call)
    with pytest.raises(Invalid) as refused:
        calls.submit(application=application, by="Vera", at=NOW)
    assert set(refused.value.facts["missing"]) == {"goods_group", "product", "own_making"}


def test_two_windows_notice_each_other_and_nothing_is_overwritten(call):
    application, facts = draft(call)
    other = Application.objects.get(pk=application.pk)
    calls.save(application=application, facts=facts, revision=0, by="Vera", at=NOW)
    with translation.override("en"), pytest.raises(Stale, match="another window"):
        calls.save(application=other, facts={"product": "bread"}, revision=0, by="Vera", at=NOW)
    other.refresh_from_db()
    assert other.product == "linen towels"


def test_a_second_application_of_the_same_maker_is_the_first_one(call):
    application, _facts = draft(call)
    with pytest.raises(calls.AlreadyApplied) as refused:
        calls.begin(call=call, exhibitor=application.exhibitor, by="Vera", at=NOW)
    assert refused.value.facts["application"] == application.pk


def test_the_web_is_closed_after_the_deadline_but_staff_may_still_type_in_a_paper(call):
    late = call.closes_at + timedelta(hours=1)
    with translation.override("en"), pytest.raises(calls.Closed, match="closed on"):
        calls.begin(call=call, exhibitor=ExhibitorFactory(), by="Vera", at=late)
    typed = calls.begin(call=call, exhibitor=ExhibitorFactory(), by="Anna", at=late, source="paper")
    calls.save(
        application=typed, facts={"goods_group": GoodsGroupFactory(call=call), **READY}, revision=0, by="Anna", at=late, by_staff=True
    )
    calls.submit(application=typed, by="Anna", at=late, by_staff=True)
    assert (typed.source, typed.is_late) == ("paper", True)


def test_late_applications_are_marked(call):
    call.late_until = call.closes_at + timedelta(days=1)
    call.save()
    application, facts = draft(call)
    late = call.closes_at + timedelta(hours=1)
    calls.save(application=application, facts=facts, revision=0, by="Vera", at=late)
    assert calls.submit(application=application, by="Vera", at=late).is_late


def test_what_has_been_decided_is_no_longer_changed_by_its_maker(call):
    application = sent(call)
    calls.move(application=application, to="selected", by="jury", at=NOW)
    with pytest.raises(Refused) as refused:
        calls.save(application=application, facts={"product": "bread"}, revision=application.revision, by="Vera", at=NOW)
    assert refused.value.code == "being_decided", "in the words that all makers are told"
    with pytest.raises(Refused) as refused:
        calls.save(application=application, facts={"product": "bread"}, revision=application.revision, by="Anna", at=NOW, by_staff=True)
    assert refused.value.code == "not_editable"


def test_last_years_goods_group_is_kept_for_a_year(call):
    maker = ExhibitorFactory()
    old = CallFactory(event__kind="fair")
    group = GoodsGroupFactory(call=call, code="ceramics")
    earlier = ApplicationFactory(
        call=old, exhibitor=maker, goods_group=GoodsGroupFactory(call=old, code="ceramics"), submitted_at=NOW - timedelta(days=300)
    )
    copied = calls.begin(call=call, exhibitor=maker, by="Vera", at=NOW, earlier=earlier)
    assert (copied.goods_group, copied.product) == (group, "linen towels")


def test_a_goods_group_older_than_a_year_is_asked_for_anew(call):
    maker = ExhibitorFactory()
    old = CallFactory(event__kind="fair")
    GoodsGroupFactory(call=call, code="ceramics")
    earlier = ApplicationFactory(
        call=old, exhibitor=maker, goods_group=GoodsGroupFactory(call=old, code="ceramics"), submitted_at=NOW - timedelta(days=400)
    )
    assert calls.begin(call=call, exhibitor=maker, by="Vera", at=NOW, earlier=earlier).goods_group is None


def test_a_group_that_vanishes_leaves_drafts_without_it_and_sent_ones_alone(call):
    application, facts = draft(call)
    calls.save(application=application, facts=facts, revision=0, by="Vera", at=NOW)
    group = facts["goods_group"]
    calls.save_parts(call=call, kind=type(group), rows=[], removed=[group], by="Anna", at=NOW)
    application.refresh_from_db()
    assert application.goods_group is None
    kept = sent(call).goods_group
    with pytest.raises(Refused) as refused:
        calls.save_parts(call=call, kind=type(kept), rows=[], removed=[kept], by="Anna", at=NOW)
    assert refused.value.code == "in_use"


def test_everything_missing_goes_into_one_letter(call):
    application = sent(call)
    RequiredPaper.objects.create(call=call, kind=Paper.Kind.FOOD)
    nowhere = sent(call)
    type(nowhere.exhibitor).objects.filter(pk=nowhere.exhibitor_id).update(email="")
    nowhere.exhibitor.refresh_from_db()
    told = calls.ask_for_missing(call=call, applications=[application, nowhere], by="Anna", at=NOW)
    assert (told.written, told.unreachable) == (1, (nowhere,))
    letter = Message.objects.get(kind="application.missing")
    assert letter.text.count("\n- ") == len(queries.lacks_of(call, [application])[application.pk].missing)
    application.refresh_from_db()
    assert application.missing_asked_at == NOW


def test_a_withdrawn_place_counts_no_longer_and_may_be_applied_for_anew(call):
    application = sent(call)
    assert [count.wished for count in queries.goods_counts(call)] == [1]
    calls.withdraw(application=application, reason="ill", by="Vera", at=NOW)
    assert [count.wished for count in queries.goods_counts(call)] == [0]
    assert calls.begin(call=call, exhibitor=application.exhibitor, by="Vera", at=NOW).number == 2


def test_the_live_count_takes_one_statement(call, django_assert_num_queries):
    for _n in range(3):
        sent(call)
    with django_assert_num_queries(1):
        assert len(queries.goods_counts(call)) == 3


@pytest.mark.parametrize("many", [1, 3])
def test_what_is_missing_is_found_in_as_many_statements_for_one_as_for_three(call, many, django_assert_num_queries):
    for _n in range(many):
        sent(call)
    found = list(Application.objects.filter(call=call).select_related("exhibitor"))
    with django_assert_num_queries(9):
        queries.lacks_of(call, found)


@pytest.mark.parametrize("many", [1, 3])
def test_placement_reads_a_call_in_three_statements(call, many, django_assert_num_queries):
    for _n in range(many):
        sent(call)
    with django_assert_num_queries(3):
        assert len(queries.allocation_facts(call)) == many


def test_a_shared_stall_waits_for_the_second_makers_yes(call):
    first, second = sent(call), sent(call)
    lists = Lists(companions=[("share", second.exhibitor.email)])
    calls.save(application=first, facts={}, revision=first.revision, by="Vera", at=NOW, lists=lists)
    assert queries.allocation_facts(call)[0].shares_with is None
    share = Companion.objects.get(application=first)
    calls.answer_share(companion=share, agrees=True, by="Zaiga", at=NOW)
    assert queries.allocation_facts(call)[0].shares_with == second.pk
    with pytest.raises(Stale):
        calls.answer_share(companion=share, agrees=False, by="Zaiga", at=NOW)


def test_a_price_is_computed_anew_only_on_purpose(call):
    application = sent(call)
    before = application.quote
    calls.save_prices(call=call, prices=None, by="Anna", at=NOW)
    application.refresh_from_db()
    assert application.quote == before
    application.call.refresh_from_db()
    calls.requote(application=application, by="Anna", at=NOW)
    assert application.quote is None


def test_a_moved_fair_asks_everybody_whether_they_still_come(call):
    application, unsent = sent(call), draft(call)[0]
    event = Event.objects.get(pk=call.event_id)
    start = event.starts_at + timedelta(days=14)
    events.move_dates(event=event, days=[Day(start, start + timedelta(hours=6))], by="Anna", at=NOW)
    application.refresh_from_db()
    unsent.refresh_from_db()
    assert application.reconfirm_by is not None
    assert unsent.reconfirm_by is None
    assert Message.objects.filter(kind="application.reconfirm").count() == 1
    calls.reconfirm(application=application, by="Vera", at=NOW)
    assert application.reconfirmed_at == NOW


def test_rules_changed_after_they_were_shown_are_the_next_version(call):
    calls.save_call(event=call.event, facts={"rules_text_lv": "Jauni"}, by="Anna", at=NOW, call=call)
    assert call.rules_version == 2


def test_a_call_is_copied_with_all_that_belongs_to_it(call):
    group = GoodsGroupFactory(call=call, code="food")
    RequiredPaper.objects.create(call=call, kind=Paper.Kind.FOOD).goods_groups.add(group)
    from ticketing.factories import EventFactory

    later = EventFactory(kind="fair", partner=call.event.partner)
    made = calls.copy(source=call, event=later, by="Anna", at=NOW)
    assert not made.is_published
    assert made.prices == call.prices
    assert [paper.goods_groups.get().code for paper in made.required_papers.all()] == ["food"]
    with pytest.raises(Refused) as refused:
        calls.copy(source=call, event=later, by="Anna", at=NOW)
    assert refused.value.code == "has_call"
