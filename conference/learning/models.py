from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.languages import Language, fold


class Course(models.Model):
    """How people register for one training, workshop or conference, and what it asks of them.

    One-to-one on the event; the product is what an enrolled person's ticket is issued for.
    """

    class WaitingRule(models.TextChoices):
        QUEUE = "queue", _("first come, first served")
        LOT = "lot", _("by lot")

    class Paper(models.TextChoices):
        TRAINING = "training", _("certificate of training, with hours")
        ATTENDANCE = "attendance", _("certificate of attendance")

    event = models.OneToOneField("ticketing.Event", models.CASCADE, related_name="+")
    product = models.ForeignKey("ticketing.Product", models.PROTECT, related_name="+", verbose_name=_("ticket of an enrolled person"))
    opens_at = models.DateTimeField(_("registration from"))
    closes_at = models.DateTimeField(_("registration until"))
    introduction = models.TextField(_("introduction"), blank=True)
    needs_approval = models.BooleanField(_("the organiser approves each registration"), default=False)
    waiting_rule = models.CharField(_("free places go"), max_length=5, choices=WaitingRule, default=WaitingRule.QUEUE)
    offer_hours = models.PositiveSmallIntegerField(_("hours to answer when a place becomes free"), default=48)
    party_max = models.PositiveSmallIntegerField(_("people in one registration at most"), default=5)
    age_min = models.PositiveSmallIntegerField(_("minimum age"), null=True, blank=True)
    guardian_below = models.PositiveSmallIntegerField(_("a guardian is needed below the age of"), default=18)
    interpretation = models.JSONField(_("interpretation into"), default=list, blank=True, help_text='languages, such as ["lv", "ru"]')
    asks_diet = models.BooleanField(_("ask about diet"), default=False)
    asks_indicators = models.BooleanField(_("ask what the programme reports"), default=True)
    photo_consent_version = models.CharField(max_length=12, default="2026-01")
    collect_on = models.DateField(_("fired work can be collected on"), null=True, blank=True)
    hour_minutes = models.PositiveSmallIntegerField(_("minutes of an academic hour"), default=45)
    share_percent = models.PositiveSmallIntegerField(_("share of minutes for a certificate, %"), default=80)
    paper = models.CharField(_("certificate"), max_length=10, choices=Paper, default=Paper.ATTENDANCE)
    permit_number = models.CharField(_("municipal permit"), max_length=60, blank=True)
    fee_product = models.ForeignKey(
        "ticketing.Product", models.PROTECT, null=True, blank=True, related_name="+", help_text="what the fee stands as in an order"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="course_closes_after_opening"),
            models.CheckConstraint(condition=Q(share_percent__gte=1, share_percent__lte=100), name="course_share_sane"),
            models.CheckConstraint(condition=Q(hour_minutes__in=[40, 45, 60]), name="course_hour_known"),
            models.CheckConstraint(condition=Q(party_max__gte=1, party_max__lte=30), name="course_party_sane"),
        ]

    def __str__(self) -> str:
        return str(self.event)


class SeatQuota(models.Model):
    """Seats for everybody, or for one country, one mode, or both. An enrolment takes one seat of each that fits it.

    `taken` is written by one guarded UPDATE, as in ticketing.catalogue.quotas; the check stands behind it.
    """

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        ONLINE = "online", _("online")

    course = models.ForeignKey(Course, models.CASCADE, related_name="seat_quotas")
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("empty: any"))
    mode = models.CharField(_("mode"), max_length=9, choices=Mode, blank=True, help_text=_("empty: any"))
    size = models.PositiveIntegerField(_("seats"))
    taken = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["course", "country", "mode"], name="seat_quota_once"),
            models.CheckConstraint(condition=Q(taken__gte=0, taken__lte=F("size")), name="seat_quota_never_oversold"),
        ]


