"""Both languages say the same things in the same order; only words differ."""

from itertools import zip_longest

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.texts import Findings, listed
from courses.curriculum.measure import compare_measures
from courses.curriculum.parts import CourseText, LessonText, ModuleText, Part

# What is equal in both languages, by the name it has in the file.
COURSE = {"key": "key", "code": "code", "slug": "slug", "hours": "hours", "audience": "audience",
          "by_age": "by_age", "place": "place"}  # fmt: skip
LESSON = {
    "key": "key", "minutes": "minutes", "is_required": "required", "is_sensitive": "sensitive",
}  # fmt: skip
# What is equal in a pair of parts, with what is said where it is not.
EQUAL = {
    "file": gettext_lazy("The file of %(part)s differs from %(place)s."),
    "is_decorative": gettext_lazy("The flag `decorative` of %(part)s differs from %(place)s."),
    "is_required": gettext_lazy("The flag `required` of %(part)s differs from %(place)s."),
    "rule": gettext_lazy("The attribute `pass` of %(part)s differs from %(place)s."),
    "shown_after": gettext_lazy("The attribute `shown` of %(part)s differs from %(place)s."),
}


def compare_courses(one: CourseText, other: CourseText, findings: Findings) -> None:
    """Note where the second language departs from the first."""
    compare_fields(one, other, COURSE, findings)
    if one.headings != other.headings:
        findings.add(
            other.name, 1,
            _("The headings are %(here)s, but %(there)s in %(file)s.")
            % {"here": listed(other.headings), "there": listed(one.headings), "file": one.name},
        )  # fmt: skip
    if one.measure and other.measure:
        names = [text.name.replace("course.", "measure.") for text in (one, other)]
        compare_measures(names[0], one.measure, names[1], other.measure, findings)
    for module, twin in zip(one.modules, other.modules, strict=False):
        compare_modules(module, twin, findings)


def compare_modules(one: ModuleText, other: ModuleText, findings: Findings) -> None:
    """Note where a module departs from its twin."""
    compare_fields(one, other, {"key": "key"}, findings)
    for lesson, twin in zip(one.lessons, other.lessons, strict=False):
        compare_lessons(lesson, twin, findings)


def compare_fields(one, other, names: dict[str, str], findings: Findings) -> None:
    """Note front matter that should be equal and is not."""
    for attribute, name in names.items():
        first, second = getattr(one, attribute), getattr(other, attribute)
        if first != second and first not in (None, "") and second not in (None, ""):
            findings.add(
                other.name, 1,
                _("`%(name)s` is %(here)s, but %(there)s in %(file)s. Make them equal.")
                % {"name": name, "here": second, "there": first, "file": one.name},
            )  # fmt: skip


def compare_lessons(one: LessonText, other: LessonText, findings: Findings) -> None:
    """Note the first place where the parts of a lesson depart, and every difference within them."""
    compare_fields(one, other, LESSON, findings)
    if one.topics != other.topics:
        findings.add(
            other.name, 1,
            _("`%(name)s` is %(here)s, but %(there)s in %(file)s. Make them equal.")
            % {"name": "topics", "here": listed(other.topics), "there": listed(one.topics),
               "file": one.name},
        )  # fmt: skip
    if len(one.sources) != len(other.sources):
        findings.add(
            other.name, 1,
            _("There are %(here)s sources, but %(there)s in %(file)s.")
            % {"here": len(other.sources), "there": len(one.sources), "file": one.name},
        )  # fmt: skip
    for part, twin in zip_longest(one.parts, other.parts):
        if part is None:
            findings.add(other.name, twin.line, alone(twin, one.name))
            return
        if twin is None:
            findings.add(one.name, part.line, alone(part, other.name))
            return
        if (part.kind, part.key) != (twin.kind, twin.key):
            findings.add(
                other.name, twin.line,
                _("%(part)s stands where %(place)s has %(other)s. Both languages have the same "
                  "parts in the same order.")
                % {"part": name_of(twin), "place": f"{one.name}:{part.line}",
                   "other": name_of(part)},
            )  # fmt: skip
            return
        compare_parts(one.name, part, other.name, twin, findings)


