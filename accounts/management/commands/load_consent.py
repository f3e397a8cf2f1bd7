"""`load_consent`: put the consent text of the curriculum folder in force."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.actions.consent import publish_consent_text


class Command(BaseCommand):
    help = (
        "Read consent.kk.md and consent.ru.md (front matter: version, title) and put them in "
        "force. A version that is known already with the same words changes nothing; with other "
        "words it is refused. A new version is asked of everybody at their next visit."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, default=settings.BASE_DIR / "curriculum" / "site",
            help="where the two files are (default: curriculum/site)",
        )  # fmt: skip

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        versions, texts = {}, {}
        for language in ("kk", "ru"):
            file = folder / f"consent.{language}.md"
            versions[language], texts[language] = read(file)
        if versions["kk"] != versions["ru"]:
            raise CommandError(
                f"The Kazakh text is version {versions['kk']}, the Russian {versions['ru']}: "
                "both languages go live together."
            )
        try:
            text = publish_consent_text(
                version=versions["kk"], text_kk=texts["kk"], text_ru=texts["ru"]
            )
        except ValueError as error:
            raise CommandError(f"{error} Give the changed text a new version.") from error
        self.stdout.write(f"Consent text {text.version} is in force.")


def read(file: Path) -> tuple[str, str]:
    """Return version and text (Markdown, its title the first heading). Raises CommandError."""
    try:
        content = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} cannot be read.") from error
    parts = content.split("---\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise CommandError(f"{file} does not begin with front matter between two lines of ---.")
    try:
        front = yaml.safe_load(parts[1])
    except yaml.YAMLError as error:
        raise CommandError(f"The front matter of {file} is not YAML.") from error
    version = str(front.get("version", "")) if isinstance(front, dict) else ""
    title = str(front.get("title", "")) if isinstance(front, dict) else ""
    if not version or len(version) > 20 or not title or not parts[2].strip():
        raise CommandError(f"{file} needs a version (up to 20 characters), a title and a text.")
    return version, f"# {title}\n\n{parts[2].strip()}\n"
