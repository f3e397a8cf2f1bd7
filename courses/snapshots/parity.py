"""Kazakh and Russian go live together and say the same: keys, order, answers."""

from typing import Any

from django.utils.translation import gettext as _

from courses.activities import ACTIVITIES, CHOICES, GRADED, RIGHT, SCALE
from courses.snapshots.draft import Draft, DraftLesson


def compare(draft: Draft) -> None:
    """Note where the two languages of `draft` depart."""
    kk, ru = draft.texts["kk"], draft.texts["ru"]
    if kk.page.hours != ru.page.hours:
        draft.wrong(_("The hours differ between the languages."), ru.page)
    if kk.measure.shape() != ru.measure.shape():
        draft.wrong(
            _("The questions before and after the course differ between the languages."), ru.page
        )
    compare_pages(draft, [m.page for m in kk.modules], [m.page for m in ru.modules])
    compare_pages(draft, [le.page for le in kk.lessons], [le.page for le in ru.lessons])
    twins = {lesson.page.translation_key: lesson for lesson in ru.lessons}
    for lesson in kk.lessons:
        twin = twins.get(lesson.page.translation_key)
        if twin:
            compare_lessons(draft, lesson, twin)


def compare_pages(draft: Draft, kk: list[Any], ru: list[Any]) -> None:
    """Note pages without a twin, another order, another address."""
    kk_keys = [page.translation_key for page in kk]
    ru_keys = [page.translation_key for page in ru]
    for page in kk:
        if page.translation_key not in ru_keys:
            draft.wrong(_("The page has no published counterpart in Russian."), page)
    for page in ru:
        if page.translation_key not in kk_keys:
            draft.wrong(_("The page has no published counterpart in Kazakh."), page)
    if set(kk_keys) == set(ru_keys) and kk_keys != ru_keys:
        first = next(page for page, key in zip(ru, kk_keys, strict=True)
                     if page.translation_key != key)  # fmt: skip
        draft.wrong(_("The order of the pages differs between the languages."), first)
    slugs = {page.translation_key: page.slug for page in kk}
    for page in ru:
        if slugs.get(page.translation_key, page.slug) != page.slug:
            draft.wrong(
                _("The address is “%(ru)s” in Russian and “%(kk)s” in Kazakh. Make them equal.")
                % {"ru": page.slug, "kk": slugs[page.translation_key]},
                page,
            )


def compare_lessons(draft: Draft, lesson: DraftLesson, twin: DraftLesson) -> None:
    """Note a lesson that asks other things in the other language."""
    for name, message in (
        ("minutes", _("The minutes differ between the languages.")),
        ("is_required", _("The lesson is required in one language only.")),
        ("is_sensitive", _("The lesson is marked as speaking of violence in one language only.")),
        ("topics", _("The questions at hand differ between the languages.")),
    ):
        if getattr(lesson.page, name) != getattr(twin.page, name):
            draft.wrong(message, twin.page)
    if lesson.module_key != twin.module_key:
        draft.wrong(_("The lesson stands in another module than its counterpart."), twin.page)
    if cases(lesson.parts) != cases(twin.parts):
        draft.wrong(cases_differ(), twin.page)
    if shape(lesson.parts, lesson.answers) != shape(twin.parts, twin.answers):
        draft.wrong(
            _("The activities, their keys, options or right answers differ between the languages."),
            twin.page,
        )


def cases_differ() -> str:
    """Say that a tailored text is for other people in the other language."""
    return _("The cases of a tailored text differ between the languages.")


def cases(parts: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """For whom each tailored text has a case, by key, in order: equal in both languages."""
    return [
        (part["key"], [case["key"] for case in part["cases"]])
        for part in parts
        if part["kind"] == "tailored"
    ]


def shape(parts: list[dict[str, Any]], answers: dict[str, Any]) -> list[tuple[Any, ...]]:
    """What of the activities is equal in both languages: kind, key, required, and what is asked.

    What is asked is a list of (name, value): options with whether they are right, the items in
    their order, the pairs, the number, the steps, and when an answer counts.
    """
    return [
        (part["kind"], part["key"], part.get("required"), asked(part, answers.get(part["key"])))
        for part in parts
        if part["kind"] in ACTIVITIES
    ]


def asked(part: dict[str, Any], answers: dict[str, Any] | None) -> list[tuple[str, Any]]:
    """What an activity asks, without words. Parts of before pass rules had the default ones."""
    kind = part["kind"]
    if kind == SCALE:
        return [("steps", part["steps"])]
    if kind not in GRADED or answers is None:
        return []
    rules = [("pass rule", part.get("pass", RIGHT)), ("shown after", part.get("shown_after", 0))]
    if kind in CHOICES:
        return [(o["key"], answers[o["key"]]["right"]) for o in part["options"]] + rules
    if kind == "order":
        return [("order", answers["order"]["keys"]), *rules]
    if kind == "pairs":
        return [(row["key"], answers[row["key"]]["right"]) for row in part["left"]] + rules
    return [*answers["number"].items(), *rules]
