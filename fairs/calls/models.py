from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.languages import Language, fold

MOST_STALLS = 6


class Call(models.Model):
    """The period and form in which exhibitors apply for one fair. A fair is an event of that kind; this row opens it to makers."""

    event = models.OneToOneField("ticketing.Event", models.CASCADE, related_name="+")
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    late_until = models.DateTimeField(_("late applications until"), null=True, blank=True, help_text=_("marked as late"))
    decisions_on = models.DateField(_("decisions on"), null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True, help_text="when decisions were published to the makers")
    is_published = models.BooleanField(_("shown to everybody"), default=False)
    introduction = models.TextField(_("introduction"), blank=True)
    judged_from = models.DateTimeField(null=True, blank=True, help_text="since jurors score them, sent applications stay as they are")
    rules_text = models.TextField(_("rules"), blank=True)
    rules_version = models.PositiveSmallIntegerField(default=1)
    most_stalls = models.PositiveSmallIntegerField(_("stalls for one maker at most"), default=2)
    module_m = models.DecimalField(_("front of one stall, m"), max_digits=4, decimal_places=2, default=Decimal(3))
    prices = models.JSONField(default=dict, help_text="the price list, as ticketing.pricing reads it; {} where places are free")
    host_municipality = models.ForeignKey(
        "places.Municipality", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("residents of")
    )
    same_product_max = models.PositiveSmallIntegerField(_("makers with the same product at most"), null=True, blank=True, default=3)
    badges_max = models.PositiveSmallIntegerField(_("badges for a stall"), default=2)
    wristbands_max = models.PositiveSmallIntegerField(_("helpers' wristbands for a stall"), default=2)
    vehicles_max = models.PositiveSmallIntegerField(_("vehicle passes for a stall"), default=1)
    payment_days = models.PositiveSmallIntegerField(_("working days to pay"), default=5)
    photos_min = models.PositiveSmallIntegerField(_("pictures at least"), default=3)
    photos_max = models.PositiveSmallIntegerField(_("pictures at most"), default=5)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="call_closes_after_opening"),
            models.CheckConstraint(condition=Q(late_until=None) | Q(late_until__gt=F("closes_at")), name="call_late_after_closing"),
            models.CheckConstraint(condition=Q(most_stalls__gte=1, most_stalls__lte=MOST_STALLS), name="call_stalls_sane"),
            models.CheckConstraint(condition=Q(photos_max__gte=F("photos_min")), name="call_photos_ordered"),
        ]

    def __str__(self) -> str:
        return str(self.event)


class GoodsGroup(models.Model):
    """A group of goods with a cap: "ceramics 11 of 12". `code` is the word the price list's conditions use."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="goods_groups")
    code = models.SlugField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=80)
    cap_stalls = models.PositiveSmallIntegerField(_("stalls at most"), null=True, blank=True)
    min_percent = models.PositiveSmallIntegerField(_("share of the stalls at least, %"), default=0)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="goods_group_once"),
            models.CheckConstraint(condition=Q(min_percent__lte=100), name="goods_group_percent"),
        ]

    def __str__(self) -> str:
        return self.name


class AddOn(models.Model):
    """Something to be had with a stall: a table, a tent, a chair. Its price stands in the price list under `code`."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="add_ons")
    code = models.SlugField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=80)
    most = models.PositiveSmallIntegerField(_("for one maker at most"), default=1)
    stock = models.PositiveSmallIntegerField(_("in all"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["call", "code"], name="add_on_once")]

    def __str__(self) -> str:
        return self.name


