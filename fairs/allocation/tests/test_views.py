"""What a maker reads about their place, and when."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.factories import PersonFactory
from exhibitors.factories import KeeperFactory
from fairs.allocation import queries, standing
from fairs.allocation.models import AllocationRules
from fairs.calls.models import Application

pytestmark = pytest.mark.django_db


def keeper_of(application: Application) -> Client:
    person = PersonFactory(language="en")
    KeeperFactory(exhibitor=application.exhibitor, person=person)
    client = Client()
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def tell(application: Application, state: str) -> Application:
    """What the offers do once decisions are published."""
    Application.objects.filter(pk=application.pk).update(state=state, shown_state=state)
    return Application.objects.get(pk=application.pk)


def reason(application: Application) -> str:
    return reverse("calls:reason", args=[application.pk])


@pytest.fixture
def given(fair) -> tuple[Application, Application]:
    """Vera has the stall that both wished; another has something else. Nobody is told yet."""
    vera, other = fair.maker(1, 90, "A1", shown_state="submitted"), fair.maker(2, 60, "A1", "zone:B", shown_state="submitted")
    fair.publish(fair.plan())
    return vera, other


def test_nothing_is_told_before_decisions_are_published(fair, given):
    vera, _other = given
    assert keeper_of(vera).get(reason(vera)).status_code == 404
    assert standing.of_maker(SimpleNamespace(), vera) is None


def test_a_maker_reads_why_and_sees_their_stall_and_wishes_on_a_map_without_names(fair, given):
    vera, other = given
    tell(vera, "offered")
    tell(other, "offered")
    shown = " ".join(keeper_of(other).get(reason(other)).content.decode().split())
    assert "A1 went to another maker, who has more points from the jury." in shown
    assert "plan-stall is-mine" in shown
    assert "plan-stall is-wished" in shown
    assert str(vera.exhibitor) not in shown
    AllocationRules.objects.create(event=fair.event, names_shown=True)
    assert str(vera.exhibitor) in keeper_of(other).get(reason(other)).content.decode()


def test_whoever_waits_reads_why_and_what_would_have_to_change(fair):
    fair.ground.stalls.filter(row="A").exclude(number="A1").update(is_blocked=True)
    fair.maker(1, 90, "A1", power_kw=2)
    waits = fair.maker(2, 60, power_kw=2)
    fair.publish(fair.plan())
    tell(waits, "waiting")
    shown = " ".join(keeper_of(waits).get(reason(waits)).content.decode().split())
    assert "Why there is no place yet" in shown
    assert "you are on the waiting list" in shown
    assert "Without this need, B1 would have been free: 2 kW of power." in shown


def test_a_place_from_the_waiting_list_is_not_told_before_it_is_offered(fair, given):
    _vera, other = given
    Application.objects.filter(pk=other.pk).update(state="selected", shown_state="waiting")
    assert keeper_of(other).get(reason(other)).status_code == 404


@pytest.mark.parametrize("language", ["lv", "ru"])
def test_the_reasons_come_in_the_reader_s_language(fair, given, language):
    vera, _other = given
    tell(vera, "offered")
    client = keeper_of(vera)
    client.post(reverse("set_language"), {"language": language})
    assert {"lv": "Jums ir vieta A1.", "ru": "Ваше место — A1."}[language] in client.get(reason(vera)).content.decode()


def test_nobody_else_reads_them(fair, given):
    vera, other = given
    tell(vera, "offered")
    assert Client().get(reason(vera)).status_code == 302
    assert keeper_of(other).get(reason(vera)).status_code == 404


def test_at_a_suspended_partner_s_fair_the_reasons_can_still_be_read(fair, given, suspend):
    vera, _other = given
    tell(vera, "offered")
    suspend(fair.event)
    assert keeper_of(vera).get(reason(vera)).status_code == 200


def test_the_application_s_pages_show_the_place_to_both(fair, given):
    vera, other = given
    told = standing.of_maker(SimpleNamespace(), tell(vera, "offered"))
    assert told["told"][0] == queries.reasons_for(vera, "lv")[0]
    assert any(str(vera.exhibitor) in sentence for sentence in standing.of_desk(SimpleNamespace(), other)["told"])


def test_more_stalls_cost_a_maker_s_map_no_more_statements(fair, given, django_assert_max_num_queries):
    vera, _other = given
    tell(vera, "offered")
    client = keeper_of(vera)
    with django_assert_max_num_queries(22):
        assert client.get(reason(vera)).status_code == 200
