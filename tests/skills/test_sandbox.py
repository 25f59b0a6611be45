"""The kernel's sandbox for real: what is tried from inside fails, what is declared works, and nothing stays behind."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills import inside, landlock, privileges, proof, seccomp
from skills.capabilities import (
    ANY,
    ARGUMENTS,
    CACHE,
    GIT,
    HOME,
    STARTED_IN,
    TREE,
    Capabilities,
    CapabilityFault,
    default,
)
from skills.executables import needed_to_run
from skills.process import ProcessFault, Runner
from skills.programs import Trust
from skills.sandbox import Barred, Grant, Ground, git_folder, holds_files, opened, sandbox, shortcomings
from tests.skills.conftest import TRIED

landlocked = pytest.mark.skipif(not holds_files(), reason="this kernel has no Landlock")
whole = pytest.mark.skipif(bool(shortcomings()), reason="this kernel does not hold everything; golem doctor says what")


@pytest.fixture(scope="module")
def tried() -> list[proof.Attempt]:
    """Everything that golem doctor tries, tried once."""
    return proof.attempts()


@whole
def test_nothing_forbidden_can_be_done_from_inside(tried: list[proof.Attempt]) -> None:
    """Keys, policy, sockets, signals, tracing: each try is refused by the kernel, and what is declared can be done."""
    assert len(tried) > 15
    assert [attempt for attempt in tried if attempt.needed and not attempt.good] == []


@pytest.mark.parametrize("number", range(21))
def test_each_try_would_succeed_without_the_sandbox(number: int) -> None:
    """The test above can fail: the same acts, on the same things, by a process that is not confined."""
    with proof._scene() as (_ground, tree, targets):
        what, act, target, wanted = targets[number]
        if number == len(targets) - 1 or act == "trace":
            assert wanted
        done = subprocess.run(
            [sys.executable, "-I", inside.__file__],
            input=json.dumps({"act": act, "target": target}),
            cwd=tree,
            capture_output=True,
            text=True,
            check=True,
        )
    answer = json.loads(done.stdout)
    if act in {"trace", "read environment"} and os.geteuid() != 0:
        pytest.skip("another kernel rule (ptrace_scope) may refuse this to a plain user anyway")
    assert answer["refused"] is False, (what, answer)


@landlocked
def test_real_keys_and_policy_are_out_of_reach(tmp_path: Path) -> None:
    """What is closed is not opened, what Golem keeps is not written, where they really lie."""
    secret, kept = tmp_path / "secret", tmp_path / "kept"
    for folder in (secret, kept):
        folder.mkdir()
        (folder / "file").write_text("x")
    ground = Ground(tmp_path, (secret, Path.home() / "not-there"), (kept,))
    found = proof.attempts_on(ground)
    assert [(attempt.what, attempt.refused) for attempt in found if "kept" in attempt.what] == [
        (f"write {kept / 'file'}", True)
    ]


def confined(
    home: Path, capabilities: Capabilities, tree: Path, *arguments: Path, ground: Ground | None = None
) -> Runner:
    """A runner for one call."""
    return Runner(
        trust=Trust(home), environ={}, ground=ground or Ground(home), grant=Grant(capabilities, tree, arguments)
    )


@landlocked
def test_only_the_declared_program_can_be_started(home: Path, folder: Path) -> None:
    """A program that may start nothing else cannot become a shell, by whatever way; with ANY it can."""
    started = "import os\ntry: os.execv('/bin/sh', ['sh', '-c', 'echo started'])"
    code = f"{started}\nexcept OSError as e: print(type(e).__name__)"
    narrow = confined(home, Capabilities(options=TRIED), folder)
    assert narrow.run(["python3", "-c", code], cwd=folder).stdout == "PermissionError\n"
    wide = confined(home, Capabilities(options=TRIED, binaries=(ANY,)), folder)
    assert wide.run(["python3", "-c", code], cwd=folder).stdout == "started\n"


@landlocked
def test_undeclared_program_is_not_started(home: Path, folder: Path) -> None:
    """A program that the skill did not declare is a clear fault, whatever tables there are."""
    with pytest.raises(ProcessFault, match="declares"):
        confined(home, Capabilities(binaries=("rg",)), folder).run(["git", "status"], cwd=folder)


WRITE = "for path in {paths!r}:\n  try: open(path, 'w').close(); print('yes')\n  except OSError as e: print('no')"


@landlocked
def test_writing_is_where_it_was_declared(home: Path, folder: Path, tmp_path: Path) -> None:
    """The tree and the private folder for temporary files are written, their neighbours, kept and closed places not."""
    kept, closed = folder / "kept", folder / "closed"
    kept.mkdir()
    (folder / "open").mkdir()
    ground = Ground(home, (closed,), (kept,))
    runner = confined(home, Capabilities(options=TRIED, writes=(TREE,)), folder, ground=ground)
    paths = [str(folder / "open/new"), str(kept / "new"), str(closed), str(folder / "new"), str(tmp_path / "new")]
    code = WRITE.format(paths=paths) + "\nimport tempfile; tempfile.TemporaryFile(); print(tempfile.gettempdir())"
    *answers, temporary = runner.run(["python3", "-c", code], cwd=folder).stdout.split()
    assert answers == ["yes", "no", "no", "no", "no"]
    assert not Path(temporary).exists()
    free = confined(home, Capabilities(options=TRIED, writes=(TREE,)), folder)
    assert free.run(["python3", "-c", WRITE.format(paths=[str(folder / "new")])], cwd=folder).stdout == "yes\n"


@landlocked
def test_arguments_and_linked_worktrees_are_reached(home: Path, folder: Path, tmp_path: Path) -> None:
    """A folder that the call names is read; a linked worktree's repository is found, and a made-up pointer is not."""
    named = tmp_path / "named"
    named.mkdir()
    (named / "file").write_text("here")
    code = f"print(open({str(named / 'file')!r}).read())"
    assert confined(home, Capabilities(options=TRIED), folder, named).run(["python3", "-c", code], cwd=folder).stdout
    assert not confined(home, Capabilities(options=TRIED), folder).run(["python3", "-c", code], cwd=folder).stdout
    for repository in (tmp_path / "main/.git", tmp_path / "main/.git/worktrees/linked"):
        repository.mkdir(parents=True)
    for name in ("objects", "refs"):
        (tmp_path / "main/.git" / name).mkdir()
    (tmp_path / "main/.git/HEAD").write_text("ref: refs/heads/main\n")
    (folder / ".git").write_text(f"gitdir: {tmp_path / 'main/.git/worktrees/linked'}\n")
    assert git_folder(folder) == tmp_path / "main/.git"
    for pointer in (f"gitdir: {home}", f"gitdir: {tmp_path / 'main/.git'}", "gitdir: a\0b", "x", ""):
        (folder / ".git").write_text(pointer)
        assert git_folder(folder) is None


