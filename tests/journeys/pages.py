"""Every page a learner can see, in one table: for axe, the rulers, the bytes and benchmarks/phones.

A new page gets a row here; `tests/journeys/test_templates.py` says which template has none.
"""

# Name and address without the language.
EVERYBODY = {
    "home": "/", "courses": "/courses/", "course": "/courses/neke/",
    "course-by-age": "/courses/ata/", "lesson-to-begin-with": "/courses/ata/play/",
    "take-along": "/courses/neke/take-along/", "take-along-whole": "/courses/neke/take-along/whole/",
    "stop-messages": "/s/a-link-nobody-has",
    "lesson": "/courses/neke/listening/", "before-reading": "/courses/neke/circle/",
    "help": "/help/", "centres": "/centres/", "centres-of-a-region": "/centres/?region=KZ-75",
    "about": "/about/", "privacy": "/privacy/",
    "search": "/search/", "search-found": "/search/?q=бюджет",
    "search-nothing": "/search/?q=шынтуайт", "preferences": "/preferences/",
    "sign-in": "/sign-in/", "code-on-paper": "/code/", "check": "/c/", "history": "/c/history/",
    "certificate-damaged": "/c/1234/",
    "certificate-unknown": "/c/0000-0000-00001/", "not-found": "/nothing-here/",
    "invitation-closed": "/invitation/", "draft-closed": "/courses/draft/nothing/", "name-link-over": "/n/nothing/",
    # Last: its worker goes on filling the browser's cache, which another page's first visit empties.
    "offline": "/c/offline/",
}  # fmt: skip
# For those who build and try Otau: axe and the rulers, no bar for bytes.
TRYING = {
    "staff-sign-in": "/staff/login/", "demo": "/demo/", "outbox": "/demo/outbox/",
    "styleguide": "/styleguide/", "styleguide-preferred": "/styleguide/?largest.more.none",
    "password-link-over": "/staff/set-password/nothing/",
    "interface": "/interface/", "interface-problem": "/interface/problems/invalid/",
}  # fmt: skip
# Aigerim, half way.
LEARNER = {
    "my-learning": "/learn/", "my-course": "/learn/neke/", "my-lesson": "/learn/neke/listening/",
    "my-next-lesson": "/learn/neke/elders/", "my-couple": "/couple/",
    "my-application": "/application/", "my-application-phone": "/application/phone/",
    "my-account": "/account/", "my-name": "/account/name/",
    "my-language": "/account/language/",
    "my-consent": "/account/consent/", "my-lookups": "/account/lookups/",
    "my-certificates-none": "/certificates/", "withdraw": "/withdraw/neke/",
    "home-signed-in": "/", "my-messages": "/messages/", "my-requests": "/requests/",
    "my-centres": "/requests/new/?region=KZ-75", "my-request": "/requests/new/almaty-demo/",
    "my-notices": "/account/notices/", "my-sessions": "/account/sessions/", "my-consents": "/account/consent/all/",
    "my-questions": "/account/questions/", "my-new-question": "/account/questions/new/?about=claim",
}  # fmt: skip
# Irina, who holds a certificate, which is looked at too, and is of a couple.
COMPLETED = {
    "completed-learning": "/learn/", "completed-course": "/learn/neke/",
    "completed-certificates": "/certificates/", "completed-couple": "/couple/",
    "leave-couple": "/couple/leave/", "completed-application": "/application/",
    "completed-offices": "/certificates/name/offices/?region=KZ-75",
    "completed-questions": "/learn/neke/questions/after/", "completed-name": "/account/name/",
}  # fmt: skip
# Somebody who has just begun, before the first lesson.
BEGINNER = {
    "questions-before": "/learn/neke/questions/before/", "texts": "/texts/neke/",
    "texts-question": "/texts/neke/3/", "texts-none": "/texts/neke/answers/",
}  # fmt: skip
# Somebody who takes a course for parents.
PARENT = {
    "parent-learning": "/learn/", "parent-course": "/learn/ata/", "parent-ages": "/ages/ata/",
    "parent-lesson": "/learn/ata/play/", "parent-week": "/learn/ata/play/week/",
}  # fmt: skip
CLERK = {
    "desk": "/desk/", "desk-recovery": "/desk/recovery/", "desk-name": "/desk/name/",
    "desk-queue": "/desk/queue/", "desk-today": "/desk/today/", "desk-leaflets": "/desk/leaflets/",
    "desk-notice": "/desk/leaflets/notice/", "desk-enrol": "/desk/enrol/", "desk-more": "/desk/more/",
    "desk-consent": "/desk/enrol/consent/", "staff-sessions": "/staff/sessions/",
    "desk-exemption": "/desk/exemption/", "desk-application": "/desk/application/",
    "desk-applications": "/desk/applications/", "desk-unlink": "/desk/unlink/",
    "desk-attendance": "/desk/attendance/",
    "for-learners": "/learn/",
}  # fmt: skip

