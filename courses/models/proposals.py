"""Withdrawing a lesson takes two people: one proposes, another confirms."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from courses.models.editions import Course

PROPOSAL_LIVES = timedelta(days=7)


class WithdrawalProposalQuerySet(models.QuerySet["WithdrawalProposal"]):
    """Questions about proposals."""

    def undecided(self):
        """Those nobody has decided, whether their time is over or not."""
        return self.filter(decision="")

    def open(self):
        """Those that can be confirmed now."""
        return self.undecided().filter(proposed_at__gt=timezone.now() - PROPOSAL_LIVES)


class WithdrawalProposal(models.Model):
    """Somebody asks to withdraw a lesson. Another confirms or declines it within seven days.

    People are labels and bare numbers, not references: content knows no person.
    """

    class Decision(models.TextChoices):
        CONFIRMED = "confirmed"
        DECLINED = "declined"
        TAKEN_BACK = "taken_back"
        EXPIRED = "expired"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="proposals")
    lesson_key = models.UUIDField(db_index=True)
    reason = models.TextField()
    proposed_by = models.CharField(max_length=254)
    proposer_id = models.BigIntegerField()
    proposed_at = models.DateTimeField(default=timezone.now)
    decision = models.CharField(max_length=12, choices=Decision, blank=True)
    decided_by = models.CharField(max_length=254, blank=True)
    decider_id = models.BigIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = WithdrawalProposalQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["lesson_key"], condition=Q(decision=""), name="one_open_proposal_per_lesson"
            ),
            models.CheckConstraint(
                condition=~Q(decision="confirmed")
                | (Q(decider_id__isnull=False) & ~Q(decider_id=F("proposer_id"))),
                name="a_withdrawal_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="a_decision_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal #{self.pk}"

    @property
    def ends_at(self):
        """When it can be confirmed no more."""
        return self.proposed_at + PROPOSAL_LIVES