@landlocked
def test_a_link_in_the_tree_opens_nothing(home: Path, folder: Path) -> None:
    """Where a folder is opened entry by entry, a link among the entries is not followed."""
    (home / "secret").write_text("x")
    (folder / "link").symlink_to(home)
    (folder / "shut").mkdir()
    rules = [rule.path for rule in opened(str(folder), landlock.READ, Barred.of([folder / "shut"]))]
    assert str(folder / "link") not in rules
    assert rules == []


@landlocked
def test_the_network_is_closed_to_every_kind_of_socket(home: Path, folder: Path) -> None:
    """TCP, UDP, Unix, raw, netlink and vsock sockets are refused, io_uring is absent; a socket pair is no network."""
    code = (
        "import socket as s, ctypes\n"
        "for family in (s.AF_INET, s.AF_INET6, s.AF_UNIX, s.AF_NETLINK, s.AF_PACKET, s.AF_VSOCK):\n"
        "  try: s.socket(family, s.SOCK_DGRAM); print('open', family)\n"
        "  except PermissionError: pass\n"
        "s.socketpair(); print(ctypes.CDLL(None).syscall(425, 1, 0))\n"
    )
    done = confined(home, Capabilities(options=TRIED, binaries=(ANY,)), folder).run(["python3", "-c", code], cwd=folder)
    assert done.stdout == "-1\n", done


