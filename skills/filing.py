"""Making, moving and copying what was judged, and nothing else: by descriptors of the folders that were judged.

Nothing is ever overwritten: the kernel itself refuses a name that is taken. What a name stands for is compared with
what was judged, before it is moved and after; where another thing came to have the name in between, it is put back.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress

from skills import kernel
from skills.copying import copy_onto_nothing, remove_copied
from skills.sight import Changed, Identity, Sight, Spot, folder_of, named


class NotFiled(Exception):
    """Something that was not made, moved or copied; `str()` says why in a few words, without a full stop."""


def make_folder(spot: Spot) -> None:
    """Make a folder. Raises Changed, FileExistsError and OSError."""
    with folder_of(spot) as folder:
        os.mkdir(spot.name, dir_fd=folder)


def make_file(spot: Spot) -> None:
    """Make an empty file. Raises Changed, FileExistsError and OSError."""
    with folder_of(spot) as folder:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        os.close(os.open(spot.name, flags, 0o666, dir_fd=folder))


def copy(sight: Sight, to: Spot) -> None:
    """Copy a file, a folder or a link as such. Raises Changed, NotFiled, FileExistsError and OSError."""
    _not_into_itself(sight, to)
    with folder_of(sight.spot) as source, folder_of(to) as target:
        copy_onto_nothing(source, sight.spot.name, _is_the_one(source, sight), target, to.name)


def move(sight: Sight, to: Spot) -> None:
    """Move a file, a folder or a link as such, to another file system too.

    Raises Changed, NotFiled, FileExistsError and OSError.
    """
    _not_into_itself(sight, to)
    with folder_of(sight.spot) as source, folder_of(to) as target:
        move_entry(source, sight.spot.name, _is_the_one(source, sight), target, to.name)


def move_entry(source: int, name: str, identity: Identity, target: int, new_name: str) -> None:
    """Move what has a name in an opened folder, which must be what `identity` says, onto no name in another one.

    Raises as `move` does.
    """
    try:
        kernel.rename_onto_nothing(source, name, target, new_name)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _move_by_copy(source, name, identity, target, new_name)
        return
    if named(target, new_name) != identity:
        # Another thing got the name between the look and the act: it goes back where it was.
        with suppress(OSError):
            kernel.rename_onto_nothing(target, new_name, source, name)
        raise Changed(f"{name} changed meanwhile, so I left it alone")


def _move_by_copy(source: int, name: str, identity: Identity, target: int, new_name: str) -> None:
    """To another file system: what is copied is taken away, and what is not as it was copied stays."""
    copies = copy_onto_nothing(source, name, identity, target, new_name)
    if not remove_copied(source, name, copies):
        raise NotFiled("something in it changed meanwhile; all was copied, and what changed is still here, too")


def _is_the_one(folder: int, sight: Sight) -> Identity:
    now = named(folder, sight.spot.name)
    if now is None or now != sight.itself:
        raise Changed(f"{sight.spot.name} changed meanwhile, so I left it alone")
    return now


def _not_into_itself(sight: Sight, to: Spot) -> None:
    """Neither path has a link in it, so the text tells."""
    if not sight.is_link and to.folder.is_relative_to(sight.spot.path):
        raise NotFiled("it cannot go into itself")
