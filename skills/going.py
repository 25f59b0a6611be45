"""Going to another folder, and how that is told; whichever words named the folder."""

from __future__ import annotations

from pathlib import Path

from skills.context import Context
from skills.spec import Reply


def enter(context: Context, folder: Path) -> Reply:
    """Make `folder`, absolute, the session's; its name is said and its whole path is shown."""
    context.session.change_folder(folder)
    return Reply(f"In {folder.name or folder}.", str(folder))
