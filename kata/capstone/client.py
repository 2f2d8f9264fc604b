"""A visitor of the site with cookies, as a browser is one."""

import json
import re
import secrets
import string
from collections.abc import Mapping
from contextlib import closing
from http.client import HTTPException
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import quote, urlencode

from kata.capstone.requests import Response, Visit
from kata.services.unix_http import Connection

FIELD, COOKIE, HEADER = "csrfmiddlewaretoken", "csrftoken", "X-CSRFToken"
COOKIES = "sessionid", COOKIE  # of somebody who has logged in
READS = ("GET", "HEAD", "OPTIONS")
NO_RESPONSE = 0  # as the status of a request that nothing came back for
LIMIT = 90.0  # seconds: nginx itself gives up after 60

_TOKEN = re.compile(rf"name=['\"]?{FIELD}['\"]? value=['\"]?([A-Za-z0-9]+)")


class Browser:
    """A visitor, by the address of the site's socket."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies = dict[str, str]()
        self.form_token = ""

    @property
    def token(self) -> str:
        """What Django wants to see with a write of this visitor."""
        return self.cookies.get(COOKIE, "")

    def log_in(self, name: str, password: str) -> str:
        """Log in; return what was wrong, empty for nothing."""
        page = self.send(Visit("GET", "/login/"))
        form = {"username": name, "password": password, FIELD: self.form_token or self.token}
        answer = self.send(Visit("POST", "/login/", None, form))
        said = f"GET /login/ returned {page.status}, and POST /login/ {answer.status}"
        if page.status != 200 or answer.status not in {200, 302, 303}:
            return said
        missing = [cookie for cookie in COOKIES if cookie not in self.cookies]
        return f"{said}, without the cookie {missing[0]}" if missing else ""

    def send(self, visit: Visit) -> Response:
        """Return the response to a visit. A status of 0: there was none, or only a part."""
        body, headers = encoded(visit)
        headers = {**headers, **self.headers(visit.method)}
        with closing(Connection(self.address, timeout=LIMIT)) as connection:
            try:
                connection.request(visit.method, address_of(visit), body or None, headers)
                found = connection.read()
            except (OSError, HTTPException) as error:
                return Response(NO_RESPONSE, {}, str(error).encode())
        for line in found.headers.get_all("Set-Cookie") or ():
            self._remember(line)
        if token := _TOKEN.search(found.body.decode("utf-8", "replace")):
            self.form_token = token[1]
        return Response(found.status, dict(found.headers.items()), found.body)

    def headers(self, method: str) -> dict[str, str]:
        """Return the headers by which the site knows this visitor."""
        found = {}
        if self.cookies:
            pairs = (f"{name}={value}" for name, value in self.cookies.items())
            found["Cookie"] = "; ".join(pairs)
        if method not in READS and self.token:
            found[HEADER] = self.token
        return found

    def _remember(self, line: str) -> None:
        try:
            cookies = SimpleCookie(line)
        except CookieError:
            return
        for name, morsel in cookies.items():
            if morsel.coded_value and morsel["max-age"] != "0":
                self.cookies[name] = morsel.coded_value
            else:
                self.cookies.pop(name, None)


def address_of(visit: Visit) -> str:
    """Return the path of a visit as HTTP has it: a browser encodes other letters than ASCII's."""
    return quote(visit.path, safe=string.punctuation)


def encoded(visit: Visit) -> tuple[bytes, dict[str, str]]:
    """Return the body of a visit and its headers: a form, JSON, or a form with files.

    A file is a value of three: its name, its type, and what is in it.
    """
    headers = dict(visit.headers or {})
    if visit.body is None:
        return b"", headers
    if any("json" in v for k, v in headers.items() if k.lower() == "content-type"):
        return json.dumps(visit.body).encode(), headers
    if any(isinstance(value, (tuple, list)) for value in visit.body.values()):
        return _multipart(visit.body, headers)
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    return urlencode(dict(visit.body)).encode(), headers


def _multipart(body: Mapping[str, Any], headers: dict[str, str]) -> tuple[bytes, dict[str, str]]:
    boundary = f"kata-{secrets.token_hex(8)}"
    parts = []
    for name, value in body.items():
        about = f'Content-Disposition: form-data; name="{name}"'
        content = value
        if isinstance(value, (tuple, list)):
            file, kind, content = value
            about += f'; filename="{file}"\r\nContent-Type: {kind}'
        data = content if isinstance(content, bytes) else str(content).encode()
        parts.append(f"--{boundary}\r\n{about}\r\n\r\n".encode() + data + b"\r\n")
    headers["Content-Type"] = f"multipart/form-data; boundary={boundary}"
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), headers
