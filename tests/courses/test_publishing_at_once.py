"""Two methodologists press the button at the same moment."""

import threading

import pytest
from django.db import connections

from courses.actions import publish_edition
from courses.exceptions import SeenOtherwise
from courses.models import Course, Edition
from courses.seen import seen_course
from tests.courses import school

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("is_compared", "editions"), [(True, 1), (False, 2)])
def test_two_who_publish_what_they_both_saw_make_one_edition(tmp_path, is_compared, editions):
    """The control: where nobody says what was seen, each makes one."""
    course, _report = school.load(school.write_school(tmp_path / "c", modules=1, lessons=1))
    seen = seen_course(course) if is_compared else ""
    gate, refused = threading.Barrier(2), []

    def publish():
        try:
            gate.wait()
            publish_edition(course=Course.objects.get(), by="m", seen=seen)
        except SeenOtherwise:
            refused.append(True)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Edition.objects.count() == editions
    assert len(refused) == 2 - editions
