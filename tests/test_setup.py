"""The set-up's decisions, with the machine's answers injected: what is done, what is installed, what is printed."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from setup.bootstrap import DONE, GOALS, Layout, Setup, SetupStopped, Stamps, key_of, main, torch_pin
from setup.lock import write_locks
from setup.probes import Machine, apt_commands, apt_prefix, by_hand, this_machine, venv_package
from setup.progress import LINE_EVERY_S, Activity, Display, clock_face, run_on_screen, run_shown

ROOT = Path(__file__).parents[1]
LOCKS = {
    "tools": "pip==1\n",
    "runtime": "# head\nnumpy==1\ntorch==2\n",
    "dev": "pytest==1\n",
    "lab": "onnx==1\n",
    "chat": "llama-cpp-python==1\n",
    "build": "cmake==1\n",
}


class Bench:
    """A clone in a folder, a machine that answers as told, and a record of what was run."""

    def __init__(self, folder: Path, **answers: bool) -> None:
        self.layout = Layout(folder)
        (folder / "setup" / "locks").mkdir(parents=True, exist_ok=True)
        for name, text in LOCKS.items():
            self.layout.lock(name).write_text(text)
            self.layout.hashes(name).write_text(text)
        (folder / "pyproject.toml").write_text("[project]\n")
        self.answers = {
            **dict.fromkeys(("venv", "portaudio", "compiler", "root", "apt"), True),
            "sudo": False,
            **answers,
        }
        self.ran: list[list[str]] = []
        self.failing: set[str] = set()
        self.installs: dict[str, str] = {}
        self.out = io.StringIO()

    def machine(self) -> Machine:
        """Its probes."""

        def ask(name: str):
            return lambda: self.answers[name]

        return Machine(
            has_venv=ask("venv"),
            has_portaudio=ask("portaudio"),
            has_compiler=ask("compiler"),
            is_root=ask("root"),
            sudo_works=ask("sudo"),
            has_apt=ask("apt"),
        )

    def run(self, argv: Sequence[str]) -> int:
        """Runs nothing; makes the folders that venv would, and answers what a test asked for."""
        self.ran.append(list(argv))
        if "venv" in argv:
            self.layout.python.parent.mkdir(parents=True, exist_ok=True)
            self.layout.python.write_text("")
            (self.layout.venv / "lib" / f"python3.{sys.version_info.minor}").mkdir(parents=True, exist_ok=True)
        if "install" in argv and argv[-1] in self.installs:
            self.answers[self.installs[argv[-1]]] = True
        return 1 if any(word in " ".join(argv) for word in self.failing) else 0

    def reach(self, goal: str = "setup") -> int:
        """One run of the set-up; `ran` and `out` are of this run only."""
        self.ran.clear()
        self.out = io.StringIO()
        return Setup(self.layout, self.machine(), Display(self.out), self.run, self.run).reach(goal)

    def words(self) -> str:
        """All that was run, a line each."""
        return "\n".join(" ".join(argv) for argv in self.ran)


def test_a_bare_machine_gets_everything_in_order(tmp_path: Path):
    """Environment, tools, packages by their hashes, PyTorch, Golem, models, and last the engine that takes long."""
    bench = Bench(tmp_path)
    assert bench.reach("test") == 0
    order = ["-m venv", "tools.hashes", "--no-deps --require-hashes -r .*runtime.hashes"]
    order += ["install --progress-bar=raw --resume-retries=20 torch==2 -r .*runtime.lock"]
    order += ["dev.hashes", "dev.lock", r"--no-deps --no-build-isolation --no-index -e", "golem models pull"]
    order += ["chat.hashes"]
    found = [next(i for i, argv in enumerate(bench.ran) if re.search(what, " ".join(argv))) for what in order]
    assert found == sorted(found)
    assert "[8/8] chat engine" in bench.out.getvalue()


def test_tests_tools_are_left_out_of_a_users_setup(tmp_path: Path):
    """`make run` does not install what only the tests use."""
    bench = Bench(tmp_path)
    bench.reach("run")
    assert "dev." not in bench.words()
    assert "lab." not in bench.words()
    bench.reach("lab")
    assert "lab.hashes" in bench.words()


@pytest.mark.parametrize("goal", ["run", "setup", "test"])
def test_a_second_run_only_asks_the_store(tmp_path: Path, goal: str):
    """When all is done, nothing is installed and nothing is said."""
    bench = Bench(tmp_path)
    bench.reach("test")
    assert bench.reach(goal) == 0
    assert [argv[1:] for argv in bench.ran] == [["models", "pull", "--quiet"]]
    assert bench.out.getvalue() == ""


@pytest.mark.parametrize(
    ("lock", "again"), [("runtime", ["hashes", "lock"]), ("tools", ["hashes"]), ("chat", ["hashes"])]
)
def test_a_changed_lock_is_installed_again(tmp_path: Path, lock: str, again: list[str]):
    """The content of a lock file decides, and only what depends on it is done again."""
    bench = Bench(tmp_path)
    bench.reach()
    bench.layout.lock(lock).write_text(LOCKS[lock] + "more==1\n")
    bench.reach("run")
    installs = [" ".join(argv) for argv in bench.ran if "pip" in argv]
    assert len(installs) == len(again)
    for command, ending in zip(installs, again, strict=True):
        assert f"-r {bench.layout.lock(lock).with_suffix('.' + ending)}" in command


def test_an_interrupted_setup_goes_on_where_it_was(tmp_path: Path):
    """What was done before pip failed is not done again."""
    bench = Bench(tmp_path)
    bench.failing = {"torch==2"}
    with pytest.raises(SetupStopped, match="go on where it stopped"):
        bench.reach()
    bench.failing = set()
    bench.reach()
    assert "-m venv" not in bench.words()
    assert "tools." not in bench.words()
    assert "torch==2" in bench.words()


def test_a_half_made_environment_is_completed(tmp_path: Path):
    """An interpreter without a stamp may lack pip, so venv runs again over what is there."""
    bench = Bench(tmp_path)
    bench.layout.python.parent.mkdir(parents=True)
    bench.layout.python.write_text("")
    bench.reach()
    assert "-m venv" in bench.words()


def test_an_environment_of_another_python_is_made_anew(tmp_path: Path):
    """An environment whose library folder is another Python's is removed and made again."""
    bench = Bench(tmp_path)
    bench.reach()
    (bench.layout.venv / "lib" / f"python3.{sys.version_info.minor}").rename(bench.layout.venv / "lib" / "python3.1")
    bench.reach()
    assert "-m venv" in bench.words()
    assert "runtime.lock" in bench.words()


