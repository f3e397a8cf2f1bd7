"""The way to the registry's information system: one question, one answer, or none."""

from registry.gateway.backends import HttpGateway, NoGateway
from registry.gateway.configured import gateway_from_settings
from registry.gateway.exceptions import GatewayMalformed, GatewayUnavailable
from registry.gateway.records import (
    ApplicantRecord,
    ApplicationRecord,
    ApplicationState,
    IdentityKind,
    IdentityNumber,
    RegistryGateway,
)

__all__ = [
    "ApplicantRecord",
    "ApplicationRecord",
    "ApplicationState",
    "GatewayMalformed",
    "GatewayUnavailable",
    "HttpGateway",
    "IdentityKind",
    "IdentityNumber",
    "NoGateway",
    "RegistryGateway",
    "gateway_from_settings",
]
