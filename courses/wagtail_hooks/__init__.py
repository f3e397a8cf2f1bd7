"""What the courses app adds to Wagtail's admin. These modules only register."""

from courses.wagtail_hooks import course_rows, editions, protection, writing  # noqa: F401 they register
