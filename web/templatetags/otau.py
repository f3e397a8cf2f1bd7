"""Template tags without a domain word."""

from django import template
from django.conf import settings
from django.template import Context
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from web.yurt import MOST_WINGS, YurtContext, yurt_context

register = template.Library()

MINUTES_AS_THEY_ARE = 90


@register.simple_tag(takes_context=True)
def switch_language_url(context: Context, language: str) -> str:
    """Return the address of this same place in `language`.

    A page that knows its own translation says so in `translated_urls`; any other address has the
    same path in both languages. The query is kept, so that a search or a list stays where it was.
    """
    known = (context.get("translated_urls") or {}).get(language)
    if known:
        return str(known)
    request = context.get("request")
    if request is None:
        return f"/{language}/"
    path = request.get_full_path()
    current = get_language()
    if current and path.startswith(f"/{current}/"):
        return f"/{language}/{path[len(current) + 2 :]}"
    return str(translate_url(path, language))


@register.simple_tag
def neutral_page() -> str:
    """Return the address to which "Leave this page" leads."""
    return str(settings.NEUTRAL_PAGE_URL)


@register.simple_tag
def scrolling_box(label: str = "") -> SafeString:
    """Return the attributes of a box in the admin whose content may be wider than the window.

    It takes focus, or nobody without a mouse could scroll it. Without a `label` it is a table.
    """
    return format_html(
        'class="w-overflow-auto" role="group" tabindex="0" aria-label="{}"', label or _("Table")
    )


@register.filter
def duration(minutes: int) -> str:
    """Say about how long `minutes` are: above an hour and a half in hours, to ten minutes."""
    if minutes <= MINUTES_AS_THEY_ARE:
        return ngettext("about %(minutes)s minute", "about %(minutes)s minutes", minutes) % {
            "minutes": minutes
        }
    hours, tens = divmod((minutes + 5) // 10, 6)
    if not tens:
        return ngettext("about %(hours)s hour", "about %(hours)s hours", hours) % {"hours": hours}
    return ngettext(
        "about %(hours)s hour %(minutes)s minutes", "about %(hours)s hours %(minutes)s minutes",
        hours,
    ) % {"hours": hours, "minutes": tens * 10}  # fmt: skip


@register.inclusion_tag("svg/yurt.html")
def yurt(total: int, raised: int, quiet: bool = False) -> dict[str, object]:
    """Draw the yurt of a course of `total` modules, `raised` of them completed.

    `quiet` where the same words stand beside it. A course of more than MOST_WINGS modules raises
    its wings in proportion; one without modules has a single wing.
    """
    wings = min(max(total, 1), MOST_WINGS)
    standing = min(raised, total) * wings // max(total, 1)
    context: YurtContext = yurt_context(wings, standing)
    return {**context, "quiet": quiet}
