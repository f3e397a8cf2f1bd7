"""Questions at hand: chosen in the admin or the file, listed on the page of the course."""

import re

import pytest

from cms.actions.memory import digest_of
from cms.models import LoadedContent
from cms.texts import FilesUnsound
from courses.actions import correct_lesson, publish_edition
from courses.actions.withdraw import withdraw_lesson
from courses.curriculum import read_course
from courses.differences.contents import content_of_draft, content_of_edition
from courses.differences.course import course_difference
from courses.exceptions import CorrectionRefused, EditionIncomplete
from courses.models import LessonPage, LessonSnapshot
from courses.snapshots.course import draft_of
from tests import cast
from tests.courses import samples, school
from tests.courses.side_by_side import lesson, translate
from tests.courses.writing.conftest import form_of

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of a drawing's rendition to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
FILE = "01-module1/01-lesson1.{}.md"
COURSE = "/{}/courses/small/"


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_SECOND_FACTOR = False


@pytest.fixture
def admin(signed_in):
    return signed_in(cast.make_staff(superuser=True))


def give(slug, *topics, language=None):
    """Put a lesson's live pages below topics, past the editor."""
    pages = LessonPage.objects.filter(slug=slug)
    for page in pages.filter(locale__language_code=language) if language else pages:
        page.topics = list(topics)
        page.save_revision().publish()


def publish(course):
    return publish_edition(course=course, by="methodologist@example.org")


def by_question(client, language="ru"):
    """The topics of the course's page with the lessons below each."""
    html = client.get(COURSE.format(language)).content.decode()
    if 'id="questions"' not in html:
        return None
    part = html.split('id="questions"')[1].split('aria-labelledby="how"')[0]
    return {
        title: re.findall(r'href="([^"]+)">([^<]+)<', lessons)
        for title, lessons in re.findall(
            r"<span>([^<]+)&nbsp;<span[^>]*>\d+</span></span></summary>(.*?)</details>",
            part,
            re.DOTALL,
        )
    }


@pytest.mark.parametrize("language, title", [("kk", "Сабақ"), ("ru", "Урок")])
def test_the_page_of_a_course_lists_its_lessons_by_question(loaded, client, language, title):
    give("lesson1", "fathers", "sleep")
    give("lesson3", "sleep")
    publish(loaded)
    address = COURSE.format(language)
    assert list(by_question(client, language).items()) == [
        (samples.words("Sleep", language),
         [(f"{address}lesson1/", f"{title} 1"), (f"{address}lesson3/", f"{title} 3")]),
        (samples.words("Fathers", language), [(f"{address}lesson1/", f"{title} 1")]),
    ]  # fmt: skip


def test_a_course_without_topics_has_no_such_section(small, client):
    assert by_question(client) is None
    assert "#questions" not in client.get(COURSE.format("ru")).content.decode()


def test_a_lesson_that_speaks_of_violence_is_not_listed_below_a_question(loaded, client):
    give("lesson4", "specialist")
    publish(loaded)
    assert by_question(client) is None


def test_a_withdrawn_lesson_is_not_listed_below_a_question(loaded, client):
    give("lesson1", "sleep")
    give("lesson2", "sleep")
    publish(loaded)
    withdraw_lesson(
        course=loaded, lesson_key=school.key("lesson-1"), by="m@example.org", reason="Қате"
    )
    ((_title, lessons),) = by_question(client).items()
    assert [title for _url, title in lessons] == ["Урок 2"]


def test_lessons_by_question_cost_no_query(loaded, client, django_assert_num_queries):
    for number in range(1, 4):
        give(f"lesson{number}", "sleep", "fathers", "screens")
    publish(loaded)
    client.get(COURSE.format("kk"))
    with django_assert_num_queries(2):
        client.get(COURSE.format("kk"))


# --- In files ---


def front(folder, line, *languages):
    for language in languages or ("kk", "ru"):
        path = folder / FILE.format(language)
        path.write_text(path.read_text().replace("minutes: 10", f"minutes: 10\n{line}", 1))


def test_topics_of_a_file_are_those_of_the_page_and_the_edition(folder):
    front(folder, "topics: [fathers, sleep]")
    course, _report = school.load(folder)
    assert lesson("lesson1").topics == ["sleep", "fathers"]
    publish(course)
    assert LessonSnapshot.objects.get(slug="lesson1", language="ru").topics == ["sleep", "fathers"]
    _course, again = school.load(folder)
    assert not again.changed


def test_topics_taken_out_of_the_file_leave_the_page(folder):
    front(folder, "topics: [sleep]")
    school.load(folder)
    for language in ("kk", "ru"):
        school.change(folder / FILE.format(language), "topics: [sleep]\n", "")
    school.load(folder)
    assert lesson("lesson1").topics == []


