from django.apps import AppConfig


class FairsConfig(AppConfig):
    name = "fairs"

    def ready(self) -> None:
        # receivers need the tables, which load after this file
        from fairs.calls import receivers as calls  # noqa: F401
        from fairs.offers import receivers as offers  # noqa: F401
