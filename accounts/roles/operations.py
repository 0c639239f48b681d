"""Giving people roles with a partner, and taking them back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.partners.models import Partner
from accounts.people import operations as people
from accounts.people.models import Person
from accounts.roles import mails
from accounts.roles.models import Role, RoleKind
from common.errors import Invalid, Refused


class LastManager(Refused):
    """Without this role nobody could manage the partner any more."""

    code = "last_manager"


def grant(*, person: Person, partner: Partner, kind: str, by: Actor, at: datetime) -> Role:
    """Give a person a role with a partner. Doing so twice changes nothing.

    Raises:
        Invalid: no such role.
    """
    if kind not in RoleKind.values:
        raise Invalid(_("There is no such role."), code="unknown_role", field="kind")
    with transaction.atomic():
        role, is_new = Role.objects.get_or_create(person=person, partner=partner, kind=kind)
        if is_new:
            history.log(by=by, at=at, action="role.granted", subject=person, partner=partner, after={"person": str(person), "role": kind})
    return role


def invite(*, email: str, name: str, language: str, partner: Partner, kind: str, by: Person, at: datetime) -> Role:
    """Give a role to whoever reads mail at an address, and write to them with a link that signs in once.

    Raises:
        Invalid: no such role.
    """
    with transaction.atomic():
        person = people.add(email=email, name=name, language=language, at=at)
        role = grant(person=person, partner=partner, kind=kind, by=by, at=at)
        mails.write_invitation(role=role, by=by, at=at)
    return role


def withdraw(*, role: Role, by: Actor, at: datetime) -> None:
    """Take a role back.

    Raises:
        LastManager: the partner would be left without a manager.
    """
    with transaction.atomic():
        # the partner's row is the lock: two managers must not remove each other at once
        partner = Partner.objects.select_for_update().get(pk=role.partner_id)
        managers = Role.objects.filter(partner=partner, kind=RoleKind.MANAGER)
        if role.kind == RoleKind.MANAGER and not managers.exclude(pk=role.pk).exists():
            raise LastManager(_("A partner needs at least one manager."))
        person = role.person
        before = {"person": str(person), "role": role.kind}
        if Role.objects.filter(pk=role.pk).delete()[0]:
            history.log(by=by, at=at, action="role.withdrawn", subject=person, partner=partner, before=before)
