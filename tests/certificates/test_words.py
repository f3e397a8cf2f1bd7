"""The words of the paper: one proposes, another publishes, and what was issued stays as it was."""

import io
from threading import Barrier, Thread

import pytest
from django.core.files.storage import storages
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader
from pytest_django.asserts import assertContains

from certificates.actions import supersede
from certificates.documents.issuing import facts_of, issue_certificate
from certificates.models import Certificate
from certificates.rendering.pdf import render_pdf
from certificates.words import actions
from certificates.words.actions import (
    ask_to_publish,
    draft_words,
    end_proposal,
    propose_return,
    publish_words,
)
from certificates.words.exceptions import NothingOfItsOwn, WordsError, WordsNotDraft
from certificates.words.logo import keep
from certificates.words.models import CertificateTemplate, TemplateProposal
from certificates.words.paper import LogoLost, name_of_logo, stored_logo, template_for
from tests import cast
from tests.certificates import words_story as words
from tests.certificates.story import completed
from tests.workshop import story

LIST, NEW, RETURN = (
    "/admin/certificate-words/", "/admin/certificate-words/new/", "/admin/certificate-words/return/",
)  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return story.make_person("methodologist", name="Гүлмира Әдіскер")


@pytest.fixture
def publisher():
    return story.make_person("administrator", name="Ержан Әкімші")


def certified(edition) -> Certificate:
    return completed(cast.make_learner(), edition).certificates.get()


def text_of(pdf: bytes) -> str:
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(page.extract_text().split())


def stored(name: str) -> bytes:
    with storages["private"].open(name) as file:
        return file.read()


def rendered_again(certificate: Certificate) -> str:
    certificate = Certificate.objects.get(pk=certificate.pk)
    return text_of(render_pdf(facts_of(certificate, signed=certificate.issue.signed_payload)))


def test_a_draft_is_looked_at_handed_over_and_published_by_another(
    edition, author, publisher, signed_in
):
    hers, his = signed_in(author), signed_in(publisher)
    response = hers.post(NEW, words.typed(**words.SIGNATORY))
    draft = TemplateProposal.objects.get()
    place = f"{LIST}{draft.pk}/"
    assert response["Location"] == place
    assert his.post(f"{place}publish/")["Location"] == place, "a draft is nobody else's yet"
    assertContains(hers.get(place), f"{place}longest/page-grey/")
    hers.post(f"{place}edit/", words.typed(title_kk="Куәлік"))
    hers.post(f"{place}ask/")
    assert template_for(None) is None
    assertContains(his.get(place), "Бұйрық № 5")
    assert his.post(f"{place}publish/")["Location"] == LIST
    version = CertificateTemplate.objects.get()
    assert (version.number, version.title_kk, version.proposal.decided_by) == (
        1,
        "Куәлік",
        publisher,
    )
    page = his.get(LIST)
    for said in (author.name, publisher.name, "Куәлік", "Академия семьи"):
        assertContains(page, said)


def test_what_is_certified_bears_the_version_in_force(edition, author, publisher):
    words.published(author, publisher, **words.SIGNATORY)
    certificate = certified(edition)
    assert certificate.template.number == 1
    assert (certificate.issuer_kk, certificate.issuer_ru) == ("Отбасы академиясы", "Академия семьи")
    said = text_of(stored(issue_certificate(certificate_id=certificate.pk).pdf))
    for text in ("Сертификат участника", "Отбасы академиясы", *words.SIGNATORY.values()):
        assert text in said


def test_without_a_version_the_words_of_the_settings_stand_on_the_paper(edition, settings):
    settings.CERTIFICATE_ISSUER_KK = "Қала орталығы"
    certificate = certified(edition)
    assert certificate.template is None
    said = text_of(stored(issue_certificate(certificate_id=certificate.pk).pdf))
    assert "Қала орталығы" in said
    assert "Курсты аяқтау туралы сертификат" in said


def test_a_change_never_touches_what_was_issued(edition, author, publisher):
    logo = keep(words.png())
    alt = {"logo": logo, "logo_alt_kk": "Белгі", "logo_alt_ru": "Знак"}
    words.published(author, publisher, **words.SIGNATORY, **alt)
    old, unversioned = certified(edition), None
    issue = issue_certificate(certificate_id=old.pk)
    bytes_before = stored(issue.pdf), stored(issue.picture)
    said_before = rendered_again(old)

    words.published(author, publisher, title_kk="Басқа қағаз", issuer_kk="Басқа мекеме")

    assert (stored(issue.pdf), stored(issue.picture)) == bytes_before
    assert rendered_again(old) == said_before
    assert "Сертификат участника" in said_before
    new = certified(edition)
    issue_certificate(certificate_id=new.pk)
    assert "Басқа қағаз" in rendered_again(new)
    assert unversioned is None


