"""Models from the hub: the real client against a small hub on the loopback, so pinning and hashes are seen to hold."""

from __future__ import annotations

import hashlib
import io
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from safetensors.torch import load_file

from shell.errors import ModelError
from shell.manifest import HubSource, Manifest, Model, ModelFile
from shell.store import NoSpace, Store
from shell.store_files import Marker, Report, WrongHash, git_blob_id
from shell.store_hub import HuggingFaceHub

COMMIT = "0123456789abcdef0123456789abcdef01234567"
WEIGHTS = bytes(range(256)) * 300
CONFIG = b'{"b": 2}\n'


def blob_id(content: bytes) -> str:
    """Git's object id."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


class SmallHub:
    """A hub of one repository, `owner/model`, with weights in LFS and a config that is not."""

    def __init__(self) -> None:
        self.files = {"sub/model.bin": WEIGHTS, "sub/config.json": CONFIG, "README.md": b"# x\n"}
        self.stated = {path: hashlib.sha256(content).hexdigest() for path, content in self.files.items()}
        self.asked: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        """Its base address."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def describe(self, commit: str) -> bytes:
        """What the client's model_info reads."""
        siblings = []
        for path, content in self.files.items():
            entry: dict[str, object] = {"rfilename": path, "size": len(content), "blobId": blob_id(content)}
            if path.endswith(".bin"):
                entry["lfs"] = {"size": len(content), "sha256": self.stated[path], "pointerSize": 130}
            siblings.append(entry)
        return json.dumps({"id": "owner/model", "modelId": "owner/model", "sha": commit, "siblings": siblings}).encode()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: object) -> None:
                pass

            def do_HEAD(self) -> None:
                self._answer(body=False)

            def do_GET(self) -> None:
                hub.asked.append(self.path)
                self._answer(body=True)

            def _answer(self, *, body: bool) -> None:
                path = self.path.partition("?")[0]
                if path.startswith("/api/models/owner/model"):
                    self._send(hub.describe(COMMIT), {}, body=body)
                    return
                prefix = f"/owner/model/resolve/{COMMIT}/"
                content = hub.files.get(path.removeprefix(prefix)) if path.startswith(prefix) else None
                if content is None:
                    self.send_response(404)
                    self.send_header("X-Error-Code", "EntryNotFound")
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                self._send(content, {"ETag": f'"{blob_id(content)}"', "X-Repo-Commit": COMMIT}, body=body)

            def _send(self, content: bytes, headers: dict[str, str], *, body: bool) -> None:
                self.send_response(200)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if body:
                    self.wfile.write(content)

        return Handler


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallHub]:
    """A running hub; the client is told not to use a proxy for it."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    small = SmallHub()
    yield small
    small.server.shutdown()
    small.server.server_close()


def store_for(hub: SmallHub, folder: Path, model: Model, free: int = 10**12) -> Store:
    """A store that knows this hub only."""
    manifest = Manifest(model=(model,))
    return Store(folder, manifest, hub=HuggingFaceHub(hub.address), free_bytes=lambda _: free)


def unlisted(**changes: object) -> Model:
    """A model of which the manifest knows no hash."""
    source = HubSource(
        repo="owner/model",
        folder="sub",
        wanted=(("model.safetensors", "model.bin"), ("config.json",)),
        optional=("tokenizer.json",),
    )
    return Model(name="from-hub", use="route", licence="MIT", source=(source,), **changes)  # type: ignore[arg-type]


def listed(sha256: str) -> Model:
    """A model whose weights' hash the manifest knows."""
    files = (ModelFile(path="model.bin", size=len(WEIGHTS), sha256=sha256), ModelFile(path="config.json"))
    source = HubSource(repo="owner/model", revision=COMMIT, folder="sub")
    return Model(name="from-hub", use="route", licence="MIT", files=files, source=(source,))


def test_a_branch_is_resolved_once_and_recorded(hub: SmallHub, tmp_path: Path):
    """Of a model without a pinned commit the first pull records the commit, and what each file was checked against."""
    folder = store_for(hub, tmp_path, unlisted()).pull("from-hub")
    assert (folder / "model.bin").read_bytes() == WEIGHTS
    assert (folder / "config.json").read_bytes() == CONFIG
    marker = Marker.read(folder)
    assert marker is not None
    assert (marker.source, marker.revision) == ("hub owner/model", COMMIT)
    assert {path: stored.against for path, stored in marker.files.items()} == {"model.bin": "hub", "config.json": "git"}
    assert marker.files["model.bin"].sha256 == hashlib.sha256(WEIGHTS).hexdigest()
    assert sorted(path.name for path in folder.iterdir()) == [".golem-model.json", "config.json", "model.bin"]


def test_what_was_recorded_is_what_verify_compares_with(hub: SmallHub, tmp_path: Path):
    """A later change of a file that no manifest knows is found all the same."""
    store = store_for(hub, tmp_path, unlisted())
    folder = store.pull("from-hub")
    (folder / "config.json").write_bytes(CONFIG.replace(b"2", b"3"))
    assert store.has("from-hub")
    assert "config.json has changed" in store.verify("from-hub").problems[0]


def test_only_the_first_of_each_group_is_fetched(hub: SmallHub, tmp_path: Path):
    """Where a repository has safetensors, the pickled weights stay where they are."""
    hub.files["sub/model.safetensors"] = b"safe" * 100
    folder = store_for(hub, tmp_path, unlisted()).pull("from-hub")
    assert (folder / "model.safetensors").exists()
    assert not (folder / "model.bin").exists()
    assert not any("model.bin" in path or "README" in path for path in hub.asked)


