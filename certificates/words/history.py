"""Which words are in force, what each version changed, how many certificates bear it."""

from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import gettext as _

from certificates.models import Certificate
from certificates.words.models import TEXTS, CertificateTemplate, TemplateWords
from certificates.words.paper import issuer_of, paper_words
from courses.models import Course


class Difference(NamedTuple):
    """One text that is another than before; empty means that there was or is none."""

    label: str
    before: str
    after: str


class Version(NamedTuple):
    """A published version, what it changed, how many certificates bear it, whether it holds."""

    template: CertificateTemplate
    differences: list[Difference]
    certificates: int
    is_in_force: bool


class InForce(NamedTuple):
    """The version of a course (None: all courses); no template where the settings' words hold."""

    course: Course | None
    template: CertificateTemplate | None
    is_own: bool


def versions() -> list[Version]:
    """Return every version, the newest first. Two queries."""
    rows = list(
        CertificateTemplate.objects.select_related(
            "course", "proposal__proposed_by", "proposal__decided_by"
        ).order_by("number")
    )
    counts = certificates_by_template()
    newest: dict[int | None, CertificateTemplate] = {}
    found = []
    for row in rows:
        before = newest.get(row.course_id)
        if row.course_id is not None and (before is None or before.follows_all):
            before = newest.get(None)
        newest[row.course_id] = row
        found.append((row, differences(before, row), counts.get(row.pk, 0)))
    holding = {row.pk for row in newest.values() if not row.follows_all}
    return [Version(*one, one[0].pk in holding) for one in reversed(found)]


def certificates_by_template() -> dict[int | None, int]:
    """Return how many certificates bear each version; under None those from before. One query."""
    counted = Certificate.objects.order_by().values("template").annotate(number=Count("pk"))
    return dict(counted.values_list("template", "number"))


def in_force(rows: list[Version]) -> list[InForce]:
    """Return what holds for all courses and for each course, from all `versions`. One query."""
    holding = {one.template.course_id: one.template for one in rows if one.is_in_force}
    general = holding.get(None)
    return [InForce(None, general, True)] + [
        InForce(course, holding.get(course.pk, general), course.pk in holding)
        for course in Course.objects.order_by("place", "code")
    ]


def differences(before: TemplateWords | None, after: TemplateWords) -> list[Difference]:
    """Return what `after` says otherwise than `before`; without one, than the settings' words."""
    if after.follows_all:
        return []
    issuer, words = issuer_of(before), paper_words(None)
    said = {"issuer_kk": issuer.kk, "issuer_ru": issuer.ru}
    found = []
    for field in TEXTS:
        old = getattr(before, field) if before else said.get(field, getattr(words, field, ""))
        new = getattr(after, field)
        if old != new:
            found.append(Difference(label_of(field), old, new))
    old_logo = before.logo if before else ""
    if old_logo != after.logo:
        found.append(Difference(_("Logo"), _logo(old_logo), _logo(after.logo)))
    return found


def label_of(field: str) -> str:
    """Return what the form calls a text."""
    texts = {one.name: one for one in CertificateTemplate._meta.concrete_fields}
    return str(texts[field].verbose_name)


def _logo(digest: str) -> str:
    return _("picture %(sign)s") % {"sign": digest[:8]} if digest else ""