class CallQuestion(models.Model):
    """One of the organiser's own questions."""

    class Kind(models.TextChoices):
        TEXT = "text", _("one line")
        LONG_TEXT = "long_text", _("several lines")
        NUMBER = "number", _("number")
        YES_NO = "yes_no", _("yes or no")
        CHOICE = "choice", _("one of several")

    call = models.ForeignKey(Call, models.CASCADE, related_name="questions")
    text = models.CharField(_("question"), max_length=200)
    help_text = models.CharField(_("help"), max_length=250, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TEXT)
    options = models.TextField(_("answers to choose from"), blank=True, help_text=_("one a line"))
    is_required = models.BooleanField(_("must be answered"), default=False)
    names_maker = models.BooleanField(_("the answer may show who it is"), default=True, help_text=_("hidden from blind juries"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class RequiredPaper(models.Model):
    """A document that applications need: of everybody, or of some goods groups."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="required_papers")
    kind = models.CharField(_("kind"), max_length=12, help_text="a kind of exhibitors.Paper")
    goods_groups = models.ManyToManyField(GoodsGroup, blank=True, related_name="+", verbose_name=_("only for"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["call", "kind"], name="required_paper_once")]


class ApplicationQuerySet(models.QuerySet["Application"]):
    def standing(self) -> "ApplicationQuerySet":
        """Keep those that still want a place: sent, and neither withdrawn, refused, declined nor cancelled."""
        return self.filter(state__in=Application.STANDING)

    def saying(self, words: str) -> "ApplicationQuerySet":
        """Keep those whose number is among the words, or whose maker, in whatever script, or goods hold each of them."""
        found = self
        for word in words.split():
            texts = Q(product__icontains=word)
            if plain := fold(word).strip():
                texts |= Q(exhibitor__search__contains=plain)
            found = found.filter(texts | Q(number=int(word)) if word.isascii() and word.isdigit() and len(word) < 9 else texts)
        return found


class Application(models.Model):
    """One exhibitor's request for one fair.

    `state` is the truth, `shown_state` what the maker has been told: a jury's and an allocation's moves stay invisible
    until they are published.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        SELECTED = "selected", _("selected by the jury")
        WAITING = "waiting", _("on the waiting list")
        REJECTED = "rejected", _("not selected")
        OFFERED = "offered", _("stall offered")
        ACCEPTED = "accepted", _("offer accepted")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("offer declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        CANCELLED = "cancelled", _("cancelled by the organiser")

    EDITABLE = ("draft", "submitted")
    STANDING = ("submitted", "selected", "waiting", "offered", "accepted", "confirmed")

    class Source(models.TextChoices):
        WEB = "web", _("web")
        PAPER = "paper", _("paper")
        PHONE = "phone", _("phone")

    call = models.ForeignKey(Call, models.PROTECT, related_name="applications")
    exhibitor = models.ForeignKey("exhibitors.Exhibitor", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("entry"), help_text="in the call; all a blind jury sees")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    shown_state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    source = models.CharField(_("source"), max_length=5, choices=Source, default=Source.WEB)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.LV)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(_("sent"), null=True, blank=True)
    is_late = models.BooleanField(_("late"), default=False)
    rules_version = models.PositiveSmallIntegerField(null=True, blank=True, help_text="the version of the rules that was agreed to")
    # goods
    goods_group = models.ForeignKey(
        GoodsGroup, models.PROTECT, null=True, blank=True, related_name="applications", verbose_name=_("goods group")
    )
    craft = models.ForeignKey("exhibitors.Craft", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("craft"))
    product = models.CharField(_("main product"), max_length=60, blank=True, help_text=_("in two or three words, such as: linen towels"))
    assortment = models.TextField(_("what you bring"), blank=True)
    price_range = models.CharField(_("prices from and to"), max_length=60, blank=True)
    own_making_percent = models.PositiveSmallIntegerField(_("made by yourself, %"), null=True, blank=True)
    # place
    stalls_min = models.PositiveSmallIntegerField(_("stalls at least"), default=1)
    stalls_max = models.PositiveSmallIntegerField(_("stalls wished"), default=1)
    front_m = models.DecimalField(_("front you need, m"), max_digits=5, decimal_places=2, default=Decimal(3))
    depth_m = models.DecimalField(_("depth you need, m"), max_digits=5, decimal_places=2, default=Decimal(3))
    own_tent = models.BooleanField(_("own tent"), default=True)
    tent_note = models.CharField(_("size and colour of the tent"), max_length=80, blank=True)
    power_kw = models.DecimalField(_("power, kW"), max_digits=5, decimal_places=2, default=Decimal(0))
    appliances = models.JSONField(default=list, blank=True, help_text='such as [{"name": "kettle", "kw": "2.0"}]')
    needs_water = models.BooleanField(_("water"), default=False)
    has_fire = models.BooleanField(_("open fire"), default=False)
    needs_step_free = models.BooleanField(_("step-free place"), default=False)
    vehicle_plate = models.CharField(_("vehicle's number plate"), max_length=15, blank=True)
    vehicle_length_m = models.DecimalField(_("vehicle's length, m"), max_digits=4, decimal_places=1, null=True, blank=True)
    vehicle_stays = models.BooleanField(_("the vehicle stays at the stall"), default=False)
    anywhere = models.BooleanField(_("any other place will do, too"), default=True)
    max_price = models.DecimalField(_("most you would pay for one stall"), max_digits=10, decimal_places=2, null=True, blank=True)
    days = models.ManyToManyField("ticketing.EventDay", blank=True, related_name="+", verbose_name=_("days"))
    add_ons = models.JSONField(default=dict, blank=True, help_text='wished number by code, such as {"table": 2}')
    # demonstration
    demonstrates = models.BooleanField(_("I show my craft"), default=False)
    demonstration = models.TextField(_("what visitors can see or try"), blank=True)
    demonstration_times = models.CharField(_("when"), max_length=120, blank=True)
    answers = models.JSONField(default=dict, blank=True, help_text="to the organiser's own questions, by their id")
    wants_exact_place = models.BooleanField(_("exactly the place wished most"), default=False)
    declarations = models.JSONField(default=list, blank=True, help_text="codes of what was declared, such as own_making")
    revision = models.PositiveIntegerField(default=0, help_text="raised at every save, so that two windows notice each other")
    # what came of it; written by the floors above
    quote = models.JSONField(null=True, blank=True, help_text="snapshot of the price, recomputed only on purpose")
    quoted_at = models.DateTimeField(null=True, blank=True)
    missing_asked_at = models.DateTimeField(null=True, blank=True, help_text="when the maker was last told what is missing")
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True, blank=True, help_text="of the jury, 0 to 100")
    place_in_list = models.PositiveIntegerField(null=True, blank=True, help_text="rank on the waiting list of its goods group")
    is_guaranteed = models.BooleanField(_("place guaranteed"), default=False)
    decision_note = models.TextField(_("reason, told to the maker"), blank=True)
    reconfirm_by = models.DateTimeField(null=True, blank=True, help_text="the event moved; the maker is asked whether they still come")
    reconfirmed_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(_("internal note"), blank=True)
    is_partner_supported = models.BooleanField(_("paid for by a project"), default=False)
    closed_reason = models.TextField(_("why withdrawn or cancelled"), blank=True)

    objects: ClassVar[ApplicationQuerySet] = ApplicationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["call", "number"]
        indexes = [models.Index(fields=["call", "state"], name="application_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="application_number_once"),
            models.UniqueConstraint(
                fields=["call", "exhibitor"], condition=~Q(state__in=["withdrawn", "cancelled"]), name="application_once_per_call"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "draft", "submitted", "selected", "waiting", "rejected", "offered", "accepted", "confirmed", "declined",
                        "withdrawn", "cancelled",
                    ]
                ),
                name="application_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn", "cancelled"]) | Q(submitted_at__isnull=False), name="application_sent_has_time"
            ),
            models.CheckConstraint(
                condition=Q(stalls_min__gte=1, stalls_max__gte=F("stalls_min"), stalls_max__lte=MOST_STALLS), name="application_stalls_sane"
            ),
            models.CheckConstraint(condition=Q(score=None) | Q(score__gte=0, score__lte=100), name="application_score_in_range"),
            models.CheckConstraint(condition=Q(power_kw__gte=0, front_m__gt=0, depth_m__gt=0), name="application_needs_sane"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number}"


