"""Courses as folders of text files: what they say, and what is wrong with them.

`read_course(folder)` returns a `CourseFiles` or raises `cms.texts.FilesUnsound` with every finding.
The format is described in docs/curriculum-format.md.
"""

from courses.curriculum.folder import find_courses, read_course
from courses.curriculum.parts import (
    CourseFiles,
    CourseText,
    LessonText,
    ModuleText,
    Option,
    Pair,
    Part,
    Source,
)

__all__ = [
    "CourseFiles",
    "CourseText",
    "LessonText",
    "ModuleText",
    "Option",
    "Pair",
    "Part",
    "Source",
    "find_courses",
    "read_course",
]
