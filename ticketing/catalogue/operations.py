"""Everything that changes what an event offers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Invalid, Refused
from ticketing.catalogue.models import Option, PriceStep, Product, Question, Quota, QuotaItem, Variation
from ticketing.catalogue.rules import Pair, without_overlap
from ticketing.events.models import Event
from ticketing.events.operations import PROBLEMS, refuse_if_locked


def _save(thing: Any, event: Event, facts: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """Save a new or changed row with its log line."""
    is_new = thing.pk is None
    before, after = ({}, dict(facts)) if is_new else history.changes(thing, facts)
    for name, value in facts.items():
        setattr(thing, name, value)
    thing.save()
    if is_new or after:
        action = f"{thing._meta.model_name}.{'added' if is_new else 'changed'}"
        history.log(by=by, at=at, action=action, subject=thing, partner=event.partner, event=event, before=before, after=after)


@transaction.atomic
def save_product(*, event: Event, facts: Mapping[str, Any], by: Actor, at: datetime, product: Product | None = None) -> Product:
    """Add a product, or change one. Prices of lines already ordered stay as they were.

    Raises:
        Invalid: the sale ends before it starts.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(event, at)
    start, end = facts.get("sale_from"), facts.get("sale_until")
    if start is not None and end is not None and end <= start:
        raise Invalid(PROBLEMS["ends_before_start"], code="ends_before_start", field="sale_until")
    if product is None:
        Event.objects.select_for_update().get(pk=event.pk)  # two new products at once would want the same number
        last = event.products.aggregate(number=Max("number"), position=Max("position"))
        product = Product(event=event, number=(last["number"] or 0) + 1, position=(last["position"] or 0) + 1)
    _save(product, event, facts, by, at)
    return product


@transaction.atomic
def save_offer(
    *,
    event: Event,
    facts: Mapping[str, Any],
    variations: Sequence[tuple[Variation | None, Mapping[str, Any]]],
    removed: Iterable[Variation],
    by: Actor,
    at: datetime,
    product: Product | None = None,
) -> Product:
    """Add or change a product together with its variations, in the order given (None: a new one).

    Raises:
        Invalid, events.operations.Locked: as `save_product`.
        Refused: a variation to be removed has been ordered (`in_use`).
    """
    product = save_product(event=event, facts=facts, by=by, at=at, product=product)
    for variation in removed:
        remove(thing=variation, event=event, by=by, at=at)
    for position, (present, texts) in enumerate(variations):
        save_variation(product=product, facts={**texts, "position": position}, by=by, at=at, variation=present)
    return product


@transaction.atomic
def shift(*, thing: Product | Question, event: Event, steps: int, by: Actor, at: datetime) -> None:
    """Move a product or question up (-1) or down (1) in its list; beyond the ends nothing happens.

    Raises:
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(event, at)
    siblings: list[Any] = list(type(thing)._default_manager.filter(event=event))
    place = siblings.index(thing)
    siblings.insert(max(place + steps, 0), siblings.pop(place))
    for position, sibling in enumerate(siblings, 1):
        if sibling.position != position:
            type(thing)._default_manager.filter(pk=sibling.pk).update(position=position)
    if siblings.index(thing) != place:
        word = thing._meta.model_name
        sides = {"before": {"position": place + 1}, "after": {"position": siblings.index(thing) + 1}}
        history.log(by=by, at=at, action=f"{word}.changed", subject=thing, partner=event.partner, event=event, **sides)


@transaction.atomic
def save_variation(*, product: Product, facts: Mapping[str, Any], by: Actor, at: datetime, variation: Variation | None = None) -> Variation:
    """Add a variation of a product, or change one."""
    refuse_if_locked(product.event, at)
    variation = variation or Variation(product=product)
    _save(variation, product.event, facts, by, at)
    return variation


@transaction.atomic
def add_step(*, product: Product, facts: Mapping[str, Any], by: Actor, at: datetime) -> PriceStep:
    """Add a lower price of a product.

    Raises:
        Invalid: it holds under no condition (`no_condition`), a group of fewer than two, or for the first none.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(product.event, at)
    least, first = facts.get("from_places"), facts.get("first")
    if not (facts.get("until") or first or least):
        raise Invalid(_("Say until when, for how many, or from how many places it holds."), code="no_condition", field="until")
    if (least is not None and least < 2) or (first is not None and first < 1):
        field = "first" if first is not None and first < 1 else "from_places"
        raise Invalid(_("A group is two or more; the first are one or more."), code="for_nobody", field=field)
    step = PriceStep(product=product)
    _save(step, product.event, facts, by, at)
    return step


