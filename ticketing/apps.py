from django.apps import AppConfig


class TicketingConfig(AppConfig):
    name = "ticketing"

    def ready(self) -> None:
        # both need the tables, which load after this file
        from ticketing.billing import providers
        from ticketing.cards.providers import Card
        from ticketing.tickets import receivers  # noqa: F401

        providers.register(Card(), tells=True)
