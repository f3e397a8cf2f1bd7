"""What an editor may say on a certificate: proposed by one, published by another, then frozen."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# In the order in which they stand on the paper and in the form; each in Kazakh and Russian.
PAIRS = ("issuer", "title", "sentence", "signatory_post", "signatory_name", "logo_alt")
TEXTS = tuple(f"{name}_{language}" for name in PAIRS for language in ("kk", "ru"))
TERMS = ("course", "follows_all", *TEXTS, "logo", "note")


def _text(label: Any, length: int) -> models.CharField:
    return models.CharField(label, max_length=length, blank=True, default="")


class TemplateWords(models.Model):
    """The words themselves.

    `follows_all` is said of a course that had words of its own and has those of all courses again.
    """

    course = models.ForeignKey(
        "courses.Course", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("Course"), help_text=_("None: all courses without words of their own."),
    )  # fmt: skip
    follows_all = models.BooleanField(default=False)
    issuer_kk = _text(_("Issued by, in Kazakh"), 200)
    issuer_ru = _text(_("Issued by, in Russian"), 200)
    title_kk = _text(_("Title of the paper, in Kazakh"), 100)
    title_ru = _text(_("Title of the paper, in Russian"), 100)
    sentence_kk = _text(_("Sentence below the title, in Kazakh"), 300)
    sentence_ru = _text(_("Sentence below the title, in Russian"), 300)
    signatory_post_kk = _text(_("Post of who signs, in Kazakh"), 200)
    signatory_post_ru = _text(_("Post of who signs, in Russian"), 200)
    signatory_name_kk = _text(_("Name of who signs, in Kazakh"), 100)
    signatory_name_ru = _text(_("Name of who signs, in Russian"), 100)
    logo_alt_kk = _text(_("What the logo shows, in Kazakh"), 150)
    logo_alt_ru = _text(_("What the logo shows, in Russian"), 150)
    logo = models.CharField(
        max_length=64, blank=True, default="",
        help_text="SHA-256 of the picture, under which it lies in the private storage.",
    )  # fmt: skip
    note = models.TextField(_("What changes, and why"))

    class Meta:
        abstract = True


class TemplateProposalQuerySet(models.QuerySet["TemplateProposal"]):
    """Questions about proposals."""

    def open(self):
        """Those that nobody has decided, drafts among them."""
        return self.filter(decision="")

    def drafts(self):
        """Those that their author still writes."""
        return self.open().filter(asked_at=None)

    def waiting(self):
        """Those that wait for a second person."""
        return self.open().filter(asked_at__isnull=False)


class TemplateProposal(TemplateWords):
    """Words that somebody proposes: a draft until `asked_at`, unchanged from then on."""

    class Decision(models.TextChoices):
        PUBLISHED = "published", _("published")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")

    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=12, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why it was declined.")

    objects = TemplateProposalQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = [
            ("propose_words", _("Can propose the words of certificates")),
            ("publish_words", _("Can publish the words of certificates")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decision="published")
                | (
                    Q(decided_by__isnull=False, asked_at__isnull=False)
                    & ~Q(decided_by=F("proposed_by"))
                ),
                name="words_take_two_people",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="a_decision_on_words_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"words proposal #{self.pk}"

    @property
    def is_draft(self) -> bool:
        """Whether its author still writes it."""
        return self.asked_at is None and not self.decision


class CertificateTemplate(TemplateWords):
    """A published version of the words, numbered. Insert-only: certificates point to it."""

    number = models.PositiveIntegerField(unique=True)
    proposal = models.OneToOneField(
        TemplateProposal, on_delete=models.PROTECT, related_name="template",
        help_text="Who proposed and who published it.",
    )  # fmt: skip
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["course", "-number"], name="words_by_course")]
        constraints = [
            models.CheckConstraint(
                condition=Q(follows_all=True, course__isnull=False, issuer_kk="", logo="")
                | (
                    Q(follows_all=False)
                    & ~Q(issuer_kk="") & ~Q(issuer_ru="") & ~Q(title_kk="") & ~Q(title_ru="")
                ),
                name="words_are_whole_in_both_languages",
            ),
            models.CheckConstraint(
                condition=Q(logo="", logo_alt_kk="", logo_alt_ru="")
                | (~Q(logo="") & ~Q(logo_alt_kk="") & ~Q(logo_alt_ru="")),
                name="a_logo_is_described_in_both_languages",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"words no. {self.number}"
