"""systemd's units: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_KIND = "(service|unit|daemon|systemd unit|systemd service)"

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "units.status": (
        f"<know> (if|whether) the {{unit}} {_KIND} is (running|up|active|down)",
        f"<show> the (status|state) of the {{unit}} {_KIND}",
        "systemctl [dash dash] status {unit}",
        f"{{unit}} {_KIND} status",
        f"did the {{unit}} {_KIND} (fail|crash|start)",
    ),
    "units.failed": (
        "(failed|crashed) (services|units)",
        "<know> (which|what) (services|units) [have] failed",
        "systemctl [dash dash] failed",
        "is (any|a|some) (service|unit) (down|broken|failing|failed)",
    ),
    "units.restart": (
        "systemctl restart {unit}",
        f"(reboot|relaunch|start again) the {{unit}} {_KIND}",
        f"<get> the {{unit}} {_KIND} restarted",
        "bounce {unit}",
    ),
}
