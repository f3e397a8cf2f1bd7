"""Draft, ask, publish, end: words change by two people, and only on what is certified later."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from certificates.words.exceptions import (
    NothingOfItsOwn,
    WordsDecided,
    WordsNotDraft,
    WordsOfOneself,
    WordsUnfit,
)
from certificates.words.models import TERMS, TEXTS, CertificateTemplate, TemplateProposal
from certificates.words.paper import template_for
from certificates.words.rules import problems_of, tidy
from courses.models import Course
from web.locks import hold

Decision = TemplateProposal.Decision
LOCK = b"certificates.words"


@transaction.atomic
def draft_words(
    *, words: dict[str, Any], by: User, draft: TemplateProposal | None = None
) -> TemplateProposal:
    """Keep `words` (the fields of TERMS) as a new draft, or as what `draft` says from now on.

    Nobody is asked yet and nothing changes for anybody. Raises WordsUnfit with the reasons by
    field, and WordsNotDraft when `draft` is another's or was handed over already.
    """
    words = {"follows_all": False, "logo": ""} | words
    words |= {name: tidy(str(words.get(name, ""))) for name in TEXTS}
    if problems := problems_of(words):
        raise WordsUnfit(problems)
    if draft is None:
        made: TemplateProposal = TemplateProposal.objects.create(**words, proposed_by=by)
        return made
    found = TemplateProposal.objects.select_for_update().get(pk=draft.pk)
    if not found.is_draft or found.proposed_by_id != by.pk:
        raise WordsNotDraft
    for name, value in words.items():
        setattr(found, name, value)
    found.save(update_fields=list(words))
    return found


@transaction.atomic
def propose_return(*, course: Course, note: str, by: User) -> TemplateProposal:
    """Ask a second person to let `course` have the words of all courses again.

    Raises NothingOfItsOwn when it has them.
    """
    current = template_for(course)
    if current is None or current.course_id is None:
        raise NothingOfItsOwn
    made: TemplateProposal = TemplateProposal.objects.create(
        course=course, follows_all=True, note=note, proposed_by=by, asked_at=timezone.now()
    )
    return made


@transaction.atomic
def ask_to_publish(*, proposal: TemplateProposal, by: User) -> None:
    """Hand a draft to a second person; it cannot be changed any more. Raises WordsNotDraft."""
    won = TemplateProposal.objects.drafts().filter(pk=proposal.pk, proposed_by=by).update(
        asked_at=timezone.now()
    )  # fmt: skip
    if not won:
        raise WordsNotDraft


@transaction.atomic
def publish_words(*, proposal: TemplateProposal, by: User) -> CertificateTemplate:
    """Let the proposed words stand on what is certified from now on, as the second person.

    Nothing that was certified changes. Raises WordsOfOneself and WordsDecided.
    """
    hold(LOCK)  # versions are numbered one by one
    found = TemplateProposal.objects.select_for_update().get(pk=proposal.pk)
    if found.proposed_by_id == by.pk:
        raise WordsOfOneself
    if found.asked_at is None:
        raise WordsDecided
    _decide(found, Decision.PUBLISHED, by)
    last = CertificateTemplate.objects.aggregate(last=Max("number"))["last"] or 0
    made: CertificateTemplate = CertificateTemplate.objects.create(
        number=last + 1, proposal=found, **{name: getattr(found, name) for name in TERMS}
    )
    return made


@transaction.atomic
def end_proposal(*, proposal: TemplateProposal, by: User, reason: str = "") -> None:
    """End a proposal without publishing it; its own author takes it back.

    Somebody else says why; another's draft is theirs to end. Raises WordsDecided.
    """
    found = TemplateProposal.objects.select_for_update().get(pk=proposal.pk)
    own = found.proposed_by_id == by.pk
    if found.is_draft and not own:
        raise WordsDecided
    _decide(found, Decision.TAKEN_BACK if own else Decision.DECLINED, by, reason)


def _decide(proposal: TemplateProposal, decision: str, by: User, reason: str = "") -> None:
    won = TemplateProposal.objects.open().filter(pk=proposal.pk).update(
        decision=decision, decided_by=by, decided_at=timezone.now(), reason=reason
    )  # fmt: skip
    if not won:
        raise WordsDecided
