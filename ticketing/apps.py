from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TicketingConfig(AppConfig):
    name = "ticketing"

    def ready(self) -> None:
        # all of these need the tables, which load after this file
        from ticketing.billing import providers
        from ticketing.cards.providers import Card
        from ticketing.invoicing import freezing
        from ticketing.invoicing import receivers as of_invoicing  # noqa: F401
        from ticketing.refunds import receivers as of_refunds  # noqa: F401
        from ticketing.tickets import receivers  # noqa: F401
        from ticketing.tills import guards
        from ticketing.tills import receivers as of_tills  # noqa: F401

        providers.register(Card(), tells=True)
        post_migrate.connect(freezing.freeze, sender=self)
        post_migrate.connect(guards.make, sender=self)
