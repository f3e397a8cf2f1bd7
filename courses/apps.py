from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        """Keep the search in step with what is public."""
        from courses import receivers

        post_migrate.connect(receivers.index_after_migrating, sender=self)
