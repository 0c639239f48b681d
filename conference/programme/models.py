import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.languages import Language


class Hall(models.Model):
    """One column of the programme: a room where sessions take place, in order."""

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="+")
    room = models.ForeignKey("places.Room", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("room"))
    name = models.CharField(_("name"), max_length=80)
    capacity = models.PositiveIntegerField(_("people"), null=True, blank=True)
    has_booth = models.BooleanField(_("interpreters can work here"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="hall_once")]

    def __str__(self) -> str:
        return self.name


class Speaker(models.Model):
    """Somebody who appears in an event's programme. Made from a proposal's author, or by hand for invited ones."""

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="+")
    guid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="the same in every release and export")
    author = models.OneToOneField("conference.Author", models.SET_NULL, null=True, blank=True, related_name="+")
    enrolment = models.OneToOneField("conference.Enrolment", models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("name and surname"), max_length=150)
    name_other = models.CharField(_("name in another script"), max_length=150, blank=True)
    organisation = models.CharField(_("organisation"), max_length=150, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    biography = models.TextField(_("about the speaker"), blank=True)
    unavailable = models.JSONField(_("not available"), default=list, blank=True, help_text="periods, each [from, until] in ISO 8601")

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Interpreter(models.Model):
    """An interpreter of one event and the pairs of languages they work in, both ways."""

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="+")
    name = models.CharField(_("name and surname"), max_length=150)
    pairs = models.JSONField(_("languages"), default=list, help_text='such as ["lv-ru", "en-lv"], each in alphabetical order')
    unavailable = models.JSONField(_("not available"), default=list, blank=True, help_text="periods, each [from, until] in ISO 8601")

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """Content of a programme: what, by whom, how long. Where and when it takes place is its slot."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        CANCELLED = "cancelled", _("cancelled")

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(help_text="in the event; the id of exports, never used again")
    guid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="the same in every release and export")
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PLANNED)
    kind = models.ForeignKey("conference.SessionKind", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kind"))
    track = models.ForeignKey("conference.Track", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("track"))
    proposal = models.OneToOneField("conference.Proposal", models.PROTECT, null=True, blank=True, related_name="+")
    activity = models.OneToOneField(
        "conference.Activity", models.PROTECT, null=True, blank=True, related_name="+", help_text="its seats are chosen at registration"
    )
    title = models.CharField(_("title"), max_length=150)
    abstract = models.TextField(_("abstract"), blank=True)
    language = models.CharField(_("spoken in"), max_length=2, choices=Language, default=Language.LV)
    interpreted_into = models.JSONField(_("interpreted into"), default=list, blank=True, help_text='languages, such as ["ru"]')
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    speakers = models.ManyToManyField(Speaker, through="conference.SessionSpeaker", related_name="sessions")
    is_break = models.BooleanField(_("break: everybody is free"), default=False)
    counts = models.BooleanField(_("counts for the certificate"), default=True)
    audience = models.PositiveIntegerField(_("people expected"), null=True, blank=True)
    note = models.TextField(_("internal note"), blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["event", "number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="session_number_once"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=600), name="session_length_sane"),
            models.CheckConstraint(condition=Q(state__in=["planned", "cancelled"]), name="session_state_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)


class SessionSpeaker(models.Model):
    session = models.ForeignKey(Session, models.CASCADE, related_name="appearances")
    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="appearances")
    is_chair = models.BooleanField(_("chairs"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["session", "speaker"], name="session_speaker_once")]


class SessionEquipment(models.Model):
    """A thing a session needs; its booking moves with the session's slot."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="equipment")
    bookable = models.ForeignKey("places.Bookable", models.PROTECT, related_name="+", verbose_name=_("equipment"))
    booking = models.OneToOneField("places.Booking", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "bookable"], name="session_equipment_once")]


class Slot(models.Model):
    """Where and when a session takes place in the draft. Clashes are shown, not forbidden: organisers sort them out."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="slot")
    hall = models.ForeignKey(Hall, models.PROTECT, null=True, blank=True, related_name="slots", verbose_name=_("room"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    is_fixed = models.BooleanField(_("fixed: no draft moves it"), default=False)
    interpreters = models.ManyToManyField(Interpreter, blank=True, related_name="slots", verbose_name=_("interpreters"))

    class Meta:
        ordering = ["starts_at", "hall", "id"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_start")]


class Release(models.Model):
    """A published version of the programme: what the public page and every export show. Never changed afterwards."""

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(_("version"))
    note = models.CharField(_("what is new"), max_length=250, blank=True)
    document = models.JSONField(help_text="the whole programme, as the public page and the exports read it")
    changes = models.JSONField(default=list, help_text="against the release before: what is new, moved, changed, gone")
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="release_number_once")]


class DraftJob(models.Model):
    """A first draft asked of the solver, and what came of it."""

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        IMPOSSIBLE = "impossible", _("impossible")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    UNDER_WAY = ("queued", "running")

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    seed = models.PositiveIntegerField(default=1)
    keeps_placed = models.BooleanField(_("what has a place keeps it"), default=False)
    progress = models.JSONField(default=dict, help_text="the best programme so far: how many were found, halls too many for tracks")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    answer = models.JSONField(default=dict, help_text="slots by session and reasons, or the demands that contradict each other")
    is_taken = models.BooleanField(default=False, help_text="its slots were taken over into the draft")

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running", "done", "impossible", "failed", "cancelled"]), name="draft_job_state_known"
            ),
            models.UniqueConstraint(fields=["event"], condition=Q(state__in=["queued", "running"]), name="draft_job_one_at_a_time"),
        ]
