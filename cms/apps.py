from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        """Say in our languages what Wagtail says in none of them."""
        from cms.unlabelled import label_fields

        label_fields()
