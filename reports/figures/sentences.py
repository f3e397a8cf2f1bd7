"""What a chart says, in one or two whole sentences."""

from django.utils.translation import gettext as _

from reports.figures.course import CourseFigures
from reports.figures.lesson import ActivityLine
from reports.figures.tens import Share


def said(share: Share) -> str:
    """Return a share as it stands in a table."""
    if share.is_all:
        return _("nearly all")
    if share.percent is None:
        return _("too few to show")
    return _("%(percent)s %%") % {"percent": share.percent}


def of_course(figures: CourseFigures) -> list[str]:
    """Return how many finish and where most stop."""
    finished, drop = figures.finished, figures.biggest_drop
    if not finished.of:
        return [_("Too few people have begun this course so far to show anything.")]
    if finished.is_all:
        sentences = [_("Nearly all of those who began have finished the course.")]
    elif finished.percent is None:
        sentences = [_("Too few of those who began have finished the course to show how many.")]
    else:
        sentences = [
            _("Of those who began, %(percent)s %% have finished the course.")
            % {"percent": finished.percent}
        ]
    if drop and drop.stopped is not None:
        sentences.append(
            _(
                "Most stop at lesson %(number)s, “%(lesson)s”: %(percent)s %% of those who opened"
                " it have not opened the next one."
            )
            % {"number": drop.number, "lesson": drop.lesson.title, "percent": drop.stopped}
        )
    return sentences


def of_activity(line: ActivityLine) -> list[str]:
    """Return how many are right at first, and what is chosen most."""
    if not line.people:
        return [_("Too few people have answered so far to show anything.")]
    sentences = []
    if line.right is not None:
        if line.right.is_all:
            sentences.append(_("Nearly all answer rightly at the first attempt."))
        elif line.right.percent is None:
            sentences.append(_("Too few answer rightly at the first attempt to show how many."))
        else:
            sentences.append(
                _("%(percent)s %% answer rightly at the first attempt.")
                % {"percent": line.right.percent}
            )
    most = line.most_chosen
    if most and not most.chosen.is_all:
        values = {"percent": most.chosen.percent, "option": most.text}
        if most.is_right is False:
            sentences.append(_("Most choose “%(option)s” first: %(percent)s %%, wrongly.") % values)
        else:
            sentences.append(_("Most choose “%(option)s” first: %(percent)s %%.") % values)
    return sentences
