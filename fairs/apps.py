from django.apps import AppConfig


class FairsConfig(AppConfig):
    name = "fairs"

    def ready(self) -> None:
        from fairs.calls import receivers  # noqa: F401  (receivers need the tables, which load after this file)