def compare_parts(file: str, part: Part, other: str, twin: Part, findings: Findings) -> None:
    """Note what differs between two parts of one kind and key."""
    here = f"{file}:{part.line}"
    if part.headings != twin.headings:
        findings.add(
            other, twin.line,
            _("The headings here are %(here)s, but %(there)s at %(place)s.")
            % {"here": listed(twin.headings), "there": listed(part.headings), "place": here},
        )  # fmt: skip
    named = {"part": name_of(twin), "place": here}
    for attribute, departs in EQUAL.items():
        if getattr(part, attribute) != getattr(twin, attribute):
            findings.add(other, twin.line, str(departs % named))
    for name, fact in part.facts.items():
        if twin.facts.get(name) != fact:
            findings.add(
                other, twin.line,
                _("The `%(name)s` of %(part)s differs from %(place)s.") % {"name": name, **named},
            )  # fmt: skip
    if len(part.lines) != len(twin.lines):
        findings.add(
            other, twin.line,
            _("%(part)s has %(here)s lines, but %(there)s at %(place)s.")
            % {"here": len(twin.lines), "there": len(part.lines), **named},
        )  # fmt: skip
    if list(part.texts) != list(twin.texts):
        findings.add(
            other, twin.line,
            _("The cases of %(part)s are %(here)s, but %(there)s at %(place)s.")
            % {"here": listed(twin.texts), "there": listed(part.texts), **named},
        )  # fmt: skip
    for name, has in (("captions", part.captions), ("link", part.words.get("link", ""))):
        has_too = twin.captions if name == "captions" else twin.words.get("link", "")
        if bool(has) != bool(has_too):
            findings.add(
                other, twin.line,
                _("%(part)s has `%(name)s` in one language only (%(place)s).")
                % {"name": name, **named},
            )  # fmt: skip
    pairs = [f"{pair.key} = {pair.right_key}" for pair in part.pairs]
    twins = [f"{pair.key} = {pair.right_key}" for pair in twin.pairs]
    if pairs != twins:
        findings.add(
            other, twin.line,
            _("The pairs of %(part)s are %(here)s, but %(there)s at %(place)s.")
            % {"here": listed(twins), "there": listed(pairs), **named},
        )  # fmt: skip
    if bool(part.words.get("unit")) != bool(twin.words.get("unit")):
        findings.add(
            other, twin.line, _("%(part)s has a unit in one language only (%(place)s).") % named
        )
    if bool(part.hint) != bool(twin.hint):
        findings.add(
            other, twin.line, _("%(part)s has a hint in one language only (%(place)s).") % named
        )
    keys = [option.key for option in part.options]
    theirs = [option.key for option in twin.options]
    if keys != theirs:
        findings.add(
            other, twin.line,
            _("The options of %(part)s are %(here)s, but %(there)s at %(place)s.")
            % {"here": listed(theirs), "there": listed(keys), **named},
        )  # fmt: skip
        return
    for option, counterpart in zip(part.options, twin.options, strict=True):
        if option.is_right != counterpart.is_right:
            message = (
                _("Option {%(key)s} is wrong here, but right at %(place)s.") if option.is_right
                else _("Option {%(key)s} is right here, but wrong at %(place)s.")
            )  # fmt: skip
            values = {"key": option.key, "place": f"{file}:{option.line}"}
            findings.add(other, counterpart.line, message % values)


def name_of(part: Part) -> str:
    """Name a part in a message."""
    return f"`{part.kind} {part.key}`" if part.key else f"`{part.kind}`"


def alone(part: Part, other: str) -> str:
    """Say that a part stands in one language only; `other` is the file that has none such."""
    return _("%(part)s has no counterpart in %(file)s.") % {"part": name_of(part), "file": other}
