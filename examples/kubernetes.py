"""What runs in a Kubernetes cluster, looked at and never changed: `kubectl get` and `kubectl logs`, nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from skills.author import Capabilities, Context, Effect, Live, Reply, skill

LOOKING = Capabilities(
    reads=("~/.kube",),
    hosts=("kubernetes:6443", "kubernetes:443"),
    options={"kubectl": ("--all-namespaces", "--no-headers", "--output=", "--tail=", "--request-timeout=")},
)
"""The client's settings are read, the cluster's two usual ports are reached, and kubectl gets no option but these."""


def known(folder: Path) -> tuple[str, ...]:
    """Words for a pod by what it serves; its whole name, which ends in letters by chance, is nothing to say."""
    del folder
    return ("web", "api", "worker", "database", "cache", "scheduler", "proxy", "queue")


Part = Annotated[str, Live(known, name="part of a pod's name")]


def get(context: Context, kind: str) -> tuple[list[list[str]], str]:
    """The table that kubectl prints, cell by cell, and what it complains about."""
    done = context.run(
        ["kubectl", "get", kind, "--all-namespaces", "--no-headers", "--request-timeout=5s"], timeout_s=10.0
    )
    return [line.split() for line in done.stdout.splitlines()], done.stderr.strip() if done.returncode else ""


@skill(
    "kubernetes.pods",
    says=["<show> [(all|the)] pods", "(what|which) pods are running [in the cluster]"],
    kind="question",
    effect=Effect.OBSERVE,
    capabilities=LOOKING,
)
def pods(context: Context) -> Reply:
    """List the pods of the cluster."""
    rows, fault = get(context, "pods")
    if fault:
        return Reply("The cluster does not answer.", fault, ok=False)
    up = sum(row[3] == "Running" for row in rows)
    return Reply(f"{up} of {len(rows)} pods are running.", "\n".join("  ".join(row) for row in rows))


@skill(
    "kubernetes.broken",
    says=["(what|which) pods are (broken|failing|crashing)", "(what is|what's) wrong (in|with) the cluster"],
    kind="question",
    effect=Effect.OBSERVE,
    capabilities=LOOKING,
)
def broken(context: Context) -> Reply:
    """Name the pods that do not run as they should."""
    rows, fault = get(context, "pods")
    if fault:
        return Reply("The cluster does not answer.", fault, ok=False)
    ill = [row for row in rows if row[3] not in {"Running", "Completed"}]
    if not ill:
        return Reply("All pods run as they should.")
    context.list([f"{row[1]}: {row[3]}, {row[4]} restarts" for row in ill])
    return Reply(f"{len(ill)} {'does' if len(ill) == 1 else 'do'} not: {', '.join(row[1] for row in ill[:3])}.")


@skill(
    "kubernetes.logs",
    says=["<show> [(me|the)] logs of the {part} pod", "what does the {part} pod say"],
    kind="question",
    effect=Effect.OBSERVE,
    capabilities=LOOKING,
)
def logs(context: Context, part: Part) -> Reply:
    """Show the last lines that a pod logged."""
    rows, fault = get(context, "pods")
    if fault:
        return Reply("The cluster does not answer.", fault, ok=False)
    names = [row[1] for row in rows if part in row[1]]
    chosen = names[0] if len(names) == 1 else context.ask("Which pod?", names[:9]) if names else None
    if chosen is None:
        return Reply(f"No pod of {part} was chosen." if names else f"No pod has {part} in its name.", ok=False)
    space = next(row[0] for row in rows if row[1] == chosen)
    done = context.run(["kubectl", "logs", "--tail=20", "--request-timeout=5s", f"{space}/{chosen}"], timeout_s=10.0)
    return Reply(f"The last lines of {chosen}.", done.stdout or done.stderr, ok=done.returncode == 0)
