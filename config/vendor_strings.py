"""The strings of our libraries that people meet, read from the libraries' own files.

Which files those are stands in locale/vendor/sources.yaml; what the libraries lack in Kazakh or
Russian, or say badly, stands in locale/vendor/<language>/LC_MESSAGES/django.po. Because the
strings are read from what is installed, an upgrade that brings a new one is noticed.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

from config.translations import CATALOGUES

SOURCES = CATALOGUES / "vendor" / "sources.yaml"
SINGULAR = ("_", "gettext", "gettext_lazy", "gettext_noop")
PLURAL = ("ngettext", "ngettext_lazy")
WITH_CONTEXT = ("pgettext", "pgettext_lazy")
PLURAL_WITH_CONTEXT = ("npgettext", "npgettext_lazy")
KEYWORDS = dict.fromkeys(SINGULAR + PLURAL + WITH_CONTEXT + PLURAL_WITH_CONTEXT)
REMARK = re.compile(r"\{#.*?#\}|\{% *comment\b.*?%\}.*?\{% *endcomment *%\}", re.DOTALL)
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w*\}")


@dataclass(frozen=True, order=True)
class VendorString:
    """One string of a library: its package, its English words, and how it is looked up.

    The domain is "django" for what the server says and "djangojs" for what scripts say.
    """

    package: str
    text: str
    plural: str = ""
    context: str = ""
    domain: str = "django"

    @property
    def key(self) -> str:
        """The string under which gettext keeps it."""
        return f"{self.context}\x04{self.text}" if self.context else self.text

    @property
    def has_words(self) -> bool:
        """Whether there is anything to translate besides placeholders and punctuation."""
        return any(letter.isalpha() for letter in PLACEHOLDER.sub("", self.text))

    def translations(self, language: str) -> list[str]:
        """Return every form this language has for it, or nothing where it has none.

        Asks the language's own catalogues only: gettext would fall back to the default language,
        and show Kazakh in the middle of a Russian page.
        """
        catalogue = catalogue_of(self.domain, language)
        if self.plural:
            numbers = range(10)
            return [catalogue[self.key, n] for n in numbers if (self.key, n) in catalogue]
        return [catalogue[self.key]] if self.key in catalogue else []


def catalogue_of(domain: str, language: str) -> Any:
    """Return all that a language has in a domain: the libraries' words under ours."""
    if domain == "django":
        return trans_real.translation(language)._catalog  # type: ignore[attr-defined]
    return script_catalogue(language)


@cache
def script_catalogue(language: str) -> Any:
    """Return the words that scripts have in a language, put together as Django's view does it."""
    found = trans_real.DjangoTranslation(language, domain="djangojs")
    return found._catalog  # type: ignore[attr-defined]


def placeholders(text: str) -> list[str]:
    """Return the placeholders of a string, sorted, so that two strings can be compared."""
    return sorted(PLACEHOLDER.findall(text))


@cache
def sources() -> dict[str, Any]:
    """Return what locale/vendor/sources.yaml says."""
    return yaml.safe_load(SOURCES.read_text())


def files_of(package: str, named: dict[str, list[str]]) -> list[Path]:
    """Return the files of a package that `named` (files, scripts, except) means."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    root = Path(spec.origin).parent
    wanted = {path for glob in named["files"] for path in root.glob(glob) if path.is_file()}
    wanted |= {root / catalogue for catalogue in named.get("scripts", [])}
    unwanted = {path for glob in named.get("except", []) for path in root.glob(glob)}
    return sorted(wanted - unwanted)


def strings_of_file(package: str, path: Path) -> Iterator[VendorString]:
    """Read the translatable strings of a Python file, a Django template or a scripts' catalogue."""
    if path.suffix == ".po":
        yield from strings_of_catalogue(package, path)
        return
    source = path.read_text()
    if path.suffix != ".py":
        # Django turns a template into something like Python; one line spares us its indentation,
        # and a remark in it would hide all that follows.
        source = templatize(REMARK.sub(" ", source), origin=str(path)).replace("\n", " ").lstrip()
    found = extract_python(io.BytesIO(source.encode()), KEYWORDS, [], {})
    for _line, keyword, words, _comments in found:
        said = list(words) if isinstance(words, list | tuple) else [words]
        context = said.pop(0) if keyword in WITH_CONTEXT + PLURAL_WITH_CONTEXT else ""
        plural = said[1] if keyword in PLURAL + PLURAL_WITH_CONTEXT else ""
        if said[0] is not None and plural is not None:
            yield VendorString(package, said[0], plural, context)


def strings_of_catalogue(package: str, path: Path) -> Iterator[VendorString]:
    """Read the strings of a library's own English catalogue: its scripts come to us compressed."""
    with path.open("rb") as source:
        for message in read_po(source):
            if message.id:
                said = message.id if isinstance(message.id, list | tuple) else [message.id, ""]
                yield VendorString(package, said[0], said[1], message.context or "", path.stem)


def vendor_strings() -> list[VendorString]:
    """Return all strings that must have a translation, sorted, each once."""
    found = set()
    for package, named in sources()["packages"].items():
        strings = {s for path in files_of(package, named) for s in strings_of_file(package, path)}
        hidden = set(named.get("never_shown", []))
        found |= {s for s in strings if s.has_words and s.text not in hidden}
    return sorted(found)


def lacking(string: VendorString, language: str) -> str:
    """Say what is wrong with a string's translation; an empty text when nothing is."""
    forms = string.translations(language)
    if not forms:
        return "has no translation"
    same = string.text in sources()["same_everywhere"]
    if not same and {string.text, string.plural} & set(forms):
        return "is still English"
    model = string.plural or string.text
    if string.text in sources()["as_the_singular"]:
        model = string.text
    if any(placeholders(form) != placeholders(model) for form in forms):
        return "has other placeholders"
    return ""