def test_a_moved_clone_gets_a_new_environment(tmp_path: Path):
    """Scripts in an environment name its folder, so one that was moved is made anew."""
    (tmp_path / "old").mkdir()
    Bench(tmp_path / "old").reach()
    (tmp_path / "old").rename(tmp_path / "new")
    moved = Bench(tmp_path / "new")
    moved.reach()
    assert "-m venv" in moved.words()


def test_missing_venv_module_is_installed_where_apt_asks_nothing(tmp_path: Path):
    """Root on a bare Debian need do nothing by hand."""
    bench = Bench(tmp_path, venv=False)
    bench.installs = {venv_package(): "venv"}
    assert bench.reach() == 0
    apt = [argv for argv in bench.ran if "apt-get" in argv]
    assert [argv[-1] for argv in apt] == ["update", venv_package()]


def test_missing_venv_module_stops_with_the_command(tmp_path: Path):
    """Nothing works without an environment: the set-up stops, and prints what to type."""
    bench = Bench(tmp_path, venv=False, root=False)
    with pytest.raises(SetupStopped, match=f"sudo apt-get install {venv_package()}"):
        bench.reach()
    assert bench.ran == []


def test_missing_portaudio_does_not_stop(tmp_path: Path):
    """Without PortAudio the set-up goes on and prints the exact command, at every start."""
    bench = Bench(tmp_path, portaudio=False, root=False)
    for _ in range(2):
        assert bench.reach("run") == 0
        assert "sudo apt-get install libportaudio2" in bench.out.getvalue()


def test_portaudio_is_tried_once_by_run_and_each_time_by_setup(tmp_path: Path):
    """A start does not wait for apt each time; who asks for the set-up gets another try."""
    bench = Bench(tmp_path, portaudio=False)
    bench.reach("run")
    assert "libportaudio2" in bench.words()
    bench.reach("run")
    assert "libportaudio2" not in bench.words()
    bench.reach("setup")
    assert "libportaudio2" in bench.words()
    bench.reach("setup")
    assert "libportaudio2" in bench.words()