@pytest.mark.parametrize("hostile", [False, True])
def test_pickled_weights_become_safetensors(hub: SmallHub, tmp_path: Path, hostile: bool):
    """Where a repository has a pickle alone, the store keeps its numbers and no pickle; a hostile one is refused."""
    torch = pytest.importorskip("torch")
    held = io.BytesIO()
    torch.save({"weight": exec if hostile else torch.ones(3)}, held)
    hub.files["sub/pytorch_model.bin"] = held.getvalue()
    hub.stated["sub/pytorch_model.bin"] = hashlib.sha256(held.getvalue()).hexdigest()
    source = HubSource(repo="owner/model", folder="sub", wanted=(("model.safetensors", "pytorch_model.bin"),))
    store = store_for(hub, tmp_path, Model(name="from-hub", use="route", licence="MIT", source=(source,)))
    if hostile:
        with pytest.raises(ModelError, match=r"pytorch_model\.bin is not taken for weights"):
            store.pull("from-hub")
        assert not store.has("from-hub")
        return
    folder = store.pull("from-hub")
    assert sorted(path.name for path in folder.iterdir()) == [".golem-model.json", "model.safetensors"]
    assert load_file(folder / "model.safetensors")["weight"].tolist() == [1, 1, 1]
    marker = Marker.read(folder)
    assert marker is not None
    assert marker.files["model.safetensors"].against == "hub, as pytorch_model.bin"
    assert not store.verify("from-hub").problems


def test_the_manifests_hash_wins(hub: SmallHub, tmp_path: Path):
    """Weights that are not what the manifest says are removed, whatever the hub states."""
    store = store_for(hub, tmp_path, listed("1" * 64))
    with pytest.raises(WrongHash, match=r"owner/model/sub/model.bin has a wrong SHA-256.*removed"):
        store.pull("from-hub")
    assert not store.has("from-hub")
    assert not list(tmp_path.rglob("model.bin"))


def test_a_right_listed_model_is_checked_against_the_manifest(hub: SmallHub, tmp_path: Path):
    """Where the manifest knows a hash, that is what the marker names."""
    folder = store_for(hub, tmp_path, listed(hashlib.sha256(WEIGHTS).hexdigest())).pull("from-hub")
    marker = Marker.read(folder)
    assert marker is not None
    assert {path: stored.against for path, stored in marker.files.items()} == {
        "model.bin": "manifest",
        "config.json": "git",
    }


def test_weights_that_are_not_what_the_hub_states_are_removed(hub: SmallHub, tmp_path: Path):
    """The hub's own LFS hash is checked where the manifest has none."""
    hub.stated["sub/model.bin"] = "2" * 64
    with pytest.raises(WrongHash, match="wrong SHA-256"):
        store_for(hub, tmp_path, unlisted()).pull("from-hub")
    assert not list(tmp_path.rglob("model.bin"))


def test_missing_files_are_named(hub: SmallHub, tmp_path: Path):
    """A repository without what the model needs says which file it lacks."""
    del hub.files["sub/model.bin"]
    with pytest.raises(ModelError, match=r"has no model.safetensors or model.bin"):
        store_for(hub, tmp_path, unlisted()).pull("from-hub")


def test_a_full_disk_is_refused_by_what_the_hub_states(hub: SmallHub, tmp_path: Path):
    """Sizes that only the hub knows are looked at before a file is fetched."""
    free = 64 * 2**20 + 1000
    with pytest.raises(NoSpace, match="not enough disk for from-hub"):
        store_for(hub, tmp_path, unlisted(), free=free).pull("from-hub")
    assert not any("resolve" in path for path in hub.asked)


def test_an_unreachable_hub_is_one_line(tmp_path: Path):
    """A hub that is not there is an error with a reason, and at once."""
    store = Store(tmp_path, Manifest(model=(unlisted(),)), hub=HuggingFaceHub("http://127.0.0.1:9"))
    with pytest.raises(
        ModelError, match=r"from-hub could not be fetched: the hub does not give owner/model at main"
    ) as no:
        store.pull("from-hub")
    assert "\n" not in str(no.value)


def test_an_interrupted_pull_goes_on_with_the_files_it_has(hub: SmallHub, tmp_path: Path):
    """After Ctrl-C in the second file, the next pull fetches only that one."""

    class Interrupted(HuggingFaceHub):
        def download(self, repo: str, path: str, commit: str, folder: Path, report: Report) -> Path:
            if path.endswith("config.json"):
                raise KeyboardInterrupt
            return super().download(repo, path, commit, folder, report)

    manifest = Manifest(model=(unlisted(),))
    with pytest.raises(KeyboardInterrupt):
        Store(tmp_path, manifest, hub=Interrupted(hub.address)).pull("from-hub")
    assert not Store(tmp_path, manifest).has("from-hub")
    hub.asked.clear()
    Store(tmp_path, manifest, hub=HuggingFaceHub(hub.address)).pull("from-hub")
    assert [path.rpartition("/")[2] for path in hub.asked if "/resolve/" in path] == ["config.json"]


def test_git_blob_id_is_gits(tmp_path: Path):
    """The id of a known content is the one that git gives it."""
    (tmp_path / "hello").write_bytes(b"hello\n")
    # printf 'hello\n' | git hash-object --stdin
    assert git_blob_id(tmp_path / "hello") == "ce013625030ba8dba906f756967f9e9ca394464a"


@pytest.fixture(autouse=True)
def online(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub's client reads at its first import whether it may ask, and another test may have had it imported."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