@landlocked
@pytest.mark.skipif(landlock.abi() < 4, reason="this kernel's Landlock knows no ports")
def test_a_declared_host_opens_its_port_and_no_other(home: Path, folder: Path) -> None:
    """A TCP connection to the declared port is let through, one to another port is not, nor a listener."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as first, socket.create_server(("127.0.0.1", 0)) as second:
        ports = [one.getsockname()[1] for one in (first, second)]
        code = (
            "import socket as s\n"
            f"for port in {ports}:\n"
            "  try: s.create_connection(('127.0.0.1', port)); print('yes')\n"
            "  except PermissionError: print('no')\n"
            "for make in (lambda: s.create_server(('127.0.0.1', 0)), lambda: s.socket(s.AF_UNIX)):\n"
            "  try: make(); print('yes')\n"
            "  except PermissionError: print('no')\n"
        )
        capabilities = Capabilities(options=TRIED, hosts=(f"localhost:{ports[0]}",))
        done = confined(home, capabilities, folder).run(["python3", "-c", code], cwd=folder)
    assert done.stdout == "yes\nno\nno\nno\n", done.stderr


def test_defaults_come_from_the_effect() -> None:
    """A skill whose author says nothing reads the tree; it writes there only if it is to change something."""
    assert default(changes=False) == Capabilities()
    assert default(changes=False).writes == default(changes=False).hosts == default(changes=False).binaries == ()
    assert default(changes=True).writes == (TREE,)


@pytest.mark.parametrize(
    "wrong",
    [
        {"reads": ("relative",)},
        {"reads": ("@tre",)},
        {"writes": ("/",)},
        {"writes": ("~/a\nb",)},
        {"hosts": ("example.org",)},
        {"hosts": ("example.org:0",)},
        {"hosts": ("example.org:99999",)},
        {"hosts": ("evil\0.example.org:443",)},
        {"binaries": ("/bin/sh",)},
        {"options": {"../sh": ()}},
    ],
)
def test_a_declaration_that_means_nothing_is_refused(wrong: dict[str, object]) -> None:
    """What cannot be what an author meant is a fault that names it, when the skill is made."""
    with pytest.raises(CapabilityFault):
        Capabilities(**wrong)  # type: ignore[arg-type] # as a careless author would


def test_a_declaration_is_told_in_one_line() -> None:
    """Whoever allows a skill can read what its programs may touch."""
    said = Capabilities(writes=(TREE,), hosts=("example.org:443",), options={"wc": ()}).describe()
    assert said == "reads @tree, @arguments; writes @tree; network example.org:443; starts wc"


def run_filter(code: bytes, number: int, arch: int, arguments: tuple[int, ...] = ()) -> int:
    """What a filter returns for a system call: the kernel's machine, as far as the filter uses it."""
    data = struct.pack("=IIQ6Q", number & 0xFFFFFFFF, arch, 0, *(*arguments, *[0] * (6 - len(arguments))))
    place, value = 0, 0
    while True:
        operation, jump_true, jump_false, constant = struct.unpack_from("=HBBI", code, place * 8)
        place += 1
        match operation:
            case 0x20:
                (value,) = struct.unpack_from("=I", data, constant)
            case 0x54:
                value &= constant
            case 0x15:
                place += jump_true if value == constant else jump_false
            case 0x06:
                return int(constant)
            case _:
                raise AssertionError(operation)


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("network", [False, True])
@pytest.mark.parametrize("writes", [False, True])
@given(st.integers(0, 600), st.tuples(st.integers(0, 45), st.integers(0, 6), st.integers(0, 4095)))
def test_filter_refuses_just_what_it_names(
    machine: str, network: bool, writes: bool, number: int, arguments: tuple[int, int, int]
) -> None:
    """On either machine every other call passes, a foreign architecture's never, and the named ones as documented."""
    arch, numbers = seccomp._CALLS[machine]
    code = seccomp.program(seccomp.Filter(network, writes), machine)
    name = {value: key for key, value in numbers.items()}.get(number, "")
    found = run_filter(code, number, arch, arguments)
    assert run_filter(code, number, arch ^ 1, arguments) == seccomp.KILL
    family, kind = arguments[0], arguments[1] & 0xF
    if name == "socket":
        fine = network and (family == 16 or (family in {2, 10} and kind in {1, 2}))
        assert found == (seccomp.ALLOW if fine else seccomp.REFUSE)
    elif name == "io_uring_setup":
        assert found == seccomp.ABSENT
    elif name in {"add_key", "request_key", "keyctl"} or (name in seccomp._CHANGING and not writes):
        assert found == seccomp.REFUSE
    else:
        assert found == seccomp.ALLOW


def test_filter_stops_typing_into_a_terminal_and_the_other_numbering() -> None:
    """TIOCSTI is refused, other ioctls pass; a call numbered as in the x32 ABI ends the process."""
    arch, numbers = seccomp._CALLS["x86_64"]
    code = seccomp.program(seccomp.Filter(), "x86_64")
    assert run_filter(code, numbers["ioctl"], arch, (0, 0x5412)) == seccomp.REFUSE
    assert run_filter(code, numbers["ioctl"], arch, (0, 0x5413)) == seccomp.ALLOW
    assert run_filter(code, numbers["socket"] | 0x40000000, arch) == seccomp.KILL


