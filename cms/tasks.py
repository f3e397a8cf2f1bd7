"""What the site does by the clock."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def publish_scheduled() -> None:
    """Publish the pages whose moment has come, and take down those whose moment is over."""
    call_command("publish_scheduled")
