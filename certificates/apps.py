from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self) -> None:
        from certificates import receivers  # noqa: F401 connects them
        from certificates.trust.checks import private_keys_are_read

        if settings.PRODUCTION:
            for found in private_keys_are_read(None):
                raise ImproperlyConfigured(found.msg)