def test_filter_holds_truncating_where_landlock_does_not() -> None:
    """On an old kernel, opening for reading and emptying at once is refused, as is truncate; plain opening is not."""
    arch, numbers = seccomp._CALLS["x86_64"]
    code = seccomp.program(seccomp.Filter(truncates=False), "x86_64")
    assert run_filter(code, numbers["truncate"], arch) == seccomp.REFUSE
    assert run_filter(code, numbers["openat"], arch, (0, 0, os.O_RDONLY | os.O_TRUNC)) == seccomp.REFUSE
    assert run_filter(code, numbers["openat"], arch, (0, 0, os.O_RDONLY | os.O_CLOEXEC)) == seccomp.ALLOW
    assert run_filter(code, numbers["open"], arch, (0, os.O_WRONLY | os.O_TRUNC)) == seccomp.ALLOW
    assert run_filter(code, numbers["openat2"], arch) == seccomp.ABSENT


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_filter_keeps_signals_from_golem_where_landlock_does_not(machine: str) -> None:
    """On an old kernel, no process signals Golem or everybody at once; others it may."""
    arch, numbers = seccomp._CALLS[machine]
    code = seccomp.program(seccomp.Filter(signals=False), machine)
    assert run_filter(code, numbers["kill"], arch, (0xFFFFFFFF, 9)) == seccomp.REFUSE
    assert run_filter(code, numbers["kill"], arch, (os.getpid(), 9)) == seccomp.REFUSE
    assert run_filter(code, numbers["kill"], arch, (os.getpid() + 1, 9)) == seccomp.ALLOW


def test_an_unknown_machine_is_a_fault() -> None:
    """For a machine whose numbers are not known no filter is made, rather than a wrong one."""
    with pytest.raises(seccomp.SeccompFault):
        seccomp.program(seccomp.Filter(), "pdp11")


@pytest.mark.parametrize(
    ("abi", "gap"), [(0, "files"), (2, "ports"), (3, "ports"), (4, "ioctl"), (5, "signals"), (6, None)]
)
def test_what_an_older_kernel_lacks_is_told(abi: int, gap: str | None) -> None:
    """Each Landlock version says what it does not hold; the newest ones nothing."""
    assert (gap in " ".join(landlock.gaps(abi))) if gap else landlock.gaps(abi) == []


@landlocked
@pytest.mark.parametrize("version", range(1, landlock.abi() + 1))
def test_every_landlock_version_closes_files(tmp_path: Path, version: int) -> None:
    """Asked for less, as on an older kernel, a thread still reads only what it was given, and writes nothing."""
    for name in ("open", "closed"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("x")
    acts = [("read", "open/file"), ("read", "closed/file"), ("write", "open/file"), ("create", "open/new")]
    answers: list[object] = []

    def work() -> None:
        privileges.give_up()
        landlock.restrict([landlock.Rule(str(tmp_path / "open"), landlock.READ)], version=version)
        answers.extend(inside.answer({"act": act, "target": str(tmp_path / name)})["refused"] for act, name in acts)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert answers == [False, True, True, True]


def test_what_is_needed_to_start_a_file_is_found(tmp_path: Path) -> None:
    """A program needs its loader, a script its interpreter and that one's loader; a broken file only itself."""
    loader = [path for path in needed_to_run(Path(sys.executable)) if "ld-" in path.name or "ld." in path.name]
    script, broken = tmp_path / "script", tmp_path / "broken"
    script.write_text(f"#!{sys.executable} -I\n")
    broken.write_bytes(b"\x7fELF\x02" + b"\xff" * 200)
    found = needed_to_run(script)
    assert found[0] == script
    assert Path(sys.executable).resolve() in found
    assert set(loader) <= set(found)
    assert needed_to_run(broken) == (broken,)
    assert needed_to_run(tmp_path / "none") == ()


@given(st.sets(st.sampled_from(["a", "a/b", "a/b/c", "d", "e/f", "missing/x"]), max_size=4))
def test_what_is_barred_is_never_below_a_rule(tmp_path_factory: pytest.TempPathFactory, barred: set[str]) -> None:
    """Whatever is closed, no rule's folder holds it, and what nothing closed touches stays open."""
    top = tmp_path_factory.mktemp("top").resolve()
    for name in ("a/b/c", "d", "e/f", "g/h"):
        (top / name).mkdir(parents=True)
    closed = [top / name for name in barred]
    rules = list(opened(str(top), landlock.READ, Barred.of(closed)))
    for rule in rules:
        assert not any(bar.is_relative_to(rule.path) for bar in closed)
    assert any((top / "g/h").is_relative_to(rule.path) for rule in rules)


def test_words_stand_for_places(home: Path, folder: Path) -> None:
    """Each word of a declaration opens its place; a folder as wide as the home folder is not opened as the project."""
    ground = Ground(home, caches=home / "caches")
    grant = Grant(Capabilities(reads=(TREE, HOME, GIT, ARGUMENTS), writes=(CACHE, STARTED_IN)), folder)
    found = {Path(rule.path) for rule in sandbox(ground, grant, Path("/usr/bin/env"), folder).rules}
    assert {folder, home} <= found
    assert any(path.parent == home / "caches" for path in found)
    wide = sandbox(
        Ground(folder), Grant(Capabilities(reads=(), writes=(STARTED_IN,)), folder / "x"), Path("/x"), folder
    )
    assert str(folder) not in {rule.path for rule in wide.rules}
