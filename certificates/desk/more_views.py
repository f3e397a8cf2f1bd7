"""Everything at the desk that is not asked a hundred times a day, on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from certificates.desk.access import Desk, clerk_required

WORK = [
    (
        _("A person stands before me"),
        [
            ("enrol", _("Code on paper"), _("Without a phone or an account: begin the course.")),
            ("attendance", _("Attendance"), _("A course in a group: write down, confirm.")),
            ("recovery", _("Lost phone or e-mail"), _("Let the person in from a new one.")),
            ("name", _("Wrong name"), _("Correct it by the document.")),
            ("unlink", _("Wrong application"), _("Take a page off an application.")),
            ("exemption", _("Exemption"), _("Record it by a signed decision, see or end it.")),
            ("queue", _("Decisions"), _("Two accounts gave one identity.")),
        ],
    ),
    (
        _("Applications"),
        [
            ("applications", _("Applications from a file"), _("A day's list as CSV or Excel.")),
            (
                "application",
                _("Enter an application"),
                _("By both documents, while no registry is connected."),
            ),
        ],
    ),
]  # fmt: skip


@clerk_required
@require_GET
def more(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the other work of the desk, each with a line of what it is for."""
    groups = [
        (
            title,
            [
                (reverse(f"desk:{name}"), words, what)
                for name, words, what in entries
                if name != "application" or desk.enters_applications
            ],
        )
        for title, entries in WORK
    ]
    return render(request, "desk/more.html", {"groups": groups})
