"""A small curriculum on disk, for tests that load, break and publish it."""

import uuid
from pathlib import Path

from courses.actions import publish_edition
from courses.actions.load import load_course
from courses.curriculum import read_course

SPACE = uuid.UUID("00000000-0000-0000-0000-0000000000aa")
WORDS = {
    "kk": {"course": "Шағын курс", "module": "Бөлім", "lesson": "Сабақ", "say": "Ал, қане"},
    "ru": {"course": "Малый курс", "module": "Раздел", "lesson": "Урок", "say": "Ну вот"},
}
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20">'
    '<script>alert(1)</script><rect width="40" height="20" onclick="alert(2)"/></svg>'
)


def key(name: str) -> uuid.UUID:
    return uuid.uuid5(SPACE, name)


def write_activities(language: str) -> str:
    """One activity of each kind that is not in every lesson."""
    say = WORDS[language]["say"]
    return f"""
::: truefalse key=true-or-not
{say}!

- [x] {{true}}
  > {say}: true
- [ ] {{false}}
  > {say}: false
:::

::: order key=steps pass=one-off shown=3
{say}?

- [1] {{one}} {say} 1
- [2] {{two}} {say} 2
- [3] {{three}} {say} 3

right:
  > {say}: right
wrong:
  > {say}: wrong

hint: {say}.
:::

::: pairs key=both-sides
{say}?

- [=] {{left-a}} {say} a
  = {{right-a}} {say} A
  > {say}: a
- [=] {{left-b}} {say} b
  = {{right-b}} {say} B
  > {say}: b
:::

::: number key=how-many value=12.5 tolerance=0.5 unit="{say}" pass=answered
{say}?

right:
  > {say}: right
small:
  > {say}: small
big:
  > {say}: big
:::

::: scale key=how-easy steps=5 low="{say} 1" high="{say} 5"
{say}?
:::

::: together key=for-two
{say}!

talk:
- {say}?

alone:
{say}.
:::
"""


def write_lesson(language: str, number: int, *, sensitive: bool = False) -> str:
    words = WORDS[language]
    return f"""---
key: {key(f"lesson-{number}")}
title: {words["lesson"]} {number}
minutes: 10
required: true
sensitive: {"true" if sensitive else "false"}
sources:
  - title: stat.gov.kz
    url: https://stat.gov.kz/
    checked: 2026-11-01
---
::: situation
{words["say"]} {number}.
:::

## {words["say"]}

**{words["say"]}**, [111](tel:111).

::: picture key=p1 file=cup.svg alt="{words["say"]}"
:::

::: single key=first required
{words["say"]}?

- [ ] {{a}} {words["say"]} a
  > secret-feedback-a {language}
- [x] {{b}} {words["say"]} b
  > secret-feedback-b {language}

hint: {words["say"]}.
:::

::: reflection key=think
{words["say"]}?
:::
{write_activities(language) if number == 3 else ""}"""


def write_school(folder: Path, *, modules: int = 2, lessons: int = 2) -> Path:
    """Write a course into `folder`/small and return it; the last lesson is a sensitive one."""
    course = folder / "small"
    (course / "media").mkdir(parents=True)
    (course / "media" / "cup.svg").write_text(SVG)
    for language, words in WORDS.items():
        (course / f"course.{language}.md").write_text(
            f"---\nkey: {key('course')}\ncode: SMALL\nslug: small\ntitle: {words['course']}\n"
            f"summary: {words['say']}.\nhours: 1.5\n---\n## {words['say']}\n\n{words['say']}.\n"
        )
        number = 0
        for m in range(1, modules + 1):
            module = course / f"{m:02}-module{m}"
            module.mkdir(exist_ok=True)
            (module / f"module.{language}.md").write_text(
                f"---\nkey: {key(f'module-{m}')}\ntitle: {words['module']} {m}\n"
                f"summary: {words['say']}.\n---\n"
            )
            for n in range(1, lessons + 1):
                number += 1
                (module / f"{n:02}-lesson{number}.{language}.md").write_text(
                    write_lesson(language, number, sensitive=number == modules * lessons)
                )
    return course


def change(path: Path, old: str, new: str) -> int:
    """Replace `old` in a file; return the line on which it stood."""
    text = path.read_text()
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def load(folder: Path, **options):
    """Load the course and return it with the report."""
    return load_course(files=read_course(folder), **options)


def publish(folder: Path):
    """Load the course, publish an edition, return it."""
    course, _report = load(folder)
    return publish_edition(course=course, by="methodologist@example.org")
