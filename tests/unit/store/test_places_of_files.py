"""What kind of place a file lies in: what the system tells of its drives, and the folders of cloud services."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from crm_desktop.store import places_of_files
from crm_desktop.store.places_of_files import cloud_service, file_system, linux_mounts, mac_mounts, on_network

LINUX = r"""/dev/sda1 / ext4 rw,relatime 0 0
//nas/firm /mnt/Firm\040Files cifs rw 0 0
/dev/sdb1 /mnt/Firm\040Files/stick vfat rw 0 0
nas:/home /home nfs4 rw 0 0
"""
MAC = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//ann@nas._smb._tcp.local/Firm on /Volumes/Firm Files (smbfs, nodev, nosuid, mounted by ann)
/dev/disk4s2 on /Volumes/Stick (exfat, local, nodev)
"""


@pytest.mark.parametrize(
    ("place", "sort"),
    [
        ("/srv/a.crm", "ext4"),
        ("/mnt/Firm Files/a.crm", "cifs"),
        ("/mnt/Firm Files 2/a.crm", "ext4"),
        ("/mnt/Firm Files/stick/a.crm", "vfat"),
        ("/home/ann/a.crm", "nfs4"),
    ],
)
def test_the_innermost_drive_of_linux_counts(place: str, sort: str) -> None:
    assert file_system(PurePosixPath(place), linux_mounts(LINUX)) == sort


@pytest.mark.parametrize(
    ("place", "sort"),
    [
        ("/Users/ann/a.crm", "apfs"),
        ("/Volumes/Firm Files/a.crm", "smbfs"),
        ("/Volumes/Stick/a.crm", "exfat"),
    ],
)
def test_a_mac_tells_of_shares_and_sticks(place: str, sort: str) -> None:
    assert file_system(PurePosixPath(place), mac_mounts(MAC)) == sort


def test_nothing_that_is_told_is_no_network() -> None:
    assert file_system(PurePosixPath("/a.crm"), mac_mounts("") + linux_mounts("\n")) == ""


def test_a_relative_path_is_looked_up_where_it_leads(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("share").resolve()
    monkeypatch.setattr(places_of_files, "linux_mounts", lambda _text: [("/", "ext4"), (str(folder), "cifs")])
    monkeypatch.setattr(places_of_files, "mac_mounts", lambda _text: [("/", "apfs"), (str(folder), "smbfs")])
    monkeypatch.chdir(folder)
    assert on_network(Path("a.crm"))
    assert not on_network(folder.parent / "a.crm")


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("/Users/ann/OneDrive - Acme/a.crm", "OneDrive - Acme"),
        ("/home/ann/Dropbox/firm/a.crm", "Dropbox"),
        ("/home/ann/坚果云/a.crm", "坚果云"),
        ("/home/ann/Dropboxes/a.crm", None),
    ],
)
def test_folders_of_cloud_services_are_known_by_their_names(place: str, name: str | None) -> None:
    assert cloud_service(PurePosixPath(place)) == name
