from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TicketingConfig(AppConfig):
    name = "ticketing"

    def ready(self) -> None:
        from ticketing.invoicing import freezing, receivers  # noqa: F401  (receivers need the tables, which load after this file)
        from ticketing.tickets import receivers as of_tickets  # noqa: F401

        post_migrate.connect(freezing.freeze, sender=self)