def test_portaudio_is_installed_through_sudo_that_asks_nothing(tmp_path: Path):
    """With sudo that needs no password, PortAudio is installed and nothing is left to say."""
    bench = Bench(tmp_path, portaudio=False, root=False, sudo=True)
    bench.installs = {"libportaudio2": "portaudio"}
    bench.reach("run")
    assert any(argv[:2] == ["sudo", "-n"] and argv[-1] == "libportaudio2" for argv in bench.ran)
    assert "no PortAudio" not in bench.out.getvalue()


def test_no_compiler_means_no_chat_and_says_how_to_get_it(tmp_path: Path):
    """Without a compiler everything else is set up; once there is one, the next start compiles."""
    bench = Bench(tmp_path, compiler=False, root=False)
    assert bench.reach("run") == 0
    assert "chat.hashes" not in bench.words()
    assert "sudo apt-get install g++, then: make chat" in bench.out.getvalue()
    bench.answers["compiler"] = True
    bench.reach("run")
    assert "chat.hashes" in bench.words()
    assert "no C++ compiler" not in bench.out.getvalue()


def test_failed_build_never_fails_the_setup_and_is_not_repeated_at_a_start(tmp_path: Path):
    """A failed compilation leaves the rest, is not tried for ten minutes at every start, and is at `make chat`."""
    bench = Bench(tmp_path)
    bench.failing = {"chat.hashes"}
    assert bench.reach("setup") == 0
    assert "to try again: make chat" in bench.out.getvalue()
    assert bench.reach("run") == 0
    assert "chat.hashes" not in bench.words()
    assert "to try again: make chat" in bench.out.getvalue()
    bench.failing = set()
    assert bench.reach("chat") == 0
    assert "chat.hashes" in bench.words()
    bench.reach("run")
    assert bench.out.getvalue() == ""


def test_chat_can_be_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Whoever wants no chat need not wait for it."""
    monkeypatch.setenv("GOLEM_WITHOUT_CHAT", "1")
    bench = Bench(tmp_path)
    bench.reach()
    assert "chat.hashes" not in bench.words()


def test_missing_models_stop_a_test_but_not_a_start(tmp_path: Path):
    """The shell starts without its models and says so; the tests do not pass without them."""
    bench = Bench(tmp_path)
    bench.failing = {"golem models pull"}
    assert bench.reach("run") == 0
    assert "some models are missing" in bench.out.getvalue()
    assert bench.reach("setup") == 1
    assert bench.reach("test") == 1


def test_apt_is_used_only_where_it_asks_nothing():
    """Root needs no sudo; sudo is used where it asks no password; else nothing is run."""
    everything = dict.fromkeys(("has_venv", "has_portaudio", "has_compiler"), lambda: True)

    def machine(*, root: bool, sudo: bool, apt: bool) -> Machine:
        return Machine(**everything, is_root=lambda: root, sudo_works=lambda: sudo, has_apt=lambda: apt)

    assert apt_prefix(machine(root=True, sudo=False, apt=True)) == []
    assert apt_prefix(machine(root=False, sudo=True, apt=True)) == ["sudo", "-n"]
    assert apt_prefix(machine(root=False, sudo=False, apt=True)) is None
    assert apt_prefix(machine(root=True, sudo=True, apt=False)) is None
    assert by_hand(machine(root=True, sudo=False, apt=True), "p") == "apt-get install p"
    assert "package manager" in by_hand(machine(root=True, sudo=False, apt=False), "p")
    assert [argv[-1] for argv in apt_commands([], "p")] == ["update", "p"]


def test_this_machine_answers():
    """The real probes answer on the machine that runs the tests, and this one can make an environment."""
    machine = this_machine()
    assert machine.has_venv()
    assert machine.has_compiler() in {True, False}
    assert machine.has_portaudio() in {True, False}
    assert machine.sudo_works() in {True, False}


def test_stamps_survive_garbage(tmp_path: Path):
    """A stamps file that cannot be read means that nothing is known to be done."""
    path = tmp_path / "stamps"
    for garbage in (b"", b"\xff", b"[1]", b"{"):
        path.write_bytes(garbage)
        assert Stamps.read(path).keys == {}
    stamps = Stamps.read(path)
    stamps.set("a", "b")
    assert Stamps.read(path).keys == {"a": "b"}


def test_keys_tell_contents_apart(tmp_path: Path):
    """A key is of the content, and of where one part ends and the next begins."""
    (tmp_path / "a").write_text("x")
    assert key_of(tmp_path / "a") == key_of("x")
    assert key_of("ab", "c") != key_of("a", "bc")


def test_activity_tells_what_pip_and_ninja_do():
    """Progress lines become a few words; lines that say nothing leave them."""
    activity = Activity()
    seen = []
    for line in (
        "  Downloading torch-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl (190.0 MB)",
        "Progress 95000000 of 190000000",
        "  [12/193] Building CXX object x.o",
        "Installing collected packages: a, b, c",
        "a line that means nothing",
    ):
        activity.take(line)
        seen.append(activity.words)
    assert seen[0].startswith("downloading torch-2.13.0")
    assert seen[1].endswith("50% of 190 MB")
    assert seen[2] == "compiling, file 12 of 193"
    assert seen[3] == seen[4] == "installing 3 packages"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It does."""
        return True


