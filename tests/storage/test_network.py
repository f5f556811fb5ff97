"""A base in a folder of the network: told before anything is written there, accepted when somebody says so."""

import sys
from pathlib import Path

import pytest

from ptce_ref.services.backup import Why, backup_folder, copy_to, keep_backup, restore_backup
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage import network
from ptce_ref.storage.network import ACCEPT, Mount, is_unc, mount_of, parse_mac_mounts, parse_mounts
from tests.bases import clock, example_base, new_workspace
from tests.storage.test_fault import answer_once, said

TABLE = r"""
proc /proc proc rw,nosuid 0 0
/dev/sda2 / ext4 rw,relatime 0 0
/dev/sdb1 /media/nora/CLE\040USB fuseblk rw 0 0
serveur:/partage /mnt/commun nfs4 rw,vers=4.2 0 0
//serveur/pole /mnt/commun/pole\040\303\251 cifs rw 0 0
nora@serveur: /home/nora/distant fuse.sshfs rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
encfs /home/nora/secret fuse.encfs rw 0 0
tmpfs /mnt/commun/local tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "shared"),
    [
        ("/home/nora/pole.sqlite", False),
        ("/media/nora/CLE USB/pole.sqlite", False),
        ("/home/nora/secret/pole.sqlite", False),
        ("/mnt/commun/pole.sqlite", True),
        ("/mnt/commun", True),
        ("/mnt/communal/pole.sqlite", False),
        ("/mnt/commun/local/pole.sqlite", False),
        ("/home/nora/distant/pole.sqlite", True),
        ("/run/user/1000/gvfs/smb-share:server=x/pole.sqlite", True),
    ],
)
def test_the_mounts_of_linux_say_where_a_file_is(path: str, shared: bool) -> None:
    mount = mount_of(path, parse_mounts(TABLE))
    assert mount is not None
    assert mount.shared is shared


def test_the_mounts_of_a_mac_say_where_a_file_is() -> None:
    mounts = parse_mac_mounts(
        "/dev/disk3s1s1 on / (apfs, sealed, local, read-only)\n"
        "//nora@serveur/Pôle (commun) on /Volumes/Pôle (commun) (smbfs, nodev, nosuid)\n"
        "serveur:/x on /Users/nora/x (nfs)\n"
        "une ligne d’une autre forme\n"
    )
    assert mounts[1] == Mount("/Volumes/Pôle (commun)", "smbfs")
    assert [mount.shared for mount in mounts] == [False, True, True]


@pytest.mark.parametrize(
    ("path", "shared"),
    [
        (r"\\serveur\partage\pole.sqlite", True),
        ("//serveur/partage/pole.sqlite", True),
        (r"\\?\UNC\serveur\partage\pole.sqlite", True),
        (r"\\?\C:\Users\nora\pole.sqlite", False),
        (r"\\.\C:\pole.sqlite", False),
        (r"C:\Users\nora\pole.sqlite", False),
    ],
)
def test_a_windows_path_that_names_a_machine_is_shared(path: str, shared: bool) -> None:
    assert is_unc(path) is shared


@pytest.fixture
def on_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that the table of mounts gives as a share."""
    folder = tmp_path / "partage"
    folder.mkdir()
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(network, "_mounts", lambda: [Mount("/", "ext4"), Mount(str(folder.resolve()), "nfs4")])
    return folder


def test_a_base_on_the_network_is_not_written_and_may_be_read_and_copied(on_the_network: Path, tmp_path: Path) -> None:
    base = example_base(on_the_network)
    content = base.read_bytes()
    with said("dossier du réseau (nfs4)", "travaillez sur la copie", "fusionner", ACCEPT):
        open_workspace(base, clock=clock)
    with said("dossier du réseau"):
        new_workspace(on_the_network / "nouvelle.sqlite")
    with open_workspace(base, read_only=True, clock=clock) as workspace:
        assert find_evaluation(workspace, "faubourg-des-forges-2026").id
        copy = copy_to(workspace, tmp_path / "copie.sqlite")
        kept = keep_backup(workspace, Why.ASKED)
    with said("dossier du réseau"):
        restore_backup(kept, base, clock)
    assert base.read_bytes() == content
    assert sorted(path.name for path in on_the_network.iterdir()) == [base.name, backup_folder(base).name]
    with open_workspace(copy, clock=clock) as workspace:
        answer_once(workspace)


def test_a_link_to_the_network_is_followed(on_the_network: Path, tmp_path: Path) -> None:
    link = tmp_path / "base.sqlite"
    link.symlink_to(example_base(on_the_network))
    with said("dossier du réseau"):
        open_workspace(link, clock=clock)


def test_who_is_alone_on_a_shared_folder_may_accept_it(on_the_network: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = example_base(on_the_network)
    monkeypatch.setenv(ACCEPT, "Accepter")
    with open_workspace(base, clock=clock) as workspace:
        answer_once(workspace)


def test_a_system_that_does_not_say_what_is_mounted_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "_mounts", list)
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        answer_once(workspace)
