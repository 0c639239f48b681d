"""What the worker does by the clock: one literal table, written into the task queue by `manage.py prepare`."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django_q.models import Schedule


@dataclass(frozen=True)
class Periodic:
    """A function called every `minutes`, with `arguments` as django-q writes them (a Python tuple in text)."""

    function: str
    minutes: int
    arguments: str | None = None


TABLE: dict[str, Periodic] = {
    "send mail": Periodic("common.outbox.tasks.drain", minutes=1),
    "prepare tickets for mail": Periodic("ticketing.orders.tasks.prepare_mails", minutes=1),
    "book card payments": Periodic("ticketing.cards.tasks.book_waiting", minutes=1),
    "ask about card payments": Periodic("ticketing.cards.tasks.reconcile", minutes=1),
    "send money back to cards": Periodic("ticketing.cards.tasks.send_refunds", minutes=1),
    "read statements in that got lost": Periodic("ticketing.banking.tasks.bring_in_waiting", minutes=5),
    "attend to cancelled and moved events": Periodic("ticketing.refunds.tasks.attend", minutes=1),
    "draw invoices": Periodic("ticketing.invoicing.tasks.prepare", minutes=1),
    "remind to pay": Periodic("ticketing.billing.tasks.remind", minutes=30),
    "drop expired holds": Periodic("ticketing.orders.tasks.drop_expired", minutes=1),
    "attend to waiting lists": Periodic("ticketing.waiting.tasks.attend", minutes=1),
    "free places of vouchers": Periodic("ticketing.vouchers.tasks.free_expired", minutes=5),
    "warn of papers that expire": Periodic("exhibitors.documents.tasks.warn_expiring", minutes=6 * 60),
    "compute plans that got lost": Periodic("fairs.allocation.tasks.compute_waiting", minutes=1),
    "draft programmes that got lost": Periodic("conference.programme.tasks.compute_waiting", minutes=1),
    "let offers lapse": Periodic("fairs.offers.tasks.lapse_due", minutes=5),
    "draw tickets of registrations": Periodic("conference.learning.tasks.prepare_mails", minutes=1),
    "let offered seats lapse": Periodic("conference.learning.tasks.lapse_due", minutes=5),
    "remind reviewers": Periodic("conference.proposals.tasks.remind", minutes=60),
    "remind jurors": Periodic("fairs.jury.tasks.remind", minutes=60),
    "check the books": Periodic("ticketing.treasury.tasks.check_books", minutes=24 * 60),
    "forget old letters": Periodic("common.outbox.tasks.tidy", minutes=24 * 60),
    "print what got lost": Periodic("ticketing.tickets.tasks.print_waiting", minutes=5),
    "forget old sessions": Periodic("django.core.management.call_command", minutes=24 * 60, arguments="('clearsessions',)"),
}


@transaction.atomic
def register() -> None:
    """Make the queue's schedule equal to the table, leaving each entry's next moment as it is."""
    Schedule.objects.exclude(name__in=TABLE).delete()
    for name, task in TABLE.items():
        Schedule.objects.update_or_create(
            name=name,
            defaults={"func": task.function, "args": task.arguments, "schedule_type": Schedule.MINUTES, "minutes": task.minutes},
            create_defaults={
                "func": task.function,
                "args": task.arguments,
                "schedule_type": Schedule.MINUTES,
                "minutes": task.minutes,
                "next_run": timezone.now(),
            },
        )
