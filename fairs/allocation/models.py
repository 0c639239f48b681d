from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AllocationRules(models.Model):
    """How stalls are given at one fair, as its organiser has decided and published beforehand. Without a row the defaults hold."""

    class Preset(models.TextChoices):
        PUBLISHED = "published", _("our published order")
        STRICT = "strict", _("one aim after the other, strictly")
        OWN = "own", _("an order of your own")

    event = models.OneToOneField("ticketing.Event", models.CASCADE, related_name="+")
    preset = models.CharField(_("order of the aims"), max_length=10, choices=Preset, default=Preset.PUBLISHED)
    levels = models.JSONField(default=list, blank=True, help_text="of preset “own”: term to weight, most important level first")
    quotas = models.JSONField(default=list, blank=True, help_text='such as [{"by": "country", "value": "LV", "min_percent": 40}]')
    caps = models.JSONField(default=list, blank=True, help_text="as quotas, with max_stalls; those of goods groups stand in the call")
    keep_apart = models.JSONField(default=list, blank=True, help_text="pairs of entry numbers")
    same_craft_allowed = models.JSONField(default=list, blank=True, help_text="codes of crafts that may stand side by side")
    same_product_max = models.PositiveSmallIntegerField(_("stalls with the same product at most"), null=True, blank=True, default=3)
    keeps_claims = models.BooleanField(_("makers may come back to last year's stall"), default=True)
    ledger_points = models.PositiveSmallIntegerField(
        _("points for each year with a bad place"), default=0, help_text=_("added to the jury's score; 0 to 5, five in all at most")
    )
    names_shown = models.BooleanField(_("reasons may name who has a wished stall"), default=False)
    seed = models.PositiveIntegerField(
        _("seed of the draw"), default=2026, help_text=_("published beforehand, so that anybody can repeat it")
    )
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(preset__in=["published", "strict", "own"]), name="allocation_preset_known"),
            models.CheckConstraint(condition=Q(ledger_points__lte=5), name="allocation_ledger_points_few"),
        ]

    def __str__(self) -> str:
        return str(self.event)


class Plan(models.Model):
    """One version of who gets which stalls. A finished version is never changed: a change makes the next one.

    `instance` and `answer` are kept as text, so that what is published is byte for byte what was computed.
    """

    class Kind(models.TextChoices):
        FIRST = "first", _("first plan")
        RERUN = "rerun", _("computed again")
        REFILL = "refill", _("refill")
        HAND = "hand", _("changed by hand")

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("plan", "waits")
        RUNNING = "running", pgettext_lazy("plan", "being computed")
        DONE = "done", pgettext_lazy("plan", "ready")
        FAILED = "failed", pgettext_lazy("plan", "failed")
        CANCELLED = "cancelled", pgettext_lazy("plan", "cancelled")
        PUBLISHED = "published", pgettext_lazy("plan", "in force")
        SUPERSEDED = "superseded", pgettext_lazy("plan", "replaced")

    class Budget(models.TextChoices):
        QUICK = "quick", _("quick: 10 seconds")
        THOROUGH = "thorough", _("thorough: one minute")
        PROOF = "proof", _("until it is proven: 8 minutes at most")

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.FIRST)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    budget = models.CharField(_("time for computing"), max_length=8, choices=Budget, default=Budget.QUICK)
    seed = models.PositiveIntegerField(_("seed"))
    based_on = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    agreed = models.JSONField(default=list, blank=True, help_text="of a refill: entry numbers of those who agreed to a worse place")
    instance = models.TextField(blank=True, help_text="the stall-allocation/1 document it was computed from")
    answer = models.TextField(blank=True, help_text="the stall-allocation/1 answer; instead of one, why there is none")
    levels = models.JSONField(default=list, blank=True, help_text="value of each level")
    proven = models.PositiveSmallIntegerField(default=0, help_text="so many levels, from the first, are at their proven optimum")
    stopped = models.CharField(max_length=10, blank=True, help_text="what ended the search")
    patches = models.PositiveIntegerField(default=0)
    progress = models.JSONField(default=dict, blank=True, help_text="the best so far, while it is being computed")
    stop_asked = models.BooleanField(default=False, help_text="the search shall end with the best so far")
    conflict = models.JSONField(default=list, blank=True, help_text="a smallest set of demands that contradict each other")
    error = models.CharField(max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    overridden = models.TextField(_("rules overridden, and why"), blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True, help_text="last sign of life of the worker that computes it")
    finished_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="plan_number_once"),
            models.UniqueConstraint(fields=["event"], condition=Q(state="published"), name="plan_published_once"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running", "done", "failed", "cancelled", "published", "superseded"]),
                name="plan_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "superseded"]) | Q(published_at__isnull=False), name="plan_published_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Placement(models.Model):
    """One stall of one application in a version of the plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="placements")
    application = models.ForeignKey("fairs.Application", models.CASCADE, related_name="+")
    stall = models.ForeignKey("fairs.Stall", models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "stall"], name="placement_stall_once")]


class Reason(models.Model):
    """Why a version of the plan gives an application what it gives: facts, from which `texts` makes sentences."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="reasons")
    application = models.ForeignKey("fairs.Application", models.CASCADE, related_name="+")
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "application"], name="reason_once")]


class Pin(models.Model):
    """A stall fixed by hand for an application; every later plan keeps it."""

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="+")
    application = models.ForeignKey("fairs.Application", models.CASCADE, related_name="+")
    stall = models.OneToOneField("fairs.Stall", models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()


class Assignment(models.Model):
    """The live truth: this stall is that application's. A stall has one row at most, whoever writes it."""

    stall = models.OneToOneField("fairs.Stall", models.PROTECT, related_name="+")
    application = models.ForeignKey("fairs.Application", models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateTimeField()


class AssignmentLine(models.Model):
    """One line of what became of a stall: given to an application, or free again. Lines are only ever added."""

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="+")
    application = models.ForeignKey("fairs.Application", models.CASCADE, related_name="+")
    stall_number = models.CharField(_("stall"), max_length=12, help_text="as it was called then; a stall may be renamed or go")
    is_given = models.BooleanField(help_text="given; otherwise free again")
    plan = models.ForeignKey(Plan, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.CharField(_("by whom"), max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["event", "-at"], name="assignment_line_by_time")]


class LedgerEntry(models.Model):
    """What an exhibitor had at a fair, remembered over the years so that good and bad places are shared out."""

    class Kind(models.TextChoices):
        CORNER = "corner", _("corner")
        DEAD_END = "dead_end", _("dead end")
        FIRST_CHOICE = "first_choice", _("first choice")
        REFUSED = "refused", _("not selected")
        WAITING = "waiting", _("no stall, waiting list")

    exhibitor = models.ForeignKey("exhibitors.Exhibitor", models.CASCADE, related_name="+")
    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-event__starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["exhibitor", "event", "kind"], name="ledger_entry_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["corner", "dead_end", "first_choice", "refused", "waiting"]), name="ledger_kind_known"
            ),
        ]
