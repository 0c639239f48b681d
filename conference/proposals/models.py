from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.languages import Language

ABSTRACT_MAX = 2500


class ProposalCall(models.Model):
    """The period and form in which speakers propose sessions for one event."""

    event = models.OneToOneField("ticketing.Event", models.CASCADE, related_name="+")
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    is_published = models.BooleanField(_("shown to everybody"), default=False)
    introduction = models.TextField(_("introduction"), blank=True)
    languages = models.JSONField(_("languages"), default=list, help_text='in which one may speak, such as ["lv", "ru", "en"]')
    decided_at = models.DateTimeField(null=True, blank=True, help_text="when decisions were last published")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="proposal_call_closes_after_opening")]

    def __str__(self) -> str:
        return str(self.event)


class Track(models.Model):
    """A theme that runs through an event's programme."""

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    colour = models.CharField(_("colour"), max_length=7, default="#7a5c2e")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="track_name_once")]

    def __str__(self) -> str:
        return self.name


class SessionKind(models.Model):
    """A form of session and its length: talk 20 minutes, poster, demonstration, workshop 90 minutes."""

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    is_proposable = models.BooleanField(_("may be proposed"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "name"], name="session_kind_once"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=600), name="session_kind_length_sane"),
        ]

    def __str__(self) -> str:
        return self.name


class Proposal(models.Model):
    """What a speaker offers. `state` is the truth, `shown_state` what its authors were told; reached by a secret link."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        ACCEPTED = "accepted", _("accepted")
        RESERVE = "reserve", _("in reserve")
        REJECTED = "rejected", _("not accepted")
        CONFIRMED = "confirmed", _("confirmed by the speaker")
        WITHDRAWN = "withdrawn", _("withdrawn")

    call = models.ForeignKey(ProposalCall, models.PROTECT, related_name="proposals")
    number = models.PositiveIntegerField(help_text="in the call; all that blind reviewers see")
    secret = models.CharField(max_length=40, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    shown_state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    kind = models.ForeignKey(SessionKind, models.PROTECT, related_name="+", verbose_name=_("kind"))
    track = models.ForeignKey(Track, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("track"))
    language = models.CharField(_("spoken in"), max_length=2, choices=Language, default=Language.LV)
    title = models.CharField(_("title"), max_length=150)
    abstract = models.TextField(_("abstract"), max_length=ABSTRACT_MAX, blank=True)
    needs = models.TextField(_("what you need in the room"), blank=True)
    unavailable = models.JSONField(
        _("when you cannot"), default=list, blank=True, help_text='such as [["2026-06-06T09:00Z", "2026-06-06T13:00Z"]]'
    )
    note = models.TextField(_("internal note"), blank=True)
    answer = models.TextField(_("reason, told to the authors"), blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["call", "number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="proposal_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "accepted", "reserve", "rejected", "confirmed", "withdrawn"]),
                name="proposal_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False), name="proposal_sent_has_time"
            ),
            # what the speaker did is never behind what the speaker is shown; only decisions wait to be told
            models.CheckConstraint(
                condition=~Q(state__in=["draft", "confirmed", "withdrawn"]) | Q(shown_state=F("state")), name="proposal_own_moves_are_shown"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Author(models.Model):
    """One author of a proposal; the first writes, all are told the decision."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="authors")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name and surname"), max_length=150)
    name_other = models.CharField(_("name in another script"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"))
    organisation = models.CharField(_("organisation"), max_length=150, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    biography = models.TextField(_("about the speaker"), max_length=1200, blank=True)
    speaks = models.BooleanField(_("speaks"), default=True)
    language = models.CharField(_("language of letters"), max_length=2, choices=Language, default=Language.LV)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["proposal", "email"], name="author_once")]

    def __str__(self) -> str:
        return self.name


class ProposalFile(models.Model):
    """A paper, slides or a picture of a proposal, under a name that tells nothing about its authors."""

    class Kind(models.TextChoices):
        PAPER = "paper", _("article")
        SLIDES = "slides", _("slides")
        PICTURE = "picture", _("picture")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="files")
    kind = models.CharField(_("kind"), max_length=7, choices=Kind, default=Kind.PAPER)
    file = models.FileField(upload_to="proposals/%Y/%m/")
    name = models.CharField(max_length=120, help_text="as its author called it; not shown while reviews are blind")
    size = models.PositiveIntegerField(default=0, help_text="in bytes")
    may_publish = models.BooleanField(_("may be published"), default=False)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class ReviewPhase(models.Model):
    """One phase of review: when, by which criteria, blind or not, everybody or those assigned."""

    class Average(models.TextChoices):
        MEAN = "mean", _("mean")
        MEDIAN = "median", _("median")

    call = models.ForeignKey(ProposalCall, models.CASCADE, related_name="phases")
    name = models.CharField(_("name"), max_length=80)
    opens_at = models.DateTimeField(_("from"))
    closes_at = models.DateTimeField(_("until"))
    is_blind = models.BooleanField(_("blind"), default=True)
    is_assigned = models.BooleanField(_("only what was assigned"), default=False)
    sees_others = models.BooleanField(_("reviewers see each other's scores once they gave their own"), default=False)
    average = models.CharField(_("result"), max_length=6, choices=Average, default=Average.MEAN)
    points_max = models.PositiveSmallIntegerField(_("points at most"), default=5)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="review_phase_closes_after_opening"),
            models.CheckConstraint(condition=Q(points_max__gte=2, points_max__lte=10), name="review_phase_points_sane"),
            models.CheckConstraint(condition=Q(average__in=["mean", "median"]), name="review_phase_average_known"),
        ]

    def __str__(self) -> str:
        return self.name


