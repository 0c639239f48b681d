from django.apps import AppConfig


class TicketingConfig(AppConfig):
    name = "ticketing"

    def ready(self) -> None:
        # receivers need the tables, which load after this file
        from ticketing.refunds import receivers as of_refunds  # noqa: F401
        from ticketing.tickets import receivers  # noqa: F401
