"""What runs on this machine: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "processes.hogs": (
        "[<show>] [the|all|all the|my] (cpu hogs|top processes|running processes|process list|busiest "
        "processes|list of [running] processes|cpu users|running programs|active processes)",
        "<show> [the|all the|any] (programs|processes|apps|things|tasks|applications) (that|which) (use|eat|"
        "take|need|hog|burn|are using|are eating|are hogging|take up|want|consume) [up] [the|all] (most|so "
        "much|a lot of|much|the|my|of the|of my) [of] [the|my] <cpu>",
        "(which|what) (is|are) the (busiest|most active|hungriest|heaviest|most demanding) (process|program|"
        "app|processes|programs|apps|task|tasks)",
        "what's (bogging|dragging|weighing|slowing|holding) (down|back) (my|the|this) <machine>",
        "what's (bogging|dragging|weighing|slowing) (my|the|this) <machine> down",
        "what (uses|eats|takes|needs|hogs|burns|wants|consumes) [up] (so much|the most|most|all|all the|all "
        "my) [of] [the|my] <cpu>",
        "where (is|does|has) [all] [of] my <cpu> (going|go|gone)",
        "[the] (cpu|processor) (usage|use|load|time) (by|per|of each) (process|program|app)",
        "what's (taking|using|eating|hogging) [up] [so much|all the|all that] <cpu>",
        "<show> (what's|what is|everything that's|all that's|all that is) running [right now] [on (this|the|"
        "my) <machine>]",
        "[run|show] (top|htop|ps|ps aux|ps -ef)",
        "why (is|are) (my|the) (fan|fans) [so] (loud|spinning|on|running|going [crazy|wild|nuts])",
        "who is the [biggest|worst] cpu hog",
        "(sort|list|rank) [the] processes by (cpu|cpu usage|processor time|load)",
        "(my|this|the) <machine> is [so|very|really] (slow|sluggish|lagging|hot) (why|what is it|what's wrong"
        "|what is going on|what's going on)",
        "what (programs|processes|apps) (do i have|are) (running|open|active) [right now|at the moment]",
        "(which|what) (processes|programs|apps) (use|need|take|eat) [up] [the] most <cpu>",
        "<know> (what|which process|which program|who) (is|uses) [using|eating|hogging|taking] [up] [all|"
        "most] [of] [the|my] [most] <cpu>",
        "<get> (a|the) (list of [all] [running] processes|process list)",
        "(who's|who is|what's|what is) (burning|eating|hogging|chewing|using|taking|maxing|pegging|sucking) [up|"
        "through|out] [all] [of] [my|the] <cpu>",
        "(what|who|which <process>) (makes|is making|has made|slows|is slowing) (the|my|this) <machine> [so|"
        "run] [slow|slowly|hot|lag|sluggish|crawl|down]",
        "(which|what) (programs|processes|apps|tasks) (keep|make|are keeping) (the|my) <cpu> [so] (busy|hot|occupied)",
        "top <cpu> (users|hogs|consumers|eaters|processes)",
        "<show> [me] (the|which|what) (tasks|processes|programs|apps) (that use|which use|use|using|eating|"
        "taking) [up] [the] most [of] [the|my] [<cpu>]",
        "why is (the|my|this) <machine> so (slow|hot|loud|sluggish|laggy)",
        "(what|who) (eats|takes|uses|burns|hogs|needs|wants) [up] [all] [of] [the|my] <cpu>",
        "why is (it|everything) so (slow|sluggish|laggy)",
    ),
    "processes.memory": (
        "<show> [the|all the|any] (programs|processes|apps|things|tasks|applications) (that|which) (use|eat|"
        "take|need|hog|are using|are eating|are hogging|take up|want|consume) [up] [the|all] (most|so much|a "
        "lot of|much|the|my|of the|of my) [of] [the|my] (memory|ram)",
        "[the] (biggest|worst|top|largest) memory (user|users|hog|hogs|consumer|consumers|eater|eaters)",
        "<show> [the|all|all the] [biggest|worst|top|largest] (memory|ram) (user|users|hog|hogs|consumer|"
        "consumers|eater|eaters)",
        "[the] (memory|ram) (usage|use) (by|per|of each) (process|program|app)",
        "(which|what) <process> (needs|uses|takes|eats|has|holds) (the most|most|so much|all the|a lot of) "
        "(memory|ram)",
        "[<show>] [the] (top|biggest|heaviest|worst|largest) (processes|programs|apps) by (memory|ram)",
        "(sort|list|rank) [the] processes by (memory|ram|memory usage)",
        "what (uses|eats|takes|needs|hogs|wants|consumes) [up] (so much|the most|most|all|all the|all my) "
        "[of] [the|my] (memory|ram)",
        "(where|what) (did|is|has|does) [all] (my|the) (memory|ram) (go|going|gone) [to]",
        "<know> (what|which process|which program|who|where) (is|uses|has) [using|eating|hogging|taking] [up]"
        " [all|most] [of] [the|my] [most] (memory|ram)",
        "what's (taking|using|eating|hogging) [up] [so much|all the|all that] (memory|ram)",
        "why (is|do i have) (my|the|so little|no) (memory|ram) (so|nearly|almost|used|left|full) [full|up]",
        "who is the [biggest|worst] (memory|ram) hog",
        "(who's|who is|what's|what is|which <process> is) (hogging|using|eating|taking|filling|gobbling|chewing|"
        "sucking) [up|through] [all|most] [of] [the|my] (memory|ram)",
        "<show> [me] (the|which) [biggest|largest|top|worst] (memory|ram) (eaters|hogs|users|consumers)",
        "[<show>] [me] [the] (programs|processes|apps|tasks) (by|sorted by|ordered by|ranked by) (memory|ram) "
        "[use|usage|consumption]",
        "(which|what) (program|process|app|task) (needs|uses|takes|eats|wants|occupies|consumes) [up] [the] "
        "most [of the] (memory|ram)",
    ),
    "processes.port": (
        "lsof [-i] [port] {port}",
        "(what|who|which <process>|what <process>) (is|has|uses|owns|sits) [currently|actually|on] [listening"
        "|running|using|sitting] [on|to|at] [the] [tcp|udp] port [number] {port}",
        "<know> (what|who|which process|what process|which program|what program) (is|uses|owns|has|listens|"
        "runs|is running|is listening|is using|sits) [on|to|at|listening on|using] [the] [tcp|udp] port "
        "[number] {port}",
        "<show> [me] (the process|the program|the app|what|who|which process|which program|whatever) [is|that"
        " is|that's] (on|using|listening on|behind|at|running on) [the] port [number] {port}",
        "(anything|something|anyone) (on|listening on|using|at|running on) [the] port [number] {port}",
        "port [number] {port} [is] (in use|taken|busy|used|occupied) [by] (whom|what|which process|who)",
        "why is [the] port [number] {port} (busy|taken|in use|blocked|occupied|not free)",
        "(who's|what's|who is|what is) (listening|running|sitting) on {port}",
        "(find|get|look up|check) (the process|the program|what|who) [is] (on|using|listening on|at|running "
        "on) [the] port [number] {port}",
        "(is|are) (port|ports) {port} (free|taken|open|used|closed) [or not|right now]",
        "who (has|holds|took|owns|uses) {port}",
        "[the] port [number] {port} (who's|who is|what's|what is) (on it|using it|there|listening [there])",
        "[check|look at|look up|what about] port [number] {port}",
        "(who|what) (is|was) (that|it|there) (on|at) [the] port [number] {port}",
        "[on] port [number] {port} (who|what|which process) (is|uses|has|listens|runs) [that|it|there|on it]",
        "(who's|who has|who has got|what's|what has|who is) [got|the] port [number] {port} [open|taken|in use|"
        "occupied]",
        "(find out|find|figure out|tell me|check|see|look up) (which|what) (process|program|app) (uses|is using|"
        "has|owns|holds|listens on|is on|sits on|occupies|blocks) [the] port [number] {port}",
        "(is|are) (something|anything|anyone|anybody|somebody|a process) (listening|running|sitting|there) (on|"
        "at) [the] port [number] {port}",
        "(is|was) [the] port [number] {port} (already|still|currently) (free|taken|open|used|closed|in use|busy)",
        "(what's|what is|who's|who is) (running|listening|sitting|there) (at|on) [port] {port}",
    ),
    "processes.kill_pid": (
        "(force kill|force quit|take out|finish|finish off|put down|halt|abort|slay|destroy|close|quit) [the|"
        "that] (process|pid|p i d|task) [with] [the] [number|id|pid] {pid}",
        "kill (-9|dash nine|-kill|-term) {pid}",
        "(send|give) [a] (sigterm|kill|sigkill|kill signal|term signal|signal) to [the] [process|pid] [number] {pid}",
        "[the] (process|pid) [number] {pid} (must|should|has to|needs to|can) (die|go|end|stop|be killed|be "
        "ended|be stopped)",
        "(kill|end|stop|terminate|close) the (process|program|one|thing) (with|of|whose|that has) [the] (id|"
        "pid|number|process id) [is|of] {pid}",
        "<get> (process|pid) [number] {pid} (killed|ended|stopped|terminated|gone|dead|closed)",
        "make (process|pid) [number] {pid} (stop|end|go away|die)",
        "pid {pid} (kill|stop|end) [it]",
        "(kill|end|stop|terminate) p i d {pid}",
        "(put|make) an end to [the] (process|task|program|pid) [with] [the] [id|number|pid] {pid}",
        "(end|stop|kill|terminate|get rid of|quit|finish|shut down) [the] (process|task|pid|program) [with] "
        "[the] [id|number|pid|process id] {pid}",
        "(end|stop|kill|terminate) (number|pid|process) {pid}",
    ),
    "processes.kill_name": (
        "(pkill|killall|kill all|p kill) {name}",
        "(end|kill|close|stop|quit|terminate|shut down|finish) (everything|anything|whatever|all|all that is|"
        "everything that is|anything that is) (called|named|by the name of) {name}",
        "make sure {name} is (dead|killed|not running|not running any more|terminated|stopped)",
        "<get> [the] {name} [process|program|app] (killed|terminated|stopped|ended|shut down|closed)",
        "(kill|end|stop|close|terminate|quit|shut down) (every|all|each) {name} (process|processes|instance|"
        "instances|program|programs|window|windows)",
        "(terminate|kill|end|stop) [the] [running] (process|program|app|application|task) {name}",
        "force {name} to (quit|close|stop|end|exit)",
        "(kill|end|stop|close|quit|terminate|shut down) the (program|process|app|application|task) (called|"
        "named|by the name of) {name}",
        "put {name} out of its misery",
        "(make|let|have) [the] (program|process|app|application) {name} (quit|stop|end|exit|die|close)",
        "(shut down|close down|terminate|end|stop|kill|quit|close) (every|all|each|all the|any|all of the) "
        "{name} (process|processes|program|programs|app|apps|instance|instances|window|windows|task|tasks)",
        "(get rid of|end|kill|stop|terminate) (the|that|this) (hanging|frozen|stuck|crashed|runaway|hung|broken|"
        "dead|crazy) {name} [process|program|app]",
        "(shut down|shut|bring down|take down) [all|all the|the] {name} (process|processes|program|app|instances)",
        "(shut|close) {name} down",
        "{name} must (die|go|be killed|be closed|be stopped)",
        "(make|let|have) {name} (quit|exit|die)",
    ),
}