class ReviewCriterion(models.Model):
    phase = models.ForeignKey(ReviewPhase, models.CASCADE, related_name="criteria")
    name = models.CharField(_("criterion"), max_length=100)
    weight = models.DecimalField(_("weight"), max_digits=4, decimal_places=2, default=Decimal(1))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=Q(weight__gt=0), name="review_criterion_weighs")]

    def __str__(self) -> str:
        return self.name


class Reviewer(models.Model):
    call = models.ForeignKey(ProposalCall, models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    organisation = models.CharField(_("organisation"), max_length=150, blank=True, help_text=_("to find conflicts of interest"))

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["call", "person"], name="reviewer_once")]

    def __str__(self) -> str:
        return str(self.person)


class ReviewTask(models.Model):
    """That a proposal was assigned to a reviewer."""

    phase = models.ForeignKey(ReviewPhase, models.CASCADE, related_name="tasks")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="+")
    reviewer = models.ForeignKey(Reviewer, models.CASCADE, related_name="tasks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phase", "proposal", "reviewer"], name="review_task_once")]


class Review(models.Model):
    """What one reviewer says about one proposal in one phase: points by criterion, or why there is no score."""

    phase = models.ForeignKey(ReviewPhase, models.CASCADE, related_name="reviews")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(Reviewer, models.CASCADE, related_name="reviews")
    has_conflict = models.BooleanField(_("conflict of interest"), default=False)
    value = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True, help_text="weighted mean of its points")
    comment = models.TextField(_("comment for the committee"), blank=True)
    feedback = models.TextField(_("words for the authors"), blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["phase", "proposal", "reviewer"], name="review_once"),
            models.CheckConstraint(condition=Q(has_conflict=False) | Q(value=None), name="review_conflict_has_no_score"),
        ]


class ReviewScore(models.Model):
    """A review's points for one criterion. The phase's scale stands beside them, so that the table itself refuses other points."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(ReviewCriterion, models.CASCADE, related_name="+")
    points = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField(default=10, help_text="the points its phase has at most")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="review_score_once"),
            models.CheckConstraint(condition=Q(points__gte=1, points__lte=F("most"), most__lte=10), name="review_score_in_range"),
        ]