def test_the_order_of_topics_says_nothing(folder):
    front(folder, "topics: [fathers, sleep]", "kk")
    front(folder, "topics: [sleep, fathers]", "ru")
    assert read_course(folder)


@pytest.mark.parametrize(
    "line, words",
    [
        ("topics: sleep", "`topics` must be a list such as [sleep, fathers]"),
        ("topics: [slep]", "`topics`: 'slep' is no topic. Known: sleep, tantrums"),
        ("topics: [[sleep]]", "is no topic"),
        ("topics: [sleep, sleep]", "`topics`: 'sleep' stands twice"),
    ],
)
@pytest.mark.usefixtures("in_english")
def test_topics_that_are_not_of_the_list_are_named_with_their_line(folder, line, words):
    front(folder, line)
    with pytest.raises(FilesUnsound) as refused:
        read_course(folder)
    found = [str(finding) for finding in refused.value.findings]
    assert any(words in finding for finding in found)
    assert all(":5:" in finding for finding in found)


@pytest.mark.usefixtures("in_english")
def test_files_whose_languages_have_other_topics_are_refused(folder):
    front(folder, "topics: [sleep]", "kk")
    front(folder, "topics: [fathers]", "ru")
    with pytest.raises(FilesUnsound) as refused:
        read_course(folder)
    assert "`topics` is fathers, but sleep in" in str(refused.value.findings[0])


def test_a_page_that_was_loaded_before_there_were_topics_was_not_edited(folder):
    school.load(folder)
    page = lesson("lesson1")
    names = ["title", "slug", "minutes", "is_required", "is_sensitive", "body", "sources"]
    assert LoadedContent.objects.get(place=f"page:{page.pk}").digest == digest_of(page, names)


# --- In the admin ---


def test_topics_are_chosen_by_checkboxes(admin, loaded):
    page = lesson("lesson1")
    form = form_of(page, topics=["fathers", "sleep"]) | {"action-publish": "1"}
    assert admin.post(f"/admin/pages/{page.pk}/edit/", form).status_code == 302
    assert lesson("lesson1").topics == ["sleep", "fathers"]
    shown = admin.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert re.findall(r'name="topics" value="([a-z-]+)"[^>]* checked', shown) == [
        "sleep", "fathers",
    ]  # fmt: skip


def test_a_topic_that_is_not_of_the_list_is_refused(admin, loaded):
    page = lesson("lesson1")
    form = form_of(page, topics=["violence"]) | {"action-publish": "1"}
    assert admin.post(f"/admin/pages/{page.pk}/edit/", form).status_code == 200
    assert lesson("lesson1").topics == []


def test_a_translation_takes_over_the_topics_of_its_source(admin, loaded):
    give("lesson1", "sleep", language="kk")
    target = lesson("lesson1")
    assert translate(admin, target, {"title": "Сон"}).status_code == 302
    assert lesson("lesson1").get_latest_revision_as_object().topics == ["sleep"]


def test_a_version_of_before_there_were_topics_has_none(loaded):
    page = lesson("lesson1")
    revision = page.save_revision()
    del revision.content["topics"]
    revision.save()
    assert revision.as_object().topics == []


# --- In editions ---


def test_topics_that_differ_between_the_languages_are_not_published(loaded):
    give("lesson1", "sleep", language="kk")
    with pytest.raises(EditionIncomplete) as refused:
        publish(loaded)
    said = [problem.message for problem in refused.value.problems]
    assert samples.words("The questions at hand differ between the languages.") in said


def test_a_correction_brings_the_topics(small, client):
    give("lesson1", "sleep")
    correct_lesson(edition=small, lesson_key=school.key("lesson-1"), by="m@example.org")
    assert list(by_question(client)) == [samples.words("Sleep", "ru")]


def test_topics_that_differ_between_the_languages_are_no_correction(small):
    give("lesson1", "sleep", language="ru")
    told = samples.words("The questions at hand differ between the languages.")
    with pytest.raises(CorrectionRefused, match=told):
        correct_lesson(edition=small, lesson_key=school.key("lesson-1"), by="m@example.org")


def test_other_topics_are_a_difference_between_editions(small):
    give("lesson1", "sleep")
    draft = content_of_draft(draft_of(small.course))
    (changed,) = course_difference(content_of_edition(small), draft).changed
    said = "The questions at hand are “%(new)s” instead of “%(old)s”."
    assert changed.sentences == [samples.words(said, new=samples.words("Sleep"), old="–")]
