from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from accounts.factories import PersonFactory
from accounts.models import Role
from accounts.roles.rules import ALLOWED, Capability
from ticketing.events import access, queries
from ticketing.factories import EventFactory
from ticketing.models import Event, EventRole


def test_a_manager_may_do_everything_at_all_events_of_her_partner(event, anna):
    second = EventFactory(partner=event.partner)
    assert access.capabilities_at(anna, event) == access.capabilities_at(anna, second) == frozenset(Capability)


def test_a_steward_of_one_event_has_nothing_to_do_with_the_next_one(event, janis):
    second = EventFactory(partner=event.partner)
    assert access.capabilities_at(janis, event) == ALLOWED["steward"]
    assert access.capabilities_at(janis, second) == frozenset()


def test_roles_at_the_partner_and_at_the_event_add_up(event, janis):
    Role.objects.create(person=janis, partner=event.partner, kind="finance")
    assert access.capabilities_at(janis, event) == ALLOWED["steward"] | ALLOWED["finance"]


@pytest.mark.parametrize("capability", Capability)
def test_an_outsider_is_told_there_is_no_such_event(event, boris, capability):
    with pytest.raises(Http404):
        access.event_for(boris, event.slug, capability)


@pytest.mark.parametrize("capability", sorted(frozenset(Capability) - ALLOWED["steward"]))
def test_an_insider_without_the_right_is_told_so(event, janis, capability):
    with pytest.raises(PermissionDenied):
        access.event_for(janis, event.slug, Capability(capability))


def test_an_address_nobody_has_is_not_found_even_for_the_superuser(db):
    with pytest.raises(Http404):
        access.event_for(PersonFactory(is_superuser=True), "nowhere", Capability.SEE_DESK)


def test_fetching_an_event_for_somebody_takes_two_statements(event, anna, django_assert_num_queries):
    with django_assert_num_queries(2):
        desk = access.desk_for(anna, event.slug, Capability.EDIT_EVENT)
        assert desk.event.partner == event.partner
        assert str(desk.event.site)


@access.at_desk(Capability.EDIT_EVENT)
def page(request, event):
    return HttpResponse(event.slug)


def test_a_guarded_page_sends_the_anonymous_to_sign_in(event):
    request = RequestFactory().get("/desk/maras-tirgus/")
    request.user = AnonymousUser()
    assert page(request, slug=event.slug).url == "/accounts/login/?next=/desk/maras-tirgus/"


def test_a_guarded_page_gets_its_event_and_leaves_the_rights_on_the_request(event, anna):
    request = RequestFactory().get("/desk/maras-tirgus/")
    request.user = anna
    assert page(request, slug=event.slug).content == b"maras-tirgus"
    assert request.desk.allowed == frozenset(Capability)


def test_a_guarded_page_names_the_right_it_asks_for():
    assert page.capability == Capability.EDIT_EVENT


def test_a_draft_is_hidden_from_the_public_and_every_other_state_is_not(event):
    for state in Event.State.values:
        Event.objects.filter(pk=event.pk).update(state=state)
        if state == "draft":
            with pytest.raises(Http404):
                access.public_event(event.slug)
        else:
            assert access.public_event(event.slug) == event


def test_an_event_is_locked_from_the_day_its_partner_is_suspended(event, suspended):
    assert not access.is_locked(event, date(2022, 2, 28))
    assert access.is_locked(event, date(2022, 3, 1))


def test_everybody_has_a_desk_for_their_own_events_only(event, anna, boris, janis):
    second = EventFactory(partner=event.partner)
    assert set(queries.events_of(anna)) == {event, second}
    assert list(queries.events_of(janis)) == [event]
    assert list(queries.events_of(boris)) == []
    assert set(queries.events_of(PersonFactory(is_superuser=True))) == {event, second}


def test_two_roles_at_one_event_list_it_once(event, anna):
    EventRole.objects.create(event=event, person=anna, kind="juror")
    EventRole.objects.create(event=event, person=anna, kind="steward")
    assert queries.events_of(anna).count() == 1
