from django.apps import AppConfig


class ConferenceConfig(AppConfig):
    name = "conference"

    def ready(self) -> None:
        # receivers need the tables, which load after this file
        from conference.learning import receivers  # noqa: F401
