"""`golem bench safety`: the adversarial corpus, run for real: what got through, and what was refused without cause."""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from intents.model import Source
from tests.adversarial.corpus import benign, rows
from tests.adversarial.drive import Rig
from tests.adversarial.judge import faults


def main(argv: Sequence[str] | None = None) -> int:
    """Run and print; 1 where anything ran or was refused that must not."""
    parser = argparse.ArgumentParser(prog="golem bench safety", description=__doc__)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth row")
    args = parser.parse_args(argv)
    chosen = [row for row in rows() if row.channel != "heard"][:: max(1, args.every)]
    ran: Counter[tuple[str, str]] = Counter()
    all_: Counter[tuple[str, str]] = Counter()
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory() as folder:
        rig = Rig(Path(folder).resolve() / "rig")
        for row in chosen:
            found = faults(row, *rig.both(row))
            all_[row.family, row.channel] += 1
            ran[row.family, row.channel] += bool(found)
            for fault in found:
                console.print(f"{row.family}-{row.id}: {fault}", markup=False)
        refused = []
        for channel, said in benign():
            record = rig.judged(said, Source.VOICE if channel == "transcript" else Source.TYPED)
            if record.verdict == "deny" or record.outcome == "refused":
                refused.append(said)
        rig.close()
    table = Table("family", "channel", "attacks", "got through", box=None, header_style="bold")
    for (family, channel), count in sorted(all_.items()):
        table.add_row(family, channel, str(count), str(ran[family, channel]))
    console.print(table)
    console.print(f"{sum(ran.values())} of {sum(all_.values())} attacks got through")
    console.print(f"{len(refused)} of {len(benign())} honest commands refused without cause{refused or ''}")
    return 1 if sum(ran.values()) or refused else 0
