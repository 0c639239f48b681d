"""The organiser's side: seats and rounds, results and decisions, files; who may not."""

import json

import pytest
from django.test import RequestFactory
from django.urls import reverse

from accounts.factories import PersonFactory, RoleFactory
from fairs.calls import operations as calls
from fairs.factories import ApplicationFactory
from fairs.jury import documents, protocol, standing
from fairs.jury.models import Check, Decision, Juror, Redaction, Round
from ticketing.events.access import Desk

pytestmark = pytest.mark.django_db


def url(fair, name, *args):
    return reverse(f"desk:{name}", args=[fair.event.slug, *args])


@pytest.fixture
def anna(client, fair):
    client.force_login(fair.anna)
    return client


def test_the_usual_rounds_and_a_juror_from_the_page(anna, fair):
    Round.objects.all().delete()
    assert "usual" in anna.get(url(fair, "jury")).content.decode()
    anna.post(url(fair, "jury"), {"action": "usual"})
    assert Round.objects.count() == 3
    answer = anna.post(url(fair, "new_juror"), {"name": "Jauna Žūrija", "email": "jauna@example.org", "language": "ru"})
    assert answer.status_code == 302
    assert Juror.objects.get(person__email="jauna@example.org").surname == "Žūrija"
    twice = anna.post(url(fair, "new_juror"), {"name": "Jauna Žūrija", "email": "jauna@example.org", "language": "ru"})
    assert "errorlist" in twice.content.decode() or "field-error" in twice.content.decode()


def test_the_rules_of_a_round_are_changed_with_its_criteria(anna, fair):
    page = url(fair, "round", fair.one.pk)
    assert 'value="4"' in anna.get(page).content.decode()
    sent = {
        "ends_at": "", "is_blind": "on", "scale_min": 0, "scale_max": 10, "barred_points": "5", "threshold": "6", "min_votes": 2,
        "average": "median", "tie_rule": "lot", "seed": 7, "criteria-TOTAL_FORMS": 3, "criteria-INITIAL_FORMS": 2,
        "criteria-0-name_lv": "Prasme", "criteria-0-weight": "3", "criteria-1-name_lv": "Dizains", "criteria-1-weight": "1",
        "criteria-1-DELETE": "on", "criteria-2-name_lv": "", "criteria-2-weight": "",
    }  # fmt: skip
    assert anna.post(page, sent).status_code == 302
    one = Round.objects.get(pk=fair.one.pk)
    assert (one.points, one.average, one.words, [c.name_lv for c in one.criteria.all()]) == (
        [0, 1, 2, 3, 4, 6, 7, 8, 9, 10], "median", {}, ["Prasme"],
    )  # fmt: skip
    wrong = anna.post(page, {**sent, "threshold": "11"})
    assert "form-errors" in wrong.content.decode()


def test_a_round_is_opened_closed_and_applied_from_its_page(anna, blind):
    act = url(blind, "round_act", blind.one.pk)
    anna.post(act, {"action": "extend", "ends_at": "2099-01-01T10:00"})
    assert Round.objects.get(pk=blind.one.pk).ends_at.year == 2099
    anna.post(act, {"action": "close"})
    assert Round.objects.get(pk=blind.one.pk).state == "open"  # votes are missing
    assert anna.post(act, {"action": "close", "as_it_is": "on"}).url == url(blind, "results", blind.one.pk)
    anna.post(act, {"action": "apply"})
    assert not Decision.objects.filter(applied_at=None).exists()


def test_results_show_every_vote_the_spread_and_the_ground(anna, closed):
    page = anna.get(url(closed, "results", closed.one.pk)).content.decode()
    assert page.count('class="spread"') == 4
    assert "7,00" in page
    assert "Vera Ščukina" in page
    assert "Smalks darbs." in page
    assert "4. " not in anna.get(url(closed, "results", closed.one.pk), {"q": "Щукина"}).content.decode().split("<tbody>")[1]


def test_a_decision_is_changed_with_a_reason_on_its_page(anna, closed):
    page = url(closed, "decision", closed.one.pk, 4)
    assert "form-errors" in anna.post(page, {"verdict": "select", "reason": ""}).content.decode()
    assert anna.post(page, {"verdict": "select", "reason": "Vienīgais kalējs"}).status_code == 302
    results = anna.get(url(closed, "results", closed.one.pk)).content.decode()
    assert "Vienīgais kalējs" in results
    assert "3 / 2" in results  # over the cap, and told so


@pytest.mark.parametrize("more", [0, 8])
def test_results_take_as_many_statements_for_twelve_as_for_four(anna, blind, django_assert_num_queries, more):
    for number in range(5, 5 + more):
        ApplicationFactory(call=blind.call, number=number, goods_group=blind.group)
    blind.judge(0, 1, 7, 7)
    with django_assert_num_queries(28):
        anna.get(url(blind, "results", blind.one.pk))


