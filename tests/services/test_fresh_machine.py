"""Machines on which something is missing: a disk, its room, or memory that processes share."""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kata import course
from kata.services import fleeting, places, postgres, postgres_files
from tests.services.test_postgres import answers, as_root

MAY_MOUNT = (
    sys.platform == "linux"
    and subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode == 0
)
KATA = f"{shlex.quote(sys.executable)} -m kata"


def services(home: Path, mount: str, place: str) -> subprocess.CompletedProcess[str]:
    """Start and stop the servers with a file system of its own at a place."""
    script = f"mount -t tmpfs {mount} none {place}; {KATA} services up; "
    script += f"code=$?; {KATA} services down; exit $code"
    return subprocess.run(
        ["unshare", "-m", "sh", "-c", script],
        cwd=course.ROOT,
        env={**os.environ, "KATA_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def home_on_disk() -> Iterator[Path]:
    """A home that isn't in /dev/shm, where the other homes are."""
    home = Path(tempfile.mkdtemp())
    home.chmod(0o755)
    yield home
    shutil.rmtree(home)


@pytest.mark.skipif(not MAY_MOUNT, reason="only root may mount a file system")
class TestMounts:
    @pytest.mark.parametrize(
        ("mount", "sentence"),
        [
            ("-o ro,mode=755", "(Read-only file system): set KATA_HOME to another folder."),
            (
                "-o size=10m,mode=755",
                "free its disk, or set KATA_HOME to a folder on another one",
            ),
        ],
    )
    def test_a_home_that_holds_nothing_is_one_sentence(
        self, new_home: Callable[[str], Path], mount: str, sentence: str
    ) -> None:
        home = new_home("home")
        done = services(home, mount, str(home))
        assert done.returncode == 1
        assert sentence in done.stderr.splitlines()[0]
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize("mount", ["-o size=64k", "-o ro,mode=000"])
    def test_shared_memory_may_be_small_or_missing(self, home_on_disk: Path, mount: str) -> None:
        done = services(home_on_disk, mount, "/dev/shm")
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("postgres    running")

    def test_a_mount_that_hides_another_home_does_not_end_its_servers(self, home: Path) -> None:
        server = postgres.up()
        hide = f"mount -t tmpfs none {home}; {KATA} services status"
        subprocess.run(["unshare", "-m", "sh", "-c", hide], cwd=course.ROOT, check=True)
        assert answers(server)

    def test_a_mount_that_hides_another_home_leaves_it_the_socket_of_its_next_server(
        self, new_home: Callable[[str], Path], home_on_disk: Path
    ) -> None:
        hidden = new_home("home").parent
        with fleeting.folders("postgres", "PostgreSQL") as (folder, sockets):
            assert sockets != folder
            assert services(home_on_disk, "-o mode=755", str(hidden)).returncode == 0
            assert sockets.exists()


@as_root
def test_the_folder_beside_closed_homes_is_open_whatever_roots_umask_is(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = home / "shared"
    monkeypatch.setattr(places, "SHARED", shared)
    tmp_path.chmod(0o700)
    before = os.umask(0o077)
    try:
        for name in ("one", "other"):  # each checkout has a folder of its own there
            monkeypatch.setenv("KATA_HOME", str(tmp_path / name))
            assert answers(postgres.up())
            assert postgres.data_folder().parent == shared
            assert shared.stat().st_mode & 0o777 == 0o755
            postgres.down()
            shared.chmod(0o700)
    finally:
        os.umask(before)


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ("could not extend file: No space left on device", "free its disk"),
        ("could not resize shared memory segment: No space left on device", "--shm-size"),
        ("could not change permissions", "set KATA_HOME to a folder on a local disk"),
    ],
)
def test_what_helps_depends_on_what_initdb_says(said: str, remedy: str) -> None:
    assert remedy in postgres_files.remedy(Path("/bin"), said)
