"""Rights on course pages: what is given on the home page does not reach into the courses."""

from typing import Any

from wagtail.models import Page, PagePermissionTester

# Root, home, list of courses.
DEPTH_OF_COURSES = 3


class CoursePageRights(PagePermissionTester):
    """Wagtail's own test, but rights given above the list of courses do not count in it.

    So a site editor, whose rights begin at the home page, has none here. `user` is whoever the
    request carries: no model of people is named.
    """

    def __init__(self, user: Any, page: Page) -> None:
        """Collect the rights that count on `page`."""
        super().__init__(user, page)
        if user.is_active and not user.is_superuser:
            self.permissions = {
                given.permission.codename.rsplit("_", maxsplit=1)[0]
                for given in self.permission_policy.get_cached_permissions_for_user(user)
                if given.page.depth >= DEPTH_OF_COURSES and page.path.startswith(given.page.path)
            }
