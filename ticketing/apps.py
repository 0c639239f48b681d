from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TicketingConfig(AppConfig):
    name = "ticketing"

    def ready(self) -> None:
        # all of these need the tables, which load after this file
        from common.triggers import keeper
        from ticketing.billing import providers
        from ticketing.cards.providers import Card
        from ticketing.invoicing import guards as of_documents
        from ticketing.invoicing import receivers as of_invoicing  # noqa: F401
        from ticketing.refunds import receivers as of_refunds  # noqa: F401
        from ticketing.tickets import receivers  # noqa: F401
        from ticketing.tills import guards as of_shifts
        from ticketing.tills import receivers as of_tills  # noqa: F401

        providers.register(Card(), tells=True)
        post_migrate.connect(keeper((*of_documents.GUARDS, *of_shifts.GUARDS)), sender=self, weak=False)
