"""Every word of a certificate, in Kazakh and in Russian.

Not through gettext: a certificate is always in both languages, and its words are frozen with its
facts, whatever happens to a translation file. What an editor may choose of them comes with the
facts (`PaperWords`); the rest stands here. The words are chosen with care: the course has
hours, a person's are unknown; a name that was only declared is called so; nothing says or implies
that a marriage depends on the course.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from certificates.addresses import public_address
from certificates.rendering.dates import date_kk, date_ru, hours_kk, hours_ru
from certificates.rendering.facts import (
    Assurance,
    CertificateFacts,
    Mode,
    NameSource,
    PaperWords,
)


class Bilingual(NamedTuple):
    """One thing said in both languages."""

    kk: str
    ru: str


class FactLine(NamedTuple):
    """A fact with its label."""

    label: Bilingual
    value: Bilingual


class Signatory(NamedTuple):
    """Who stands for the paper: post and name."""

    post: Bilingual
    name: Bilingual


@dataclass(frozen=True, slots=True)
class Wording:
    """All that a certificate says, in the order in which it is read."""

    issuer: Bilingual
    logo_alternative: Bilingual | None
    title: Bilingual
    sentence: Bilingual | None
    holder_label: Bilingual
    holder_name: str
    name_note: Bilingual
    course_label: Bilingual
    course_title: Bilingual
    lines: tuple[FactLine, ...]
    signatory: Signatory | None
    replaces: Bilingual | None
    number_label: Bilingual
    number: str
    address_label: Bilingual
    address: str
    compare: Bilingual
    voluntary: Bilingual
    qr_alternative: str
    sample: Bilingual | None


VOLUNTARY: Final = Bilingual(
    "Курс ерікті, неке қию оған байланысты емес",
    "Курс добровольный, регистрация брака от него не зависит",
)

HOLDER: Final = Bilingual("Сертификат иесі", "Обладатель сертификата")
COURSE: Final = Bilingual("Аяқталған курс", "Пройденный курс")
NUMBER: Final = Bilingual("Сертификат нөмірі", "Номер сертификата")

SAMPLE: Final = Bilingual("ҮЛГІ", "ОБРАЗЕЦ")

NAME_NOTES: Final[dict[NameSource, Bilingual]] = {
    "registry": Bilingual(
        "Аты-жөні неке қию туралы өтініштегідей жазылған",
        "Имя записано как в заявлении о регистрации брака",
    ),
    "document": Bilingual(
        "Аты-жөні маманға көрсетілген құжаттағыдай жазылған",
        "Имя записано как в документе, предъявленном специалисту",
    ),
    "declared": Bilingual(
        "Аты-жөнін сертификат иесі өзі көрсеткен",
        "Имя указано самим обладателем сертификата",
    ),
}

_MODES: Final[dict[Mode, Bilingual]] = {
    "alone": Bilingual("Өз бетінше, онлайн", "Самостоятельно, онлайн"),
    "live": Bilingual(
        "Онлайн, маманмен тікелей сабағы бар",
        "Онлайн, с живым занятием со специалистом",
    ),
    "in_person": Bilingual(
        "Онлайн, орталықта бетпе-бет сабағы бар",
        "Онлайн, с очным занятием в центре",
    ),
    "attended": Bilingual("Бетпе-бет, топпен", "Очно, в группе"),
}

_ASSURANCES: Final[dict[Assurance, Bilingual]] = {
    "declared": Bilingual(
        "Иесінің айтуынша, құжат тексерілмеген",
        "Со слов обладателя, документ не проверялся",
    ),
    "phone": Bilingual(
        "Телефон нөмірі расталған, құжат тексерілмеген",
        "Телефон подтверждён, документ не проверялся",
    ),
    "egov": Bilingual("eGov арқылы расталған", "Установлена через eGov"),
    "seen": Bilingual(
        "Жеке басын куәландыратын құжат көрсетілген",
        "Предъявлен документ, удостоверяющий личность",
    ),
    "none": Bilingual("Өтінішпен байланыстырылмаған", "Не связан с заявлением"),
}


def wording(facts: CertificateFacts) -> Wording:
    """Return every word of the certificate for `facts`."""
    number, chosen = facts.number, facts.words
    return Wording(
        issuer=Bilingual(facts.issuer_kk, facts.issuer_ru),
        logo_alternative=Bilingual(chosen.logo_alt_kk, chosen.logo_alt_ru) if chosen.logo else None,
        title=Bilingual(chosen.title_kk, chosen.title_ru),
        sentence=_if_said(chosen.sentence_kk, chosen.sentence_ru),
        holder_label=HOLDER,
        holder_name=" ".join(unicodedata.normalize("NFC", facts.holder_name).split()),
        name_note=NAME_NOTES[facts.name_source],
        course_label=COURSE,
        course_title=Bilingual(facts.course_title_kk, facts.course_title_ru),
        lines=fact_lines(
            hours=facts.hours,
            edition_number=facts.edition_number,
            mode=facts.mode,
            completed_on=facts.completed_on,
            issued_on=facts.issued_on,
            valid_until=facts.valid_until,
            assurance=facts.assurance,
        ),
        signatory=_signatory(chosen),
        replaces=_replaces(facts.generation),
        number_label=NUMBER,
        number=number,
        address_label=Bilingual("Бүгінгі күйін тексеру", "Проверить состояние на сегодня"),
        address=public_address(facts.base_url, number).partition("://")[2],
        compare=Bilingual(
            "Тексергенде аты-жөнін жеке басын куәландыратын құжатпен салыстырыңыз.",
            "При проверке сверьте имя с документом, удостоверяющим личность.",
        ),
        voluntary=VOLUNTARY,
        qr_alternative=f"QR: {public_address(facts.base_url, number)}",
        sample=SAMPLE if facts.is_sample else None,
    )


def fact_lines(
    *,
    hours: Decimal,
    edition_number: int,
    mode: Mode,
    completed_on: date,
    issued_on: date,
    valid_until: date | None,
    assurance: Assurance,
) -> tuple[FactLine, ...]:
    """Return the lines of facts, in their order; the public page says them in the same words."""
    edition = str(edition_number)
    return (
        FactLine(
            Bilingual("Курстың көлемі", "Объём курса"),
            Bilingual(hours_kk(hours), hours_ru(hours)),
        ),
        FactLine(
            Bilingual("Курстың басылымы", "Редакция курса"),
            Bilingual(f"№\u00a0{edition}", f"№\u00a0{edition}"),
        ),
        FactLine(Bilingual("Оқу түрі", "Форма обучения"), _MODES[mode]),
        FactLine(
            Bilingual("Аяқталған күні", "Дата завершения"),
            Bilingual(date_kk(completed_on), date_ru(completed_on)),
        ),
        FactLine(
            Bilingual("Берілген күні", "Дата выдачи"),
            Bilingual(date_kk(issued_on), date_ru(issued_on)),
        ),
        _validity(valid_until),
        FactLine(
            Bilingual("Жеке басын анықтау", "Установление личности"),
            _ASSURANCES[assurance],
        ),
    )


def _validity(until: date | None) -> FactLine:
    if until is None:
        return FactLine(
            Bilingual("Жарамдылық мерзімі", "Срок действия"),
            Bilingual("Шектелмеген", "Не ограничен"),
        )
    return FactLine(
        Bilingual("Жарамды мерзімінің соңғы күні", "Последний день срока действия"),
        Bilingual(date_kk(until), date_ru(until)),
    )


def _if_said(kk: str, ru: str) -> Bilingual | None:
    return Bilingual(kk, ru) if kk or ru else None


def _signatory(words: PaperWords) -> Signatory | None:
    name = _if_said(words.signatory_name_kk, words.signatory_name_ru)
    if name is None:
        return None
    return Signatory(Bilingual(words.signatory_post_kk, words.signatory_post_ru), name)


def _replaces(generation: int) -> Bilingual | None:
    if generation <= 1:
        return None
    return Bilingual(
        f"{generation}-нұсқа, бұрын берілген сертификаттың орнына",
        f"Версия {generation}, взамен выданного ранее сертификата",
    )