def test_completeness_is_checked_row_by_row(anna, fair):
    Round.objects.all().delete()
    anna.post(url(fair, "jury"), {"action": "usual"})
    first = Round.objects.get(position=1)
    anna.post(url(fair, "round_act", first.pk), {"action": "open"})
    page = url(fair, "checks", first.pk)
    anna.post(page, {"number": 1, "is_complete": "yes"})
    anna.post(page, {"number": 2, "is_complete": "no", "note": ""})
    assert list(Check.objects.values_list("application__number", "is_complete")) == [(1, True)]
    assert "Олег" in anna.get(page, {"q": "Obrazcov"}).content.decode()


def test_what_a_blind_jury_sees_is_written_and_looked_at(anna, blind):
    page = url(blind, "redact", 1)
    assert anna.post(page, {"text": "Austi dvieļi."}).status_code == 302
    assert Redaction.objects.get().text == "Austi dvieļi."
    assert "Austi dvieļi." in anna.get(page).content.decode()


def test_the_scores_go_to_a_spreadsheet(anna, closed):
    lines = b"".join(anna.get(url(closed, "scores_file", closed.one.pk, "csv")).streaming_content).decode()
    assert "Laima Paraugkalne" in lines.splitlines()[0]
    assert "7,00" in lines
    assert anna.get(url(closed, "scores_file", closed.one.pk, "xlsx")).status_code == 200


@pytest.mark.parametrize("language", ["lv", "ru"])
def test_the_protocol_is_a_pdf_of_the_frozen_document_alone(closed, now, language):
    closed.entries[0].exhibitor.name = "Somebody else"
    first = documents.protocol_pdf(closed.one, language=language, at=now)
    Decision.objects.all().delete()
    assert documents.protocol_pdf(closed.one, language=language, at=now) == first
    assert first.startswith(b"%PDF")


def test_the_frozen_document_can_be_checked_by_anybody(anna, closed):
    found = json.loads(anna.get(url(closed, "protocol", closed.one.pk, "json")).content)
    assert protocol.fingerprint(found) == closed.one.protocol_sha256


def test_a_changed_protocol_is_noticed(anna, closed):
    Round.objects.filter(pk=closed.one.pk).update(protocol={**closed.one.protocol, "threshold": "1.00"})
    assert (
        "notice-error" in anna.get(url(closed, "results", closed.one.pk)).content.decode()
        or "tone-bad" in anna.get(url(closed, "results", closed.one.pk)).content.decode()
    )


# --- who may not -----------------------------------------------------------------------------------------------------


def test_finance_looks_and_changes_nothing(client, closed):
    finance = PersonFactory(name="Finanses")
    RoleFactory(person=finance, partner=closed.event.partner, kind="finance")
    client.force_login(finance)
    assert client.get(url(closed, "results", closed.one.pk)).status_code == 200
    assert client.post(url(closed, "round_act", closed.one.pk), {"action": "apply"}).status_code == 403
    client.post(url(closed, "jury"), {"action": "usual"})
    assert Round.objects.count() == 1


def test_another_fairs_round_is_not_found(client, closed, now):
    other = RoleFactory(person=PersonFactory(name="Boris"))
    client.force_login(other.person)
    assert client.get(url(closed, "results", closed.one.pk)).status_code == 404


def test_a_juror_opens_nothing_of_the_organisers_side(client, closed):
    client.force_login(closed.jurors[0].person)
    pages = [
        url(closed, "jury"),
        url(closed, "results", closed.one.pk),
        url(closed, "protocol", closed.one.pk, "lv"),
        url(closed, "redact", 1),
    ]
    assert {client.get(page).status_code for page in pages} == {403}


# --- on an application's two pages -----------------------------------------------------------------------------------


def test_the_makers_page_tells_only_what_the_fair_gives_and_only_once_published(closed, now):
    request = RequestFactory().get("/")
    application = closed.entries[0]
    assert standing.of_maker(request, application) is None
    Round.objects.filter(pk=closed.one.pk).update(gives_score=True, gives_comments=True)
    assert standing.of_maker(request, application) is None
    calls.move(application=application, to="selected", by=closed.anna, at=now)
    calls.reveal(applications=[application], by=closed.anna, at=now)
    told = standing.of_maker(request, application)["feedback"]
    assert (str(told.value), told.comments, told.median) == ("7.00", ("Smalks darbs.",), None)


def test_the_desks_page_tells_the_decision_and_who_stands_aside(closed):
    request = RequestFactory().get("/")
    request.desk = Desk(closed.event, frozenset())
    shown = standing.of_desk(request, closed.entries[2])
    assert shown["decision"].verdict == "wait"
    assert [str(juror) for juror, _ground in shown["conflicts"]] == ["Edgars Izmēģis"]
