from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Offer(models.Model):
    """A place offered to an applicant until a deadline. Accepted it becomes an order; paid or waived it is confirmed."""

    class State(models.TextChoices):
        OFFERED = "offered", _("offered")
        ACCEPTED = "accepted", _("accepted")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("declined")
        LAPSED = "lapsed", _("lapsed")
        WITHDRAWN = "withdrawn", _("taken back")

    application = models.ForeignKey("fairs.Application", models.PROTECT, related_name="offers")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OFFERED)
    expires_at = models.DateTimeField(_("answer until"))
    quote = models.JSONField(help_text="price as it was offered, see ticketing.pricing")
    order = models.OneToOneField("ticketing.Order", models.PROTECT, null=True, blank=True, related_name="+")
    from_waiting_list = models.BooleanField(default=False)
    jump_reason = models.CharField(max_length=200, blank=True, help_text="why it went before a better rank")
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-offered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(state__in=["offered", "accepted", "confirmed"]), name="offer_one_live_per_application"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["offered", "accepted", "confirmed", "declined", "lapsed", "withdrawn"]), name="offer_state_known"
            ),
        ]


class StallPass(models.Model):
    """A ticket that came with a stall: the exhibitor's badge, a helper's wristband, a vehicle pass."""

    class Kind(models.TextChoices):
        EXHIBITOR = "exhibitor", _("exhibitor")
        HELPER = "helper", _("helper")
        VEHICLE = "vehicle", _("vehicle")

    application = models.ForeignKey("fairs.Application", models.PROTECT, related_name="passes")
    ticket = models.OneToOneField("ticketing.Ticket", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    number = models.PositiveSmallIntegerField(help_text="counts up per application and kind, within the call's number")

    class Meta:
        ordering = ["kind", "number"]
        constraints = [models.UniqueConstraint(fields=["application", "kind", "number"], name="stall_pass_number_once")]
