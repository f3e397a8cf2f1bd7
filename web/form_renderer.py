"""How Django draws our forms."""

from django.forms.renderers import TemplatesSetting


class OtauFormRenderer(TemplatesSetting):
    """Draw forms and fields by the templates in ``templates/forms/``.

    Only the form and the field around a widget are ours; widgets keep Django's
    templates, so that forms of Wagtail's admin stay as they are.
    """

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
