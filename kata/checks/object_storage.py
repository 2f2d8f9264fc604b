"""Object storage as browsers and servers use it: requests, forms, and what is signed earlier."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen
from uuid import uuid4

import time_machine

from kata.checks.findings import expect


def ask(
    method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """Send a request, and return the status and the content of the response."""
    try:
        with urlopen(Request(url, body, dict(headers or {}), method=method)) as response:
            return response.status, response.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()


def form(fields: Mapping[str, object], kind: str, content: bytes) -> tuple[bytes, dict[str, str]]:
    """Return a form with a file as a browser sends it: the body and the headers."""
    line = uuid4().hex
    parts = [
        f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    parts.append(f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="h.jpg"\r\n')
    parts.append(f"Content-Type: {kind}\r\n\r\n")
    body = "".join(parts).encode() + content + f"\r\n--{line}--\r\n".encode()
    return body, {"Content-Type": f"multipart/form-data; boundary={line}"}


@contextmanager
def in_the_past(seconds: float) -> Iterator[None]:
    """Let Python's clocks show an earlier time in a block: what is signed there is that old."""
    with time_machine.travel(time.time() - seconds):
        yield


@contextmanager
def requests_sent() -> Iterator[list[str]]:
    """Yield a list of the requests that boto3 sends in a block, with the ACL of each, if any."""
    from botocore.httpsession import URLLib3Session  # only `kata install s3` brings it

    really, sent = URLLib3Session.send, list[str]()

    def send(session: Any, request: Any) -> Any:
        acl = request.headers.get("x-amz-acl", b"")  # prepared headers are bytes
        said = f"{request.method} {urlsplit(request.url).path[-60:]}"
        sent.append(f"{said} x-amz-acl: {acl.decode()}" if acl else said)
        return really(session, request)

    URLLib3Session.send = send
    try:
        yield sent
    finally:
        URLLib3Session.send = really


class Bucket:
    """A bucket, and what can be asked about it without the answer under check."""

    def __init__(self, server: Any, name: str) -> None:
        self.server, self.name = server, name
        self.url, self.client = f"{server.url}/{name}", server.client()

    def environment(self) -> dict[str, str]:
        """Return where it is, and the account that may use it."""
        keys = {"ACCESS_KEY": self.server.access_key, "SECRET_KEY": self.server.secret_key}
        return {"S3_URL": self.server.url, "BUCKET": self.name, **keys}

    def stored(self) -> list[str]:
        """Return the keys that are in it."""
        found = self.client.list_objects_v2(Bucket=self.name).get("Contents", [])
        return [each["Key"] for each in found]

    def address(self, key: str) -> str:
        """Return the URL of a key, without a signature."""
        return f"{self.url}/{quote(key)}"

    def expect_here(self, url: object, call: str) -> None:
        """Fail unless a URL is one of this server's.

        Args:
            call: what returned it.
        """
        says = f"{call} returns the URL {str(url)[:60]!r}."
        expect(str(url).startswith(f"{self.server.url}/"), says, f"{self.server.url}/...")

    def send(self, ticket: Mapping[str, Any], kind: str, content: bytes, key: str = "") -> int:
        """Do what a browser does with a signed POST or PUT, and return the status of the response.

        Args:
            ticket: ``url``, and ``fields`` for a POST or ``headers`` for a PUT.
            kind: the type that the browser gives.
            key: which the browser sends instead of the right one.
        """
        self.expect_here(ticket["url"], "upload()")
        url, is_post = str(ticket["url"]), "fields" in ticket
        given = ticket["fields"] if is_post else ticket["headers"]
        said = {name: value for name, value in given.items() if name.lower() != "content-type"}
        said["Content-Type"] = kind
        if is_post:
            return ask("POST", url, *form({**said, "key": key or said.get("key")}, kind, content))[
                0
            ]
        if key:
            url = urlsplit(url)._replace(path=f"/{self.name}/{quote(key)}").geturl()
        return ask("PUT", url, content, said)[0]
