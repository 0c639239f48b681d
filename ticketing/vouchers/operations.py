"""Making vouchers, using them, giving uses back, taking them back."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.models import Partner, Person
from common.errors import Invalid, Refused, Stale
from ticketing.catalogue import quotas
from ticketing.catalogue.models import Product
from ticketing.events.models import Event
from ticketing.events.operations import refuse_if_locked
from ticketing.vouchers import codes
from ticketing.vouchers.models import Voucher, VoucherUse
from ticketing.vouchers.rules import Fault
from ticketing.vouchers.wording import FAULTS

MOST_AT_ONCE = 2000
SHORTEST_CODE = 4
CHANGEABLE = ("valid_from", "valid_until", "uses_allowed", "minimum", "note", "reserved")


class BadVoucher(Refused):
    """A code that cannot be used, and why: `facts["fault"]` is a word of `rules.Fault`."""

    code = "bad_voucher"

    def __init__(self, fault: Fault):
        super().__init__(FAULTS[fault], field="voucher", facts={"fault": str(fault)})


# --- making ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def make(
    *,
    event: Event,
    facts: Mapping[str, Any],
    products: Collection[Product],
    by: Actor,
    at: datetime,
    count: int = 1,
    code: str = "",
    is_partner_wide: bool = False,
) -> list[Voucher]:
    """Make one voucher, or `count` equal ones with a code each. Places they keep are taken from the public quota now.

    `facts` are columns of Voucher. `code`: one's own, for one voucher; otherwise hard to guess.

    Raises:
        Invalid: the code is too short or taken, one's own code for many, hidden products without naming them, products or places
            of another event, or for all events.
        catalogue.quotas.SoldOut: fewer places are left than are to be kept.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(event, at)
    _refuse_unsound(event, facts, products, count, code, is_partner_wide)
    made = []
    for _number in range(count):
        written = code.strip().upper() or codes.new_code()
        made.append(
            Voucher(
                partner=event.partner,
                event=None if is_partner_wide else event,
                code=written,
                folded=codes.fold(written),
                made_by=by if isinstance(by, Person) else None,
                made_at=at,
                **facts,
            )
        )
    _save_new(made, products)
    reserved = facts.get("reserved") or 0
    if reserved:
        quotas.take_from({facts["quota"].pk: reserved * count})
    told = {name: getattr(made[0], name) for name in ("kind", "value", "currency", "uses_allowed", "reserved", "batch")}
    history.log(by=by, at=at, action="voucher.made", subject=event, partner=event.partner, event=event, after={**told, "count": count})
    return made


def _refuse_unsound(
    event: Event, facts: Mapping[str, Any], products: Collection[Product], count: int, code: str, is_partner_wide: bool
) -> None:
    if not 1 <= count <= MOST_AT_ONCE:
        raise Invalid(_("Make between 1 and %(most)s at once.") % {"most": MOST_AT_ONCE}, code="too_many", field="count")
    if code and count > 1:
        raise Invalid(_("A code of your own is for one voucher. Leave it empty to make many."), code="one_code_for_many", field="code")
    if code and len(codes.fold(code)) < SHORTEST_CODE:
        raise Invalid(
            _("Use at least %(least)s letters or figures, or leave it empty.") % {"least": SHORTEST_CODE}, code="too_short", field="code"
        )
    if facts.get("unlocks") and not products:
        raise Invalid(_("Choose the hidden products that it opens."), code="nothing_to_open", field="products")
    quota = facts.get("quota")
    if any(product.event_id != event.pk for product in products) or (quota is not None and quota.event_id != event.pk):
        raise Invalid(_("Choose among what this event offers."), code="other_event", field="products")
    if is_partner_wide and (products or quota is not None):
        raise Invalid(
            _("For all events it cannot name products or places of this one."), code="partner_wide_names_products", field="is_partner_wide"
        )


def _save_new(made: list[Voucher], products: Collection[Product]) -> None:
    try:
        with transaction.atomic():
            Voucher.objects.bulk_create(made)
    except IntegrityError as error:
        if "voucher_code_once" not in str(error) and "folded" not in str(error):
            raise
        raise Invalid(_("There is such a code already, or one that looks like it."), code="code_taken", field="code") from None
    if products:
        link = Voucher.products.through
        link.objects.bulk_create(link(voucher_id=voucher.pk, product_id=product.pk) for voucher in made for product in products)


