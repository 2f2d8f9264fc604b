"""The real servers that exercises run against: one module for each that the table of needs names.

Importing this package starts nothing and imports nothing heavy. A new server is a row in
``kata.needs`` and a module here with ``up``, ``down`` and ``status``: made of ``lasting`` when it
outlives a check, as Valkey does, or of ``fleeting`` when each check has its own, as PgBouncer.
"""

from importlib import import_module

from kata.needs import NEEDS
from kata.services.base import Service, ServiceMissing, ServiceProblem, Status

__all__ = ["SERVICES", "Service", "ServiceMissing", "ServiceProblem", "Status"]

SERVICES: dict[str, Service] = {
    need.service: import_module(f"kata.services.{need.service}")
    for need in NEEDS.values()
    if need.service
}
