from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.languages import Language


class Area(models.Model):
    """What a gate leads into: the whole site, or a hall within it. A person is inside an area, or not.

    Whoever is inside a hall is inside its site, and in no other hall.
    """

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="areas")
    within = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="halls", verbose_name=_("lies in"))
    name = models.CharField(_("name"), max_length=80)
    capacity = models.PositiveIntegerField(_("people at most"), null=True, blank=True)
    stays_overnight = models.BooleanField(_("people stay overnight"), default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "name"], name="area_name_once"),
            models.CheckConstraint(condition=Q(within=None) | ~Q(within=F("id")), name="area_not_within_itself"),
        ]

    def __str__(self) -> str:
        return self.name


class Gate(models.Model):
    """Where tickets are scanned: which products it opens for, when, and how often."""

    class Rule(models.TextChoices):
        ONCE = "once", _("once")
        DAILY = "daily", _("once a day")
        IN_AND_OUT = "in_and_out", _("in and out")

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="gates")
    area = models.ForeignKey(Area, models.PROTECT, related_name="gates", verbose_name=_("leads into"))
    name = models.CharField(_("name"), max_length=80)
    products = models.ManyToManyField("ticketing.Product", related_name="gates", verbose_name=_("opens for"))
    rule = models.CharField(_("admits"), max_length=10, choices=Rule, default=Rule.ONCE)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "name"], name="gate_name_once"),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")), name="gate_closes_after_opening"
            ),
            models.CheckConstraint(condition=Q(rule__in=["once", "daily", "in_and_out"]), name="gate_rule_known"),
        ]

    def __str__(self) -> str:
        return self.name


class DoorPin(models.Model):
    """The number that gives a steward's phone a supervisor's rights for some minutes, kept as a hash; one for an event."""

    event = models.OneToOneField("ticketing.Event", models.CASCADE, related_name="door_pin")
    hash = models.CharField(max_length=200)
    set_at = models.DateTimeField()


class Device(models.Model):
    """A phone at a gate. Made with a single-use link; the phone trades it for a key of its own, kept here as a hash.

    `raised_until` is when the rights end that the supervisors' number gave; `wrong_pins` counts wrong ones since the last right one.
    """

    class Rights(models.TextChoices):
        KIOSK = "kiosk", _("kiosk: visitors scan themselves")
        STEWARD = "steward", _("steward: scans")
        SUPERVISOR = "supervisor", _("supervisor: scans, searches, sells, undoes")

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="devices")
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="devices", verbose_name=_("gate"))
    name = models.CharField(_("name"), max_length=60)
    rights = models.CharField(_("rights"), max_length=10, choices=Rights, default=Rights.SUPERVISOR)
    shows_names = models.BooleanField(_("shows names"), default=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.LV)
    pairing_hash = models.CharField(
        max_length=64, null=True, blank=True, unique=True, help_text="SHA-256 of the link's token until it is used"
    )
    pairing_until = models.DateTimeField(null=True, blank=True)
    key_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, help_text="SHA-256 of the phone's key")
    paired_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    unsent = models.PositiveIntegerField(default=0, help_text="scans it kept when it was last heard of")
    battery = models.PositiveSmallIntegerField(null=True, blank=True, help_text="per cent, where its browser tells")
    raised_until = models.DateTimeField(null=True, blank=True)
    wrong_pins = models.PositiveSmallIntegerField(default=0)
    pin_again_at = models.DateTimeField(null=True, blank=True, help_text="no number is tried before")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "name"], name="device_name_once"),
            models.CheckConstraint(condition=Q(rights__in=["kiosk", "steward", "supervisor"]), name="device_rights_known"),
            models.CheckConstraint(condition=Q(pairing_hash=None) | Q(pairing_until__isnull=False), name="device_pairing_expires"),
        ]

    def __str__(self) -> str:
        return self.name

    def supervises(self, at: datetime) -> bool:
        """Tell whether it may do what supervisors may, for good or for some minutes."""
        return self.rights == self.Rights.SUPERVISOR or (self.raised_until is not None and self.raised_until > at)


class Scan(models.Model):
    """One reading of one ticket. Append-only but for `undone_at`.

    `slot` says which admission this was: "once", "2026-06-06" or, at gates with exits, "stay:3". The unique constraint
    over (ticket, area, slot) among admitted, not undone scans is the only truth about who was first.
    """

    class Verdict(models.TextChoices):
        ADMIT = "admit", _("admit")
        LOOK = "look", _("look")
        REFUSE = "refuse", _("refuse")

    class Direction(models.TextChoices):
        ENTRY = "entry", _("entry")
        EXIT = "exit", _("exit")

    nonce = models.UUIDField(unique=True, help_text="made by the phone; a repeat finds the first answer")
    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="scans", db_index=False)
    ticket = models.ForeignKey("ticketing.Ticket", models.PROTECT, related_name="scans", db_index=False)
    device = models.ForeignKey(Device, models.PROTECT, related_name="scans", db_index=False)
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="scans", db_index=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="scans", db_index=False)
    direction = models.CharField(max_length=5, choices=Direction, default=Direction.ENTRY)
    verdict = models.CharField(max_length=6, choices=Verdict)
    reason = models.CharField(max_length=24, help_text="stable word: ok, used, cancelled, …")
    phone_verdict = models.CharField(max_length=6, choices=Verdict, blank=True, help_text="what the phone said when it was offline")
    slot = models.CharField(max_length=24)
    at = models.DateTimeField(help_text="when the code was read, the phone's clock corrected")
    shift = models.IntegerField(null=True, blank=True, help_text="seconds its phone's clock was corrected by; empty: scanned online")
    received_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["event", "at"], name="scan_by_event"),
            models.Index(fields=["ticket", "area"], name="scan_by_ticket"),
            models.Index(fields=["event", "undone_at"], condition=Q(undone_at__isnull=False), name="scan_undone"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "area", "slot"], condition=Q(verdict="admit", undone_at=None), name="scan_admits_once"
            ),
            models.CheckConstraint(condition=Q(verdict__in=["admit", "look", "refuse"]), name="scan_verdict_known"),
        ]


class ClashDecision(models.Model):
    """What a person decided about a scan that let somebody in whom the server would not have."""

    class Ruling(models.TextChoices):
        KEEP_FIRST = "keep_first", _("the first one counts")
        BOTH = "both", _("both were right: left and came back")
        FIND = "find", _("the person must be found")
        SHARED = "shared", _("the ticket was shared: cancel it")

    scan = models.OneToOneField(Scan, models.CASCADE, related_name="decision")
    ruling = models.CharField(max_length=10, choices=Ruling)
    note = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ruling__in=["keep_first", "both", "find", "shared"]), name="clash_ruling_known"),
        ]