class Activity(models.Model):
    """Something to be chosen on top: a seat on the bus of the study tour, a place at a workshop's bench."""

    class Kind(models.TextChoices):
        WORKSHOP = "workshop", _("workshop")
        TOUR = "tour", _("study tour")
        SESSION = "session", _("session")
        MEAL = "meal", _("meal or evening")

    course = models.ForeignKey(Course, models.CASCADE, related_name="activities")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.WORKSHOP)
    title = models.CharField(_("title"), max_length=150)
    description = models.TextField(_("description"), blank=True)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    place = models.CharField(_("where"), max_length=120, blank=True)
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True, help_text=_("empty: for everybody"))
    taken = models.PositiveIntegerField(default=0, editable=False)
    age_min = models.PositiveSmallIntegerField(_("minimum age"), null=True, blank=True)
    fee = models.DecimalField(_("fee for materials"), max_digits=8, decimal_places=2, default=Decimal(0))
    collects_work = models.BooleanField(_("work is fired and collected later"), default=False)
    fee_product = models.ForeignKey(
        "ticketing.Product", models.PROTECT, null=True, blank=True, related_name="+", help_text="what the fee stands as in an order"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["starts_at", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="activity_ends_after_start"),
            models.CheckConstraint(condition=Q(seats=None) | Q(taken__lte=F("seats")), name="activity_never_oversold"),
            models.CheckConstraint(condition=Q(fee__gte=0), name="activity_fee_not_negative"),
            models.CheckConstraint(condition=Q(kind__in=["workshop", "tour", "session", "meal"]), name="activity_kind_known"),
        ]

    def __str__(self) -> str:
        return self.title


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def matching(self, words: str) -> "EnrolmentQuerySet":
        """Keep those whose names, organisation or e-mail hold every word, in whatever script."""
        found = self
        for word in fold(words).split():
            found = found.filter(search__contains=word)
        return found


