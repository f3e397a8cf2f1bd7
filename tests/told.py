"""Words of a page by their English msgid, also while a language has none for them yet."""

from django.utils import translation


def told(msgid: str, language: str = "kk", **values: object) -> str:
    """Return what a page of `language` says for `msgid`: its translation, or the msgid itself."""
    with translation.override(language):
        words = translation.gettext(msgid)
    return words % values if values else words