@transaction.atomic
def issue_credit(
    *, partner: Partner, amount: Decimal, currency: str, by: Actor, at: datetime, valid_until: datetime | None = None, note: str = ""
) -> Voucher:
    """Make a credit that is good for any event of a partner, such as one for money that goes back; without end where no moment is given.

    Raises:
        Invalid: not an amount above zero.
    """
    if amount <= 0:
        raise Invalid(_("Give an amount above zero."), code="not_positive", field="amount")
    code = codes.new_code()
    voucher = Voucher.objects.create(
        partner=partner,
        code=code,
        folded=codes.fold(code),
        kind=Voucher.Kind.CREDIT,
        value=amount,
        currency=currency,
        valid_until=valid_until,
        note=note[:200],
        made_by=by if isinstance(by, Person) else None,
        made_at=at,
    )
    told = {"amount": amount, "currency": currency}
    history.log(by=by, at=at, action="credit.issued", subject=voucher, partner=partner, after=told)
    return voucher


@transaction.atomic
def prolong(*, credit: Voucher, until: datetime | None, by: Actor, at: datetime) -> Voucher:
    """Let what is left of a credit be spent until a later moment, also where its time was over.

    Raises:
        Invalid: no moment, one that has passed, or none later than now agreed (`not_later`).
        Stale: it was taken back, or is all spent.
    """
    present = Voucher.objects.select_for_update().get(pk=credit.pk, kind=Voucher.Kind.CREDIT)
    if present.ended_at is not None or present.balance <= 0:
        raise Stale
    if until is None or until <= at or present.valid_until is None or until <= present.valid_until:
        raise Invalid(_("Choose a later day."), code="not_later", field="until")
    before, after = history.changes(present, {"valid_until": until})
    if not Voucher.objects.filter(pk=present.pk, ended_at=None, valid_until=present.valid_until).update(valid_until=until):
        raise Stale
    history.log(by=by, at=at, action="credit.prolonged", subject=present, partner=present.partner, before=before, after=after)
    present.valid_until = until
    return present


@transaction.atomic
def change(*, voucher: Voucher, event: Event, facts: Mapping[str, Any], by: Actor, at: datetime) -> Voucher:
    """Change what may change (`CHANGEABLE`): how long, how often, for how much, and how many places it keeps.

    Raises:
        Invalid: fewer uses or places than are used already.
        Stale: it has been taken back.
        catalogue.quotas.SoldOut: fewer places are left than are to be kept besides.
    """
    refuse_if_locked(event, at)
    present = Voucher.objects.select_for_update().get(pk=voucher.pk)
    if present.ended_at is not None:
        raise Stale
    facts = {name: value for name, value in facts.items() if name in CHANGEABLE}
    if facts.get("uses_allowed", present.uses_allowed) < present.uses_taken:
        raise Invalid(_("It has been used %(n)s times already.") % {"n": present.uses_taken}, code="used_more", field="uses_allowed")
    more = facts.get("reserved", present.reserved) - present.reserved
    if more < 0 and -more > present.kept:
        raise Invalid(_("%(n)s of its places are taken already.") % {"n": present.reserve_used}, code="used_more", field="reserved")
    quota = present.quota_id or 0
    if more and not quota:
        raise Invalid(_("Choose the places that it keeps."), code="no_quota", field="reserved")
    before, after = history.changes(present, facts)
    Voucher.objects.filter(pk=present.pk).update(**facts)
    if more > 0:
        quotas.take_from({quota: more})
    elif more:
        quotas.give_back_to({quota: -more})
    if after:
        history.log(
            by=by, at=at, action="voucher.changed", subject=present, partner=present.partner, event=event, before=before, after=after
        )
    present.refresh_from_db()
    return present


@transaction.atomic
def end(*, voucher: Voucher, by: Actor, at: datetime) -> bool:
    """Take a voucher back: nobody can use it any more, and the places it still kept are free for all. False if it was ended before."""
    present = Voucher.objects.select_for_update().get(pk=voucher.pk)
    if present.ended_at is not None:
        return False
    Voucher.objects.filter(pk=present.pk).update(ended_at=at, reserved=F("reserve_used"))
    if present.kept and present.quota_id:
        quotas.give_back_to({present.quota_id: present.kept})
    history.log(
        by=by, at=at, action="voucher.ended", subject=present, partner=present.partner, event=present.event, after={"freed": present.kept}
    )
    return True


