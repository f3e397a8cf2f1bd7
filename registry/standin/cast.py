"""The well-known cast: invented couples whose numbers and fates never change.

Demonstrations and tests name them. Days are counted from the day on which the stand-in starts, so
that a ceremony which lies ahead always does.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from registry.gateway import ApplicantRecord, ApplicationRecord, ApplicationState, IdentityNumber
from web.regions import Region

# The whole country has been at UTC+5 since 1 March 2024.
KAZAKHSTAN_TIME = timezone(timedelta(hours=5))


@dataclass(frozen=True, slots=True)
class CastApplication:
    """One application of the cast; ``story`` says in English what it is there to show.

    ``ceremony_after`` is the number of days between filing and the ceremony, as the registry set
    it; None when it has set none.
    """

    number: str
    state: ApplicationState
    office_code: str
    filed_days_ago: int
    ceremony_after: int | None
    applicants: tuple[ApplicantRecord, ApplicantRecord]
    story: str
    superseded_by: str | None = None

    def on(self, today: date) -> ApplicationRecord:
        """Give the application as the registry knows it on ``today``."""
        filed_on = today - timedelta(days=self.filed_days_ago)
        ceremony = None
        if self.ceremony_after is not None:
            ceremony = filed_on + timedelta(days=self.ceremony_after)
        return ApplicationRecord(
            number=self.number,
            state=self.state,
            filed_on=filed_on,
            ceremony_date=ceremony,
            office_code=self.office_code,
            region=Region(self.office_code[:5]),
            applicants=self.applicants,
            version=1 if self.state is ApplicationState.FILED else 2,
            updated_at=datetime.combine(filed_on, time(10, 30), KAZAKHSTAN_TIME),
            superseded_by=self.superseded_by,
        )


def _person(iin: str, name: str, phone: str | None) -> ApplicantRecord:
    return ApplicantRecord(IdentityNumber.iin(iin), name, phone)


AIGERIM = _person("040317900019", "Бекова Айгерім Серікқызы", "+77000000101")
DANIYAR = _person("010922900022", "Сейтов Данияр Маратұлы", "+77000000102")
IRINA = _person("810614900035", "Соколова Ирина Викторовна", "+77000000103")
MEHMET = ApplicantRecord(
    IdentityNumber.passport("TR", "U90000145"), "YILMAZ MEHMET", "+77000000104"
)
VIKTOR = _person("791118900045", "Соколов Виктор Павлович", None)
MADINA = _person("020505900057", "Тоқтарова Мадина Қайратқызы", "+77000000105")
NURLAN = _person("991201900068", "Есенов Нұрлан Бақытұлы", "+77000000105")
ASEL = _person("980208900071", "Жақсыбекова Әсел Ерланқызы", "+77000000107")
TIMUR = _person("970729900082", "Ахметов Тимур Ринатович", "+77000000108")
ZARINA = _person("000411900092", "Каримова Зарина", "+77000000109")
ALISHER = _person("981016900103", "Мирзаев Алишер", "+77000000110")
OLGA = _person("950303900111", "Новикова Ольга Андреевна", "+77000000111")
SERGEI = _person("930825900126", "Белов Сергей Юрьевич", "+77000000112")
GULNARA = _person("960619900131", "Әбішева Гүлнара Талғатқызы", "+77000000113")
BOLAT = _person("940110900140", "Сүлейменов Болат Асқарұлы", "+77000000114")
DANA = _person("010213900157", "Өмірова Дана Бауыржанқызы", "+77000000115")
ARMAN = _person("990927900161", "Ысқақов Арман Ермекұлы", "+77000000116")
SAULE = _person("920406900176", "Нұрпейісова Сәуле Қанатқызы", "+77000000117")
YERLAN = _person("901209900184", "Қасымов Ерлан Төлегенұлы", "+77000000118")
ANNA = _person("030701900193", "Ким Анна Дмитриевна", None)
DMITRY = _person("021123900201", "Орлов Дмитрий Иванович", None)

AIGERIM_AND_DANIYAR = CastApplication(
    number="43-02-00001",
    state=ApplicationState.CONFIRMED,
    office_code="KZ-43-02",
    filed_days_ago=3,
    ceremony_after=15,
    applicants=(AIGERIM, DANIYAR),
    story="A village near Kyzylorda; each has a telephone; the ceremony is in twelve days.",
)
IRINA_AND_MEHMET = CastApplication(
    number="75-01-00001",
    state=ApplicationState.CONFIRMED,
    office_code="KZ-75-01",
    filed_days_ago=5,
    ceremony_after=15,
    applicants=(IRINA, MEHMET),
    story="A second marriage; he has a Turkish passport and no IIN.",
)
IRINA_AND_VIKTOR = CastApplication(
    number="75-01-00002",
    state=ApplicationState.MARRIED,
    office_code="KZ-75-01",
    filed_days_ago=3300,
    ceremony_after=31,
    applicants=(IRINA, VIKTOR),
    story="Irina's first marriage: one person, two applications.",
)
MADINA_AND_NURLAN = CastApplication(
    number="79-01-00001",
    state=ApplicationState.CONFIRMED,
    office_code="KZ-79-01",
    filed_days_ago=2,
    ceremony_after=15,
    applicants=(MADINA, NURLAN),
    story="Both gave one telephone: a message to it is read by whoever holds it.",
)
ASEL_AND_TIMUR = CastApplication(
    number="71-01-00001",
    state=ApplicationState.WITHDRAWN,
    office_code="KZ-71-01",
    filed_days_ago=8,
    ceremony_after=15,
    applicants=(ASEL, TIMUR),
    story="Withdrawn by the applicants.",
)
ZARINA_AND_ALISHER = CastApplication(
    number="75-02-00001",
    state=ApplicationState.HALF_SIGNED,
    office_code="KZ-75-02",
    filed_days_ago=1,
    ceremony_after=None,
    applicants=(ZARINA, ALISHER),
    story="Filed online; the second signature is awaited.",
)
OLGA_AND_SERGEI = CastApplication(
    number="55-01-00001",
    state=ApplicationState.ANNULLED,
    office_code="KZ-55-01",
    filed_days_ago=20,
    ceremony_after=15,
    applicants=(OLGA, SERGEI),
    story="Annulled: the two did not both come to the ceremony.",
)
GULNARA_AND_BOLAT = CastApplication(
    number="35-01-00001",
    state=ApplicationState.REFILED,
    office_code="KZ-35-01",
    filed_days_ago=19,
    ceremony_after=15,
    applicants=(GULNARA, BOLAT),
    story="Filed again; the number of the new application is given.",
    superseded_by="35-01-00002",
)
GULNARA_AND_BOLAT_AGAIN = CastApplication(
    number="35-01-00002",
    state=ApplicationState.CONFIRMED,
    office_code="KZ-35-01",
    filed_days_ago=2,
    ceremony_after=15,
    applicants=(GULNARA, BOLAT),
    story="The application that replaced 35-01-00001.",
)
DANA_AND_ARMAN = CastApplication(
    number="19-02-00001",
    state=ApplicationState.MOVED,
    office_code="KZ-75-01",
    filed_days_ago=6,
    ceremony_after=18,
    applicants=(DANA, ARMAN),
    story="Filed in Almaty oblast, moved to an office in the city of Almaty and to a later day.",
)
SAULE_AND_YERLAN = CastApplication(
    number="61-01-00001",
    state=ApplicationState.MARRIED,
    office_code="KZ-61-01",
    filed_days_ago=17,
    ceremony_after=15,
    applicants=(SAULE, YERLAN),
    story="Married two days ago.",
)
ANNA_AND_DMITRY = CastApplication(
    number="63-01-00001",
    state=ApplicationState.FILED,
    office_code="KZ-63-01",
    filed_days_ago=0,
    ceremony_after=None,
    applicants=(ANNA, DMITRY),
    story="Filed today; no ceremony date yet, no telephone.",
)

CAST: tuple[CastApplication, ...] = (
    AIGERIM_AND_DANIYAR,
    IRINA_AND_MEHMET,
    IRINA_AND_VIKTOR,
    MADINA_AND_NURLAN,
    ASEL_AND_TIMUR,
    ZARINA_AND_ALISHER,
    OLGA_AND_SERGEI,
    GULNARA_AND_BOLAT,
    GULNARA_AND_BOLAT_AGAIN,
    DANA_AND_ARMAN,
    SAULE_AND_YERLAN,
    ANNA_AND_DMITRY,
)
