"""What checks uploads.py. The servers are this process in turn, and the object storage is real."""

import json
import tempfile
import time
from base64 import b64decode
from contextlib import contextmanager
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings

from kata.checks import again, expect, fail, frozen, plural
from kata.checks.object_storage import Bucket, ask, in_the_past, requests_sent

LARGEST = 1_000_000
MINUTE = 60
WAITS = 10  # seconds, for a process that was forked
ODD = "photos/Łódź 'é' 100%+1&?.jpg"
PHOTO = bytes(range(256)) * 4 + b"\r\n--\r\n"
JPEG, PNG = "image/jpeg", "image/png"


def test_shared(site):
    """What one server stores, all can read.

    Tries: shared.
    """
    names = {}
    for again_ in ("", " again"):
        for writer in ("server-1", "server-2"):
            with site.server(writer):
                if again_:
                    default_storage.delete(names[writer])
                content = ContentFile(f"{writer}{again_}".encode())
                names[writer] = default_storage.save(f"{writer}/{ODD}", content)
        for reader in ("server-1", "server-2", "server-3"):
            with site.server(reader):
                for writer, name in names.items():
                    got, right = read(name), f"{writer}{again_}".encode()
                    says = f"{writer} stores a file{again_}, and {reader} reads {got!r}."
                    expect(got == right, says, f"{right!r}.")


def test_names(site):
    """No file overwrites another one.

    Tries: names.
    """
    stored = {}
    for writer in ("server-1", "server-2"):
        with site.server(writer):
            for number in (1, 2):
                content = f"{number} of {writer}".encode()
                name = default_storage.save("photos/holiday.jpg", ContentFile(content))
                stored[writer, number] = name, content
    for reader in ("server-1", "server-2"):
        with site.server(reader):
            for (writer, _), (name, content) in stored.items():
                got = read(name)
                says = f"Four files are saved under one name, and {name!r} reads {got!r}."
                expect(writer != reader or got == content, says, f"{content!r}.")


def test_private(site):
    """Nobody reads or lists without a signature.

    Tries: private.
    """
    with site.server() as server, requests_sent() as sent:
        default_storage.save("photos/holiday.jpg", ContentFile(PHOTO))
        signed = f"upload() returns {server.upload('holiday.jpg', JPEG, len(PHOTO))}"
    public = [each for each in (*sent, signed) if "public-read" in each]
    says = "A file gets the ACL public-read. This S3 heeds none, another one lets all read it."
    expect(not public, says, details=public)
    site.bucket.client.put_object(Bucket=site.bucket.name, Key="a-photo.jpg", Body=PHOTO)
    for key in site.bucket.stored():
        status, _ = ask("GET", site.bucket.address(key))
        says = f"A request without a signature asks for a file, and is answered {status}."
        expect(status == 403, says, "403.")
    for query in ("", "?list-type=2"):
        status, _ = ask("GET", f"{site.bucket.url}{query}")
        says = f"A request without a signature lists the bucket, and is answered {status}."
        expect(status == 403, says, "403.")


def test_requests(site):
    """Signing sends no request.

    Tries: requests.
    """
    with site.server() as server:
        key = default_storage.save("photos/holiday.jpg", ContentFile(PHOTO))
        for name, call in (
            ("upload()", lambda: server.upload("holiday.jpg", JPEG, len(PHOTO))),
            ("link()", lambda: server.link(key)),
        ):
            with requests_sent() as sent:
                call()
            says = f"{name} sends {plural(len(sent), 'request')} to S3."
            expect(not sent, says, "0.", sent[:4])


def test_links(site):
    """A link works for a while, and S3 answers it.

    Tries: links.
    """
    with site.server() as server:
        for wanted in (ODD, "photos/b.jpg"):
            key = default_storage.save(wanted, ContentFile(PHOTO))

            def status(ago=0, key=key):
                with in_the_past(ago):
                    url = server.link(key)
                site.bucket.expect_here(url, "link()")
                return ask("GET", url)

            late = status(ago=61 * MINUTE)[0]
            says = f"A link that was made 61 minutes ago is answered {late}."
            expect(late == 403, says, "403: an hour at most.")
            for ago in (0, 4):
                got, content = status(ago * MINUTE)
                says = f"A link that was made {plural(ago, 'minute')} ago is answered {got}."
                expect(got == 200, says, "200: it works for 5 minutes at least.", [repr(key)])
                expect(content == PHOTO, f"A link returns {plural(len(content), 'byte')}.")
        lasts(server, "link()", lambda: server.link(key))


