"""The short address of an office, to be printed, typed and scanned."""

from registry.models import RegistryOffice
from registry.short_codes import short_code


def short_address(base_url: str, office: RegistryOffice) -> str:
    """Return the whole address, as a telephone makes it a link: https://otau.example.kz/o/7501."""
    return f"{base_url.rstrip('/').lower()}/o/{short_code(office).lower()}"


def typed_address(base_url: str, office: RegistryOffice) -> str:
    """Return the address as it is typed, without the scheme."""
    return short_address(base_url, office).partition("://")[2]


def scanned_address(base_url: str, office: RegistryOffice, language: str) -> str:
    """Return the QR code's text: in capitals, which it stores in 5.5 bits a character, not in 8."""
    return f"{short_address(base_url, office)}/{language}".upper()