# What a clerk comes to by a press, in `test_states_of_the_desk` or as named.
AT_THE_DESK = {
    "desk/second.html": "a question", "desk/answer.html": "a question",
    "desk/no_pair.html": "a question", "desk/purpose.html": "a question",
    "desk/certificate.html": "test_desk.py",
    "desk/today_print.html": "a state", "desk/exemption_standing.html": "a state",
    "desk/assisted/slip.html": "a state", "desk/assisted/attendance_sheet.html": "a state",
    "desk/assisted/attendance_check.html": "a state", "desk/import.html": "a state",
    "desk/unlink_found.html": "a state", "desk/name_corrected.html": "a state",
}  # fmt: skip
# Pages of the desk that no journey comes to, each with its reason.
NOT_AT_THE_DESK = {
    "desk/conflict.html": "two accounts have to meet; drawn in tests/certificates/test_desk_document.py",
    "desk/seen.html": "the form of answer.html with an error; drawn in test_desk_document.py",
    "desk/unlinked.html": "would unlink somebody of another journey; drawn in test_desk_unlink.py",
    "desk/forbidden.html": "two lines; drawn in tests/certificates/test_desk.py",
}
# Pages whose template is not called as their view is.
OTHER_TEMPLATES = {
    "about": "cms/info.html", "privacy": "cms/info.html", "search": "search/search.html",
    "before-reading": "web/before_reading.html", "certificate-damaged": "certificates/damaged.html",
    "certificate-unknown": "certificates/unknown.html", "not-found": "404.html",
    "invitation-closed": "enrolments/invitation_closed.html",
    "draft-closed": "courses/draft_closed.html", "name-link-over": "certificates/link_over.html", "password-link-over": "accounts/link_over.html",
    "styleguide": "styleguide.html", "questions-before": "learning/measure.html",
    "desk-enrol": "desk/assisted/enrol.html", "desk-consent": "desk/assisted/consent_text.html",
    "desk-attendance": "desk/assisted/attendance.html",
    "for-learners": "accounts/for_learners.html", "completed-name": "accounts/name_settled.html",
}  # fmt: skip
# Templates seen in a test of test_pages.py or of the file that is named, since no address alone leads there.
SEEN_IN = {
    "accounts/code.html": "a newcomer",
    "accounts/welcome.html": "a newcomer",
    "accounts/consent.html": "a newcomer",
    "accounts/add_contact.html": "a newcomer",
    "accounts/contact_code.html": "a newcomer",
    "accounts/join.html": "a newcomer",
    "enrolments/begin.html": "a newcomer",
    "enrolments/invitation.html": "an invitation",
    "enrolments/invitation_own.html": "an invitation",
    "enrolments/invitation_in_couple.html": "an invitation",
    "learning/edition.html": "a beginner",
    "learning/mark.html": "a beginner",
    "certificates/certificate.html": "a learner who has completed",
    "certificates/wish.html": "a parent",
    "certificates/name_links.html": "test_holder.py",
    "certificates/name_link_made.html": "test_holder.py",
    "certificates/opened_name.html": "test_holder.py",
    "certificates/wrong_name.html": "test_holder.py",
    "accounts/appeal.html": "a learner who has completed",
    "accounts/consent_given.html": "a learner who has completed",
    "accounts/confirm.html": "test_erasing.py",
    "accounts/confirm_code.html": "test_erasing.py",
    "accounts/data.html": "test_erasing.py",
    "accounts/data_section.html": "test_erasing.py",
    "accounts/erase.html": "test_erasing.py",
    "accounts/erased.html": "test_erasing.py",
    "centres/visit_request.html": "test_requests.py",
}  # fmt: skip
# Templates no journey comes to, each with its reason.
NOT_SEEN = {
    "429.html": "answers the two hundredth request; drawn from base.html and a notice alone",
    "accounts/question_lookup.html": "a row of lookups.html over the form of new_appeal.html",
    "courses/try_activity.html": "a trainer's window, looked at in test_writing.py",
    "courses/withdrawn.html": "a lesson taken away by two people; drawn in tests/courses",
    "learning/lesson_withdrawn.html": "the same, for who takes the course; drawn in tests/learning",
    "accounts/erase_staff.html": "for staff, who are told whom to ask; drawn in tests/accounts",
    "cms/too_large.html": "answers an upload of staff; drawn in tests/cms",
    "accounts/confirm_by_paper.html": "of who has no contact; drawn in tests/certificates",
    "web/forbidden_form.html": "a form without its token, which browsers do not send",
}  # fmt: skip
