"""The three example modules, whole: what people say to them is understood, judged and run, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from shell.cli import build_parser
from skills.context import Completed
from skills.testing import FakeContext, load

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(file.stem for file in EXAMPLES.glob("*.py"))
PODS = """shop  web-7d9f  1/1  Running           0  2d
shop  api-5c4b  0/1  CrashLoopBackOff  9  2d
shop  api-x2z9  1/1  Running           1  2d
"""


@pytest.mark.parametrize("name", NAMES)
def test_golden_rows_hold(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`golem skills test --typed` finds no fault in an example."""
    monkeypatch.setenv("GOLEM_HOME", str(tmp_path))
    args = build_parser().parse_args(["skills", "test", str(EXAMPLES / f"{name}.py"), "--typed"])
    assert args.run(args) == 0, capsys.readouterr().out


def test_focus_sessions_are_remembered(tmp_path: Path) -> None:
    """What was begun is counted and asked for by name, and a second one waits until the first is over."""
    focus = load(EXAMPLES / "focus.py")
    context = FakeContext(tmp_path, answers=["the report"])
    assert focus.remaining(context).spoken == "No focus session is running."
    assert focus.start(context, 600.0).spoken == "10 minutes for the report, from now."
    assert context.asked == ["What are you going to work on?"]
    assert context.session.spoken_later[0][:2] == (600.0, "Time is up: that was 10 minutes for the report.")
    assert focus.remaining(context).spoken == "10 minutes for the report."
    assert not focus.start(context).ok
    assert focus.end(context).ok
    assert not focus.end(context).ok
    assert focus.count(context).spoken == "One today."


def test_kubernetes_is_only_looked_at(tmp_path: Path) -> None:
    """Pods are counted, broken ones named, and the pod whose logs are meant is asked for where several are."""
    kubernetes = load(EXAMPLES / "kubernetes.py")
    context = FakeContext(tmp_path, outputs={"kubectl": PODS}, answers=["api-x2z9"])
    assert kubernetes.pods(context).spoken == "2 of 3 pods are running."
    assert kubernetes.broken(context).spoken == "1 does not: api-5c4b."
    assert context.shown == ["1  api-5c4b: CrashLoopBackOff, 9 restarts"]
    assert kubernetes.logs(context, "api").spoken == "The last lines of api-x2z9."
    assert context.asked == ["Which pod?"]
    assert not kubernetes.logs(context, "queue").ok
    assert {argv[1] for argv in context.started} == {"get", "logs"}
    away = FakeContext(tmp_path, outputs={"kubectl": Completed(("kubectl",), 1, "", "no route to host")})
    assert not any(ask(away).ok for ask in (kubernetes.pods, kubernetes.broken))
