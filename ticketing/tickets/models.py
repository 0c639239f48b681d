from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.languages import Language, fold


class SigningKey(models.Model):
    """The public half of a key that signs an event's tickets. The private half is derived from settings.TICKET_KEY."""

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="signing_keys")
    slot = models.PositiveSmallIntegerField(help_text="0 to 15, four bits of the code")
    public = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True, help_text="signs nothing new from then on; still verifies")

    class Meta:
        ordering = ["event", "slot"]
        constraints = [
            models.UniqueConstraint(fields=["event", "slot"], name="signing_key_slot_once"),
            models.CheckConstraint(condition=Q(slot__gte=0, slot__lte=15), name="signing_key_slot_four_bits"),
        ]


class TicketQuerySet(models.QuerySet["Ticket"]):
    def live(self) -> "TicketQuerySet":
        return self.exclude(state=Ticket.State.CANCELLED)

    def matching(self, words: str) -> "TicketQuerySet":
        """Keep the tickets whose names, organisation or number hold every word of `words`, in whatever script."""
        found = self
        for word in fold(words).split():
            found = found.filter(search__contains=word)
        return found


class Ticket(models.Model):
    """The right of one person to enter an event, whatever it is printed as. Its primary key is the code's serial.

    Everything the door needs stands here, written by the floor that knows it; see docs/invariants.md.
    """

    class State(models.TextChoices):
        UNPAID = "unpaid", _("unpaid")
        VALID = "valid", _("valid")
        CANCELLED = "cancelled", _("cancelled")

    event = models.ForeignKey("ticketing.Event", models.PROTECT, related_name="tickets")
    product = models.ForeignKey("ticketing.Product", models.PROTECT, related_name="tickets")
    variation = models.ForeignKey("ticketing.Variation", models.PROTECT, null=True, blank=True, related_name="+")
    window = models.ForeignKey("ticketing.Window", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UNPAID)
    key_slot = models.PositiveSmallIntegerField(default=0)
    generation = models.PositiveSmallIntegerField(default=1, help_text="raised at each reissue; codes of an older one are refused")
    name = models.CharField(_("name"), max_length=150, blank=True)
    name_other = models.CharField(_("name in another script"), max_length=150, blank=True, help_text="typed, never computed")
    email = models.EmailField(_("e-mail"), blank=True)
    organisation = models.CharField(_("organisation"), max_length=150, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.LV)
    lines = models.JSONField(default=list, help_text='printed below the name, such as ["Linen studio", "stall A12"]')
    attention = models.CharField(_("attention at the door"), max_length=150, blank=True)
    answers = models.JSONField(default=list, help_text='shown at the door, such as [["Allergies", "nuts"]]')
    to_ask = models.BooleanField(default=False, help_text="its product has a question that the gate has not put yet")
    search = models.CharField(max_length=700, editable=False, help_text="names and organisation, folded")
    issued_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True, help_text="cursor of the phones' snapshot")

    objects: ClassVar[TicketQuerySet] = TicketQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["event", "changed_at", "id"], name="ticket_snapshot")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["unpaid", "valid", "cancelled"]), name="ticket_state_known"),
            models.CheckConstraint(condition=Q(generation__gte=1, generation__lte=255), name="ticket_generation_one_byte"),
            models.CheckConstraint(condition=Q(key_slot__gte=0, key_slot__lte=15), name="ticket_key_slot_four_bits"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"

    @property
    def folded(self) -> str:
        """What `search` should hold."""
        return fold(f"{self.name} {self.name_other} {self.organisation} {self.email}")[:700]


class PrintRun(models.Model):
    """Many badges or tickets in one PDF, made by the worker."""

    class Layout(models.TextChoices):
        A4_8 = "a4_8", _("badges, 8 on A4")
        A6 = "a6", _("badges, A6 each")
        LABEL = "label", _("labels, 62 mm")
        TICKETS = "tickets", _("tickets, A4 each")

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="print_runs")
    layout = models.CharField(_("layout"), max_length=8, choices=Layout)
    products = models.ManyToManyField("ticketing.Product", blank=True, related_name="+", verbose_name=_("products"))
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True, blank=True, help_text="last sign of life of the worker that prints it")
    finished_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    file = models.FileField(upload_to="print/%Y/%m/", blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=models.F("total")), name="print_run_done_within_total"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running", "done", "failed", "cancelled"]), name="print_run_state_known"
            ),
        ]
