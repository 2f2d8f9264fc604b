"""Lines of PostgreSQL's own log, as it writes them with ``log_destination = 'jsonlog'``."""

from __future__ import annotations

import json
from itertools import count

_numbers = count(1)


def log_line(message: str, database: str = "arena", severity: str = "LOG", **more: str) -> str:
    """Return one entry of a client's session, as a line of the log.

    Args:
        database: the client's; "" is an entry of the server itself, which has none.
        more: fields that only some entries have, such as ``detail``.
    """
    entry: dict[str, object] = {"timestamp": "2026-11-29 18:00:56.170 UTC"}
    if database:
        entry |= {"user": "arena", "dbname": database}
    entry["pid"] = 21524
    if database:
        entry["remote_host"] = "[local]"
    entry |= {"session_id": "6b0c6858.5414", "line_num": next(_numbers)}
    if database:
        entry["ps"] = "SELECT"
    entry["session_start"] = "2026-11-29 18:00:56 UTC"
    if database:
        entry["vxid"] = "0/6"
    entry |= {"txid": 0, "error_severity": severity}
    if "state_code" in more:
        entry["state_code"] = more.pop("state_code")
    entry |= {"message": message, **more}
    if database:
        entry["application_name"] = "gunicorn"
    entry |= {"backend_type": "client backend" if database else "postmaster", "query_id": 0}
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n"
