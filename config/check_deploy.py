"""`check --deploy` under production's settings, with keys made for this one run."""

import base64
import os
import secrets
import subprocess
import sys
from datetime import UTC, datetime

from certificates.documents.chain import make_root, make_signing_chain, signing_pem
from config.embedded.places import ROOT
from config.embedded.processes import child_environment


def new_key(name: str) -> str:
    """Return a fresh `name:base64` key."""
    return f"{name}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def new_document_chain() -> str:
    """Return a fresh key with its certificates, as one line."""
    now = datetime.now(UTC)
    root = make_root(organisation="Otau", now=now)
    return (
        signing_pem(make_signing_chain(root=root, organisation="Otau", now=now))
        .decode()
        .replace("\n", "\\n")
    )


def production_environment() -> dict[str, str]:
    """Return an environment in which production would start; nothing in it exists."""
    return {
        "OTAU_MODE": "production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "SEALING_KEYS": new_key("s1"),
        "LOOKUP_KEYS": new_key("l1"),
        "CERTIFICATE_SIGNING_KEY": new_key("c1"),
        "DOCUMENT_SIGNING": new_document_chain(),
        "BASE_URL": "https://otau.example.org",
        "ALLOWED_HOSTS": "otau.example.org",
        "DATABASE_URL": "postgres://otau@db.example.org/otau",
        "REDIS_URL": "redis://broker.example.org/0",
        "CACHE_URL": "redis://cache.example.org/0",
        "EMAIL_URL": "smtp://mail.example.org:25",
        "SMS_BACKEND": "sms.example.send",
        "EGOV_CLIENT_ID": "otau",
        "EGOV_CLIENT_SECRET": secrets.token_urlsafe(20),
    }


def main() -> int:
    """Run the check; return its exit code."""
    mine = {name for name in os.environ if name.startswith(("OTAU_", "DATABASE_", "REDIS_"))}
    env = child_environment(**production_environment())
    for name in mine - production_environment().keys():
        env.pop(name)
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
