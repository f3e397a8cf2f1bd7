"""Both languages say the same things in the same order; only words differ."""

from itertools import zip_longest

from cms.texts import Findings
from courses.curriculum.parts import CourseText, LessonText, ModuleText, Part

# What is equal in both languages, by the name it has in the file.
COURSE = {"key": "key", "code": "code", "slug": "slug", "hours": "hours"}
LESSON = {
    "key": "key", "minutes": "minutes", "is_required": "required", "is_sensitive": "sensitive",
}  # fmt: skip


def compare_courses(one: CourseText, other: CourseText, findings: Findings) -> None:
    """Note where the second language departs from the first."""
    compare_fields(one, other, COURSE, findings)
    if one.headings != other.headings:
        findings.add(
            other.name, 1,
            f"The headings are {show(other.headings)}, but {show(one.headings)} in {one.name}.",
        )  # fmt: skip
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
                other.name, 1, f"`{name}` is {second}, but {first} in {one.name}. Make them equal."
            )


def compare_lessons(one: LessonText, other: LessonText, findings: Findings) -> None:
    """Note the first place where the parts of a lesson depart, and every difference within them."""
    compare_fields(one, other, LESSON, findings)
    if len(one.sources) != len(other.sources):
        findings.add(
            other.name, 1,
            f"There are {len(other.sources)} sources, but {len(one.sources)} in {one.name}.",
        )  # fmt: skip
    for part, twin in zip_longest(one.parts, other.parts):
        if part is None:
            findings.add(
                other.name, twin.line, f"{name_of(twin)} has no counterpart in {one.name}."
            )
            return
        if twin is None:
            findings.add(
                one.name, part.line, f"{name_of(part)} has no counterpart in {other.name}."
            )
            return
        if (part.kind, part.key) != (twin.kind, twin.key):
            findings.add(
                other.name, twin.line,
                f"{name_of(twin)} stands where {one.name}:{part.line} has {name_of(part)}. "
                "Both languages have the same parts in the same order.",
            )  # fmt: skip
            return
        compare_parts(one.name, part, other.name, twin, findings)


def compare_parts(file: str, part: Part, other: str, twin: Part, findings: Findings) -> None:
    """Note what differs between two parts of one kind and key."""
    here = f"{file}:{part.line}"
    if part.headings != twin.headings:
        findings.add(
            other, twin.line,
            f"The headings here are {show(twin.headings)}, but {show(part.headings)} at {here}.",
        )  # fmt: skip
    for attribute, what in (
        ("file", "file"),
        ("is_decorative", "flag `decorative`"),
        ("is_required", "flag `required`"),
        ("rule", "attribute `pass`"),
        ("shown_after", "attribute `shown`"),
    ):  # fmt: skip
        if getattr(part, attribute) != getattr(twin, attribute):
            findings.add(other, twin.line, f"The {what} of {name_of(twin)} differs from {here}.")
    for name, fact in part.facts.items():
        if twin.facts.get(name) != fact:
            findings.add(other, twin.line, f"The `{name}` of {name_of(twin)} differs from {here}.")
    if len(part.lines) != len(twin.lines):
        findings.add(
            other, twin.line,
            f"{name_of(twin)} has {len(twin.lines)} lines, but {len(part.lines)} at {here}.",
        )  # fmt: skip
    for name, has in (("captions", part.captions), ("link", part.words.get("link", ""))):
        has_too = twin.captions if name == "captions" else twin.words.get("link", "")
        if bool(has) != bool(has_too):
            findings.add(
                other, twin.line, f"{name_of(twin)} has `{name}` in one language only ({here})."
            )
    pairs = [f"{pair.key} = {pair.right_key}" for pair in part.pairs]
    twins = [f"{pair.key} = {pair.right_key}" for pair in twin.pairs]
    if pairs != twins:
        findings.add(
            other, twin.line,
            f"The pairs of {name_of(twin)} are {show(twins)}, but {show(pairs)} at {here}.",
        )  # fmt: skip
    if bool(part.words.get("unit")) != bool(twin.words.get("unit")):
        findings.add(other, twin.line, f"{name_of(twin)} has a unit in one language only ({here}).")
    if bool(part.hint) != bool(twin.hint):
        findings.add(other, twin.line, f"{name_of(twin)} has a hint in one language only ({here}).")
    keys = [option.key for option in part.options]
    if keys != [option.key for option in twin.options]:
        findings.add(
            other, twin.line,
            f"The options of {name_of(twin)} are {show([o.key for o in twin.options])}, "
            f"but {show(keys)} at {here}.",
        )  # fmt: skip
        return
    for option, counterpart in zip(part.options, twin.options, strict=True):
        if option.is_right != counterpart.is_right:
            findings.add(
                other, counterpart.line,
                f"Option {{{option.key}}} is {'wrong' if option.is_right else 'right'} here, but "
                f"{'right' if option.is_right else 'wrong'} at {file}:{option.line}.",
            )  # fmt: skip


def name_of(part: Part) -> str:
    """Name a part in a message."""
    return f"`{part.kind} {part.key}`" if part.key else f"`{part.kind}`"


def show(names) -> str:
    """List names in a message."""
    return ", ".join(names) or "none"
