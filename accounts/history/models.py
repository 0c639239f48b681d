from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One line of the activity log. Kept when its subject is gone, so it points by stable word and id, not by key."""

    at = models.DateTimeField(_("when"), db_index=True)
    actor = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who"))
    actor_label = models.CharField(max_length=120, help_text="who it was in words: an e-mail, 'visitor', 'device Gate 1', 'system'")
    partner = models.ForeignKey("accounts.Partner", models.SET_NULL, null=True, blank=True, related_name="+")
    within = models.CharField(max_length=60, blank=True, help_text="the event it belongs to, as 'event:7'")
    about = models.CharField(max_length=60, help_text="subject, as 'order:123'")
    action = models.CharField(max_length=40, help_text="stable word, as 'order.placed'")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["about", "-at"], name="entry_about"), models.Index(fields=["within", "-at"], name="entry_within")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.about}"


def about(subject: models.Model) -> str:
    """Return the stable word and id of `subject`, such as "order:123"."""
    return f"{subject._meta.model_name}:{subject.pk}"
