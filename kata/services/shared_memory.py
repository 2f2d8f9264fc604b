"""Removes the shared memory of a killed PostgreSQL, which Linux keeps until the machine restarts.

PostgreSQL does so itself when it starts in the same folder again; this is for one whose folder is
gone, or that is stopped for good.
"""

import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ctypes

# PGShmemHeader of PostgreSQL 18: magic, creator, size, free offset, control segment, index, and the
# device and the inode of the data folder.
_HEADER = struct.Struct("iiQQI4xQQQ")
_MAGIC = 679834894
_READ_ONLY, _REMOVE = 0o10000, 0  # SHM_RDONLY, IPC_RMID


class _Segment(NamedTuple):
    key: int
    number: int
    size: int
    attached: int


def remove(device: int, inode: int) -> None:
    """Remove what the servers of a data folder have left, once no process uses it."""
    unused = [segment for segment in _segments() if not segment.attached]
    for segment in unused:
        if segment.size == _HEADER.size:
            magic, _, _, _, control, _, *folder = _HEADER.unpack(_read(segment))
            if magic == _MAGIC and folder == [device, inode]:
                with suppress(OSError):
                    Path(f"/dev/shm/PostgreSQL.{control}").unlink()
                # Where /dev/shm is no use, that is a segment like this one; its key is positive.
                key = min(control, 2**32 - control)
                for one in (*(other for other in unused if other.key == key), segment):
                    _libc().shmctl(one.number, _REMOVE, None)


def _segments() -> Iterator[_Segment]:
    """Yield every segment of System V's shared memory; none on a system that does not list them."""
    with suppress(OSError):
        for line in Path("/proc/sysvipc/shm").read_text().splitlines()[1:]:
            key, number, _, size, _, _, attached, *_ = map(int, line.split())
            yield _Segment(key, number, size, attached)


def _read(segment: _Segment) -> bytes:
    """Return what a small segment holds; zeros if it is somebody else's, or gone."""
    import ctypes

    address = _libc().shmat(segment.number, None, _READ_ONLY)
    if address in {None, ctypes.c_void_p(-1).value}:
        return bytes(segment.size)
    try:
        return ctypes.string_at(address, segment.size)
    finally:
        _libc().shmdt(ctypes.c_void_p(address))


def _libc() -> "ctypes.CDLL":
    import ctypes

    libc = ctypes.CDLL(None)
    libc.shmat.restype = ctypes.c_void_p
    libc.shmat.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_int]
    return libc
