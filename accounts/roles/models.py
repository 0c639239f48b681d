from django.db import models
from django.utils.translation import gettext_lazy as _


class RoleKind(models.TextChoices):
    MANAGER = "manager", _("manager")
    FINANCE = "finance", _("finance")
    JUROR = "juror", _("juror")
    SUPERVISOR = "supervisor", _("supervisor")
    STEWARD = "steward", _("steward")


class Role(models.Model):
    """What a person is for a partner, at all of its events. (For one event only: `ticketing.EventRole`.)"""

    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="roles")
    partner = models.ForeignKey("accounts.Partner", models.PROTECT, related_name="roles")
    kind = models.CharField(_("role"), max_length=10, choices=RoleKind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "partner", "kind"], name="role_once"),
            models.CheckConstraint(condition=models.Q(kind__in=RoleKind.values), name="role_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()} · {self.partner}"
