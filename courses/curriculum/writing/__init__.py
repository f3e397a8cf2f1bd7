"""A course into text files: the way back of courses.curriculum."""

from courses.curriculum.writing.folder import write_course

__all__ = ["write_course"]
