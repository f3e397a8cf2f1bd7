"""The trunk of the page tree: locales, home pages, the site."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from cms.actions.memory import LoadReport
from cms.actions.pages import write_page
from cms.models import HomePage

HOME_KEY = UUID("5d1f2f0e-1f0c-5b0a-8a53-6f74617500aa")
TITLES = {"kk": "Отау", "ru": "Отау"}


@transaction.atomic
def plant_tree() -> dict[str, Page]:
    """Make what is missing of locales, home pages and site; return the home pages by language.

    The tree is locked until the transaction ends, because two loaders at once would break it.
    """
    languages = [language for language, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    for language in languages:
        Locale.objects.get_or_create(language_code=language)
    root = Page.objects.select_for_update().filter(depth=1).first() or Page.add_root(
        title="Сайт", slug="root", locale=Locale.objects.get(language_code=languages[0])
    )
    homes: dict[str, Page] = {}
    for language in languages:
        home = HomePage.objects.filter(locale__language_code=language).first()
        homes[language] = home or write_page(
            model=HomePage, parent=Page.objects.get(pk=root.pk), language=language, key=HOME_KEY,
            values={
                "title": TITLES[language], "slug": home_slug(language), "lead": "", "body": "",
                "search_description": "",
            },
            source="home", report=LoadReport(),
        )  # fmt: skip
    _stand_site(homes["kk"])
    # Wagtail begins with a page of its own and an English locale, which nobody asked for.
    for page in Page.objects.filter(depth=2).exclude(pk__in=[home.pk for home in homes.values()]):
        if page.specific_class is Page:
            page.delete()
    return homes


def home_slug(language: str) -> str:
    """Return the slug of a home page; it is in no address."""
    return f"home-{language}"


def _stand_site(home: Page) -> None:
    """Point the default site at the Kazakh home page."""
    address = settings.BASE_URL.partition("://")[2]
    host, _, port = address.partition(":")
    wanted = {
        "hostname": host or "localhost",
        "port": int(port) if port else (443 if settings.BASE_URL.startswith("https") else 80),
        "root_page": home,
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    now = {name: getattr(site, name) for name in wanted if name != "root_page"}
    if site.pk is None or now | {"root_page": site.root_page} != wanted:
        for name, value in wanted.items():
            setattr(site, name, value)
        site.save()
