"""What is taught: the pages trainers write, and the editions learners take."""

from courses.models.editions import (
    LAST_PLACE,
    Audience,
    Course,
    Edition,
    EditionText,
    LessonSnapshot,
    LessonWithdrawal,
    ModuleSnapshot,
)
from courses.models.pages import CourseIndexPage, CoursePage, LessonPage, ModulePage
from courses.models.proposals import WithdrawalProposal
from courses.models.search import SearchEntry, SearchWord
from courses.models.take_along import TakeAlongFile
from courses.models.transfers import CurriculumTransfer
from courses.models.translation import MatchedText

__all__ = [
    "LAST_PLACE",
    "Audience",
    "Course",
    "CourseIndexPage",
    "CoursePage",
    "CurriculumTransfer",
    "Edition",
    "EditionText",
    "LessonPage",
    "LessonSnapshot",
    "LessonWithdrawal",
    "MatchedText",
    "ModulePage",
    "ModuleSnapshot",
    "SearchEntry",
    "SearchWord",
    "TakeAlongFile",
    "WithdrawalProposal",
]
