"""Completion is decided in one place: nothing else in the code writes it."""

import re

from config.embedded.places import ROOT

APPS = ("accounts", "centres", "certificates", "cms", "courses", "enrolments", "learning", "notifications",
        "registry", "reports", "web")  # fmt: skip


def writers(pattern):
    return {
        str(path.relative_to(ROOT))
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and pattern.search(path.read_text())
    }


def test_only_the_requirements_action_completes_an_enrolment():
    found = writers(re.compile(r"enrolment_completed\.send"))
    assert found == {"enrolments/actions/requirements.py"}
    found = writers(re.compile(r"Enrolment\.objects[^\n]*\n?[^\n]*update\([^)]*\bcompleted_at="))
    assert found == set()


def test_only_a_learners_own_answer_settles_a_lesson():
    """No preview can reach it, and staff can settle a live session alone, by two of them."""
    found = writers(re.compile(r"\bsettle_requirement\("))
    assert found == {
        "enrolments/actions/attending.py",
        "enrolments/actions/requirements.py",
        "learning/actions/editions.py",  # what was done, carried over to a newer edition
        "learning/actions/lessons.py",
    }
    attending = (ROOT / "enrolments/actions/attending.py").read_text()
    settled = re.findall(r"\bsettle_requirement\(([^)]*)\)", attending)
    assert [("key=LIVE_SESSION" in arguments) for arguments in settled] == [True]
    found = writers(re.compile(r"\bcomplete_lesson\("))
    assert found == {
        "learning/actions/answers.py",
        "learning/actions/editions.py",
        "learning/actions/lessons.py",
    }


def test_only_a_confirmed_attendance_settles_everything_at_once():
    found = writers(re.compile(r"\bsettle_all_requirements\("))
    assert found == {"enrolments/actions/requirements.py", "enrolments/actions/attending.py"}