def free_expired(*, at: datetime) -> int:
    """Free the places kept by vouchers whose time is over, each in its own transaction; return how many were ended."""
    over = Voucher.objects.filter(ended_at=None, valid_until__lte=at, reserved__gt=F("reserve_used"))
    return sum(end(voucher=voucher, by="system", at=at) for voucher in list(over))


# --- using ----------------------------------------------------------------------------------------------------------


def use(
    *, voucher: Voucher, order: models.Model, uses: int, wanted: Mapping[tuple[int, int | None], int], amount: Decimal, at: datetime
) -> dict[int, int]:
    """Use a voucher `uses` times for an order that wants places; return the places of quotas that it had kept for it.

    Call inside the transaction of the order, before its places are taken.

    Raises:
        BadVoucher: it has been used up, or taken back, this instant.
    """
    kept = quotas.demand(wanted)[voucher.quota_id] if voucher.quota_id and voucher.kept else 0
    while True:
        places = min(kept, voucher.kept)
        free = Voucher.objects.filter(
            pk=voucher.pk, ended_at=None, uses_taken__lte=F("uses_allowed") - uses, reserve_used__lte=F("reserved") - places
        )
        if free.update(uses_taken=F("uses_taken") + uses, reserve_used=F("reserve_used") + places):
            break
        voucher.refresh_from_db()
        if voucher.ended_at is not None:
            raise BadVoucher(Fault.ENDED)
        if voucher.uses_left < uses:
            raise BadVoucher(Fault.USED_UP)
    VoucherUse.objects.create(voucher=voucher, order_id=order.pk, uses=uses, places=places, amount=amount, used_at=at)
    return {voucher.quota_id: places} if places and voucher.quota_id else {}


def release(*, order: models.Model, wanted: Mapping[tuple[int, int | None], int], at: datetime) -> dict[int, int]:
    """Give back the voucher that a lapsed or cancelled order used; return the places of quotas that it keeps again.

    Credit that was spent stays spent: it is money, and goes back as money does. Call before the places are given back.
    """
    held: dict[int, int] = {}
    for one in VoucherUse.objects.filter(order_id=order.pk, released_at=None, uses__gt=0):
        if not VoucherUse.objects.filter(pk=one.pk, released_at=None).update(released_at=at):
            continue
        back = Voucher.objects.filter(pk=one.voucher_id)
        back.update(uses_taken=F("uses_taken") - one.uses)
        voucher = Voucher.objects.select_for_update().get(pk=one.voucher_id)
        if voucher.quota_id and one.places:
            places = min(one.places, quotas.demand(wanted)[voucher.quota_id])
            back.update(
                reserve_used=F("reserve_used") - places, **({"reserved": F("reserved") - places} if voucher.ended_at is not None else {})
            )
            if voucher.ended_at is None:
                held[voucher.quota_id] = places
    return held


def spend(*, voucher: Voucher, order: models.Model, amount: Decimal, currency: str, at: datetime) -> VoucherUse:
    """Pay an order, or a part of it, out of a credit. Call inside the transaction that writes the payment.

    Raises:
        BadVoucher: not a credit, of another currency, taken back, no longer valid, or less is left.
    """
    if voucher.kind != Voucher.Kind.CREDIT:
        raise BadVoucher(Fault.NO_CREDIT)
    if voucher.currency != currency:
        raise BadVoucher(Fault.OTHER_CURRENCY)
    # Locked and added here: SQLite adds money as floating-point numbers. The check stands behind it.
    present = Voucher.objects.select_for_update().get(pk=voucher.pk)
    if present.ended_at is not None:
        raise BadVoucher(Fault.ENDED)
    if present.valid_until is not None and at >= present.valid_until:
        raise BadVoucher(Fault.EXPIRED)
    if amount <= 0 or amount > present.balance:
        raise BadVoucher(Fault.USED_UP)
    if not Voucher.objects.filter(pk=present.pk, spent=present.spent).update(spent=present.spent + amount):
        raise BadVoucher(Fault.USED_UP)  # by somebody else this instant
    voucher.spent = present.spent + amount
    return VoucherUse.objects.create(voucher=voucher, order_id=order.pk, amount=amount, used_at=at)
