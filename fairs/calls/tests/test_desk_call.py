"""The page of a call: made, changed, shown; its parts; who may."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exhibitors.models import Paper
from fairs.calls.models import Call, CallQuestion, GoodsGroup, RequiredPaper
from fairs.calls.rules import usual_times
from fairs.factories import ApplicationFactory, CallFactory, GoodsGroupFactory, StallFactory
from ticketing.factories import EventFactory

HERE = "/desk/maras-tirgus/call/"
moments = st.timedeltas(timedelta(0), timedelta(days=800)).map(lambda later: datetime(2026, 1, 1, tzinfo=UTC) + later)


def text(response) -> str:
    return unescape(response.content.decode())


@given(moments, st.timedeltas(timedelta(days=-30), timedelta(days=700)))
def test_the_usual_call_opens_before_it_closes_and_closes_before_the_fair(at, ahead):
    opens_at, closes_at = usual_times(at + ahead, at)
    assert opens_at < closes_at < at + ahead
    if ahead > timedelta(days=100):
        assert at + ahead - closes_at >= timedelta(days=45)


def test_a_call_is_made_with_the_usual_dates_and_nobody_sees_it(as_anna, event):
    assert "Make the call" in text(as_anna.get(HERE))
    assert as_anna.post(HERE)["Location"] == HERE + "edit/"
    call = Call.objects.get(event=event)
    assert call.opens_at < call.closes_at < event.starts_at
    assert not call.is_published


def test_a_call_is_copied_from_an_earlier_fair_of_the_same_partner(as_anna, event):
    earlier = GoodsGroupFactory(call__event=EventFactory(partner=event.partner), code="food").call
    foreign = CallFactory()
    page = text(as_anna.get(HERE))
    assert f'value="{earlier.pk}"' in page
    assert f'value="{foreign.pk}"' not in page
    as_anna.post(HERE, {"source": earlier.pk})
    assert list(Call.objects.get(event=event).goods_groups.values_list("code", flat=True)) == ["food"]


def test_the_checklist_says_what_is_to_be_done_and_where(as_anna, event):
    call = CallFactory(event=event, is_published=False, decisions_on=None)
    page = text(as_anna.get(HERE))
    for words in (
        "Decisions have no day yet",
        "add at least one",
        "Places are free",
        "No rules are written",
        "No stall is drawn",
        "do not see",
    ):
        assert words in page
    GoodsGroupFactory(call=call)
    StallFactory(ground__event=event)
    Call.objects.filter(pk=call.pk).update(decisions_on="2030-01-01", rules_text_lv="Godīgi.", is_published=True)
    page = text(as_anna.get(HERE))
    for words in ("1 group", "1 stall", "version 1", "Makers see the call."):
        assert words in page


def test_the_call_is_shown_and_hidden_again(as_anna, event):
    call = CallFactory(event=event, is_published=False)
    as_anna.post(HERE, {"action": "show"})
    call.refresh_from_db()
    assert call.is_published
    as_anna.post(HERE, {"action": "hide"})
    call.refresh_from_db()
    assert not call.is_published


def changed(**more):
    facts = {"opens_at": "2030-01-01T10:00", "closes_at": "2030-02-01T10:00", "most_stalls": 2, "module_m": 3, "photos_min": 1}
    return {**facts, "photos_max": 5, "badges_max": 2, "wristbands_max": 2, "vehicles_max": 1, "payment_days": 5, **more}


def test_changed_rules_are_the_next_version_once_somebody_has_agreed(as_anna, event):
    call = CallFactory(event=event, is_published=False, rules_text_lv="Vecie")
    as_anna.post(HERE + "edit/", changed(rules_text_lv="Nekā"))
    call.refresh_from_db()
    assert call.rules_version == 1
    ApplicationFactory(call=call, rules_version=1, source="paper")
    assert "1 maker has agreed to these rules" in text(as_anna.get(HERE + "edit/"))
    as_anna.post(HERE + "edit/", changed(rules_text_lv="Jaunie"))
    call.refresh_from_db()
    assert call.rules_version == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"closes_at": "2030-01-01T09:00"}, "The call closes after it opens"),
        ({"late_until": "2030-01-15T10:00"}, "Late applications end after"),
        ({"photos_min": 9}, "At most is not less"),
        ({"most_stalls": ""}, "This field is required"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(as_anna, event, wrong, words):
    CallFactory(event=event)
    assert words in text(as_anna.post(HERE + "edit/", changed(**wrong)))


def rows(*given, **more):
    data = {"rows-TOTAL_FORMS": len(given), "rows-INITIAL_FORMS": 0, **more}
    return data | {f"rows-{place}-{name}": value for place, row in enumerate(given) for name, value in row.items()}


def test_goods_groups_are_added_renamed_and_taken_away(as_anna, event):
    call = CallFactory(event=event)
    here = HERE + "parts/groups/"
    as_anna.post(here, rows({"name_lv": "Keramika", "cap_stalls": 12, "min_percent": 0}, {"name_lv": "Audumi", "min_percent": 10}))
    first, second = call.goods_groups.all()
    assert (first.code, first.cap_stalls, second.code, second.min_percent) == ("keramika", 12, "audumi", 10)
    as_anna.post(here, rows({"pk": first.pk, "name_lv": "Māls", "min_percent": 0}, {"pk": second.pk, "name_lv": "x", "DELETE": "on"}))
    assert [(one.code, one.name_lv) for one in call.goods_groups.all()] == [("keramika", "Māls")]


def test_a_group_that_stands_in_an_application_is_kept_and_said_so(as_anna, event):
    group = GoodsGroupFactory(call__event=event)
    ApplicationFactory(call=group.call, goods_group=group)
    page = text(as_anna.post(HERE + "parts/groups/", rows({"pk": group.pk, "name_lv": "x", "DELETE": "on"})))
    assert "can be renamed, not removed" in page
    assert GoodsGroup.objects.filter(pk=group.pk).exists()


def test_a_row_more_comes_without_script_and_keeps_what_was_typed(as_anna, event):
    CallFactory(event=event)
    page = text(as_anna.post(HERE + "parts/groups/", rows({"name_lv": "Kerami"}, add_row="1")))
    assert 'value="Kerami"' in page
    assert "rows-1-name_lv" in page


def test_questions_and_papers_are_asked(as_anna, event):
    call = CallFactory(event=event)
    page = text(as_anna.post(HERE + "parts/questions/", rows({"text_lv": "Telts?", "kind": "choice", "options_lv": "balta"})))
    assert "at least two answers" in page
    as_anna.post(
        HERE + "parts/questions/", rows({"text_lv": "Telts?", "kind": "choice", "options_lv": "balta\npelēka", "is_required": "on"})
    )
    assert CallQuestion.objects.get(call=call).is_required
    food = GoodsGroupFactory(call=call)
    as_anna.post(HERE + "parts/papers/", rows({"kind": Paper.Kind.FOOD, "goods_groups": food.pk}))
    assert RequiredPaper.objects.get(call=call).goods_groups.get() == food
    page = text(as_anna.post(HERE + "parts/papers/", rows({"kind": Paper.Kind.FOOD}, {"kind": Paper.Kind.FOOD})))
    assert "stands twice" in page


@pytest.mark.parametrize("page", ["", "edit/", "parts/groups/", "prices/"])
def test_strangers_do_not_find_it_and_insiders_without_the_right_may_not(client, sign_in, event, page):
    CallFactory(event=event)
    assert client.get(HERE + page)["Location"].startswith("/accounts/login/")
    assert sign_in(event, None).get(HERE + page).status_code == 404
    assert sign_in(event, "steward").get(HERE + page).status_code == 403
    assert sign_in(event, "finance").get(HERE + page).status_code == (403 if page else 200)


def test_somebody_who_only_looks_changes_nothing(sign_in, event):
    call = CallFactory(event=event, is_published=False)
    sign_in(event, "finance").post(HERE, {"action": "show"})
    call.refresh_from_db()
    assert not call.is_published


def test_a_suspended_partner_changes_nothing(as_anna, event, suspend):
    call = CallFactory(event=event, is_published=False)
    suspend(event)
    assert "suspended" in text(as_anna.post(HERE, {"action": "show"}, follow=True))
    call.refresh_from_db()
    assert not call.is_published
    as_anna.post(HERE + "parts/groups/", rows({"name_lv": "Keramika", "min_percent": 0}))
    assert not call.goods_groups.exists()


def test_a_training_has_no_call(as_anna, event):
    event.kind = "training"
    event.save()
    assert as_anna.get(HERE).status_code == 404


def test_other_parts_are_not_found(as_anna, event):
    CallFactory(event=event)
    assert as_anna.get(HERE + "parts/nonsense/").status_code == 404


def test_the_page_costs_the_same_however_many_applied(as_anna, event, django_assert_num_queries):
    call = CallFactory(event=event)
    ApplicationFactory.create_batch(3, call=call)
    as_anna.get(HERE)
    with django_assert_num_queries(12):
        as_anna.get(HERE)
