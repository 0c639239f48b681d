from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.roles.models import RoleKind


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> "EventQuerySet":
        """Keep the events that everybody may see; those of a suspended partner are among them, locked."""
        return self.exclude(state=Event.State.DRAFT)

    def upcoming(self, at: datetime) -> "EventQuerySet":
        return self.filter(ends_at__gt=at).order_by("starts_at")


class Event(models.Model):
    """What people are admitted to. Fairs, trainings and the conference add their own row one-to-one from above."""

    class Kind(models.TextChoices):
        FAIR = "fair", _("fair")
        TRAINING = "training", _("training")
        WORKSHOP = "workshop", _("creative workshop")
        MASTERCLASSES = "masterclasses", _("masterclass series")
        CONFERENCE = "conference", _("conference")
        MEETING = "meeting", _("meeting")

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        HYBRID = "hybrid", _("in person and online")
        ONLINE = "online", _("online")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        MOVED = "moved", _("moved")
        CANCELLED = "cancelled", _("cancelled")
        FINISHED = "finished", _("finished")
        REPORTED = "reported", _("reported")

    number = models.PositiveIntegerField(unique=True, help_text="two bytes of every ticket's code; never used again")
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    mode = models.CharField(_("held"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    partner = models.ForeignKey("accounts.Partner", models.PROTECT, related_name="+", verbose_name=_("organiser"))
    site = models.ForeignKey("places.Site", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("site"))
    title = models.CharField(_("title"), max_length=150)
    summary = models.CharField(_("in one sentence"), max_length=250, blank=True)
    description = models.TextField(_("description"), blank=True)
    zone = models.CharField(_("time zone"), max_length=40, default="Europe/Riga")
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    second_currency = models.CharField(_("second currency"), max_length=3, blank=True, default="")
    languages = models.JSONField(_("languages spoken"), default=list)
    starts_at = models.DateTimeField(_("starts"), help_text="opening of the first day")
    ends_at = models.DateTimeField(_("ends"), help_text="closing of the last day")
    moved_from = models.DateTimeField(_("moved from"), null=True, blank=True)
    online_url = models.URLField(_("online address"), blank=True, help_text=_("sent with the ticket, not shown in public"))
    contact_email = models.EmailField(_("questions go to"), blank=True)
    remind_days = models.PositiveSmallIntegerField(
        _("reminder before the time to pay ends"), default=2, help_text=_("working days before; 0 sends none")
    )
    planned_visitors = models.PositiveIntegerField(_("visitors planned"), null=True, blank=True)
    special_audience = models.BooleanField(_("mainly for children, seniors or people with special needs"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[EventQuerySet] = EventQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_start"),
            models.CheckConstraint(condition=~Q(second_currency=F("currency")), name="event_currencies_differ"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=65535), name="event_number_two_bytes"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "moved", "cancelled", "finished", "reported"]), name="event_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def currencies(self) -> list[str]:
        """What the event sells in, its own currency first. Nothing is ever converted from one to the other."""
        return [self.currency, self.second_currency] if self.second_currency else [self.currency]


class EventDay(models.Model):
    """One day of an event: when it is open to the public, and the windows for setting up and taking down."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="days")
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    setup_from = models.DateTimeField(_("set-up from"), null=True, blank=True)
    setup_until = models.DateTimeField(_("set-up until"), null=True, blank=True)
    takedown_from = models.DateTimeField(_("take-down from"), null=True, blank=True)
    takedown_until = models.DateTimeField(_("take-down until"), null=True, blank=True)

    class Meta:
        ordering = ["opens_at"]
        constraints = [
            models.UniqueConstraint(fields=["event", "opens_at"], name="event_day_once"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="event_day_closes_after_opening"),
            models.CheckConstraint(
                condition=Q(setup_from=None, setup_until=None) | Q(setup_until__gt=F("setup_from")), name="event_day_setup_ordered"
            ),
            models.CheckConstraint(
                condition=Q(takedown_from=None, takedown_until=None) | Q(takedown_until__gt=F("takedown_from")),
                name="event_day_takedown_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens_at:%Y-%m-%d}"


class Window(models.Model):
    """When some tickets are valid, where that is not the whole event: "Saturday", "build-up days"."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="windows")
    number = models.PositiveSmallIntegerField(help_text="one byte of the ticket's code; 0 means the whole event and has no row")
    name = models.CharField(_("name"), max_length=80)
    valid_from = models.DateTimeField(_("valid from"))
    valid_until = models.DateTimeField(_("valid until"))

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="window_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=255), name="window_number_one_byte"),
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="window_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name


class EventRole(models.Model):
    """What a person is at this one event."""

    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="+")
    event = models.ForeignKey(Event, models.CASCADE, related_name="roles")
    kind = models.CharField(_("role"), max_length=10, choices=RoleKind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "event", "kind"], name="event_role_once"),
            models.CheckConstraint(condition=Q(kind__in=RoleKind.values), name="event_role_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"
