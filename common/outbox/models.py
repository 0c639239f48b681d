from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """A mail, written in the transaction of the change it reports; the worker sends it afterwards.

    WAITING messages want attachments first (rendering a PDF is slow, so it is not done in the web process).
    A message is claimed (SENDING) in a commit of its own before it leaves: when the worker dies between the two,
    it stays SENDING and is shown as DOUBTFUL rather than sent twice.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for its attachments")
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        DOUBTFUL = "doubtful", _("perhaps sent")
        WITHDRAWN = "withdrawn", _("withdrawn")

    key = models.CharField(max_length=100, unique=True, help_text="what it tells, once: 'order-confirmed:123:1'")
    kind = models.CharField(max_length=40, db_index=True, help_text="stable word, as 'order.confirmed'")
    about = models.CharField(max_length=60, help_text="subject, as 'order:123'", db_index=True)
    within = models.CharField(max_length=60, blank=True, help_text="the event it belongs to, as 'event:7'", db_index=True)
    to = models.EmailField()
    reply_to = models.EmailField(blank=True)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    is_urgent = models.BooleanField(default=False, help_text="sent before all others: somebody is waiting at the screen for it")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="not to be tried before")
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "due_at"], name="message_due", condition=Q(state__in=["waiting", "queued", "sending"]))]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "queued", "sending", "sent", "failed", "doubtful", "withdrawn"]),
                name="message_state_known",
            ),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="message_sent_has_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Attachment(models.Model):
    """A file that goes with a message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "name"], name="attachment_once_per_message")]

    def __str__(self) -> str:
        return self.name
