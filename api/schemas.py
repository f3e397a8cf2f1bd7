"""What all schemas of the interface share, and the shapes that several operations answer with."""

from typing import Annotated, Any, Literal, Self

from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, StrictInt, model_validator

from registry.gateway import IdentityNumber

DAY_FORM = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
Day = Annotated[
    str,
    Field(pattern=DAY_FORM, examples=["2026-11-20"], json_schema_extra={"format": "date"}),
]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
EXAMPLE_CERTIFICATE = "7K4M-N2XT-9WCDF"


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


# To JSON, 2.0 is a whole number like 2.
Whole = Annotated[StrictInt, BeforeValidator(_whole)]


class Strict(Schema):
    """A body: no field more, none less, nothing read as another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class FieldErrorOut(Schema):
    """One thing that is wrong in a request. Never what was sent."""

    code: str = Field(
        description=gettext_noop("A short word: missing, unknown-field, type, size, form, …")
    )
    detail: str = Field(description=gettext_noop("A sentence in the language asked for."))
    pointer: str | None = Field(
        None, description=gettext_noop("Where in the body: a JSON pointer (RFC 6901).")
    )
    parameter: str | None = Field(None, description=gettext_noop("Which parameter of the address."))


class ProblemOut(Schema):
    """A problem (RFC 9457). `code` is for programs, the words are for people."""

    type: str = Field(
        description=gettext_noop("The URI of the kind of problem: a page that explains it.")
    )
    status: StrictInt
    code: str = Field(description=gettext_noop("The last part of the type; does not change."))
    title: str
    detail: str
    title_kk: str
    detail_kk: str
    title_ru: str
    detail_ru: str
    errors: list[FieldErrorOut] | None = Field(
        None, description=gettext_noop("What is wrong with the request, where that can be said.")
    )


# A value that the specification shows as any object, because each is looked at by itself.
AnyObject = Annotated[dict[str, Any], Field(description=gettext_noop("An object."))]


def _one_of_two(schema: dict[str, Any]) -> None:
    """Show the two kinds of identity as the two shapes they are."""
    iin = {
        "type": "object", "title": "IIN", "additionalProperties": False,
        "required": ["kind", "country", "number"],
        "properties": {
            "kind": {"const": "iin"}, "country": {"const": "KZ"},
            "number": {
                "type": "string", "format": "iin", "pattern": "^[0-9]{12}$",
                "description": gettext_noop(
                    "Twelve digits, the last of which is the right check digit."
                ),
            },
        },
    }  # fmt: skip
    passport = {
        "type": "object", "title": "Passport", "additionalProperties": False,
        "required": ["kind", "country", "number"],
        "properties": {
            "kind": {"const": "passport"},
            "country": {
                "type": "string", "pattern": "^[A-Z]{2}$",
                "description": gettext_noop("ISO 3166-1 alpha-2."),
            },
            "number": {"type": "string", "pattern": "^[A-Z0-9]{3,20}$"},
        },
    }  # fmt: skip
    title, description = schema["title"], schema["description"]
    schema.clear()
    schema.update(title=title, description=description, oneOf=[iin, passport])


class Identity(Strict):
    """The number by which a person is identified: an IIN, or a passport of who has none."""

    model_config = ConfigDict(json_schema_extra=_one_of_two)

    kind: Literal["iin", "passport"]
    country: str = Field(pattern=r"^[A-Z]{2}$")
    number: str = Field(pattern=r"^[A-Z0-9]{3,20}$")

    def __repr__(self) -> str:
        return f"Identity(kind={self.kind!r}, country={self.country!r}, number=<hidden>)"

    __str__ = __repr__

    @model_validator(mode="after")
    def identifies(self) -> Self:
        """Refuse what cannot be anybody's number, a wrong check digit among it."""
        self.as_number()
        return self

    def as_number(self) -> IdentityNumber:
        """Return it as the registry's gateway knows it."""
        return IdentityNumber(kind=self.kind, country=self.country, number=self.number)
