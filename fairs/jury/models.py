from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MOST_POINTS = 100


class Juror(models.Model):
    """A person on the jury of one call, with what conflicts of interest are found by."""

    call = models.ForeignKey("fairs.Call", models.CASCADE, related_name="jurors")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    surname = models.CharField(_("surname"), max_length=80)
    surname_other = models.CharField(
        _("other surnames and spellings"), max_length=120, blank=True, help_text=_("a maiden name, or the name in another script")
    )
    municipality = models.ForeignKey(
        "places.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality that employs the juror"),
    )
    business = models.CharField(_("own business"), max_length=120, blank=True)
    registration_number = models.CharField(_("its registration number or taxpayer code"), max_length=20, blank=True)

    class Meta:
        ordering = ["surname", "id"]
        constraints = [
            models.UniqueConstraint(fields=["call", "person"], name="juror_once"),
            models.CheckConstraint(condition=~Q(surname=""), name="juror_has_surname"),
        ]

    def __str__(self) -> str:
        return self.person.name or self.surname


class Round(models.Model):
    """One step of a jury: its rules, who sits, and once it is closed the protocol, which is then the only truth."""

    class Kind(models.TextChoices):
        COMPLETENESS = "completeness", _("completeness, by staff")
        IMAGES = "images", _("by pictures")
        LIVE = "live", _("by the objects themselves, or at the fair")

    class State(models.TextChoices):
        DRAFT = "draft", _("being set up")
        OPEN = "open", pgettext_lazy("round", "open")
        CLOSED = "closed", pgettext_lazy("round", "closed")

    class Average(models.TextChoices):
        MEAN = "mean", _("mean")
        MEDIAN = "median", _("median")

    class TieRule(models.TextChoices):
        FIRST_CRITERION = "first_criterion", _("more points for the first criterion, then the lot")
        NEWCOMER = "newcomer", _("who has not been here before, then the lot")
        EARLIER = "earlier", _("the earlier application")
        LOT = "lot", _("the lot")

    call = models.ForeignKey("fairs.Call", models.CASCADE, related_name="rounds")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("how it judges"), max_length=12, choices=Kind, default=Kind.IMAGES)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.DRAFT)
    jurors = models.ManyToManyField(Juror, blank=True, related_name="rounds", verbose_name=_("jurors"))
    ends_at = models.DateTimeField(_("score until"), null=True, blank=True)
    is_blind = models.BooleanField(_("jurors do not learn whose application it is"), default=True)
    scale_min = models.PositiveSmallIntegerField(_("fewest points"), default=1)
    scale_max = models.PositiveSmallIntegerField(_("most points"), default=7)
    barred = models.JSONField(_("points that may not be given"), default=list, blank=True)
    words = models.JSONField(default=dict, blank=True, help_text='what points mean, such as {"7": {"lv": "izcili", "ru": "…", "en": "…"}}')
    threshold = models.DecimalField(_("selected from"), max_digits=5, decimal_places=2, default=Decimal(5))
    min_votes = models.PositiveSmallIntegerField(_("votes at least"), default=2)
    average = models.CharField(_("result"), max_length=6, choices=Average, default=Average.MEAN)
    normalise = models.BooleanField(
        _("even out strict and mild jurors"),
        default=False,
        help_text=_("each juror's votes are moved so that their mean is the mean of all"),
    )
    tie_rule = models.CharField(_("equal results are decided by"), max_length=15, choices=TieRule, default=TieRule.FIRST_CRITERION)
    seed = models.PositiveIntegerField(_("number of the lot"), default=1)
    skip_returning = models.BooleanField(_("who had a stall at an earlier fair need not be judged"), default=False)
    gives_score = models.BooleanField(_("makers are told their result"), default=False)
    gives_median = models.BooleanField(_("makers are told the median of all results"), default=False)
    gives_comments = models.BooleanField(_("makers are shown the comments"), default=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    protocol = models.JSONField(null=True, blank=True, help_text="everything the round came to, frozen when it closed")
    protocol_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["call", "position"], name="round_position_once"),
            models.UniqueConstraint(fields=["call"], condition=Q(state="open"), name="round_open_once"),
            models.CheckConstraint(condition=Q(state__in=["draft", "open", "closed"]), name="round_state_known"),
            models.CheckConstraint(condition=Q(kind__in=["completeness", "images", "live"]), name="round_kind_known"),
            models.CheckConstraint(condition=Q(average__in=["mean", "median"]), name="round_average_known"),
            models.CheckConstraint(
                condition=Q(tie_rule__in=["first_criterion", "newcomer", "earlier", "lot"]), name="round_tie_rule_known"
            ),
            models.CheckConstraint(
                condition=Q(scale_max__gt=F("scale_min"), scale_max__lte=MOST_POINTS, min_votes__gte=1), name="round_scale_sane"
            ),
            models.CheckConstraint(
                condition=Q(threshold__gte=F("scale_min"), threshold__lte=F("scale_max")), name="round_threshold_on_scale"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, protocol__isnull=False) & ~Q(protocol_sha256="")
                | Q(closed_at=None, protocol__isnull=True, protocol_sha256="") & ~Q(state="closed"),
                name="round_closed_has_protocol",
            ),
            models.CheckConstraint(condition=Q(state="draft") | Q(opened_at__isnull=False), name="round_open_has_time"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.get_kind_display()}"

    @property
    def points(self) -> list[int]:
        """The points a juror may give, lowest first."""
        return [n for n in range(self.scale_min, self.scale_max + 1) if n not in self.barred]

    @property
    def allowed(self) -> str:
        """The same as it stands on each score: ",1,2,3,5,6,7,"."""
        return f",{','.join(map(str, self.points))},"


