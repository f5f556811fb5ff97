"""Tells whether a file lies in a folder of the network, where two machines may write at once without seeing it.

Shared folders often grant the same lock to two machines: one of two writes is then lost, and the file shows
no damage. Nothing in SQLite can see it, so the folder is recognised before anything is written there.
"""

import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ptce_ref.storage.problem import DatabaseUnusableError

ACCEPT = "PTCE_RESEAU"
"""The variable that says « accepter » where one person alone opens the base of a shared folder."""
_ACCEPTED = "accepter"

_KINDS = {
    *("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "afs", "ncpfs", "ncp"),
    *("davfs", "davfs2", "webdav", "ceph", "glusterfs", "lustre", "beegfs", "gpfs", "sshfs", "osxfuse_sshfs"),
}
_OVER_FUSE = re.compile(
    r"fuse\.(sshfs|rclone|davfs2?|gvfsd-fuse|s3fs|gcsfuse|glusterfs|ceph(-fuse)?|smbnetfs|curlftpfs|onedriver"
    r"|google-drive-ocamlfuse|juicefs|seadrive|mount\.davfs|kio-fuse)"
)
_REMOTE_DRIVE = 4
_LIST_SECONDS = 3
_OCTAL = re.compile(r"\\([0-7]{3})")
_MAC_LINE = re.compile(r"(?P<source>.*?) on (?P<point>/.*) \((?P<kind>[^,)]+)")


@dataclass(frozen=True)
class Mount:
    """A folder where a disk or a share appears, and the kind of it (« ext4 », « nfs4 », « fuse.sshfs »)."""

    point: str
    kind: str

    @property
    def shared(self) -> bool:
        """Whether other machines may write there too."""
        return self.kind in _KINDS or _OVER_FUSE.fullmatch(self.kind) is not None


def parse_mounts(text: str) -> list[Mount]:
    """Read ``/proc/mounts``: one mount a line; spaces of the names are written ``\\040``."""
    found = []
    for line in text.splitlines():
        fields = line.split()
        if len(fields) > 2:  # noqa: PLR2004 - source, point, kind
            found.append(Mount(_OCTAL.sub(lambda octal: chr(int(octal[1], 8)), fields[1]), fields[2]))
    return found


def parse_mac_mounts(text: str) -> list[Mount]:
    """Read what ``mount`` prints on macOS: ``//nora@serveur/partage on /Volumes/partage (smbfs, nodev)``."""
    matches = (_MAC_LINE.match(line) for line in text.splitlines())
    return [Mount(match["point"], match["kind"]) for match in matches if match is not None]


def mount_of(path: str, mounts: Iterable[Mount]) -> Mount | None:
    """Return the mount that holds ``path``, absolute and without links: the deepest, the last of equals."""
    found: Mount | None = None
    for mount in mounts:
        inside = path == mount.point or path.startswith(mount.point.rstrip("/") + "/")
        if inside and (found is None or len(mount.point) >= len(found.point)):
            found = mount
    return found


def is_unc(path: str) -> bool:
    """Whether a Windows path names a machine (``\\\\serveur\\partage``), and not a device (``\\\\?\\C:\\``)."""
    path = path.replace("/", "\\")
    if path[:8].upper() == "\\\\?\\UNC\\":
        return True
    return path.startswith("\\\\") and path[2:3] not in {"?", "."}


def shared_kind(path: Path) -> str | None:
    """Return the kind of share ``path`` lies in, None for a disk of this machine or when nobody can tell."""
    real = os.path.realpath(path)
    if sys.platform == "win32":
        return "partage Windows" if is_unc(real) or _remote_drive(real) else None
    mount = mount_of(real, _mounts())
    return mount.kind if mount is not None and mount.shared else None


def refuse_shared(path: Path, environment: Mapping[str, str] = os.environ) -> None:
    """Raise :class:`DatabaseUnusableError` when ``path`` lies in a folder of the network, unless that is accepted."""
    if environment.get(ACCEPT, "").strip().casefold() == _ACCEPTED:
        return
    kind = shared_kind(path)
    if kind is not None:
        raise DatabaseUnusableError(
            f"La base « {path} » est dans un dossier du réseau ({kind}), où deux ordinateurs qui écrivent en même "
            "temps perdent des réponses sans que rien ne le montre : copiez-la sur cet ordinateur, travaillez sur la "
            "copie, puis réunissez les deux avec « ptce base fusionner » ; si personne d’autre ne l’ouvre, "
            f"acceptez ce dossier en donnant à la variable {ACCEPT} la valeur « {_ACCEPTED} »."
        )


def _mounts() -> list[Mount]:
    """Return what is mounted; nothing where the system does not say."""
    if sys.platform == "darwin":
        return _mac_mounts()
    try:
        return parse_mounts(Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:
        return []


def _mac_mounts() -> list[Mount]:
    import subprocess  # noqa: PLC0415 - there alone

    try:
        done = subprocess.run(
            ["/sbin/mount"], capture_output=True, text=True, errors="replace", timeout=_LIST_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return parse_mac_mounts(done.stdout)


def _remote_drive(path: str) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes  # noqa: PLC0415 - there alone

    drive = os.path.splitdrive(path)[0]
    return int(ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\")) == _REMOTE_DRIVE
