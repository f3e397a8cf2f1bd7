"""PostgreSQL and Valkey as wheels, started by our own commands under `var/`; nothing to install.

Used in demonstrations, development and tests. Production names its own services
(`DATABASE_URL`, `REDIS_URL`) and never imports more than `places`.
"""
