"""The juror's desk: who may open it, scoring without script, nothing lost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.factories import PersonFactory, RoleFactory
from fairs.factories import ApplicationFactory, CallFactory
from fairs.jury import operations as jury
from fairs.jury.models import Ballot, Conflict, Round
from ticketing.factories import EventFactory

pytestmark = pytest.mark.django_db


def url(fair, number=None):
    return reverse("jury:entry", args=[fair.event.slug, number]) if number else reverse("jury:desk", args=[fair.event.slug])


@pytest.fixture
def laima(client, blind):
    client.force_login(blind.jurors[0].person)
    return client


def test_a_juror_of_another_fair_finds_nothing_here(client, blind, now):
    other = CallFactory(event=EventFactory(kind="fair"))
    stranger = jury.appoint(call=other, who=jury.Newcomer(email="other@example.org", name="Cita Žūrija"), by="test", at=now)
    client.force_login(stranger.person)
    assert client.get(url(blind)).status_code == 404
    assert client.post(url(blind, 1), {"action": "save", f"c{blind.craft.pk}": 7}).status_code == 404


def test_an_organiser_does_not_score(client, blind):
    client.force_login(blind.anna)
    assert client.get(url(blind)).status_code == 403
    assert client.post(url(blind, 1), {"action": "save", f"c{blind.craft.pk}": 7}).status_code == 403
    assert not Ballot.objects.exists()


def test_a_juror_who_becomes_an_organiser_no_longer_judges_blind(client, blind):
    RoleFactory(person=blind.jurors[0].person, partner=blind.event.partner, kind="finance")
    client.force_login(blind.jurors[0].person)
    assert client.get(url(blind, 1)).status_code == 403


def test_after_signing_in_a_juror_is_at_the_jury(client, blind):
    client.force_login(blind.jurors[0].person)
    assert client.get(reverse("welcome")).url == reverse("jury:home")
    assert client.get(reverse("jury:home")).url == url(blind)
    client.force_login(PersonFactory(name="Kāds"))
    assert "nevienā" in client.get(reverse("jury:home")).content.decode()


def test_scoring_goes_on_to_the_next_until_all_is_done(laima, blind):
    for number, onward in ((1, 2), (3, 4), (2, 4), (4, None)):
        answer = laima.post(url(blind, number), {"action": "save", f"c{blind.craft.pk}": 6, f"c{blind.design.pk}": 5, "comment": "Labi"})
        assert answer.url == (url(blind, onward) if onward else url(blind))
    page = laima.get(url(blind)).content.decode()
    assert "4 no 4" in page
    assert Ballot.objects.filter(comment="Labi").count() == 4


def test_a_late_juror_gets_their_words_back(laima, blind, now):
    Round.objects.filter(pk=blind.one.pk).update(ends_at=now - timedelta(minutes=1))
    answer = laima.post(url(blind, 1), {"action": "save", f"c{blind.craft.pk}": 6, "comment": "Ļoti rūpīgs darbs."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ļoti rūpīgs darbs." in page
    assert f'name="c{blind.craft.pk}" value="6" checked' in page
    assert not Ballot.objects.exists()


def test_a_changed_ballot_is_not_overwritten_from_another_window(laima, blind):
    blind.judge(0, 1, 7, 7)
    answer = laima.post(url(blind, 1), {"action": "save", "revision": "0", f"c{blind.craft.pk}": 1, "comment": "Vecs logs"})
    assert answer.status_code == 409
    assert "Vecs logs" in answer.content.decode()
    assert set(Ballot.objects.get().scores.values_list("points", flat=True)) == {7}


def test_points_that_are_not_there_are_told_at_their_field(laima, blind):
    answer = laima.post(url(blind, 1), {"action": "save", f"c{blind.craft.pk}": 4})
    assert "form-errors" in answer.content.decode()
    assert not Ballot.objects.exists()


def test_a_juror_stands_aside_and_comes_back(laima, blind):
    laima.post(url(blind, 1), {"action": "aside"})
    assert Conflict.objects.count() == 1
    page = laima.get(url(blind, 1)).content.decode()
    assert "data-picture" not in page
    assert "krūzes" not in page
    laima.post(url(blind, 1), {"action": "back"})
    assert not Conflict.objects.exists()


def test_a_namesakes_application_shows_nothing(client, blind):
    client.force_login(blind.jurors[1].person)
    page = client.get(url(blind, 3)).content.decode()
    assert "krūzes" not in page
    assert client.post(url(blind, 3), {"action": "save", f"c{blind.craft.pk}": 6}).status_code == 409


def test_a_closed_round_is_read_only(client, closed):
    client.force_login(closed.jurors[0].person)
    page = client.get(url(closed, 1)).content.decode()
    assert 'value="save"' not in page
    assert "disabled" in page


@pytest.mark.parametrize("more", [0, 8])
def test_the_list_takes_as_many_statements_for_twelve_applications_as_for_four(laima, blind, django_assert_num_queries, more):
    blind.judge(0, 1, 7, 7)
    for number in range(5, 5 + more):
        ApplicationFactory(call=blind.call, number=number, goods_group=blind.group)
    with django_assert_num_queries(18):
        laima.get(url(blind))


@pytest.mark.parametrize("more", [0, 8])
def test_one_application_takes_as_many_statements_among_twelve_as_among_four(laima, blind, django_assert_num_queries, more):
    for number in range(5, 5 + more):
        ApplicationFactory(call=blind.call, number=number, goods_group=blind.group)
    with django_assert_num_queries(25):
        laima.get(url(blind, 1))
