from django.apps import AppConfig


class CentresConfig(AppConfig):
    name = "centres"

    def ready(self) -> None:
        from centres import receivers  # noqa: F401
