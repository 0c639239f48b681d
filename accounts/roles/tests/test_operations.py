import pytest
from django.utils import timezone

from accounts.factories import PartnerFactory, PersonFactory, RoleFactory
from accounts.history import queries as history
from accounts.models import Entry, Person, Role
from accounts.roles import operations as roles
from accounts.roles.queries import kinds, partners_of
from common.errors import Invalid
from common.outbox.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    return PartnerFactory(name="Rēzeknes novads")


@pytest.fixture
def anna(partner):
    return RoleFactory(partner=partner, person__name="Anna", person__email="anna@example.org").person


def test_a_role_is_granted_once_and_logged_once(partner, anna):
    janis = PersonFactory()
    for _turn in range(2):
        roles.grant(person=janis, partner=partner, kind="steward", by=anna, at=timezone.now())
    assert kinds(janis, partner) == {"steward"}
    assert history.of(f"person:{janis.pk}").count() == 1


def test_an_unknown_role_is_refused(partner, anna):
    with pytest.raises(Invalid):
        roles.grant(person=anna, partner=partner, kind="king", by=anna, at=timezone.now())


def invite(partner, anna, **more):
    return roles.invite(
        **{"email": "Janis@example.org", "name": "Jānis", "language": "ru", "partner": partner, "kind": "steward", "by": anna, **more},
        at=timezone.now(),
    )


def test_whoever_is_invited_gets_a_letter_and_needs_no_password(partner, anna):
    person = invite(partner, anna).person
    assert (person.email, person.language, person.has_usable_password()) == ("janis@example.org", "ru", False)
    message = Message.objects.get()
    assert (message.to, message.language, message.reply_to) == ("janis@example.org", "ru", "anna@example.org")
    assert "/accounts/link/" in message.text
    assert "Rēzeknes novads" in message.subject


def test_inviting_somebody_known_changes_nothing_of_theirs(partner, anna):
    janis = PersonFactory(name="Jānis Pirmdienis", email="janis@example.org", language="lv")
    assert invite(partner, anna).person == janis
    assert Person.objects.get(pk=janis.pk).name == "Jānis Pirmdienis"


def test_an_invitation_that_fails_leaves_nothing(partner, anna):
    with pytest.raises(Invalid):
        invite(partner, anna, kind="king")
    assert not Person.objects.filter(email="janis@example.org").exists()
    assert not Message.objects.exists()


def test_a_withdrawn_role_is_logged(partner, anna):
    role = RoleFactory(partner=partner, kind="steward")
    roles.withdraw(role=role, by=anna, at=timezone.now())
    assert kinds(role.person, partner) == set()
    assert Entry.objects.get(action="role.withdrawn").before["role"] == "steward"


def test_the_last_manager_stays(partner, anna):
    with pytest.raises(roles.LastManager):
        roles.withdraw(role=Role.objects.get(person=anna), by=anna, at=timezone.now())
    second = RoleFactory(partner=partner)
    roles.withdraw(role=Role.objects.get(person=anna), by=second.person, at=timezone.now())
    assert kinds(anna, partner) == set()


def test_a_person_sees_the_partners_they_belong_to(partner, anna):
    PartnerFactory()
    assert list(partners_of(anna)) == [partner]
