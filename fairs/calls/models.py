from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Fair(models.Model):
    """What a fair has beyond an event."""

    event = models.OneToOneField("ticketing.Event", models.PROTECT, related_name="+", primary_key=True)
    module_m = models.DecimalField(_("front of one place, m"), max_digits=4, decimal_places=2, default=3)
    depth_m = models.DecimalField(_("depth of one place, m"), max_digits=4, decimal_places=2, default=3)
    seed = models.PositiveBigIntegerField(_("seed of the lot"), default=1, help_text=_("published, so that anyone can replay a draw"))
    map_published_at = models.DateTimeField(_("map published"), null=True, blank=True)

    def __str__(self) -> str:
        return str(self.event)


class Call(models.Model):
    """The period, rules and form for applications to one fair."""

    fair = models.OneToOneField(Fair, models.PROTECT, related_name="call")
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    late_until = models.DateTimeField(_("late applications until"), null=True, blank=True)
    decided_on = models.DateField(_("decisions published on"), null=True, blank=True)
    rules_text = models.TextField(_("rules"), blank=True)
    rules_version = models.CharField(_("version of the rules"), max_length=20, default="1")
    max_stalls = models.PositiveSmallIntegerField(_("places per applicant at most"), default=3)
    max_helpers = models.PositiveSmallIntegerField(_("helpers at most"), default=2)
    max_vehicles = models.PositiveSmallIntegerField(_("vehicles at most"), default=1)
    gives_scores_back = models.BooleanField(_("scores and comments are given back"), default=False)
    returning_skip_jury = models.BooleanField(_("returning exhibitors skip the jury"), default=False)
    price_list = models.JSONField(_("price list"), default=dict, help_text="as ticketing.pricing reads it")
    questions = models.ManyToManyField("ticketing.Question", blank=True, related_name="+", verbose_name=_("own questions"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="call_closes_after_opening"),
            models.CheckConstraint(condition=Q(late_until=None) | Q(late_until__gte=F("closes_at")), name="call_late_after_closing"),
            models.CheckConstraint(condition=Q(max_stalls__gte=1), name="call_at_least_one_stall"),
        ]

    def __str__(self) -> str:
        return str(self.fair)


class GoodsGroup(models.Model):
    """A group of goods with the number of stalls it may fill; applicants see the count."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="groups")
    code = models.SlugField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=120)
    crafts = models.ManyToManyField("exhibitors.Craft", blank=True, related_name="+", verbose_name=_("crafts"))
    max_stalls = models.PositiveSmallIntegerField(_("stalls at most"), null=True, blank=True)
    max_same_product = models.PositiveSmallIntegerField(_("stalls with the same product at most"), default=3)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["call", "code"], name="goods_group_once")]

    def __str__(self) -> str:
        return self.name


class StallSize(models.Model):
    """A size the call offers, in whole places or in metres."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="sizes")
    name = models.CharField(_("name"), max_length=80)
    front_m = models.DecimalField(_("front, m"), max_digits=4, decimal_places=2)
    depth_m = models.DecimalField(_("depth, m"), max_digits=4, decimal_places=2)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=Q(front_m__gt=0, depth_m__gt=0), name="stall_size_above_zero")]

    def __str__(self) -> str:
        return self.name


