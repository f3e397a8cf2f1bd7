"""Wagtail's migrations call the roots of pages and of files “Root”; people read it in paths."""

from typing import Any

from django.db import migrations

WAGTAILS = "Root"
# A name is content and stands once: the first is the same word in Kazakh and in Russian.
PAGES, FILES = "Сайт", "Файлдар · Файлы"


def forwards(apps: Any, schema_editor: Any) -> None:
    """Give both a name, unless somebody gave them one."""
    pages = apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title=WAGTAILS)
    pages.update(title=PAGES, draft_title=PAGES)
    apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name=WAGTAILS).update(
        name=FILES
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0003_help_lines_without_hours"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
