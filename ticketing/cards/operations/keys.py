"""A partner's keys at Stripe: kept once Stripe has taken them, used, forgotten."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.models import Partner, Person
from common.errors import Invalid, Refused, Stale
from ticketing.cards import gateway, rules, sealing
from ticketing.cards.models import CardAccount


class NoKeys(Refused):
    """The account has no keys to be paid with."""

    code = "no_card_keys"


def keep(*, partner: Partner, secret: str, hook_secret: str, by: Person, at: datetime) -> CardAccount:
    """Check a secret key with Stripe and keep it, sealed, with the secret that its notices are signed with.

    The first account of a partner is used at once; a live one takes the place of a test one only when somebody says so (`use`).

    Raises:
        Invalid: the text is no such key (`no_secret_key`, `no_hook_secret`), or Stripe does not know it (`unknown_key`).
        gateway.Unreachable: Stripe cannot be asked just now; nothing is kept.
    """
    secret, hook_secret = secret.strip(), hook_secret.strip()
    mode = rules.mode_of(secret)
    if secret.startswith("pk_"):
        raise Invalid(
            _("This is the publishable key; needed is the secret one, which begins with sk_ or rk_."), code="no_secret_key", field="secret"
        )
    if mode is None:
        raise Invalid(_("A secret key begins with sk_test_, sk_live_, rk_test_ or rk_live_."), code="no_secret_key", field="secret")
    if not hook_secret.startswith("whsec_") or len(hook_secret) < 20:
        raise Invalid(_("The signing secret of the address begins with whsec_."), code="no_hook_secret", field="hook_secret")
    try:
        whose = gateway.whose(secret)
    except gateway.Unreachable:
        raise
    except gateway.Rejected as refused:
        raise Invalid(
            _("Stripe does not know this key. Was it rolled, or copied in part?"), code="unknown_key", field="secret"
        ) from refused
    if mode == rules.LIVE and not whose["charges_enabled"]:
        raise Invalid(
            _("Stripe does not let this account take payments yet; finish its activation there."), code="not_active", field="secret"
        )
    return _keep(partner, mode, whose["id"], whose["name"], secret, hook_secret, by, at)


@transaction.atomic
def _keep(partner: Partner, mode: str, stripe_id: str, name: str, secret: str, hook_secret: str, by: Person, at: datetime) -> CardAccount:
    Partner.objects.select_for_update().get(pk=partner.pk)
    facts = {
        "name": name,
        "secret": sealing.seal(settings.TICKET_KEY, secret),
        "secret_end": secret[-4:],
        "hook_secret": sealing.seal(settings.TICKET_KEY, hook_secret),
        "kept_by": by,
        "kept_at": at,
    }
    account, _made = CardAccount.objects.update_or_create(partner=partner, mode=mode, stripe_id=stripe_id, defaults=facts)
    _log("card_account.kept", account, by, at)
    same_mode = CardAccount.objects.filter(partner=partner, is_used=True).exclude(pk=account.pk).first()
    if same_mode is None or same_mode.mode == mode:
        _use(account)
    account.refresh_from_db()
    return account


def _use(account: CardAccount) -> None:
    CardAccount.objects.filter(partner=account.partner, is_used=True).exclude(pk=account.pk).update(is_used=False)
    CardAccount.objects.filter(pk=account.pk).update(is_used=True)


@transaction.atomic
def use(*, account: CardAccount, by: Person, at: datetime) -> CardAccount:
    """Let buyers pay to this account from now on; what was begun with another ends there.

    Raises:
        NoKeys: its keys were forgotten.
    """
    Partner.objects.select_for_update().get(pk=account.partner_id)
    account.refresh_from_db()
    if not account.secret or not account.hook_secret:
        raise NoKeys(_("Enter the keys of this account first."))
    _use(account)
    account.refresh_from_db()
    _log("card_account.used", account, by, at)
    return account


@transaction.atomic
def forget(*, account: CardAccount, by: Person, at: datetime) -> CardAccount:
    """Forget an account's keys: nobody pays to it any more, its notices are refused, nothing can be sent back by it.

    Raises:
        Stale: they were forgotten before.
    """
    if not CardAccount.objects.filter(pk=account.pk).exclude(secret="").update(secret="", secret_end="", hook_secret="", is_used=False):
        raise Stale
    account.refresh_from_db()
    _log("card_account.forgotten", account, by, at)
    return account


def _log(action: str, account: CardAccount, by: Person, at: datetime) -> None:
    history.log(
        by=by,
        at=at,
        action=action,
        subject=account,
        partner=account.partner,
        after={"mode": account.mode, "account": account.stripe_id, "key": f"…{account.secret_end}"},
    )
