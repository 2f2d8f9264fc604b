"""One event loop in the background for all threads; asyncio.timeout() for both requests."""

import asyncio
import json
import os
import socket
import threading
from http.client import HTTPException, HTTPResponse, IncompleteRead
from io import BytesIO
from urllib.parse import urlsplit

_lock = threading.Lock()
_loops = {}  # by process: a thread does not survive fork()
_credit = 10.0


class Nothing(Exception):
    """Refused, or closed without a response."""


def loop():
    with _lock:
        pid = os.getpid()
        if pid not in _loops:
            new = asyncio.new_event_loop()
            threading.Thread(target=new.run_forever, daemon=True).start()
            _loops[pid] = new
        return _loops[pid]


def ratings(url, ids):
    global _credit
    ids = list(ids)
    if not ids:
        return {}
    with _lock:
        _credit = min(10.0, _credit + 0.0625)
    try:
        future = asyncio.run_coroutine_threadsafe(ask(url, ids), loop())
        try:
            found = future.result(0.93)
        finally:
            future.cancel()
    except Exception:
        found = {}
    return {pk: found.get(str(pk)) for pk in ids}


def spend():
    global _credit
    with _lock:
        if _credit < 1:
            return False
        _credit -= 1
        return True


async def ask(url, ids):
    async with asyncio.timeout(0.9):
        try:
            status, body = await get(url, ids)
        except Nothing:
            status, body = 503, b""
        if status == 503 and spend():
            status, body = await get(url, ids)
    data = json.loads(body) if status == 200 else None
    return data if isinstance(data, dict) else {}


class Client(asyncio.Protocol):
    """Sends a request, and makes a future of its response."""

    def __init__(self, request):
        self.request = request
        self.data = b""
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        transport.write(self.request)

    def data_received(self, data):
        self.data += data
        if b"\r\n\r\n" in self.data:
            self.parse(at_end=False)

    def connection_lost(self, error):
        if self.done.done():
            return
        if not self.data:
            self.done.set_exception(Nothing())
        elif error:
            self.done.set_exception(error)
        else:
            self.parse(at_end=True)

    def makefile(self, mode):
        return BytesIO(self.data)

    def parse(self, at_end):
        if self.done.done():
            return
        try:
            response = HTTPResponse(self, method="GET")
            response.begin()
            if response.status != 200:
                self.done.set_result((response.status, b""))
            elif at_end or response.chunked or response.length is not None:
                self.done.set_result((200, response.read()))
        except IncompleteRead as error:
            if at_end:
                self.done.set_exception(error)
        except (HTTPException, ValueError) as error:
            self.done.set_exception(error)


async def get(url, ids):
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    request = (
        f"GET {parts.path or '/'}?ids={','.join(map(str, ids))} HTTP/1.1\r\n"
        f"Host: {parts.netloc}\r\nAccept: application/json\r\nConnection: close\r\n\r\n"
    ).encode()
    sock = await connect(parts.hostname, parts.port or (443 if secure else 80))
    options = {"ssl": True, "server_hostname": parts.hostname} if secure else {}
    try:
        transport, client = await asyncio.get_running_loop().create_connection(
            lambda: Client(request), sock=sock, **options
        )
    except BaseException:
        sock.close()
        raise
    try:
        return await client.done
    finally:
        transport.abort()


async def connect(host, port):
    loop = asyncio.get_running_loop()
    addresses = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for number, (family, kind, protocol, _, address) in enumerate(addresses, 1):
        sock = socket.socket(family, kind, protocol)
        sock.setblocking(False)
        try:
            await loop.sock_connect(sock, address)
        except OSError as error:
            sock.close()
            if number < len(addresses):
                continue
            if isinstance(error, ConnectionRefusedError):
                raise Nothing from error
            raise
        except BaseException:
            sock.close()
            raise
        return sock
    raise OSError("no address")
