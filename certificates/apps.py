from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self) -> None:
        from certificates import checks, receivers  # noqa: F401 connects them
        from certificates.documents.chain import DocumentSignerInvalid
        from certificates.documents.signer import configured_chain
        from certificates.trust.checks import private_keys_are_read

        if settings.PRODUCTION:
            # Web servers and workers run no system checks. A certificate whose time is over does
            # not stop them: documents wait, and everything else goes on.
            for found in private_keys_are_read(None):
                raise ImproperlyConfigured(found.msg)
            try:
                configured_chain()
            except DocumentSignerInvalid as error:
                raise ImproperlyConfigured(str(error)) from error
