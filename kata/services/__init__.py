"""The real servers that exercises run against: one module each, all with the same three functions.

Importing this package starts nothing and imports nothing heavy.
"""

from kata.services import pgbouncer, postgres, valkey
from kata.services.base import Service, ServiceMissing, ServiceProblem, Status

__all__ = ["SERVICES", "Service", "ServiceMissing", "ServiceProblem", "Status"]

SERVICES: dict[str, Service] = {
    "postgres": postgres,
    "valkey": valkey,
    "pgbouncer": pgbouncer,
}
