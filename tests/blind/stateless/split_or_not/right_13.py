"""Right: HTTP/1.0 over a plain socket, with one deadline for everything."""

import json
import socket
import ssl
import threading
from time import monotonic
from urllib.parse import urlsplit

TOTAL = 0.8
MOST = 1_000_000

lock = threading.Lock()
tokens = 300  # 15 retries; a call earns a twentieth of one: never more than 20 in 100 calls


def ratings(url, ids):
    global tokens
    wanted = {pk: str(pk) for pk in ids}
    if not wanted:
        return {}
    deadline = monotonic() + TOTAL
    with lock:
        tokens = min(300, tokens + 1)
    parts = urlsplit(f"{url}?ids={','.join(wanted.values())}")
    outcome = ask(parts, deadline)
    if outcome == "again":
        with lock:
            pays = tokens >= 20
            if pays:
                tokens -= 20
        if pays:
            outcome = ask(parts, deadline)
    found = outcome if isinstance(outcome, dict) else {}
    return {pk: found.get(text) for pk, text in wanted.items()}


def ask(parts, deadline):
    """Return the object, "again" if another request may help, or None."""
    data = b""
    try:
        with connect(parts, deadline) as sock:
            host = parts.netloc.rpartition("@")[2]
            sock.sendall(
                f"GET {parts.path or '/'}?{parts.query} HTTP/1.0\r\nHost: {host}\r\n"
                "Accept: application/json\r\nConnection: close\r\n\r\n".encode()
            )
            while len(data) < MOST:
                sock.settimeout(left(deadline))
                piece = sock.recv(65536)
                data += piece
                status, body, complete = parse(data)
                if complete or not piece or status not in {0, 200}:
                    break
        if not data:
            return "again"
        if status == 503:
            return "again"
        if status != 200 or body is None:
            return None
        found = json.loads(body)
        return found if isinstance(found, dict) else None
    except ConnectionError:
        return None if data else "again"
    except (OSError, ValueError, RecursionError):
        return None


def left(deadline):
    seconds = deadline - monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def connect(parts, deadline):
    https = parts.scheme == "https"
    address = (parts.hostname, parts.port or (443 if https else 80))
    sock = socket.create_connection(address, timeout=min(0.35, left(deadline)))
    if https:
        sock = ssl.create_default_context().wrap_socket(sock, server_hostname=parts.hostname)
    return sock


def parse(data):
    """Return the status (0 if it is not there yet), the body, and whether that is all of it."""
    head, blank, body = data.partition(b"\r\n\r\n")
    if not blank:
        return 0, None, False
    first, *lines = head.decode("latin-1").split("\r\n")
    version, status, *_ = first.split(" ")
    if not version.startswith("HTTP/"):
        raise ValueError(first)
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    if headers.get("transfer-encoding", "").lower() == "chunked":
        whole = unchunked(body)
        return int(status), whole, whole is not None
    if "content-length" in headers:
        length = int(headers["content-length"])
        complete = len(body) >= length
        return int(status), body[:length] if complete else None, complete
    return int(status), body, False


def unchunked(body):
    whole = b""
    while True:
        size, line, body = body.partition(b"\r\n")
        if not line:
            return None
        number = int(size.split(b";")[0], 16)
        if number == 0:
            return whole
        if len(body) < number + 2:
            return None
        whole += body[:number]
        body = body[number + 2 :]
