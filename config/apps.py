from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import welcome  # models are ready only now

        user_logged_in.connect(welcome.remember, dispatch_uid="config.welcome.remember")
