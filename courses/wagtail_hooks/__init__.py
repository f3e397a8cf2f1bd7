"""What the courses app adds to Wagtail's admin. These modules only register."""

from courses.wagtail_hooks import (  # noqa: F401 they register
    course_rows,
    editions,
    files,
    help_lines,
    lesson_state,
    protection,
    translation,
    writing,
)
