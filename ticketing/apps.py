from django.apps import AppConfig


class TicketingConfig(AppConfig):
    name = "ticketing"

    def ready(self) -> None:
        from ticketing.tickets import receivers  # noqa: F401  (receivers need the tables, which load after this file)
