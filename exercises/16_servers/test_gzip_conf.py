"""What checks gzip_conf.py. Bytes are counted as they leave nginx."""

import gzip
import random
from contextlib import closing
from urllib.parse import unquote

import pytest

from kata.checks import expect, ledger, same
from kata.checks.back_ends import Reply, back_ends

FIFTH, HOST = 5, "arena.example"
GZIP = {"Accept-Encoding": "gzip"}
CDN = {"Accept-Encoding": "br, gzip", "Via": "1.1 cdn"}
ACCEPTING = GZIP, {"Accept-Encoding": "gzip, deflate, br;q=0.5"}, CDN
PLAIN = {}, {"Accept-Encoding": "identity"}, {"Accept-Encoding": "gzip;q=0, br"}, {"Via": "1.1 cdn"}
TYPES = {"html": "text/html; charset=utf-8", "css": "text/css", "json": "application/json"}
TYPES |= {"png": "image/png", "jpg": "image/jpeg"}


def rows(kind, size):
    """Text of a type as a site has it, of about so many bytes."""
    line = {
        "html": '<li class="post"><a href="/posts/{0}/">Zoë &amp; "{0}"</a> <b>{1}%</b></li>\n',
        "css": ".post-list > .post-{0}:hover {{ margin: 0 auto; padding: {1}px; }}\n",
        "json": '{{"id": {0}, "title": "Zoë\\t\\"", "score": {1}, "editor": null}},\n',
    }[kind]
    text, number = "", 0
    while len(text) < size:
        text += line.format(number, number % 7)
        number += 1
    return text.encode()