class ApplicationPhoto(models.Model):
    """A picture of the maker's that goes with an application, in order."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="photos")
    photo = models.ForeignKey("exhibitors.Photo", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["application", "photo"], name="application_photo_once")]


class Wish(models.Model):
    """A wished place, by rank: one stall, any stall of a zone, or any stall with a feature."""

    class Feature(models.TextChoices):
        CORNER = "corner", _("corner")
        COVERED = "covered", _("under a roof")
        ELECTRICITY = "electricity", _("electricity")
        WATER = "water", _("water")
        ACCESSIBLE = "accessible", _("step-free")

    application = models.ForeignKey(Application, models.CASCADE, related_name="wishes")
    rank = models.PositiveSmallIntegerField(help_text="1 is wished most")
    stall = models.ForeignKey("fairs.Stall", models.CASCADE, null=True, blank=True, related_name="+")
    zone = models.ForeignKey("fairs.Zone", models.CASCADE, null=True, blank=True, related_name="+")
    feature = models.CharField(max_length=12, choices=Feature, blank=True)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["application", "rank"], name="wish_rank_once"),
            models.CheckConstraint(
                condition=Q(stall__isnull=False, zone=None, feature="")
                | Q(stall=None, zone__isnull=False, feature="")
                | (Q(stall=None, zone=None) & ~Q(feature="")),
                name="wish_is_one_thing",
            ),
        ]


class Companion(models.Model):
    """Another maker in an application: to stand beside, not beside, or to share a stall with once they agree."""

    class Kind(models.TextChoices):
        BESIDE = "beside", _("beside")
        NOT_BESIDE = "not_beside", _("not beside")
        SHARE = "share", _("share a stall")

    application = models.ForeignKey(Application, models.CASCADE, related_name="companions")
    kind = models.CharField(max_length=10, choices=Kind)
    named = models.CharField(_("who"), max_length=150, help_text="as the maker wrote it")
    exhibitor = models.ForeignKey("exhibitors.Exhibitor", models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="when the second maker of a shared stall agreed")
    refused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(kind="share"), name="application_shares_once"),
            models.CheckConstraint(condition=Q(kind__in=["beside", "not_beside", "share"]), name="companion_kind_known"),
        ]
