from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class WebConfig(AppConfig):
    name = "web"

    def ready(self) -> None:
        from web import checks

        if settings.PRODUCTION:
            # Web servers and workers run no system checks: unsafe keys stop them here.
            for found in checks.keys_are_ours(None):
                raise ImproperlyConfigured(found.msg)
