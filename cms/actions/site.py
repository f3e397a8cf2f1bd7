"""Loading the site around the courses from files: pages, help lines, the directory of centres."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import yaml
from django.core.exceptions import ValidationError
from django.db import models, transaction

from cms.actions.memory import LoadReport, digest_of, edited_since, remember
from cms.actions.pages import write_page
from cms.actions.tree import HOME_KEY, home_slug, plant_tree
from cms.models import FamilySupportCentre, HelpLine, HomePage, InfoPage
from cms.texts import PLAIN, Fields, Findings, read_document, rich_text

LANGUAGES = ("kk", "ru")
PAGES = ("home", "about", "privacy")
SITE_TEXT = PLAIN | {"heading"}


@dataclass(frozen=True)
class PageText:
    """A page of the site in one language."""

    name: str
    language: str
    slug: str
    title: str
    lead: str
    description: str
    body: str


@transaction.atomic
def load_site(*, folder: Path, demo: bool = False, overwrite: bool = False) -> LoadReport:
    """Load the pages, help lines and centres of `folder`; with `demo` the made-up centres too.

    Nothing changes unless every file is sound (FilesUnsound) and no page was edited in the admin
    since the last load (LoadRefused, unless `overwrite`).
    """
    findings = Findings()
    pages = [_read_page(folder, slug, lang, findings) for slug in PAGES for lang in LANGUAGES]
    lines = _read_rows(folder / "help-lines.yaml", HelpLine, findings)
    centres: list[models.Model] = []
    if (folder / "centres.yaml").exists():  # the real directory is often kept in the admin alone
        centres = _read_rows(folder / "centres.yaml", FamilySupportCentre, findings)
    if demo:
        centres += _read_rows(folder / "centres.demo.yaml", FamilySupportCentre, findings)
    findings.stop_if_any()

    report = LoadReport()
    homes = plant_tree()
    for page in pages:
        _write(page, homes, report, overwrite)
    for row in (*lines, *centres):
        _write_row(row, report, overwrite)
    report.stop_if_refused()
    return report


def _read_page(folder: Path, slug: str, language: str, findings: Findings) -> PageText:
    name = f"{slug}.{language}.md"
    empty = PageText(name, language, slug, "", "", "", "")
    if not (folder / name).exists():
        findings.add(name, 1, "The file is missing. Both languages are loaded together.")
        return empty
    document = read_document(folder / name, name, findings)
    if document is None:
        return empty
    fields = Fields(document, findings, {"title", "lead", "seo_description"})
    return PageText(
        name, language, slug,
        title=fields.text("title", most=200),
        lead=fields.text("lead", most=400, otherwise=""),
        description=fields.text("seo_description", most=300, otherwise=""),
        body=rich_text(
            document.body, file=name, line=document.body_line, findings=findings,
            allowed=SITE_TEXT,
        ),
    )  # fmt: skip


def _write(page: PageText, homes: dict[str, Any], report: LoadReport, overwrite: bool) -> None:
    is_home = page.slug == "home"
    slug = home_slug(page.language) if is_home else page.slug
    values = {
        "title": page.title, "slug": slug, "lead": page.lead, "body": page.body,
        "search_description": page.description,
    }  # fmt: skip
    key: UUID = HOME_KEY if is_home else uuid5(HOME_KEY, page.slug)
    home = homes[page.language]
    write_page(
        model=HomePage if is_home else InfoPage,
        parent=home,
        language=page.language,
        key=home.translation_key if is_home else key,
        values=values,
        source=page.name,
        report=report,
        overwrite=overwrite,
    )


def _read_rows(path: Path, model: type[models.Model], findings: Findings) -> list[models.Model]:
    """Read a YAML list into unsaved rows of `model`; each has a `key`."""
    if not path.exists():
        findings.add(path.name, 1, "The file is missing. An empty list is written `[]`.")
        return []
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
        value = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        findings.add(path.name, line, f"The file is not YAML ({error.problem}).")
        return []
    if not isinstance(value, list):
        findings.add(path.name, 1, "The file must be a list: each entry begins with `- `.")
        return []
    known = {f.name for f in model._meta.concrete_fields} - {"id", "sort_key"}
    rows: list[models.Model] = []
    seen: set[str] = set()
    for entry, entry_node in zip(value, node.value if node else [], strict=True):
        line = entry_node.start_mark.line + 1
        if not isinstance(entry, dict):
            findings.add(path.name, line, "The entry must be lines of the form `name: value`.")
            continue
        # `demo: true` marks an entry as made up, for those who read the file.
        for name in sorted(str(name) for name in entry.keys() - known - {"demo"}):
            findings.add(
                path.name, line, f"`{name}` is not known. Known: {', '.join(sorted(known))}."
            )
        key = str(entry.get("key", ""))
        if key in seen:
            findings.add(path.name, line, f"The key `{key}` stands twice.")
        seen.add(key)
        row = model(**{name: _as_text(value) for name, value in entry.items() if name in known})
        try:
            row.clean_fields(exclude={"sort_key"})
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                findings.add(path.name, line, f"`{name}`: {' '.join(messages)}")
        rows.append(row)
    return rows


def _as_text(value: Any) -> Any:
    """Numbers in YAML are telephone numbers here; dates and texts stay what they are."""
    if isinstance(value, str):
        return value.strip()
    return value if isinstance(value, date) or value is None else str(value)


def _write_row(row: Any, report: LoadReport, overwrite: bool) -> None:
    """Insert or update the row with the same key, unless somebody edited it since the last load."""
    model = type(row)
    found = model.objects.filter(key=row.key).first()
    names = [f.name for f in model._meta.concrete_fields if f.name not in ("id", "sort_key")]
    place = f"{model._meta.label_lower}:{row.key}"
    wanted = digest_of(row, names)
    if found is None:
        row.save()
        report.created.append(f"{row.key} → “{row}”")
    elif digest_of(found, names) == wanted:
        report.unchanged += 1
    elif edited_since(place, digest_of(found, names)) and not overwrite:
        report.refused.append(
            f"“{found}” ({model._meta.verbose_name} {row.key}) was edited in the admin since it "
            "was loaded. Copy what should stay into the file, then load with --overwrite."
        )
        return
    else:
        row.pk = found.pk
        row.save()
        report.updated.append(f"{row.key} → “{row}”")
    remember(place, wanted)