@transaction.atomic
def save_quota(*, event: Event, name: str, size: int, pairs: Iterable[Pair], by: Actor, at: datetime, quota: Quota | None = None) -> Quota:
    """Add a quota over products and variations, or change one. A product as a whole takes in its variations.

    Raises:
        Invalid: the new size is smaller than what is already taken.
    """
    refuse_if_locked(event, at)
    if quota is None:
        quota = Quota(event=event)
        _save(quota, event, {"name": name, "size": size}, by, at)
    else:
        before, after = history.changes(quota, {"name": name, "size": size})
        if not Quota.objects.filter(pk=quota.pk, taken__lte=size).update(name=name, size=size):
            quota.refresh_from_db()
            raise Invalid(
                _("%(taken)s places are already taken; the quota cannot be smaller.") % {"taken": quota.taken},
                code="smaller_than_taken",
                field="size",
            )
        quota.refresh_from_db()
        if after:
            history.log(by=by, at=at, action="quota.changed", subject=quota, partner=event.partner, event=event, before=before, after=after)
    _set_quota_items(quota, without_overlap(pairs))
    return quota


def _set_quota_items(quota: Quota, pairs: set[Pair]) -> None:
    """Make the quota cover `pairs`. What they have taken already is counted again by `orders.operations.save_quota`."""
    present = {(item.product_id, item.variation_id): item for item in quota.items.all()}
    for pair in present.keys() - pairs:
        present[pair].delete()
    QuotaItem.objects.bulk_create(
        QuotaItem(quota=quota, product_id=product, variation_id=variation) for product, variation in pairs - present.keys()
    )


@transaction.atomic
def save_question(
    *,
    event: Event,
    facts: Mapping[str, Any],
    products: Iterable[Product],
    options: Iterable[Mapping[str, Any]],
    by: Actor,
    at: datetime,
    question: Question | None = None,
) -> Question:
    """Add a question for some products, or change one; `orders.operations.save_question` spares what was answered.

    `options` are `text_lv`, `text_ru`, `text_en` in order, with the `pk` of an option that is there already: answers given
    point at it, so it stays the same row whatever becomes of its text and place. Options not named are removed.

    Raises:
        Invalid: a question of choice has fewer than two answers.
    """
    refuse_if_locked(event, at)
    question = question or Question(event=event)
    options = list(options)
    if facts.get("kind") in (Question.Kind.CHOICE, Question.Kind.CHOICES) and len(options) < 2:
        raise Invalid(_("Give at least two answers to choose from."), code="too_few_options", field="options")
    _save(question, event, facts, by, at)
    question.products.set(products)
    present = {option.pk: option for option in question.options.all()}
    for position, texts in enumerate(options):
        option = present.pop(texts.get("pk") or 0, None) or Option(question=question)
        _save(option, event, {**{name: text for name, text in texts.items() if name != "pk"}, "position": position}, by, at)
    for gone in present.values():
        remove(thing=gone, event=event, by=by, at=at)
    return question


@transaction.atomic
def remove(*, thing: Product | Variation | Quota | Question | Option | PriceStep, event: Event, by: Actor, at: datetime) -> None:
    """Remove what nobody has used yet.

    Raises:
        Refused: it has been ordered or answered, or places of the quota are taken (`in_use`); make it inactive instead.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(event, at)
    if isinstance(thing, Quota) and Quota.objects.filter(pk=thing.pk, taken__gt=0).exists():
        raise Refused(_("Places of “%(name)s” are taken. Take products out of it, or change its size.") % {"name": thing}, code="in_use")
    history.log(
        by=by,
        at=at,
        action=f"{thing._meta.model_name}.removed",
        subject=thing,
        partner=event.partner,
        event=event,
        before={"name": str(thing)},
    )
    try:
        thing.delete()
    except ProtectedError:
        raise Refused(
            _("“%(name)s” has already been ordered or answered. Make it inactive instead.") % {"name": thing}, code="in_use"
        ) from None
