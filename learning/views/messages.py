"""What a learner wants to be told: off until chosen."""

from django.conf import settings
from django.contrib.messages import success
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import LearnerRequest
from accounts.views.guards import account_required
from courses.models import Audience
from enrolments.models import Enrolment
from notifications.actions import choose_messages
from notifications.actions.sending import MOST_IN_A_FORTNIGHT
from notifications.forms import MessageChoiceForm
from notifications.models import MessageChoice
from notifications.questions import choice_of
from notifications.topics import Topic


@never_cache
@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: LearnerRequest) -> HttpResponse:
    """Show what the person is told, say how such messages look, and keep what they choose."""
    choice = choice_of(request.user)
    form = MessageChoiceForm(
        # An answer without a tick is an answer.
        request.POST if request.method == "POST" else None,
        user=request.user,
        choice=choice,
        asks_days=takes_for_two(request),
    )
    if form.is_valid():
        chosen = form.cleaned_data
        choose_messages(
            user=request.user,
            reminders=Topic.REMINDERS in chosen["topics"],
            news=Topic.NEWS in chosen["topics"],
            channel=chosen["channel"],
            days_before=chosen.get("days_before"),
        )
        words = _("Your choice is saved.") if chosen["topics"] else _("No messages will be sent.")
        success(request, words)
        return redirect("accounts:account")
    opens, closes = settings.MESSAGE_HOURS
    context = {
        "form": form,
        "opens": opens,
        "closes": closes,
        "most": MOST_IN_A_FORTNIGHT,
        "only_channel": form.channels[0] if len(form.channels) == 1 else "",
        "channel_is_gone": is_lost(choice, form.channels),
    }
    return render(request, "learning/messages.html", context, status=422 if form.is_bound else 200)


def is_lost(choice: MessageChoice | None, channels: list[str]) -> bool:
    """Whether messages were chosen by a contact that the account no longer has: none would come."""
    if choice is None or (choice.reminders_at is None and choice.news_at is None):
        return False
    return choice.channel not in channels


def takes_for_two(request: LearnerRequest) -> bool:
    """Whether the person takes a course to which a ceremony may belong."""
    open_ones = Enrolment.objects.open().filter(user=request.user)
    return open_ones.filter(course__audience=Audience.COUPLES).exists()
