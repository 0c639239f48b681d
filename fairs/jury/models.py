from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Round(models.Model):
    """One round of judging. Its jurors and criteria are fixed once the first score is in; closed, it is frozen."""

    class Kind(models.TextChoices):
        COMPLETENESS = "completeness", _("completeness")
        IMAGES = "images", _("pictures, blind")
        LIVE = "live", _("works in hand")

    class Average(models.TextChoices):
        MEAN = "mean", _("mean")
        MEDIAN = "median", _("median")

    class TieRule(models.TextChoices):
        FIRST_CRITERION = "first_criterion", _("higher in the first criterion")
        NEWCOMER = "newcomer", _("who was not there last year")
        EARLIER = "earlier", _("who applied earlier")
        LOT = "lot", _("by lot, with the fair's published seed")

    class State(models.TextChoices):
        DRAFT = "draft", _("being prepared")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    call = models.ForeignKey("fairs.Call", models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.IMAGES)
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"))
    scale_min = models.PositiveSmallIntegerField(_("lowest score"), default=1)
    scale_max = models.PositiveSmallIntegerField(_("highest score"), default=7)
    barred = models.JSONField(_("not allowed"), default=list, help_text="points a juror may not give, such as [4]")
    threshold = models.DecimalField(_("threshold"), max_digits=4, decimal_places=2, default=5)
    min_votes = models.PositiveSmallIntegerField(_("votes at least"), default=2)
    average = models.CharField(_("average"), max_length=6, choices=Average, default=Average.MEAN)
    tie_rule = models.CharField(_("ties"), max_length=15, choices=TieRule, default=TieRule.FIRST_CRITERION)
    is_blind = models.BooleanField(_("blind"), default=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    protocol = models.JSONField(null=True, blank=True, help_text="everything as it stood when the round was closed")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="round_number_once"),
            models.CheckConstraint(condition=Q(scale_max__gt=F("scale_min")), name="round_scale_ordered"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False, protocol__isnull=False), name="round_closed_is_frozen"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_kind_display()}"


class Criterion(models.Model):
    """What jurors score, and how much it weighs."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="criteria")
    name = models.CharField(_("criterion"), max_length=120)
    help_text = models.CharField(_("explanation"), max_length=250, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=4, decimal_places=2, default=1)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=Q(weight__gte=0), name="criterion_weight_not_negative")]

    def __str__(self) -> str:
        return self.name


class Juror(models.Model):
    """A person who scores in a round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="jurors")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    business = models.CharField(_("business"), max_length=150, blank=True, help_text=_("for finding conflicts of interest"))
    municipality = models.ForeignKey("places.Municipality", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="juror_once")]

    def __str__(self) -> str:
        return str(self.person)


class Conflict(models.Model):
    """That a juror gives no score to an application, and why."""

    class Ground(models.TextChoices):
        DECLARED = "declared", _("declared by the juror")
        NAME = "name", _("same surname")
        BUSINESS = "business", _("same business")
        MUNICIPALITY = "municipality", _("same municipality")

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="conflicts")
    application = models.ForeignKey("fairs.Application", models.CASCADE, related_name="conflicts")
    ground = models.CharField(max_length=12, choices=Ground)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["juror", "application"], name="conflict_once")]


class Score(models.Model):
    """Points of one juror for one application in one criterion."""

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="scores")
    application = models.ForeignKey("fairs.Application", models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    points = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["juror", "application", "criterion"], name="score_once")]


class Comment(models.Model):
    """A juror's words on an application; given back to the maker where the fair agrees."""

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="comments")
    application = models.ForeignKey("fairs.Application", models.CASCADE, related_name="comments")
    text = models.TextField()
    for_maker = models.BooleanField(default=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["juror", "application"], name="comment_once")]


class Decision(models.Model):
    """What a closed round came to for one application."""

    class Verdict(models.TextChoices):
        SELECT = "select", _("selected")
        WAIT = "wait", _("waiting list")
        DECLINE = "decline", _("declined")

    round = models.ForeignKey(Round, models.PROTECT, related_name="decisions")
    application = models.ForeignKey("fairs.Application", models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=7, choices=Verdict)
    value = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    rank = models.PositiveSmallIntegerField(null=True)
    grounds = models.JSONField(default=list, help_text="stable words and facts: below_threshold, group_full, same_product, too_few_votes")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "application"], name="decision_once")]
