from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.languages import Language, fold
from ticketing.waiting import rules


class WaitingRule(models.Model):
    """How the waiting list of one event works, as its pages state it. An event without one has no list.

    By lot, the seed is made with the rule and only its fingerprint is shown until it is drawn, so that nobody can choose it afterwards.
    """

    class Decides(models.TextChoices):
        QUEUE = "queue", _("the order of asking")
        LOT = "lot", _("the lot")

    event = models.OneToOneField("ticketing.Event", models.CASCADE, related_name="waiting_rule")
    is_open = models.BooleanField(_("people may join"), default=True)
    decides = models.CharField(_("who is next"), max_length=5, choices=Decides, default=Decides.QUEUE)
    draws_at = models.DateTimeField(_("the lot is drawn"), null=True, blank=True)
    seed = models.CharField(max_length=64, blank=True, editable=False)
    drawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    smaller_may_pass = models.BooleanField(_("smaller groups may pass larger ones"), default=False)
    hours = models.PositiveSmallIntegerField(_("an offer stands, hours"), default=48)
    late_hours = models.PositiveSmallIntegerField(_("in the last week, hours"), default=12)
    most_people = models.PositiveSmallIntegerField(_("people in one group at most"), default=6)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(decides__in=["queue", "lot"]), name="waiting_rule_known"),
            models.CheckConstraint(condition=~Q(decides="lot") | (Q(draws_at__isnull=False) & ~Q(seed="")), name="waiting_lot_has_moment"),
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=720, late_hours__gte=1, late_hours__lte=168), name="waiting_offer_stands"
            ),
            models.CheckConstraint(condition=Q(most_people__gte=1, most_people__lte=50), name="waiting_group_of_some"),
        ]

    @property
    def fingerprint(self) -> str:
        return rules.fingerprint(self.seed) if self.seed else ""

    @property
    def awaits_draw(self) -> bool:
        """Whether nobody is offered anything yet, the lot being to come."""
        return self.decides == self.Decides.LOT and self.drawn_at is None

    @property
    def stands(self) -> timedelta:
        return timedelta(hours=self.hours)

    @property
    def stands_late(self) -> timedelta:
        return timedelta(hours=self.late_hours)


class ClosedList(models.Model):
    """That nobody waits for a product any more, and why."""

    product = models.OneToOneField("ticketing.Product", models.CASCADE, related_name="closed_list")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")


class WaitQuerySet(models.QuerySet["Wait"]):
    def matching(self, words: str) -> "WaitQuerySet":
        """Keep those whose name, address or number hold every word, in whatever script."""
        found = self
        for word in fold(words).split():
            found = found.filter(Q(search__contains=word) | Q(number=int(word) if word.isdecimal() and len(word) < 9 else None))
        return found


class Wait(models.Model):
    """People who wait for places together: all of them are offered places, or none. They have a secret link and no account.

    `rank` is the order of the line: of asking, then of the lot, then as staff moved somebody up.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        OFFERED = "offered", _("offered")
        TAKEN = "taken", _("taken")
        DECLINED = "declined", _("declined")
        LAPSED = "lapsed", _("lapsed")
        LEFT = "left", _("left the list")
        CLOSED = "closed", _("list closed")

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="waits")
    number = models.PositiveIntegerField(help_text="in the event, by order of asking; drawn by it")
    secret = models.CharField(max_length=40, unique=True, editable=False)
    request_key = models.UUIDField(unique=True, help_text="made with the form; a second submit finds the first one's place")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    people = models.PositiveSmallIntegerField(_("places"))
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.LV)
    search = models.CharField(max_length=400, editable=False, blank=True)
    joined_at = models.DateTimeField(_("since"))
    rank = models.PositiveIntegerField()
    drawn = models.PositiveIntegerField(null=True, blank=True, help_text="place by lot")
    moved_at = models.DateTimeField(null=True, blank=True)
    moved_reason = models.CharField(_("reason"), max_length=200, blank=True)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    order = models.OneToOneField("ticketing.Order", models.PROTECT, null=True, blank=True, related_name="+", help_text="the cart offered")
    offered_at = models.DateTimeField(null=True, blank=True)
    offer_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[WaitQuerySet] = WaitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["rank", "number"]
        indexes = [models.Index(fields=["event", "state", "rank"], name="wait_line")]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="wait_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "offered", "taken", "declined", "lapsed", "left", "closed"]), name="wait_state_known"
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="wait_for_somebody"),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(order__isnull=False, offered_at__isnull=False, offer_until__isnull=False),
                name="wait_offer_holds_places",
            ),
            models.CheckConstraint(condition=Q(moved_at=None) | ~Q(moved_reason=""), name="wait_moved_with_reason"),
            models.CheckConstraint(condition=Q(state__in=["waiting", "offered"]) | Q(ended_at__isnull=False), name="wait_ended_sometime"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def folded(self) -> str:
        """What `search` should hold."""
        return fold(f"{self.name} {self.email} {self.phone}")[:400]


class Wish(models.Model):
    """So many of one product or variation that a party waits for."""

    wait = models.ForeignKey(Wait, models.CASCADE, related_name="wishes")
    product = models.ForeignKey("ticketing.Product", models.PROTECT, related_name="wishes")
    variation = models.ForeignKey("ticketing.Variation", models.PROTECT, null=True, blank=True, related_name="+")
    count = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["wait", "product", "variation"], name="wish_once"),
            models.UniqueConstraint(fields=["wait", "product"], condition=Q(variation=None), name="wish_whole_product_once"),
            models.CheckConstraint(condition=Q(count__gte=1), name="wish_for_some"),
        ]

    @property
    def words(self) -> str:
        return f"{self.product}, {self.variation}" if self.variation else str(self.product)
