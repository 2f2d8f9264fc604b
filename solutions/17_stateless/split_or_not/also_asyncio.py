"""As good: asyncio has one time-out for all of it; a list of the last calls is the budget."""

import asyncio
import json
from urllib.parse import urlsplit

recent = []  # the numbers of the calls that were retried
number = 0


def ratings(url, ids):
    global number
    if not ids:
        return {}
    number += 1
    try:
        found = asyncio.run(asyncio.wait_for(fetch(url, ids), 0.7))
    except Exception:
        found = {}
    return {pk: found.get(str(pk)) for pk in ids}


async def fetch(url, ids):
    try:
        status, body = await ask(url, ids)
        if status != 503 or not may_retry():
            return read(status, body)
    except ConnectionError:
        if not may_retry():
            raise
    recent.append(number)
    return read(*await ask(url, ids))


def may_retry():
    recent[:] = [call for call in recent if call > number - 100]
    return len(recent) < 20


def read(status, body):
    found = json.loads(body) if status == 200 else {}
    return found if isinstance(found, dict) else {}


async def ask(url, ids):
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        path = f"{parts.path}?ids={','.join(map(str, ids))}"
        writer.write(f"GET {path} HTTP/1.0\r\nHost: {parts.netloc}\r\n\r\n".encode())
        status = await reader.readline()
        if not status:
            raise ConnectionResetError
        if b" 200 " not in status:
            return int(status.split()[1]), b""
        try:
            head, _, body = (await reader.read(-1)).partition(b"\r\n\r\n")
        except ConnectionError as error:
            raise EOFError from error
        size = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
        if size and int(size[0].split(b":")[1]) != len(body):
            raise EOFError
        return 200, body
    finally:
        writer.close()
