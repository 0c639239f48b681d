from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CertificateSeries(models.Model):
    """The register of one partner and year: the last number given. Its row is locked while a number is taken."""

    partner = models.ForeignKey("accounts.Partner", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "year"], name="certificate_series_once")]


class Certificate(models.Model):
    """Proof of hours, or of a talk. Its number never changes, in whatever language it is printed again."""

    class Kind(models.TextChoices):
        TRAINING = "training", _("certificate of training")
        ATTENDANCE = "attendance", _("certificate of attendance")
        TALK = "talk", _("certificate of a talk")

    series = models.ForeignKey(CertificateSeries, models.PROTECT, related_name="certificates")
    number = models.PositiveIntegerField(_("number"))
    code = models.CharField(max_length=24, unique=True, editable=False, help_text="in its QR; unguessable")
    secret = models.CharField(max_length=40, unique=True, editable=False, help_text="in its holder's link, which gives the paper itself")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    event = models.ForeignKey("ticketing.Event", models.PROTECT, related_name="+")
    enrolment = models.ForeignKey("conference.Enrolment", models.PROTECT, null=True, blank=True, related_name="certificates")
    speaker = models.ForeignKey("conference.Speaker", models.PROTECT, null=True, blank=True, related_name="certificates")
    session = models.ForeignKey("conference.Session", models.PROTECT, null=True, blank=True, related_name="+")
    facts = models.JSONField(help_text="frozen at issue: names, titles by language, minutes, dates, organiser, signatory")
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(_("why it no longer holds"), max_length=200, blank=True)
    search = models.CharField(max_length=400, editable=False, blank=True)

    class Meta:
        ordering = ["-issued_at", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="certificate_number_once"),
            models.UniqueConstraint(
                fields=["event", "enrolment", "kind"], condition=Q(revoked_at=None, session=None), name="certificate_once_for_enrolment"
            ),
            models.UniqueConstraint(
                fields=["speaker", "session"], condition=Q(revoked_at=None, session__isnull=False), name="certificate_once_for_talk"
            ),
            models.CheckConstraint(
                condition=Q(kind="talk", speaker__isnull=False, session__isnull=False) | (~Q(kind="talk") & Q(enrolment__isnull=False)),
                name="certificate_is_somebodys",
            ),
            models.CheckConstraint(condition=Q(kind__in=["training", "attendance", "talk"]), name="certificate_kind_known"),
            models.CheckConstraint(condition=Q(number__gte=1), name="certificate_number_from_one"),
            models.CheckConstraint(condition=Q(revoked_at=None) | ~Q(revoked_reason=""), name="certificate_revoked_with_reason"),
        ]

    @property
    def full_number(self) -> str:
        return f"{self.series.year}-{self.number:04d}"


class Feedback(models.Model):
    """What somebody said about a session; once for each person, kept without saying who.

    Behind the code that hangs in the room nobody knows who answers, only which browser; such answers are counted apart.
    """

    session = models.ForeignKey("conference.Session", models.CASCADE, related_name="+")
    key = models.CharField(max_length=64, help_text="hash of enrolment or browser, and session: once, and nobody's")
    is_from_room = models.BooleanField(default=False, help_text="answered by the code in the room, not by a personal link")
    rating = models.PositiveSmallIntegerField(_("how was it"))
    liked = models.TextField(_("what was good"), max_length=1000, blank=True)
    missed = models.TextField(_("what was missing"), max_length=1000, blank=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "key"], name="feedback_once"),
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="feedback_rating_in_range"),
        ]