class Criterion(models.Model):
    """What a round looks at, with its weight. The first may decide between equal results."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("criterion"), max_length=80)
    weight = models.DecimalField(_("weight"), max_digits=5, decimal_places=2, default=Decimal(1))

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "position"], name="criterion_position_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="criterion_weight_positive"),
        ]

    def __str__(self) -> str:
        return self.name


class Ballot(models.Model):
    """What one juror says about one application in one round. It counts once every criterion has its points."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="ballots")
    juror = models.ForeignKey(Juror, models.PROTECT, related_name="ballots")
    application = models.ForeignKey("fairs.Application", models.CASCADE, related_name="+")
    comment = models.TextField(_("comment"), blank=True)
    is_flagged = models.BooleanField(_("look at it again"), default=False)
    is_skipped = models.BooleanField(_("put off"), default=False)
    revision = models.PositiveIntegerField(default=1, help_text="raised at every change, so that two tabs notice each other")
    previous = models.JSONField(null=True, blank=True, help_text="as it was before the last change, for undoing it")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["round", "juror", "application"], name="ballot_once")]


class Score(models.Model):
    """A ballot's points for one criterion. The round's scale stands beside them, so that the table itself refuses other points."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField()
    allowed = models.CharField(max_length=300, help_text='the points its round has, such as ",1,2,3,5,6,7,"')

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "criterion"], name="score_once"),
            models.CheckConstraint(
                condition=Q(allowed__contains=Concat(Value(","), Cast("points", models.CharField()), Value(","))), name="score_on_scale"
            ),
        ]


class Conflict(models.Model):
    """A conflict of interest that a juror declared; in every round of the call. Others are found, see `queries.conflicts`."""

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="conflicts")
    application = models.ForeignKey("fairs.Application", models.CASCADE, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["juror", "application"], name="conflict_once")]


class Check(models.Model):
    """That staff found an application complete, or not: a completeness round's one question."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="checks")
    application = models.ForeignKey("fairs.Application", models.CASCADE, related_name="+")
    is_complete = models.BooleanField()
    note = models.CharField(_("what is missing"), max_length=200, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "application"], name="check_once")]


class Redaction(models.Model):
    """What a blind jury reads instead of an application's own words, and the pictures it is not shown."""

    application = models.OneToOneField("fairs.Application", models.CASCADE, related_name="+")
    text = models.TextField(_("text for the jury"), blank=True)
    hidden_photos = models.JSONField(default=list, blank=True, help_text="ids of exhibitors.Photo")
    changed_at = models.DateTimeField()


class Decision(models.Model):
    """What is to become of an application after the last round: as proposed, or as the organiser changed it, with a reason."""

    class Verdict(models.TextChoices):
        SELECT = "select", _("select")
        WAIT = "wait", _("waiting list")
        DECLINE = "decline", _("decline")

    round = models.ForeignKey(Round, models.CASCADE, related_name="decisions")
    application = models.ForeignKey("fairs.Application", models.CASCADE, related_name="+")
    proposed = models.CharField(_("proposed"), max_length=7, choices=Verdict)
    verdict = models.CharField(_("decision"), max_length=7, choices=Verdict)
    order = models.PositiveIntegerField(help_text="in the result, best first")
    value = models.DecimalField(_("result"), max_digits=5, decimal_places=2, null=True, blank=True)
    grounds = models.JSONField(default=list)
    reason = models.CharField(_("why it was changed"), max_length=250, blank=True)
    note = models.TextField(_("words for the maker"), blank=True, help_text=_("left empty, the ground is told in the maker's language"))
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["round", "application"], name="decision_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=["select", "wait", "decline"], proposed__in=["select", "wait", "decline"]),
                name="decision_verdict_known",
            ),
            models.CheckConstraint(condition=Q(verdict=F("proposed")) | ~Q(reason=""), name="decision_change_has_reason"),
        ]