def test_a_certificate_that_waits_for_its_document_keeps_the_words_of_its_day(
    edition, author, publisher
):
    words.published(author, publisher)
    waiting = certified(edition)
    words.published(author, publisher, title_kk="Басқа қағаз")
    said = text_of(stored(issue_certificate(certificate_id=waiting.pk).pdf))
    assert "Басқа қағаз" not in said
    assert "Отбасы академиясы" in said


def test_a_replacement_bears_the_words_of_its_own_day(edition, author, publisher):
    words.published(author, publisher)
    old = certified(edition)
    words.published(author, publisher, title_kk="Басқа қағаз")
    new = supersede(certificate=old, by=publisher, name="Айгерім Түзетілген")
    assert (old.template.number, new.template.number) == (1, 2)


def test_versions_and_what_points_to_them_cannot_be_changed(edition, author, publisher):
    version = words.published(author, publisher)
    certificate = certified(edition)
    for change in (
        lambda: CertificateTemplate.objects.update(title_kk="Басқа"),
        lambda: CertificateTemplate.objects.filter(pk=version.pk)._raw_delete("default"),
        lambda: Certificate.objects.filter(pk=certificate.pk).update(template=None),
    ):
        with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
            change()


def test_a_courses_own_words_go_before_those_of_all_until_it_gives_them_up(
    edition, author, publisher
):
    course, other = edition.course, cast.make_course("ATA", "ata")
    words.published(author, publisher)
    own = words.published(author, publisher, course=course, title_kk="Жеке")
    later = words.published(author, publisher, title_kk="Барлығына")
    assert (template_for(course), template_for(other)) == (own, later)
    publish_words(proposal=propose_return(course=course, note="?", by=author), by=publisher)
    assert template_for(course) == later
    with pytest.raises(NothingOfItsOwn):
        propose_return(course=course, note="?", by=author)


def test_nobody_publishes_their_own(author, publisher, signed_in):
    own = words.proposed(publisher)
    signed_in(publisher).post(f"{LIST}{own.pk}/publish/")
    assert not CertificateTemplate.objects.exists()
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        TemplateProposal.objects.update(
            decision="published", decided_by=publisher, decided_at=timezone.now()
        )


def test_a_methodologist_proposes_and_does_not_publish(author, signed_in):
    waiting = words.proposed(story.make_person("methodologist"))
    browser = signed_in(author)
    assert browser.get(f"{LIST}{waiting.pk}/").status_code == 200
    for verb in ("publish", "end"):
        assert browser.post(f"{LIST}{waiting.pk}/{verb}/").status_code == 302
    waiting.refresh_from_db()
    assert waiting.decision == ""


@pytest.mark.parametrize("role", ["trainer", "site_editor", "officer"])
def test_others_see_nothing_of_it(role, author, signed_in):
    waiting = words.proposed(author)
    browser = signed_in(story.make_person(role))
    for path in (LIST, NEW, f"{LIST}{waiting.pk}/", f"{LIST}{waiting.pk}/longest/pdf/"):
        assert browser.get(path).status_code == 302


def test_who_declines_says_why_and_the_author_reads_it(author, publisher, signed_in):
    waiting = words.proposed(author)
    place = f"{LIST}{waiting.pk}/"
    his = signed_in(publisher)
    assert his.post(f"{place}end/", {"reason": " "}).status_code == 422
    his.post(f"{place}end/", {"reason": "Атауы қате"})
    waiting.refresh_from_db()
    assert (waiting.decision, waiting.decided_by) == ("declined", publisher)
    hers = signed_in(author)
    assertContains(hers.get(place), "Атауы қате")
    assertContains(hers.get(f"{NEW}?from={waiting.pk}"), "Отбасы академиясы")


def test_what_was_handed_over_is_changed_by_nobody(author, publisher, signed_in):
    waiting = words.proposed(author)
    place = f"{LIST}{waiting.pk}/"
    assert (
        signed_in(author).post(f"{place}edit/", words.typed(title_kk="Басқа"))["Location"] == place
    )
    with pytest.raises(WordsNotDraft):
        draft_words(words=words.SHORT | {"title_kk": "Басқа"}, by=author, draft=waiting)
    with pytest.raises(WordsNotDraft):
        ask_to_publish(proposal=words.drafted(author), by=publisher)
    waiting.refresh_from_db()
    assert waiting.title_kk == "Сертификат"


