"""Under which heading a block is offered."""

from django.utils.translation import gettext_lazy as _

TO_READ = _("To read")
TO_SEE_AND_HEAR = _("To see and hear")
TO_DO = _("To do")
