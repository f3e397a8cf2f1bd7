"""Loading the site: twice is once, and nobody's work in the admin is trodden on."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision, Site

from cms.models import FamilySupportCentre, HelpLine, HomePage, InfoPage

pytestmark = pytest.mark.django_db


def run(*args):
    out = StringIO()
    call_command("load_site", *map(str, args), stdout=out)
    return out.getvalue()


def test_the_second_run_changes_nothing_and_says_so(folder):
    run(folder, "--demo")
    before = (Page.objects.count(), Revision.objects.count(), HelpLine.objects.count())
    assert "Nothing to change" in run(folder, "--demo")
    assert (Page.objects.count(), Revision.objects.count(), HelpLine.objects.count()) == before


def test_the_site_stands_on_the_kazakh_home_page_and_the_welcome_page_is_gone(folder):
    run(folder)
    home = Site.objects.get(is_default_site=True).root_page
    assert home.specific == HomePage.objects.get(locale__language_code="kk")
    assert [page.specific_class for page in Page.objects.filter(depth=2)] == [HomePage, HomePage]


def test_made_up_centres_come_with_the_demo_only(folder):
    run(folder)
    assert not FamilySupportCentre.objects.exists()
    run(folder, "--demo")
    assert FamilySupportCentre.objects.count() == 3


def test_what_was_edited_in_the_admin_is_not_trodden_on(folder):
    run(folder)
    page = InfoPage.objects.get(slug="about", locale__language_code="ru")
    page.title = "Правка"
    page.save_revision().publish()
    HelpLine.objects.update(hours_kk="9–18")
    with pytest.raises(CommandError) as refused:
        run(folder)
    assert "about.ru.md" in str(refused.value)
    assert "111" in str(refused.value)
    assert InfoPage.objects.get(pk=page.pk).title == "Правка"
    run(folder, "--overwrite")
    assert InfoPage.objects.get(pk=page.pk).title == "Об Отау"
    assert HelpLine.objects.get().hours_kk == "тәулік бойы"


@pytest.mark.parametrize(
    "file, old, new, words",
    [
        ("home.kk.md", "title:", "titel:", "home.kk.md:2: `titel` is not known here"),
        ("about.ru.md", "## ", "> ", "about.ru.md:6: A quotation cannot stand here"),
        ("help-lines.yaml", "phone:", "fone:", "help-lines.yaml:1: `fone` is not known"),
        ("centres.demo.yaml", "KZ-71", "KZ-99", "centres.demo.yaml:11: `region`"),
        ("centres.demo.yaml", "key: b", "key: a", "centres.demo.yaml:11: The key `a` stands twice"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(folder, file, old, new, words):
    path = folder / file
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(CommandError) as refused:
        run(folder, "--demo")
    assert words in str(refused.value)
    assert not HomePage.objects.exists()


def test_a_missing_language_is_named(folder):
    (folder / "privacy.ru.md").unlink()
    with pytest.raises(CommandError, match=r"privacy\.ru\.md:1: The file is missing"):
        run(folder)