def test_a_draft_is_its_authors_alone(author, publisher, signed_in):
    draft = words.drafted(author)
    his = signed_in(publisher)
    place = f"{LIST}{draft.pk}/"
    his.post(f"{place}edit/", words.typed(title_kk="Басқа"))
    his.post(f"{place}end/", {"reason": "?"})
    draft.refresh_from_db()
    assert (draft.title_kk, draft.decision) == ("Сертификат", "")
    signed_in(author).post(f"{place}end/")
    draft.refresh_from_db()
    assert draft.decision == "taken_back"
    with pytest.raises(WordsError):
        end_proposal(proposal=draft, by=author)


@pytest.mark.parametrize("address", ["?from=9999999999999999999999", "?from=²", "?from=x",
                                     "?course=%00", "?course=%ED%A0%80", "?from=%00"])  # fmt: skip
def test_an_address_that_makes_no_sense_begins_with_what_holds(address, author, signed_in):
    assertContains(signed_in(author).get(NEW + address), "Курсты аяқтау туралы сертификат")


def together(proposals, publishers):
    start, said = Barrier(2), []

    def publish(proposal, by):
        start.wait()
        try:
            said.append(publish_words(proposal=proposal, by=by))
        except (WordsError, IntegrityError) as problem:
            said.append(problem)
        connection.close()

    threads = [
        Thread(target=publish, args=pair) for pair in zip(proposals, publishers, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_make_one_version_of_each(author, publisher):
    another = story.make_person("administrator")
    same = words.proposed(author)
    said = together([same, same], [publisher, another])
    assert sum(isinstance(one, WordsError) for one in said) == 1
    together([words.proposed(author), words.proposed(author)], [publisher, another])
    numbers = CertificateTemplate.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_versions_want_one_number(author, publisher, monkeypatch):
    """The control."""
    another, gate = story.make_person("administrator"), Barrier(2)
    monkeypatch.setattr(actions, "hold", lambda _name: None)
    decide = actions._decide

    def decide_together(*args):
        decide(*args)
        gate.wait(timeout=10)

    monkeypatch.setattr(actions, "_decide", decide_together)
    said = together([words.proposed(author), words.proposed(author)], [publisher, another])
    assert sum(isinstance(one, IntegrityError) for one in said) == 1


def test_a_lost_or_damaged_logo_prints_nothing_rather_than_a_page_without_it(
    edition, author, publisher
):
    logo = keep(words.png(colour="#111111"))
    alt = {"logo": logo, "logo_alt_kk": "Белгі", "logo_alt_ru": "Знак"}
    words.published(author, publisher, **alt)
    certificate = certified(edition)
    storages["private"].delete(name_of_logo(logo))
    stored_logo.cache_clear()
    with pytest.raises(LogoLost):
        issue_certificate(certificate_id=certificate.pk)
    assert Certificate.objects.pending().filter(pk=certificate.pk).exists()
    keep(words.png(colour="#111111"))
    assert issue_certificate(certificate_id=certificate.pk) is not None


def test_the_dashboard_tells_who_may_publish_and_nobody_else(author, publisher, signed_in):
    words.proposed(author)
    waiting = 'id="certificate-words'
    assert waiting in signed_in(publisher).get("/admin/").text
    assert waiting not in signed_in(author).get("/admin/").text
    TemplateProposal.objects.update(proposed_by=publisher)
    assert waiting not in signed_in(publisher).get("/admin/").text


def test_a_page_says_how_many_certificates_bear_a_version(edition, author, publisher, signed_in):
    certified(edition)
    words.published(author, publisher)
    certified(edition)
    certified(edition)
    page = signed_in(author).get(LIST)
    assert [one.certificates for one in page.context["versions"]] == [2]
    assert page.context["before"] == 1


def test_many_versions_cost_the_queries_of_few(edition, author, publisher, signed_in):
    def add(number):
        for index in range(number):
            course = cast.make_course(f"C{index}{number}", f"c{index}-{number}")
            words.published(author, publisher, course=course, title_kk=f"Қағаз {index}")
            words.proposed(author)
            certified(edition)

    add(2)
    browser = signed_in(publisher)
    browser.get(LIST)
    with CaptureQueriesContext(connection) as few:
        browser.get(LIST)
    add(12)
    with CaptureQueriesContext(connection) as many:
        browser.get(LIST)
    assert len(many) == len(few)
