"""A stand-in for the registry's information system, for demonstrations and tests.

It keeps the contract of docs/registry-gateway.md and knows only invented people. It runs as a
process of its own (``manage.py registry_standin``), on this machine only and without a database.
"""