def test_a_terminal_gets_one_line_that_moves():
    """On a terminal a step is one line, rewritten; what stays is its end."""
    out, now = Terminal(), [0.0]
    display = Display(out, lambda: now[0])
    display.step(2, 7, "things")
    for now[0] in (1.0, 2.0):
        display.tick("working")
    display.done()
    assert out.getvalue().count("\n") == 1
    assert "\r[2/7] things  0:01  working" in out.getvalue()
    assert out.getvalue().endswith("[2/7] things  0:02  done\n")


def test_a_log_gets_a_line_now_and_then():
    """Without a terminal there are no carriage returns, and a long step is not silent."""
    out, now = io.StringIO(), [0.0]
    display = Display(out, lambda: now[0])
    display.step(1, 1, "things")
    for second in range(int(LINE_EVERY_S * 2) + 1):
        now[0] = float(second)
        display.tick("working")
    display.done()
    assert "\r" not in out.getvalue()
    assert out.getvalue().count("working") == 2
    assert clock_face(61.9) == "1:01"


def test_a_failing_program_shows_the_end_of_what_it_printed(tmp_path: Path):
    """The log has everything, the screen the last lines and where the rest is."""
    out = io.StringIO()
    display = Display(out)
    display.step(1, 1, "things")
    code = "print('first');[print('line', n) for n in range(50)];import sys;sys.exit(3)"
    log = tmp_path / "build" / "log"
    assert run_shown([sys.executable, "-c", code], log, display) == 3
    assert "line 49" in out.getvalue()
    assert "first\n" not in out.getvalue()
    assert "exit status 3" in out.getvalue()
    assert str(log) in out.getvalue()
    assert "first\n" in log.read_text()


def test_a_program_that_is_not_there_is_a_status(tmp_path: Path):
    """A missing program is the shell's status for it, with its name."""
    out = io.StringIO()
    assert run_shown(["/no/such/program"], tmp_path / "log", Display(out)) == 127
    assert "/no/such/program cannot be started" in out.getvalue()
    assert run_on_screen(["/no/such/program"]) == 127


def test_unknown_goal_is_misuse():
    """A wrong word is a usage line and exit code 2."""
    assert main(["fly"]) == 2
    assert set(GOALS) == {"setup", "run", "test", "lab", "chat"}
    assert "done" in DONE


def test_an_old_python_gets_one_line():
    """An interpreter that is too old (here: one that claims to be) is told so in one line."""
    source = (ROOT / "setup" / "__main__.py").read_text()
    program = f"import sys\nsys.version_info = (3, 9, 2, 'final', 0)\nexec(compile({source!r}, 'main', 'exec'))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Python 3.11 or later is needed, and this is 3.9" in done.stderr


def test_setup_uses_the_standard_library_only():
    """On a bare machine there is nothing else to import."""
    for path in (ROOT / "setup").glob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text())))
        modules = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        modules |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
        for module in {name.partition(".")[0] for name in modules}:
            assert module == "setup" or module in sys.stdlib_module_names, f"{path.name} imports {module}"


def names_of(requirements: Sequence[str]) -> set[str]:
    """Package names of requirement lines, in one spelling."""
    return {re.split(r"[<>=!~\[ ]", line)[0].lower().replace("_", "-") for line in requirements}


