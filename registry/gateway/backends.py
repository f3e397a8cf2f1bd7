"""The ways to ask: over HTTP by our own contract, or not at all."""

import logging
import time
from urllib.parse import urlsplit

import requests
import urllib3

from registry.gateway.answer import AnswerNotUnderstood, read_answer
from registry.gateway.exceptions import GatewayMalformed, GatewayUnavailable
from registry.gateway.records import ApplicationRecord, IdentityNumber

logger = logging.getLogger(__name__)

_PATH = "/v1/applications/query"
_LONGEST_ANSWER = 64 * 1024  # bytes; a real one has about 800
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# Something between us and the registry broke. 429 and 503 ask for quiet, 401 and 403 for a new
# token: the same question at once helps neither.
BROKEN = frozenset({500, 502, 504})


class NoGateway:
    """No registry is connected: every question ends in GatewayUnavailable."""

    def ask(self, *, number: str, identity: IdentityNumber) -> ApplicationRecord | None:
        """Raise GatewayUnavailable, always."""
        raise GatewayUnavailable("no registry is connected")


class HttpGateway:
    """Asks over HTTP by the contract in docs/registry-gateway.md.

    ``url``: the registry's address without the path; https, or http on this machine only.
    ``token``: the bearer token. ``timeout``: seconds that the whole exchange may take, from
    connecting to the last byte. ``ca_file``: a file of certificate authorities, for a state network
    whose authority the public lists lack. Raises ValueError when these do not fit.

    It asks once: ``registry.actions.asking`` asks again where that is worth it, and not at all
    while the registry is known to be away.
    """

    def __init__(
        self, url: str, token: str, timeout: float = 5.0, *, ca_file: str | None = None
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("The registry's address must begin with https:// and name a host.")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ValueError("The registry's address must be an address and nothing else.")
        if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
            raise ValueError("The registry must be asked over https outside this machine.")
        if not token.isascii() or not token.isprintable() or not token.strip():
            raise ValueError("The registry's token must be ASCII text.")
        if not timeout > 0:
            raise ValueError("The registry's timeout must be more than 0 seconds.")
        self._url = url.rstrip("/") + _PATH
        self._token = token
        self._timeout = timeout
        self._ca_file = ca_file

    def __repr__(self) -> str:
        return f"HttpGateway({self._url!r}, token=<hidden>, timeout={self._timeout!r})"

    def ask(self, *, number: str, identity: IdentityNumber) -> ApplicationRecord | None:
        """Ask the registry once; see ``RegistryGateway.ask`` for what comes back."""
        failure: GatewayUnavailable
        try:
            return read_answer(self._answer_to(number, identity), number=number, identity=identity)
        except AnswerNotUnderstood as error:
            failure = GatewayMalformed(str(error))
        except _NoAnswer as error:
            failure = GatewayUnavailable(f"status {error.status}", at_once=error.status in BROKEN)
        except (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError):
            failure = GatewayUnavailable("no answer in time")
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError):
            failure = GatewayUnavailable("no connection", at_once=True)
        # Raised out here, with neither cause nor context: the exceptions above carry the request
        # with its body and token, and the frames below them the answer.
        logger.warning("The registry could not be asked: %s", failure)
        raise failure

    def _answer_to(self, number: str, identity: IdentityNumber) -> bytes:
        deadline = time.monotonic() + self._timeout
        with requests.Session() as session:
            # Neither a proxy nor a password from the environment: both would send the number or
            # our token where nobody has decided to send them.
            session.trust_env = False
            with session.post(
                self._url,
                json={
                    "number": number,
                    "identity": {
                        "kind": identity.kind,
                        "country": identity.country,
                        "number": identity.number,
                    },
                },
                headers={
                    "Accept": "application/json",
                    "Accept-Encoding": "identity",
                    "Authorization": f"Bearer {self._token}",
                },
                # The stubs do not know that requests hands urllib3's own through.
                timeout=urllib3.Timeout(total=self._timeout),  # type: ignore[arg-type]
                verify=self._ca_file or True,
                allow_redirects=False,
                stream=True,
            ) as response:
                status = response.status_code
                if status == 200:
                    return self._body_of(response, deadline)
        if status >= 500 or status in {401, 403, 408, 429}:
            raise _NoAnswer(status)
        raise AnswerNotUnderstood(f"status {status} is not in the contract")

    def _body_of(self, response: requests.Response, deadline: float) -> bytes:
        body = bytearray()
        # read1 gives what has come: read would wait for a server that sends a byte at a time.
        while piece := response.raw.read1(8192):
            body += piece
            if len(body) > _LONGEST_ANSWER:
                raise AnswerNotUnderstood("the answer is too long")
            if time.monotonic() > deadline:
                raise TimeoutError
        return bytes(body)


class _NoAnswer(Exception):
    """The registry answered, and it was not an answer to the question."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status