def test_direct(site):
    """The browser sends the photo to S3.

    Tries: direct.
    """
    with site.server() as server:
        for ago, kind, content in ((0, JPEG, PHOTO), (4, PNG, b"\x89PNG" * (LARGEST // 4))):
            with in_the_past(ago * MINUTE):
                ticket = server.upload("holiday.jpg", kind, len(content))
            status = site.bucket.send(ticket, kind, content)
            says = f"The browser sends a photo {ago} minutes after upload(): S3 answers {status}."
            expect(status in (200, 201, 204), says, "200 or 204.")
            got = read(ticket["key"])
            says = f"A photo is sent to S3, and default_storage.open({ticket['key']!r}) "
            says += "finds nothing." if got is None else "reads something else."
            expect(got == content, says)
        with in_the_past(61 * MINUTE):
            ticket = server.upload("holiday.jpg", JPEG, len(PHOTO))
        status = site.bucket.send(ticket, JPEG, PHOTO)
        says = f"The browser sends a photo 61 minutes after upload(): S3 answers {status}."
        expect(status == 403, says, "403: an hour at most.")
        lasts(server, "upload()", lambda: server.upload("holiday.jpg", JPEG, len(PHOTO)))


def test_key(site):
    """The server chooses the key, a new one each time.

    Tries: key.
    """
    keys = []
    for number in (1, 2):
        with site.server(f"server-{number}") as server, frozen(server):
            for name in ("holiday.jpg", "holiday.jpg", "../holiday.jpg", "${filename}.holiday"):
                keys.append(server.upload(name, JPEG, len(PHOTO))["key"])
    with site.server() as server:
        keys += forked(2, lambda: server.upload("holiday.jpg", JPEG, len(PHOTO))["key"])
    says = f"{len(keys)} uploads on two servers get {plural(len(set(keys)), 'key')}."
    expect(len(set(keys)) == len(keys), says, f"{len(keys)}.", sorted(set(keys))[:5])
    named = [key for key in keys if "holiday" in key]
    expect(not named, f"The visitor's file is called 'holiday', and the key is {named[:1]}.")
    with site.server() as server:
        before = site.bucket.stored()
        ticket, other = (server.upload("holiday.jpg", JPEG, len(PHOTO)) for _ in range(2))
        own, others = (one.get("fields", one)["key"] for one in (ticket, other))
        for key in ("uploads/another", others, f"{own}.html", others[: len(own) // 2]):
            status = site.bucket.send(ticket, JPEG, PHOTO, key=key)
            says = f"The browser changes the key {own!r} to {key!r}, and S3 answers {status}."
            is_right = status >= 400 and site.bucket.stored() == before
            expect(is_right, says, "403, and nothing is stored.")


def test_limits(site):
    """Only what is allowed gets into the bucket.

    Tries: limits.
    """
    refused = [(kind, 9) for kind in ("image/svg+xml", "text/html", "image/gif", "", "image/")]
    refused += [(JPEG, LARGEST + 1), (PNG, 10**12)]
    with site.server() as server:
        for kind, size in refused:
            says = f"upload() is asked for {kind!r} and {size:,} bytes, and raises "
            try:
                server.upload("holiday.jpg", kind, size)
            except ValidationError:
                continue
            except Exception as error:
                raise fail(f"{says}{type(error).__name__}.", "ValidationError.") from error
            raise fail(f"{says}nothing.", "ValidationError.")
        for asked, kind, content in (
            (LARGEST, JPEG, b"x" * (LARGEST + 1)),
            (9, PNG, b"x" * (LARGEST + 1)),
            (9, "text/html", b"x" * 9),
            (9, "image/svg+xml", b"x" * 9),
        ):
            ticket = server.upload("holiday.jpg", PNG if kind == PNG else JPEG, asked)
            status = site.bucket.send(ticket, kind, content)
            says = f"The browser sends {len(content):,} bytes of {kind}: S3 answers {status}"
            got = read(ticket["key"])
            says += "." if got is None else " and stores it."
            expect(status >= 400 and got is None, says, "an error.")


@pytest.fixture
def site(answer, s3):
    with tempfile.TemporaryDirectory() as folder:
        yield Site(answer, Bucket(*s3), Path(folder))


class Site:
    """The servers of a site, and the bucket that they have in common."""

    def __init__(self, answer, bucket, folder):
        self.answer, self.bucket, self.folder = answer, bucket, folder

    @contextmanager
    def server(self, name="server-1"):
        """Be one of the servers: yield the answer as a new process has it."""
        (self.folder / name).mkdir(exist_ok=True)
        env = {**self.bucket.environment(), "LOCAL": str(self.folder / name)}
        module = again(self.answer)
        with override_settings(**module.settings(env)):
            yield module


def lasts(server, name, call):
    """Fail unless S3 serves what is signed for 5 minutes to an hour, whenever that is asked for."""
    for ago in range(70 * MINUTE, 0, -61):  # each second of a minute
        with in_the_past(ago), frozen(server):
            ends, now = end_of(call()), time.time()
        if ends is not None:
            says = f"{name} returns what S3 serves for {ends - now:.0f} seconds more."
            expect(5 * MINUTE - 1 <= ends - now <= 60 * MINUTE, says, "5 minutes to an hour.")


def end_of(signed):
    """Return when a link, or what upload() returns, expires; None if that isn't written in it."""
    form = signed.get("fields", {}) if isinstance(signed, dict) else {}
    if policy := {name.lower(): value for name, value in form.items()}.get("policy"):
        return datetime.fromisoformat(json.loads(b64decode(policy))["expiration"]).timestamp()
    query = parse_qs(urlsplit(signed["url"] if isinstance(signed, dict) else signed).query)
    if "Expires" in query:  # of the older signature
        return int(query["Expires"][0])
    if not {"X-Amz-Date", "X-Amz-Expires"} <= set(query):
        return None
    began = datetime.strptime(f"{query['X-Amz-Date'][0]}+0000", "%Y%m%dT%H%M%SZ%z").timestamp()
    return began + int(query["X-Amz-Expires"][0])


def forked(number, call):
    """Return what a call returns in so many processes that are forked, as workers are."""
    context = get_context("fork")
    pipes = [context.Pipe(duplex=False) for _ in range(number)]
    children = [context.Process(target=lambda end=end: end.send(call())) for _, end in pipes]
    for child in children:
        child.start()
    for child in children:
        child.join(WAITS)
        child.kill()
    return [begin.recv() for begin, _ in pipes if begin.poll()]


def read(name):
    try:
        with default_storage.open(name) as file:
            return file.read()
    except FileNotFoundError:
        return None
