from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WorkshopConfig(AppConfig):
    name = "workshop"

    def ready(self) -> None:
        from wagtail.admin.views.account import NameEmailSettingsPanel
        from wagtail.admin.views.pages.edit import EditView

        from workshop import messages, receivers
        from workshop.forms import AccountNameForm

        # Wagtail mails about comments within the request, and fails with the mail server.
        EditView.send_commenting_notifications = messages.tell_of_comments
        # Wagtail's form demands a first and a last name, which nobody has here.
        NameEmailSettingsPanel.form_class = AccountNameForm
        post_migrate.connect(receivers.keep_groups_after_migrating, sender=self)
