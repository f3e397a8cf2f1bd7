"""“Can publish an edition” is cut to “Can publish an” by Wagtail, which strips the model's name."""

from typing import Any

from django.db import migrations

OLD, NEW = "Can publish an edition", "Can publish editions"


def renamed(apps: Any, before: str, after: str) -> None:
    """Write the new name where the permission exists already."""
    permissions = apps.get_model("auth", "Permission").objects
    permissions.filter(
        content_type__app_label="courses", codename="publish_edition", name=before
    ).update(name=after)


def forwards(apps: Any, schema_editor: Any) -> None:
    """Rename."""
    renamed(apps, OLD, NEW)


def backwards(apps: Any, schema_editor: Any) -> None:
    """Take the name back."""
    renamed(apps, NEW, OLD)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("courses", "0008_transfers"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="edition",
            options={
                "default_permissions": ("view",), "permissions": [("publish_edition", NEW)],
            },  # fmt: skip
        ),
        migrations.RunPython(forwards, backwards),
    ]
