"""Docker: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "docker.containers": (
        "<show> [all] [the|my] [running] [docker] containers",
        "<know> (which|what) [docker] containers are (running|up|there)",
        "docker (ps|containers|container list)",
        "[running] [docker] containers",
    ),
    "docker.images": (
        "<show> [all] [the|my] docker images",
        "docker (images|image list)",
        "<know> (which|what) docker images (there are|i have)",
        "(images|the images) (in|of) docker",
    ),
    "docker.status": (
        "<know> (if|whether) docker is (running|up|working)",
        "<show> the (status|state) of docker",
        "does docker (run|work)",
        "(what is|what's) docker (doing|up to)",
    ),
    "docker.restart": (
        "docker [container] restart {container}",
        "<get> the {container} container restarted",
        "(restart|bounce) the container (by the name of|that is called|that's called) {container}",
    ),
    "docker.stop": (
        "docker [container] stop {container}",
        "<get> the {container} container stopped",
        "(stop|halt) the container (by the name of|that is called|that's called) {container}",
        "(bring|take) down the {container} container",
    ),
    "docker.start": (
        "docker [container] start {container}",
        "<get> the {container} container (started|up|running)",
        "(start|launch) the container (by the name of|that is called|that's called) {container}",
        "(bring|spin) up the {container} container",
    ),
}
