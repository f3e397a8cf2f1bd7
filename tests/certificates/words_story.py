"""Words of the paper as people of the workshop make them."""

import io
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw
from wagtail.images import get_image_model

from certificates.words.actions import ask_to_publish, draft_words, publish_words
from certificates.words.models import CertificateTemplate, TemplateProposal

SHORT: dict[str, Any] = {
    "course": None,
    "issuer_kk": "Отбасы академиясы",
    "issuer_ru": "Академия семьи",
    "title_kk": "Сертификат",
    "title_ru": "Сертификат участника",
    "note": "Бұйрық № 5",
}
SIGNATORY = {
    "signatory_post_kk": "Орталық директоры",
    "signatory_post_ru": "Директор центра",
    "signatory_name_kk": "Г. Сәрсенова",
    "signatory_name_ru": "Г. Сарсенова",
}
# The most that the rules let through, of each text.
LONG: dict[str, Any] = {
    "course": None,
    "issuer_kk": "Қазақстан Республикасы Мәдениет және ақпарат министрлігінің Отбасы, әйелдер мен "
    "жастар істері жөніндегі комитетінің Отбасын қолдау орталықтары",
    "issuer_ru": "Центры поддержки семьи Комитета по делам семьи, женщин и молодёжи "
    "Министерства культуры и информации Республики Казахстан",
    "title_kk": "Отбасылық өмірге дайындық курсын аяқтау туралы сертификат",
    "title_ru": "Сертификат о полном прохождении курса подготовки к семейной жизни",
    "sentence_kk": "«Отбасын қолдау орталықтары» бағдарламасы аясында, Қазақстан Республикасы "
    "Мәдениет және ақпарат министрінің 2026 жылғы 1 қыркүйектегі № 123 бұйрығымен бекітілген "
    "әдістеме бойынша өткізілді",
    "sentence_ru": "Проведён в рамках программы «Центры поддержки семьи» по методике, утверждённой "
    "приказом министра культуры и информации Республики Казахстан от 1 сентября 2026 года № 123",
    "signatory_post_kk": "Мәдениет және ақпарат министрлігі Отбасы, әйелдер мен жастар істері "
    "жөніндегі комитетінің төрағасы",
    "signatory_post_ru": "Председатель Комитета по делам семьи, женщин и молодёжи Министерства "
    "культуры и информации",
    "signatory_name_kk": "Нұрмұхамед Қожахметұлы Сейітжанов",
    "signatory_name_ru": "Нурмухамед Кожахметулы Сеитжанов",
    "logo_alt_kk": "Министрліктің белгісі",
    "logo_alt_ru": "Знак министерства",
    "note": "Бұйрық № 6",
}


def png(size=(600, 400), colour="#0B6670", ground="white", mode="RGB") -> bytes:
    """Return a picture with an ellipse on a ground."""
    picture = Image.new(mode, size, ground)
    ImageDraw.Draw(picture).ellipse((10, 10, size[0] - 11, size[1] - 11), fill=colour)
    out = io.BytesIO()
    picture.save(out, format="PNG")
    return out.getvalue()


def in_library(content: bytes, name: str = "logo.png") -> Any:
    """Return a picture of Wagtail's library."""
    return get_image_model().objects.create(
        title="logo", file=ContentFile(content, name), width=600, height=400
    )


def drafted(by, **words: Any) -> TemplateProposal:
    """Return a draft of short words, with `words`."""
    return draft_words(words=SHORT | words, by=by)


def proposed(by, **words: Any) -> TemplateProposal:
    """Return words that wait for a second person."""
    made = drafted(by, **words)
    ask_to_publish(proposal=made, by=by)
    return made


def published(by, publisher, **words: Any) -> CertificateTemplate:
    """Return a version in force."""
    return publish_words(proposal=proposed(by, **words), by=publisher)


def typed(**words: Any) -> dict[str, Any]:
    """Return what the form would send."""
    given = {"course": "", "picture": ""} | SHORT | words
    return {name: "" if value is None else value for name, value in given.items()}
