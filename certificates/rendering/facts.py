"""The frozen facts that a certificate shows. Whoever renders adds nothing and looks nothing up."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

NameSource = Literal["registry", "document", "declared"]
Mode = Literal["alone", "live", "in_person", "attended"]
Assurance = Literal["declared", "phone", "egov", "seen", "none"]

_TWELVE_DIGITS = re.compile(r"(?<!\d)\d{12}(?!\d)")


def holds_twelve_digits(text: str) -> bool:
    """Say whether there is something in `text` that looks like an identity number."""
    return _TWELVE_DIGITS.search(text) is not None


@dataclass(frozen=True, slots=True)
class PaperWords:
    """What an editor chooses of a paper's words, in both languages; empty means: not there.

    `logo` is a PNG without transparency. Labels of facts, the words on identification and the note
    that the course is voluntary are not among them: they have a legal meaning.
    """

    title_kk: str = "Курсты аяқтау туралы сертификат"
    title_ru: str = "Сертификат о прохождении курса"
    sentence_kk: str = ""
    sentence_ru: str = ""
    signatory_name_kk: str = ""
    signatory_name_ru: str = ""
    signatory_post_kk: str = ""
    signatory_post_ru: str = ""
    logo_alt_kk: str = ""
    logo_alt_ru: str = ""
    logo: bytes = b""

    def texts(self) -> tuple[str, ...]:
        """Return every text that is printed or read out."""
        return tuple(getattr(self, name) for name in self.__dataclass_fields__ if name != "logo")


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What was certified, in both languages, as it was frozen at issue.

    `hours` are the hours of the course, not of the person. `assurance` "none" means that the
    holder is not linked to an application. `valid_until` is the last day of validity, None when
    there is none. `qr_text` comes from `certificates.addresses.qr_text`. `is_sample` prints across
    the page that it certifies nothing. ValueError when a text is empty or holds twelve digits in a
    row: an identity number has no place here.
    """

    number: str
    generation: int
    holder_name: str
    name_source: NameSource
    course_title_kk: str
    course_title_ru: str
    edition_number: int
    hours: Decimal
    mode: Mode
    assurance: Assurance
    completed_on: date
    issued_on: date
    valid_until: date | None
    issuer_kk: str
    issuer_ru: str
    base_url: str
    qr_text: str
    words: PaperWords = PaperWords()
    is_sample: bool = False

    def __post_init__(self) -> None:
        """Refuse what must never be printed."""
        texts = (
            self.holder_name,
            self.course_title_kk,
            self.course_title_ru,
            self.issuer_kk,
            self.issuer_ru,
            self.words.title_kk,
            self.words.title_ru,
        )
        if not all(text.strip() for text in texts):
            raise ValueError("a certificate needs a name, titles and issuers")
        if any(map(holds_twelve_digits, (*texts, *self.words.texts()))):
            raise ValueError("a certificate never shows an identity number")