def locked(name: str) -> dict[str, str]:
    """What a lock file pins."""
    lines = [line for line in (ROOT / "setup" / "locks" / f"{name}.lock").read_text().splitlines() if line[:1] != "#"]
    return dict(line.split("==") for line in lines)


def test_every_dependency_is_locked():
    """What pyproject.toml asks for is pinned; a new dependency needs `make lock`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    optional = project["optional-dependencies"]
    missing = {
        "runtime": names_of(project["dependencies"]) - set(locked("runtime")),
        "dev": names_of(optional["dev"]) - set(locked("dev")) - set(locked("runtime")),
        "lab": names_of(optional["lab"]) - set(locked("lab")) - set(locked("runtime")),
        "chat": names_of(optional["chat"]) - set(locked("chat")),
    }
    assert missing == {"runtime": set(), "dev": set(), "lab": set(), "chat": set()}, "run: make lock"


def test_locks_agree_with_each_other():
    """No two lock files pin one package to two versions, for they are installed into one environment."""
    seen: dict[str, str] = {}
    for name in ("tools", "runtime", "dev", "lab", "chat"):
        for package, version in locked(name).items():
            assert seen.setdefault(package, version) == version
    assert torch_pin(ROOT / "setup" / "locks" / "runtime.lock") == "torch==2.13.0"


def test_every_locked_package_has_hashes():
    """Each pin but PyTorch's stands with its hashes beside its lock, and no hash stands without a pin."""
    for name in ("tools", "runtime", "dev", "lab", "chat", "build"):
        listed = (ROOT / "setup" / "locks" / f"{name}.hashes").read_text()
        blocks = re.findall(r"^(\S+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", listed, re.MULTILINE)
        pins = {package: version for package, version in locked(name).items() if package != "torch"}
        assert {package: version for package, version, _ in blocks} == pins, "run: make lock"


def test_locks_are_written_from_the_resolution(tmp_path: Path):
    """Each lock has what its set adds, sorted, exact, without the local part, and the present pins as constraints."""
    constrained: list[tuple[tuple[str, ...], list[str]]] = []

    def resolve(wanted: Sequence[str], constraints: Sequence[Path]) -> dict[str, str]:
        constrained.append((tuple(wanted), [path.name for path in constraints]))
        return {"torch": "2.13.0", "a": "1"} | ({"pytest": "9"} if "pytest" in wanted else {})

    optional = {"dev": ["pytest"], "lab": ["pytest"], "chat": ["a"]}
    project: dict[str, object] = {"dependencies": ["a"], "optional-dependencies": optional}
    write_locks(project, tmp_path, resolve, upgrade=False)
    assert (tmp_path / "runtime.lock").read_text().splitlines()[2:] == ["a==1", "torch==2.13.0"]
    assert (tmp_path / "dev.lock").read_text().splitlines()[2:] == ["pytest==9"]
    assert constrained[0][0] == ("a", "torch==2.13.0")
    assert constrained[1][1] == ["runtime.lock"]
    write_locks(project, tmp_path, resolve, upgrade=False)
    assert constrained[-6][1] == ["runtime.lock"]
    write_locks(project, tmp_path, resolve, upgrade=True)
    assert constrained[-6][1] == []


# Spelt in parts, so that this file does not hold what it looks for.
HOSTS = tuple("".join(parts) for parts in (("py", "pi.org"), ("pythonhosted", ".org"), ("download.py", "torch.org")))


def test_no_file_names_a_registry():
    """Where packages come from is the user's own configuration, and no file of the project's says otherwise."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git clone")
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        content = path.read_bytes() if path.is_file() else b""
        for host in HOSTS:
            assert host.encode() not in content, f"{name} names {host}"


def test_every_package_and_model_has_its_licence_stated():
    """LICENSES has a line for everything that the set-up installs and every model that it knows."""
    text = (ROOT / "LICENSES").read_text()
    stated = set(re.findall(r"^([A-Za-z0-9][\w.-]*)", text, re.MULTILINE))
    for name in ("runtime", "dev", "lab", "chat", "tools"):
        assert set(locked(name)) <= stated, f"packages of {name}.lock that LICENSES does not name"
    manifest = tomllib.loads((ROOT / "shell" / "models.toml").read_text())
    assert all(model["name"] in text for model in manifest["model"])
