"""A file that is received into memory alone: with identity numbers in it none touches the disk."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect


class InMemory(MemoryFileUploadHandler):
    """Keeps a file of any size in memory; cms.uploads.limits has refused what is too large."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Take the file, whatever the length of the request."""
        self.activated = True


def received_in_memory(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view receive files in memory. Its form's token is checked after that is arranged."""

    @wraps(view)
    def receive(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [InMemory(request)]
        return csrf_protect(view)(request, *args, **kwargs)

    return csrf_exempt(receive)