class Enrolment(models.Model):
    """One person at one training, workshop or conference; nobody needs an account. Reached by a secret link."""

    class State(models.TextChoices):
        APPLIED = "applied", _("waits for approval")
        WAITING = "waiting", _("on the waiting list")
        OFFERED = "offered", _("a place is offered")
        ENROLLED = "enrolled", _("enrolled")
        DECLINED = "declined", _("not approved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    HOLDING = ("applied", "offered", "enrolled")
    """States that hold a seat."""

    class Role(models.TextChoices):
        LEARNER = "learner", _("participant")
        DELEGATE = "delegate", _("delegate")
        SPEAKER = "speaker", _("speaker")
        TRAINER = "trainer", _("trainer")
        INTERPRETER = "interpreter", _("interpreter")
        ORGANISER = "organiser", _("organiser")
        PRESS = "press", _("press")
        GUEST = "guest", _("guest of honour")

    class TargetGroup(models.TextChoices):
        """What the programme counts people by."""

        MAKER = "maker", _("maker, craftsperson")
        STUDENT = "student", _("pupil or student")
        TEACHER = "teacher", _("teacher of a craft")
        CULTURE = "culture", _("museum, culture or tourism worker")
        BUSINESS = "business", _("entrepreneur")
        PUBLIC_BODY = "public_body", _("municipality or state body")
        RESIDENT = "resident", _("interested resident")

    class Gender(models.TextChoices):
        FEMALE = "f", _("woman")
        MALE = "m", _("man")
        OTHER = "x", _("other")
        NOT_STATED = "", _("not stated")

    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments")
    number = models.PositiveIntegerField(help_text="in the course, by order of asking")
    secret = models.CharField(max_length=40, unique=True, editable=False)
    request_key = models.UUIDField(help_text="made with the form; a second submit finds the first one's enrolments")
    party = models.UUIDField(help_text="shared by those who registered together: all get seats, or none")
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.APPLIED)
    role = models.CharField(_("role"), max_length=11, choices=Role, default=Role.LEARNER)
    mode = models.CharField(_("mode"), max_length=9, choices=SeatQuota.Mode, default=SeatQuota.Mode.IN_PERSON)
    ticket = models.OneToOneField("ticketing.Ticket", models.PROTECT, null=True, blank=True, related_name="+")
    order = models.ForeignKey("ticketing.Order", models.PROTECT, null=True, blank=True, related_name="+", help_text="what is to be paid")
    # the person
    name = models.CharField(_("name and surname"), max_length=150)
    name_other = models.CharField(_("name in another script"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    organisation = models.CharField(_("organisation"), max_length=150, blank=True)
    country = models.CharField(_("country"), max_length=2)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.LV)
    is_minor = models.BooleanField(default=False)
    age = models.PositiveSmallIntegerField(_("age"), null=True, blank=True)
    guardian_name = models.CharField(_("guardian"), max_length=150, blank=True)
    guardian_phone = models.CharField(_("guardian's phone"), max_length=30, blank=True)
    diet = models.CharField(_("diet"), max_length=120, blank=True)
    interpretation = models.CharField(_("interpretation into"), max_length=2, choices=Language, blank=True)
    receiver = models.CharField(_("receiver"), max_length=12, blank=True, help_text="number of the one that was lent")
    receiver_back_at = models.DateTimeField(null=True, blank=True)
    photo_consent = models.BooleanField(_("may be photographed"), default=False)
    consent_version = models.CharField(max_length=12, blank=True)
    # what the programme reports
    gender = models.CharField(_("gender"), max_length=1, choices=Gender, blank=True)
    target_group = models.CharField(_("group"), max_length=20, blank=True)
    craft = models.ForeignKey("exhibitors.Craft", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("craft"))
    # what came of it
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    lot = models.PositiveIntegerField(null=True, blank=True, help_text="place drawn on the waiting list")
    offer_until = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=250, blank=True, help_text="told to the person")
    collected_at = models.DateTimeField(_("fired work collected"), null=True, blank=True)
    search = models.CharField(max_length=500, editable=False, blank=True)

    objects: ClassVar[EnrolmentQuerySet] = EnrolmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["course", "number"]
        indexes = [models.Index(fields=["course", "state"], name="enrolment_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="enrolment_number_once"),
            models.UniqueConstraint(fields=["course", "request_key", "name"], name="enrolment_request_once"),
            models.CheckConstraint(
                condition=Q(state__in=["applied", "waiting", "offered", "enrolled", "declined", "withdrawn"]), name="enrolment_state_known"
            ),
            models.CheckConstraint(condition=Q(is_minor=False) | ~Q(guardian_name=""), name="enrolment_minor_has_guardian"),
            models.CheckConstraint(condition=~Q(state="offered") | Q(offer_until__isnull=False), name="enrolment_offer_ends"),
            models.CheckConstraint(
                condition=Q(receiver="")
                | Q(receiver_back_at__isnull=False)
                | Q(state="enrolled"),
                name="enrolment_receiver_lent_to_enrolled",
            ),
            models.UniqueConstraint(
                fields=["course", "receiver"], condition=~Q(receiver="") & Q(receiver_back_at=None), name="receiver_lent_once"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def folded(self) -> str:
        """What `search` should hold."""
        return fold(f"{self.name} {self.name_other} {self.organisation} {self.email}")[:500]


class Choice(models.Model):
    """That somebody chose an activity: has a seat there, or waits for one."""

    class State(models.TextChoices):
        SEATED = "seated", _("has a seat")
        WAITING = "waiting", _("on the waiting list")
        DROPPED = "dropped", _("given up")

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="choices")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="choices")
    state = models.CharField(max_length=7, choices=State)
    asked_at = models.DateTimeField()
    order = models.ForeignKey("ticketing.Order", models.PROTECT, null=True, blank=True, related_name="+", help_text="that its fee is in")
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True, help_text="why somebody was moved up out of turn")

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "activity"], name="choice_once"),
            models.CheckConstraint(condition=Q(state__in=["seated", "waiting", "dropped"]), name="choice_state_known"),
        ]
