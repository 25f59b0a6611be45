"""What this machine is: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "system.disk": (
        "[the] free (space|storage|disk space|room) [on (disk|the disk|this <machine>|the drive)|left|available]",
        "[the] (space|room|storage|disk space) (left|free|available|remaining) [on (disk|the disk|this "
        "<machine>|the drive)]",
        "<know> how much (storage|space|disk space|room|free space|free disk space) (is|i have|we have|there "
        "is|i've got) [free|left|available|remaining] [on (disk|the disk|this <machine>|the drive)]",
        "<know> how (full|big) (the|my) (disk|drive|hard drive|ssd|storage) is",
        "(is|isn't) (my|the|this) (drive|disk|ssd|hard drive|hard disk|storage) [nearly|almost|getting|already] full",
        "how much more (can i store|can fit|fits|will fit|can i save) [on (the|this) (disk|drive|machine)]",
        "how many (gigs|gigabytes|megabytes|gb|terabytes) (are free|do i have [left]|are left|have i got "
        "[left]|are there [left]|are available) [on (disk|the disk|this <machine>|the drive)]",
        "[the|my] (disk|storage|drive|hard drive|ssd) (status|report|check|info|space|room|use|usage|capacity)",
        "do (i|we) [still] have [any|some|enough] (room|space) [left|for more] [on (disk|the disk|this "
        "<machine>|the drive)]",
        "is there [still] (enough|any|some) (room|space|storage|disk space) [left] [on (disk|the disk|this "
        "<machine>|the drive)]",
        "<get> (the|my) (disk usage|free space|disk space|free disk space)",
        "how's (the|my) (disk|storage|disk space|drive) [doing|looking]",
        "how (is|are) (the|my) (disk|disks|storage|drive|disk space) [doing|looking]",
        "df [-h]",
        "how much (space|storage|disk) (has|does) (this|the|my) <machine> [have|got] [left|free]",
        "(are|is) (the|my) (disk|disks|drive|drives) (full|filling up|running out)",
        "how much (disk space|storage) (do we|do i) use",
        "how much of (the|my) (disk|drive|storage) is (used|free|full|left)",
        "(am i|are we|is it|is the disk|is this machine) [running|getting] (out of|low on|short of|short on) "
        "[disk] (space|storage|room)",
        "how (is|are) (the|my) (storage|disk space|disk|space) (looking|doing|holding up)",
        "how many (gigs|gigabytes|gb|terabytes|megabytes) (are|do we have|do i have|have i got) [still] (free|"
        "left|available|unused) [on (the|my|this) (drive|disk|machine|ssd)]",
        "is there (much|enough|any|some|still) (room|space|storage) [left|free] [on (the|my|this) (disk|drive|"
        "machine|ssd|computer)]",
        "[the|my] (disk|storage|drive) (usage|use|space|status)",
        "how much (of the|of my|more) (disk|drive|storage|space) (is|do i have|do we have|have i got) (left|free|used)",
    ),
    "system.memory": (
        "is there [still] (enough|any|some|much) [free] (memory|ram) [left|free|available]",
        "how (full|used up|tight|low) is (the|my|our) (memory|ram)",
        "[the|my] (memory|ram) (status|free|available|left|usage|info|check|use|report|size)",
        "how many (gigs|gigabytes|gb|megabytes) of (ram|memory) (are free|do i have [left]|are left|are there"
        "|does this <machine> have|have i got|do we have)",
        "[the] total (memory|ram)",
        "how's (the|my) (memory|ram) [doing|looking]",
        "<get> (the|my) (memory usage|ram usage|free memory)",
        "how much of (the|my) (memory|ram) is (used|free|left|in use|available)",
        "<know> how (full|big) (the|my) (memory|ram) is",
        "<know> how much [free] (memory|ram) (is|i have|we have|there is|i've got|this <machine> has) [free|"
        "left|used|available|in use|got]",
        "(are|is) (my|the) (memory|ram) running (out|low)",
        "free [-h|-m]",
        "how much (memory|ram) (has|does) (this|the|my) <machine> [have|got] [left|free|in total]",
        "do (i|we) [still] have [any|some|enough] (memory|ram) [left|free]",
        "(are we|am i) [running] (low|short|tight) (on|of) (memory|ram)",
        "how much (ram|memory) (is|do we have|do i have|have i|have we) [still] [got] (available|free|left|"
        "unused|to spare)",
        "(do i|do we) [still] have enough (memory|ram) [left|free]",
        "<show> [me] (the|my) (memory|ram) (usage|use|status|state)",
        "(am i|are we|is this machine) [running] (low|short|out) (on|of) (memory|ram)",
        "(free|available|remaining|unused) (memory|ram)",
    ),
    "system.load": (
        "how's (the|my) (cpu|load|processor|cpu load) [doing|looking]",
        "how (is|are) (the|my) (cpu|load|processor|cores) [doing|looking]",
        "[the|my] (cpu|processor|system|machine) (load|usage|status|percent|percentage|check|use|utilization|report)",
        "[the] load [average]",
        "is (my|the) (cpu|processor) (busy|maxed out|pegged|at (100|a hundred) percent|overloaded|at its limit|idle)",
        "how (much|hard) (is|does) (the|my) (cpu|processor) (working|doing|work|used|loaded)",
        "(is|are) (the|my|this) <machine> (working hard|struggling|having a hard time|bored|overworked|under "
        "stress|at its limit)",
        "under how much load is (the|this|my) <machine>",
        "how much load is (there|on (the|this|my) (<machine>|cpu))",
        "<get> (the|my) (cpu usage|cpu load|system load|load average)",
        "<know> how (busy|loaded|hard) (the|my) (cpu|processor) is [working]",
        "<know> (what|how high) the (load|cpu load|load average|cpu usage) is",
        "is (the|my|this) <machine> (much|heavily|very|under (heavy|high|much|a lot of)) (loaded|load|busy)",
        "how busy (are we|is it|is everything)",
        "how much cpu (do we|do i|is) (use|used|in use|using)",
        "what percentage of (the|my) cpu is (used|in use|busy)",
        "is (the|my|this) <machine> (under|having) [a] (heavy|high|much|a lot of|big|any) load",
        "how (hard|much) is (the|my|this) <machine> (working|loaded|doing)",
        "what's (the|my) (cpu|processor|load|load average) (at|like|doing|on)",
        "(load|cpu|processor) (average|load|usage|use) [please]",
        "how (busy|loaded|stressed|hot) is (the|my) (cpu|processor|<machine>)",
    ),
    "system.uptime": (
        "when (did|was) (i|we|you|it) last (reboot|rebooted|restart|restarted|boot|booted|start|turn on|"
        "turned on) [this|the|my] [<machine>]",
        "uptime",
        "how long (has it|have you|has the system|has the machine) been (since the last (reboot|restart|boot)"
        "|on|up|running|up and running)",
        "[the] time since [the|my] [last] (boot|reboot|restart)",
        "[the] last (boot|reboot|restart) [time]",
        "since when (is|has) (this|the|my) <machine> [been] (up|on|running)",
        "how long ago was the last (boot|reboot|restart)",
        "<know> when (this|the|my) <machine> (was started|was last started|booted|last booted|rebooted|was "
        "last rebooted|was rebooted|started|last restarted|was turned on)",
        "<know> when (i|we) last (rebooted|restarted|booted)",
        "how long (is|since) (this|the|my) <machine> (on|up|running|rebooted|been rebooted)",
        "<get> the [system|machine] uptime",
        "how long (do|have) (we|i) had this <machine> (on|up|running)",
        "how many (days|hours) (has|is) (this|the|my) <machine> [been] (up|on|running)",
        "when was (this|the|my) <machine> (last [re]booted|[re]booted|last restarted|restarted|last started|"
        "started|last turned on)",
        "how long (has it been|is it) since (the|my|our) last (boot|reboot|restart)",
        "(has|have) (this|the|my) <machine> (rebooted|been rebooted|restarted) (recently|today|lately)",
        "how long (has|have|is|was) (this|the|my) <machine> (been|) (running|on|up|alive|awake|going) [now|"
        "already|for]",
        "(tell|show) me how long (we've|we have|it has|this machine has|the machine has|the computer has|it's) "
        "been (up|on|running)",
        "when (did i|did we|did you|was this|was the <machine>) last (reboot|restart|boot|rebooted|restarted|"
        "turn on|start)",
        "since when (is|has|have) (this|the|my|we) [<machine>] [been] (on|up|running)",
        "when was (the|my|this) [<machine>] last (reboot|restart|rebooted|restarted|booted|boot)",
        "since when (runs|is|was|has) (this|the|my) <machine> [on|up|running|been on]",
    ),
    "system.ip": (
        "[the|my|our] (ip|i p)",
        "<get> (my|the|our|this <machine>'s) [local|current] (ip|i p|ip address|i p address|network address)",
        "what (address|ip|ip address) (am i|are we|is this <machine>) (on|at|using|reachable at)",
        "(on|at|under) (which|what) (address|ip|ip address) (am i|is this <machine>|are we) [reachable]",
        "[the|my|our] network (address|addresses|info|interfaces)",
        "(ifconfig|ip a|ip addr|ip address|hostname -I|my ip|my ips)",
        "<know> what (my|our|the) [local|current] (ip|i p|ip address|i p address|network address) is",
        "which (ip|i p|address) (is|belongs to) (mine|ours|me|this <machine>|this <machine>'s)",
        "what network (address|addresses) (do i have|do we have|has this <machine> [got]|does this <machine> have)",
        "what's (my|the|our|this <machine>'s) (network address|address on the network|address in the network|"
        "lan address|address here)",
        "<get> (the|my|our) [network|ip|i p] address [of (this|the|my) <machine>]",
        "(tell|show|give) me (which|what|my|the|our) [ip|i p|network] (address|addresses|ip) [i have|we have|"
        "this <machine> has|of this <machine>|do i have]",
        "(under|at|on) (what|which) [ip] address (can|could|do|would) (others|people|other machines|someone|i|"
        "you|anyone) (reach|find|connect to|see|get to) (this|the|my) <machine>",
        "(my|the|our) (ip|i p|network) addresses",
        "how (can|could) (others|other machines|people) reach this <machine> [on the network]",
    ),
    "system.python": (
        "(what|which) python [version] (are you|is golem|do you|am i|are we|is this|does golem|does this) (on"
        "|using|use|running on|running|run|run on|have)",
        "(what|which) version of python (are you|is golem|do you|am i|are we|is this|does golem|does this) "
        "(on|using|use|running on|running|run|run on|have)",
        "<know> (what|which) (version of python|python version|python) (you use|you are using|you're using|"
        "you run|you run on|you are running|is used|is running|i have|we have|this is|is installed|is this|"
        "are you using|do you use|i use|we use)",
        "(is|are) (this|we|you|it) [on|using|running] python (2|3|3.9|3.10|3.11|3.12|3.13|3.14|three|two)",
        "[the|my|your] python [version]",
        "[the] version of python",
        "(python|python3|py) (--version|-v|version)",
        "<get> the (python version|version of python)",
        "which python",
        "how (up to date|recent|fresh) is (the|my|this|your) python",
        "do (we|i|you) (have|use|run) python (2|3|3.10|3.11|3.12|3.13|three)",
        "(which|what) python (are you|do you|is golem|does golem) [running|run|use|using|run on|on] [on|with|under]",
        "(tell|show|give) me (what|which|the) (python|python version|version of python) [you use|you run|this "
        "is|you are on|you're on]",
        "is (this|it|that) python (three|two|3|2)",
        "(which|what) version of python (is|are) (this|it|you on|running|used)",
    ),
    "system.kernel": (
        "[the|my|this] (kernel|os|linux) (version|release)",
        "what (system|os|linux|distribution|distro|operating system) (is this|am i on|do we run|do i run|is "
        "on here|runs here|is running here|are we on|is running|is installed)",
        "(which|what) version of (linux|the kernel|the os|the operating system) (is this|is running|do i have"
        "|am i on|am i running|are we on|is installed|do we run)",
        "is this [a] (linux|mac|debian|ubuntu|unix) [machine|system|box]",
        "uname [-a|-r]",
        "(what|which) [linux] (kernel|os|operating system|linux) (runs|is running) (here|on this <machine>)",
        "<know> (what|which) [linux] (kernel|os|operating system|linux) (runs|is running|is used|we have) "
        "[here|on this <machine>]",
        "[the|my] (os|operating system) [version|info]",
        "<get> the (kernel version|os version|version of the kernel|operating system)",
        "<know> (what|which) (version of linux|kernel version|operating system|linux version) (this is|i have"
        "|is running|i run|we run|this <machine> runs|is this)",
        "how (new|old|recent) is (the|my|this) kernel",
        "(which|what) kernel (do we|do i|does this <machine>) (run|use|have)",
        "what does (this|the|my) <machine> run (under|as an os)",
        "(what|which) (os|operating system|linux|distro|kernel) (is|runs|am i|are we) [on|running|using] [this|"
        "the|my] [<machine>] [on|running|using]",
        "(tell|show|give) me the (version|name|release) of the (kernel|operating system|os|linux)",
        "(what|which) kernel (is|are) (this|it|we on|running)",
        "(kernel|os|linux|operating system) (version|release|info|name)",
    ),
    "system.host": (
        "(how|what) (is|do you call|is the name of) this <machine> [called|named]",
        "what's (your|this) (host|hostname|host name|machine name|computer name)",
        "[the|my] (hostname|host name|computer name|machine name)",
        "[the] (name|hostname) of (this|the|my) <machine>",
        "what do (you|we|they) call this <machine>",
        "<get> the (hostname|host name|name of this <machine>|machine name|computer name)",
        "<know> (what|how) (this|the|my) <machine> is (called|named)",
        "<know> (the|my) (hostname|host name|machine name|computer name)",
        "(which|what) (host|box|machine|server|computer) (is it|am i using|are we using|have i got|do i have here)",
        "what (name|hostname) (does|has) (this|the|my) <machine> (have|got|go by)",
        "(which|what) (computer|machine|box|server|host) (am i|are we|is this) [on|logged in to|logged into|"
        "sitting at|working on|using]",
        "(the|this|my) (computer|machine|box|laptop|server)['s] name",
        "what's the name of (the|this|my) (computer|machine|box|laptop|server|pc) [we're on|i'm on|we are on|i am on]",
        "what (is|do you call) (the|this|my) <machine> (called|named)",
        "(tell|give|show) me (the|this machine's|my) (hostname|host name|machine name|name of the machine)",
    ),
    "system.battery": (
        "how many (percent|percents|percentage) (is|has|does|are in|of) [the|my] battery [have|at|got|left|is left]",
        "[the|my] battery [percent|percentage|life|level|status|power|state|charge]",
        "what (percentage|percent|level) is (the|my) battery [at|on]",
        "what's (my|the) battery (at|like|doing|on)",
        "(how much|any) (juice|charge|battery|power|battery life) [is] [still] left",
        "is (it|the laptop|my laptop|this thing|the battery|my battery|the machine) (charging|charged|plugged"
        " in|fully charged|full|on battery|on power)",
        "how long (will|can|do) (i|we|it|the laptop|my laptop|the battery) [still] (last|go|run|hold|work|"
        "have) [on (battery|the battery|this charge)]",
        "how much longer (will|can|does) (the|my) (battery|laptop) (last|go|run|hold)",
        "(when|do) (do i|i|do we|we) need to (charge|plug in|recharge) [the|my] [battery|laptop|charger]",
        "(am i|are we) [running|getting] low on (battery|power|juice|charge)",
        "[the] power (level|status|left)",
        "<get> (the|my) battery (level|status|percentage|charge)",
        "<know> (if|whether) (the|my) (battery|laptop) is (full|empty|charging|charged|plugged in|low)",
        "<know> how (much|long) (battery|juice|power|charge|the battery) (is|i have|we have|lasts|will last|"
        "there is) [left]",
        "how (full|empty|low|good) is (the|my) (charge|battery)",
        "will the battery (last|hold|make it) [much longer|long]",
        "is there (enough|any|much) (battery|juice|charge|power) [left]",
        "(is|will) (the|my) (battery|laptop) (going to|about to|gonna|) (run out|die|be empty|last) [soon|today|long]",
        "how (is|are) (the|my) (battery|batteries|charge) (holding up|doing|looking|going)",
        "how's (the|my) (battery|charge) (holding up|doing|looking|going)",
        "how much (charge|battery|juice|power) (do i|do we|have i|have we|is|does it|does the laptop|does the "
        "battery) [still] [have|got|there] [left|in it|in the battery]",
        "(do|should) (i|we) (need to|have to|) (plug in|charge|recharge|find a charger) [soon|now|the laptop|"
        "the battery]",
    ),
}