class RequiredDocument(models.Model):
    """A paper the call asks for, from everybody or from some groups of goods."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="required_documents")
    kind = models.CharField(_("paper"), max_length=15, help_text="a word of exhibitors.Document.Kind")
    groups = models.ManyToManyField(GoodsGroup, blank=True, related_name="+", verbose_name=_("only from"))
    is_mandatory = models.BooleanField(_("needed for a complete application"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "kind"], name="required_document_once")]

    def __str__(self) -> str:
        return self.kind


class ApplicationQuerySet(models.QuerySet["Application"]):
    def live(self) -> "ApplicationQuerySet":
        """Keep those that still want a stall."""
        return self.exclude(state__in=["draft", "declined", "withdrawn", "cancelled"])


class Application(models.Model):
    """One exhibitor's request for one fair.

    `state` is where it truly stands; `shown_state` is what its maker sees, brought up to date when decisions are published.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        IN_JURY = "in_jury", _("with the jury")
        SELECTED = "selected", _("selected")
        WAITING = "waiting", _("on the waiting list")
        DECLINED = "declined", _("declined")
        OFFERED = "offered", _("place offered")
        ACCEPTED = "accepted", _("accepted, to be paid")
        CONFIRMED = "confirmed", _("confirmed")
        WITHDRAWN = "withdrawn", _("withdrawn")
        CANCELLED = "cancelled", _("cancelled")

    class Source(models.TextChoices):
        WEB = "web", _("sent online")
        PAPER = "paper", _("on paper")
        PHONE = "phone", _("by phone")

    call = models.ForeignKey(Call, models.PROTECT, related_name="applications")
    exhibitor = models.ForeignKey("exhibitors.Exhibitor", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("number"), help_text="counts up per call; the jury knows applications by it")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    shown_state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    source = models.CharField(_("came"), max_length=5, choices=Source, default=Source.WEB)
    step = models.PositiveSmallIntegerField(default=0, help_text="last step of the form that was saved")
    is_late = models.BooleanField(_("late"), default=False)
    is_returning = models.BooleanField(_("took part last year"), default=False)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    group = models.ForeignKey(GoodsGroup, models.PROTECT, null=True, blank=True, related_name="applications", verbose_name=_("goods"))
    product = models.CharField(_("main product"), max_length=80, blank=True, help_text=_("two or three words, such as “linen shirts”"))
    assortment = models.TextField(_("what you will sell"), blank=True)
    price_range = models.CharField(_("prices from–to"), max_length=60, blank=True)
    own_share = models.PositiveSmallIntegerField(_("made by yourself, %"), null=True, blank=True)
    stalls = models.PositiveSmallIntegerField(_("places wanted"), default=1)
    stalls_min = models.PositiveSmallIntegerField(_("places at least"), default=1)
    front_m = models.DecimalField(_("front, m"), max_digits=4, decimal_places=2, null=True, blank=True)
    depth_m = models.DecimalField(_("depth, m"), max_digits=4, decimal_places=2, null=True, blank=True)
    anywhere = models.BooleanField(_("any place will do"), default=True)
    wants_corner = models.BooleanField(_("wants a corner"), default=False)
    own_tent = models.BooleanField(_("brings an own tent"), default=True)
    tent = models.CharField(_("tent, size and colour"), max_length=80, blank=True)
    appliances = models.JSONField(_("appliances"), default=list, help_text='[{"name": "kiln", "kw": "3.0"}]')
    power_kw = models.DecimalField(_("power, kW"), max_digits=5, decimal_places=2, default=0)
    needs_water = models.BooleanField(_("needs water"), default=False)
    has_fire = models.BooleanField(_("works with open fire"), default=False)
    is_noisy = models.BooleanField(_("makes noise"), default=False)
    needs_cover = models.BooleanField(_("needs a roof"), default=False)
    needs_accessible = models.BooleanField(_("needs step-free access"), default=False)
    vehicle = models.CharField(_("vehicle and plate"), max_length=80, blank=True)
    vehicle_m = models.DecimalField(_("vehicle length, m"), max_digits=4, decimal_places=1, null=True, blank=True)
    vehicle_at_stall = models.BooleanField(_("the vehicle stays at the stall"), default=False)
    demonstration = models.TextField(_("demonstration of the craft"), blank=True)
    demonstration_confirmed_at = models.DateTimeField(null=True, blank=True)
    helpers = models.PositiveSmallIntegerField(_("helpers"), default=0)
    shares_with = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="shared_by", verbose_name=_("shares the stall with")
    )
    share_confirmed_at = models.DateTimeField(null=True, blank=True)
    photos = models.ManyToManyField("exhibitors.Photo", blank=True, related_name="+", verbose_name=_("pictures"))
    answers = models.JSONField(default=dict, help_text="answers to the call's own questions, by question id")
    declares_own_production = models.BooleanField(_("I sell what I have made myself"), default=False)
    rules_accepted = models.CharField(max_length=20, blank=True, help_text="version of the rules that was accepted")
    quote = models.JSONField(null=True, blank=True, help_text="price as computed when submitted, see ticketing.pricing")
    missing = models.JSONField(default=list, help_text="stable words of what the last completeness check found missing")
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True, blank=True)
    waiting_rank = models.PositiveSmallIntegerField(_("rank on the waiting list"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    reconfirm_until = models.DateTimeField(null=True, blank=True, help_text="asked to say yes again after the fair moved")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    published_at = models.DateTimeField(_("decision published"), null=True, blank=True)

    objects: ClassVar[ApplicationQuerySet] = ApplicationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["call", "state"], name="application_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="application_number_once"),
            models.UniqueConstraint(
                fields=["call", "exhibitor"], condition=~Q(state__in=["withdrawn", "cancelled"]), name="application_once_per_exhibitor"
            ),
            models.CheckConstraint(
                condition=Q(stalls__gte=1, stalls_min__gte=1, stalls_min__lte=F("stalls")), name="application_sizes_ordered"
            ),
            models.CheckConstraint(condition=Q(own_share=None) | Q(own_share__lte=100), name="application_share_percent"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(state="withdrawn") | Q(submitted_at__isnull=False), name="application_submitted_has_time"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "draft",
                        "submitted",
                        "in_jury",
                        "selected",
                        "waiting",
                        "declined",
                        "offered",
                        "accepted",
                        "confirmed",
                        "withdrawn",
                        "cancelled",
                    ]
                ),
                name="application_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.exhibitor}"


class Wish(models.Model):
    """A wished place, best first: a stall's number, a zone or a feature of the place."""

    class Kind(models.TextChoices):
        STALL = "stall", _("stall")
        ZONE = "zone", _("zone")
        FEATURE = "feature", _("kind of place")

    application = models.ForeignKey(Application, models.CASCADE, related_name="wishes")
    rank = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=7, choices=Kind)
    target = models.CharField(max_length=30, help_text="stall number, zone code or feature word")

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["application", "rank"], name="wish_rank_once"),
            models.UniqueConstraint(fields=["application", "kind", "target"], name="wish_target_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.kind}:{self.target}"


class Neighbour(models.Model):
    """Whom an applicant wishes to stand beside, or not."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="neighbours")
    other = models.ForeignKey(Application, models.CASCADE, related_name="+")
    wants_beside = models.BooleanField(help_text="True: beside; False: not beside")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "other"], name="neighbour_once"),
            models.CheckConstraint(condition=~Q(application=F("other")), name="neighbour_is_another"),
        ]
