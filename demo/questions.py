"""Two questions about decisions: one waits in the admin, one is answered on its person's page."""

from accounts.actions.appeals import answer_appeal, make_appeal
from accounts.models import Appeal, User

WAITING = (
    "asel@example.org",
    Appeal.About.COMPLETION,
    "Бірінші сабақты оқып шықтым, бірақ ол аяқталған деп көрсетілмейді. Неге есептелмеді?",
)
ANSWERED = (
    "irina@example.org",
    Appeal.About.CERTIFICATE,
    "Почему в сертификате стоит этот день, хотя экзамена в конце не было?",
)
ANSWER = (
    "Мы посмотрели: в сертификате стоит день, когда Вы выполнили последнее обязательное задание. "
    "Экзамена в курсе нет, всё верно."
)


def ask_questions() -> bool:
    """Ask both and answer one; whether there was anything to do."""
    if Appeal.objects.exists():
        return False
    for contact, about, text in (WAITING, ANSWERED):
        person = User.objects.for_contact(contact).get()
        appeal = make_appeal(user=person, about=about, text=text)
        if contact == ANSWERED[0]:
            admin = User.objects.get(email="admin@example.org")
            answer_appeal(appeal=appeal, text=ANSWER, by=admin, seen=0)
    return True
