"""Changes single settings in a config file, and leaves all else in it, comments too, as it was written."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from shell.config import convert
from shell.errors import ConfigError
from shell.places import ensure_private


def change(file: Path, settings: Mapping[tuple[str, str], str | int | float | bool]) -> None:
    """Write each setting, named by section and key, into the file, which is made where it is missing.

    What stands in it afterwards is checked first, so that a file that Golem could not start with is never written.
    Raises ConfigError, also for a file that cannot be read or written as it stands.
    """
    import tomlkit  # noqa: PLC0415 - only who changes settings needs it
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415 - as above

    real = file.resolve()  # a link to a file kept elsewhere stays one
    try:
        text = real.read_bytes().decode("utf-8-sig") if real.exists() else ""
        document = tomlkit.parse(text)
        for (section, key), value in settings.items():
            if section not in document:
                document[section] = tomlkit.table()
            document[section][key] = value
        written = tomlkit.dumps(document)
        convert(tomllib.loads(written), file)
    except (TOMLKitError, tomllib.TOMLDecodeError, TypeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: {error}; mend it first") from error
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error
    _replace(real, written)


def _replace(file: Path, text: str) -> None:
    """Put the text in the file's place as a whole, or leave the file as it was. Raises ConfigError."""
    part = file.with_name(f".{file.name}.part")
    try:
        if not file.parent.is_dir() and not ensure_private(file.parent):
            raise ConfigError(f"{file.parent}: cannot be made")
        part.write_text(text, "utf-8")
        part.chmod(file.stat().st_mode & 0o777 if file.exists() else 0o600)
        part.replace(file)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise ConfigError(f"{file}: cannot be written: {error.strerror}") from error