def reply(body, kind, **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(body=body, headers={"Content-Type": TYPES[kind], **names})


NOISE = random.Random(1).randbytes(30_000)
SECRET = b"<p>secret: 8f0c2a</p>" + rows("html", 9000)
FILES = {
    "/static/site.css": rows("css", 30_000),
    "/static/about.html": rows("html", 9000),
    "/static/contests.json": rows("json", 20_000),
}
TEXTS = {
    "/": reply(rows("html", 40_000), "html", Vary="Cookie, Accept-Language"),
    "/posts/?page=2": Reply(200, rows("html", 50_000), {"Content-Type": TYPES["html"]}, True),
    "/short/": reply(rows("html", 2000), "html", Cache_Control="max-age=60", ETag='"a"'),
    "/feed.json": reply(
        rows("json", 20_000), "json", Last_Modified="Mon, 30 Nov 2026 08:00:00 GMT"
    ),
    "/theme.css": reply(rows("css", 5000), "css", Expires="Thu, 01 Jan 2037 00:00:00 GMT"),
    "/accounting/": reply(rows("html", 9000), "html", Cache_Control="private"),
}
UNTOUCHED = {
    "/photo.png": reply(b"\x89PNG" + NOISE, "png"),
    "/photo.jpg": reply(b"\xff\xd8" + NOISE, "jpg"),
    "/avatar/?size=80": reply(b"\x89PNG" + NOISE, "png"),
    "/static/logo.png": reply(b"\x89PNG" + NOISE, "png"),
    "/tiny/": reply(rows("html", 400)[:490], "html"),
    "/tiny.json": reply(b"[" + b" " * 300 + b"]", "json"),
    "/static/tiny.css": reply(rows("css", 300), "css"),
}
SECRETS = {
    "/account/": reply(SECRET, "html"),
    "/account/search/?q=secret:+8f": reply(SECRET, "html"),
    "/account/api/token.json?q=8": reply(rows("json", 9000), "json"),
    "/%61ccount/search/?q=secret:+8f": reply(SECRET, "html"),
    "/acc%6Funt/?q=secret:+8f": reply(SECRET, "html"),
    "/account/%74heme.css": reply(rows("css", 9000), "css"),
}
PAGES = (
    TEXTS
    | UNTOUCHED
    | SECRETS
    | {"/none/": Reply(404, b"<h1>Not here</h1>" * 200, {"Content-Type": TYPES["html"]})}
)
STATIC = {path: reply(body, path.rpartition(".")[2]) for path, body in FILES.items()}


def test_answer(site):
    """Requests and contents are the same.

    Tries: as before.
    """
    for path, page in (PAGES | STATIC).items():
        is_file = path.startswith("/static/")
        for headers in ({}, GZIP):
            for body in (b"",) if is_file else (b"", b"text=%0D%0A"):
                site.app.requests.clear()
                got = site.send(path, headers, body)
                kind = page.headers["Content-Type"]
                right = (page.status, kind.partition(";")[0])
                same((got.status, got.kind), right, call=f"{path}: status and type")
                expect(
                    got.content == page.body, f"{path}: clients get another content.", "the same."
                )
                sent = [
                    (it.method, unquote(it.path), it.headers.get("host"), it.body)
                    for it in site.app.requests
                ]
                right = [] if is_file else [("POST" if body else "GET", unquote(path), HOST, body)]
                same(sent, right, call=f"{path}: the back end gets")


def test_text(site):
    """Texts take a fifth of their bytes.

    Tries: text.
    """
    for headers in ACCEPTING:
        sizes = {path: len(site.send(path, headers).raw) for path in TEXTS | STATIC}
        if headers is GZIP:
            ledger.spent(**{"bytes for all texts": sum(sizes.values())})
        large = {
            p: size for p, size in sizes.items() if size * FIFTH > len((TEXTS | STATIC)[p].body)
        }
        for path, size in large.items():
            whole = len((TEXTS | STATIC)[path].body)
            says = f"{asked(path, headers)}: {size:,} of {whole:,} bytes are sent."
            lines = [f"{path:<22} {size:>6,} bytes" for path, size in large.items()]
            expect(False, says, f"at most {whole // FIFTH:,}.", lines)


def test_untouched(site):
    """Images and small responses are sent as they are.

    Tries: images, small.
    """
    for path, page in UNTOUCHED.items():
        kind = page.headers["Content-Type"].partition(";")[0]
        site.plain(path, ACCEPTING, f"{len(page.body):,} bytes of {kind}")


def test_secret(site):
    """What is below /account/ is not compressed.

    Tries: secret.
    """
    for path in SECRETS:
        for body in (b"", b"q=secret:+8f"):
            site.plain(path, ACCEPTING, "a secret beside text of the request", body)


def test_accepts(site):
    """Plain text for clients that do not accept gzip, also if the back end can compress.

    Tries: accepts, as before.
    """
    for path in TEXTS | STATIC:
        site.plain(path, PLAIN, "this client cannot read it")
    for headers in (*PLAIN, *ACCEPTING):
        site.app.requests.clear()
        site.send("/", headers)
        got = site.app.requests[0].headers.get("accept-encoding", "")
        says = f"{asked('/', headers)}: the back end gets Accept-Encoding: {got}."
        expect(
            got in ("", headers.get("Accept-Encoding")), says, "what the client sends, or nothing."
        )


def test_vary(site):
    """Both variants of a text say Vary.

    Tries: vary.
    """
    for path, page in (TEXTS | STATIC).items():
        for headers in (*ACCEPTING, *PLAIN):
            vary = site.send(path, headers).vary
            right = [*filter(None, [page.headers.get("Vary")]), "Accept-Encoding"]
            says = f"{asked(path, headers)} gets {f'Vary: {vary}' if vary else 'no Vary'}."
            expect(names(", ".join(right)) <= names(vary), says, f"Vary: {', '.join(right)}.")


# What the checks above are made of.


@pytest.fixture
def site(answer, nginx):
    """nginx with the answer's configuration, files, and a back end."""
    pages = {unquote(path): page for path, page in PAGES.items()}
    with (
        back_ends(lambda request: pages.get(unquote(request.path), Reply(404))) as [app],
        nginx(answer.NGINX, {"app.sock": app.address}) as server,
    ):
        folder = server.folder / "files/static"
        folder.mkdir(parents=True)
        for path, page in (STATIC | UNTOUCHED).items():
            if path.startswith("/static/"):
                (folder / path.rpartition("/")[2]).write_bytes(page.body)
        yield Site(server, app)


class Site:
    def __init__(self, server, app):
        self.server, self.app = server, app

    def send(self, path, headers, body=b""):
        """Return what a client with some headers gets."""
        with closing(self.server.connect()) as client:
            client.putrequest("POST" if body else "GET", path, True, True)
            length = {"Content-Length": str(len(body))} if body else {}
            for name, value in {"Host": HOST, **length, **headers}.items():
                client.putheader(name, value)
            client.endheaders(body or None)
            return Got(client.read())

    def plain(self, path, clients, given, body=b""):
        """Fail if a client gets a compressed response."""
        for headers in clients:
            is_plain = not self.send(path, headers, body).encoding
            says = f"{asked(path, headers, body)} is compressed: {given}."
            expect(is_plain, says, "no compression.")


class Got:
    """A response: its bytes as they are sent, and its content."""

    def __init__(self, response):
        self.status, self.raw, headers = response.status, response.body, response.headers
        self.encoding = headers.get("Content-Encoding")
        self.kind = headers.get("Content-Type", "").partition(";")[0]
        self.content = gzip.decompress(self.raw) if self.encoding == "gzip" else self.raw
        self.vary = ", ".join(headers.get_all("Vary", []))


def asked(path, headers, body=b""):
    """Return a request, as a sentence names it."""
    told = " and ".join(f"{name}: {value}" for name, value in headers.items())
    return f"{'POST' if body else 'GET'} {path} with {told or 'no Accept-Encoding'}"


def names(vary):
    return {name.strip().lower() for name in vary.split(",")}
