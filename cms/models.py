"""The site around the courses: home, information pages, help lines, the directory of centres."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from cms.page_form import PageForm
from web.kazakh import kazakh_sort_key
from web.regions import Region
from web.yurt import YurtDrawing, yurt_drawing

SITE_TEXT = ["h2", "h3", "bold", "italic", "ol", "ul", "link"]


def in_language(kk: str, ru: str) -> str:
    """Return the Russian words on a Russian page, the Kazakh ones everywhere else."""
    return ru if (get_language() or "").startswith("ru") else kk


class HomePage(Page):
    """The front page of one language."""

    lead = models.TextField(_("lead"), max_length=400, blank=True)
    body = RichTextField(_("text"), features=SITE_TEXT, blank=True)

    template = "cms/home.html"
    base_form_class = PageForm
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    subpage_types = ["cms.InfoPage", "courses.CourseIndexPage"]
    max_count_per_parent = 2

    class Meta:
        verbose_name = _("home page")

    @property
    def yurt(self) -> YurtDrawing:
        """The great yurt of eight wings, raised: the picture of the front page."""
        return yurt_drawing(8, 8)


class InfoPage(Page):
    """A page of plain information: about, privacy. Its slug is the same in both languages."""

    lead = models.TextField(_("lead"), max_length=400, blank=True)
    body = RichTextField(_("text"), features=SITE_TEXT, blank=True)

    template = "cms/info.html"
    base_form_class = PageForm
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("information page")


class LoadedContent(models.Model):
    """What a loader last wrote into a page or a row; tells whether somebody edited it since."""

    place = models.CharField(max_length=120, unique=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.place


class HelpLine(models.Model):
    """A telephone line one can turn to, with a written channel where it has one."""

    key = models.SlugField(_("key"), unique=True)
    phone = models.CharField(_("number"), max_length=20)
    name_kk = models.CharField(_("name in Kazakh"), max_length=200)
    name_ru = models.CharField(_("name in Russian"), max_length=200)
    what_kk = models.TextField(_("what it helps with, in Kazakh"))
    what_ru = models.TextField(_("what it helps with, in Russian"))
    written_kk = models.CharField(_("in writing, in Kazakh"), max_length=300, blank=True)
    written_ru = models.CharField(_("in writing, in Russian"), max_length=300, blank=True)
    written_url = models.URLField(_("address of the written channel"), blank=True)
    hours_kk = models.CharField(_("hours in Kazakh"), max_length=100, blank=True)
    hours_ru = models.CharField(_("hours in Russian"), max_length=100, blank=True)
    checked_on = models.DateField(_("checked on"), default=timezone.localdate)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("phone"), FieldPanel("position")]),
        FieldPanel("checked_on"),
        MultiFieldPanel(
            [FieldPanel(f"{f}_kk") for f in ("name", "what", "written", "hours")], _("Kazakh")
        ),
        MultiFieldPanel(
            [FieldPanel(f"{f}_ru") for f in ("name", "what", "written", "hours")], _("Russian")
        ),
        FieldPanel("written_url"),
    ]

    class Meta:
        ordering = ["position", "key"]
        verbose_name = _("help line")
        verbose_name_plural = _("help lines")

    def __str__(self) -> str:
        return f"{self.phone} {self.name}"

    def clean(self) -> None:
        """Keep the key: lessons name the line by it."""
        super().clean()
        kept = type(self).objects.filter(pk=self.pk).values_list("key", flat=True).first()
        if kept is not None and kept != self.key:
            raise ValidationError(
                {"key": _("The key is lasting, because lessons name the line by it. It was "
                          "“%(key)s”: put that back.") % {"key": kept}}
            )  # fmt: skip

    @property
    def name(self) -> str:
        """The name in the active language."""
        return in_language(self.name_kk, self.name_ru)

    @property
    def what(self) -> str:
        """What it helps with, in the active language."""
        return in_language(self.what_kk, self.what_ru)

    @property
    def written(self) -> str:
        """How to write to it, in the active language; empty where there is no such channel."""
        return in_language(self.written_kk, self.written_ru)

    @property
    def hours(self) -> str:
        """When it answers, in the active language."""
        return in_language(self.hours_kk, self.hours_ru)


class FamilySupportCentre(models.Model):
    """An entry of the directory of Family Support Centres (Отбасын қолдау орталығы, ЦПС)."""

    key = models.SlugField(_("key"), unique=True)
    region = models.CharField(_("region"), max_length=5, choices=Region.choices)
    name_kk = models.CharField(_("name in Kazakh"), max_length=200)
    name_ru = models.CharField(_("name in Russian"), max_length=200)
    city_kk = models.CharField(_("town in Kazakh"), max_length=100)
    city_ru = models.CharField(_("town in Russian"), max_length=100)
    address_kk = models.CharField(_("address in Kazakh"), max_length=300)
    address_ru = models.CharField(_("address in Russian"), max_length=300)
    phone = models.CharField(_("telephone"), max_length=40)
    email = models.EmailField(_("e-mail address"), blank=True)
    hours_kk = models.CharField(_("hours in Kazakh"), max_length=100, blank=True)
    hours_ru = models.CharField(_("hours in Russian"), max_length=100, blank=True)
    sort_key = models.CharField(max_length=300, editable=False)

    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("region")]),
        MultiFieldPanel(
            [FieldPanel(f"{f}_kk") for f in ("name", "city", "address", "hours")], _("Kazakh")
        ),
        MultiFieldPanel(
            [FieldPanel(f"{f}_ru") for f in ("name", "city", "address", "hours")], _("Russian")
        ),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
    ]

    class Meta:
        ordering = ["region", "sort_key"]
        verbose_name = _("Family Support Centre")
        verbose_name_plural = _("Family Support Centres")

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        """Keep the key by which lists are in Kazakh alphabetical order."""
        self.sort_key = kazakh_sort_key(f"{self.city_kk} {self.name_kk}")[:300]
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        """The name in the active language."""
        return in_language(self.name_kk, self.name_ru)

    @property
    def city(self) -> str:
        """The town in the active language."""
        return in_language(self.city_kk, self.city_ru)

    @property
    def address(self) -> str:
        """The address in the active language."""
        return in_language(self.address_kk, self.address_ru)

    @property
    def hours(self) -> str:
        """The opening hours in the active language."""
        return in_language(self.hours_kk, self.hours_ru)
