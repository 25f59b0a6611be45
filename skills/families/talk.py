"""About the conversation itself: help, repeat, stop, quit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from textwrap import fill

from intents.grammar import Grammar
from intents.model import IntentSpec, Scene
from intents.offered import Offering
from skills.author import Context, Effect, Reply, Word, skill
from skills.families.jobs import stopped
from skills.sayings.talk import SAYINGS
from skills.ways import SHOW

COLUMNS = 78
"""As wide as what is listed gets: in most terminals no line of it is broken in mid-word."""
SHOWN_SENTENCES = 4
SHOWN_HERE = 5
"""Sentences shown for each kind of thing that is here."""


@skill(
    "talk.help",
    says=[
        "help [me] [out]",
        "what can (i|we) (say|do|ask|tell you|ask you|ask for) [you|to you|with you|with this]",
        "what can you do [for me|for us|all]",
        "what (do|can) you (understand|know|know how to do|offer|support)",
        f"{SHOW} [all] [of] [the|your|my|available|all the|all your]"
        " (skills|commands|sentences|options|abilities|things (you can do|i can say))",
        "how does (this|this thing|it) [actually] work",
        "what are [my|the|your] [possible|available] (options|commands|skills|abilities)",
        "(tell|show) me (what|everything|all that|all)"
        " (you can do|i can say|i can do|you understand|you know|is possible)",
        "(what|which) [other] (commands|skills|sentences|things)"
        " (do you (know|have|understand|support)|are there|can i (use|say)|can you do)",
        "how (do i|can i|to) use (this|you|this thing|this shell|this program)",
        "(i need|give me|show me|get me) [some|a little] help",
        "i'm (lost|stuck)",
        "i am (lost|stuck)",
    ],
    also=SAYINGS["talk.help"],
    kind="question",
    effect=Effect.OBSERVE,
)
def help_all(context: Context) -> Reply:
    """Say what can be said."""
    families: dict[str, list[IntentSpec]] = defaultdict(list)
    for intent in context.session.sayable():
        families[intent.id.split(".")[0]].append(intent)
    lines = []
    for family in sorted(families):
        examples = [example for intent in families[family] for example in _examples(intent)[:1]]
        lines.append(_beside(family, examples[:6]))
    some = "run tests, open a file, git status, make a folder, or how much disk space is left"
    return Reply(
        f"You can say: {some}. More is on the screen; for one family say: what can you do with git.", "\n".join(lines)
    )


@skill(
    "talk.help_here",
    says=[
        "what can (i|we) (say|do|ask|ask for) (here|in here|in this (folder|project|repository|repo|place))",
        "what can you do (here|in here|in this (folder|project|repository|repo|place))",
        "what (is there|can be done) to (say|do) (here|in this (folder|project|repository|repo))",
        f"{SHOW} (what|everything) (i|we) can (say|do) (here|in this (folder|project|repository|repo))",
    ],
    also=SAYINGS["talk.help_here"],
    kind="question",
    effect=Effect.OBSERVE,
)
def help_here(context: Context) -> Reply:
    """Say what can be said about the files, branches and tasks that are here."""
    offering = Offering(context.session.sayable)
    found = offering.here(Scene(context.cwd, context.cwd), SHOWN_HERE)
    if not found:
        return Reply("There is nothing here to name: no file, branch or task. Say: what can I say.", ok=False)
    first = [sentences[0] for sentences in found.values()]
    lines = [_beside(kind, sentences) for kind, sentences in found.items()]
    return Reply(f"Here you can say: {_listed(first[:4])}. More is on the screen.", "\n".join(lines))


@skill(
    "talk.help_family",
    says=[
        "what can (i|you|we) (say|do|ask) (with|about|for|on) {family}",
        "help [me] [out] (with|about|on|using) {family}",
        "how (do i|can i|do you) (use|work with) {family}",
        SHOW + " [all] [of] [the|your|my] {family} (skills|commands|sentences)",
        "(what|which) {family} (commands|skills|sentences)"
        " (are there|do you (know|have|understand|support)|can i (use|say))",
        "(what|which) (commands|skills|sentences) (are there|do you (know|have)) (for|about|on|with) {family}",
        "(give me|i need|i want) [some] help (with|on|about|using) {family}",
        "(tell|show) me what (you can do|i can say|i can do|can be done) (with|about|for|in) {family}",
        SHOW + " [the] (help|commands|skills) (for|on|about) {family}",
    ],
    also=SAYINGS["talk.help_family"],
    kind="question",
    effect=Effect.OBSERVE,
)
def help_family(context: Context, family: Word) -> Reply:
    """Say what can be said about one family of skills."""
    wanted = re.sub(r"s$", "", family.lower())
    intents = [intent for intent in context.session.sayable() if re.sub(r"s$", "", intent.id.split(".")[0]) == wanted]
    if not intents:
        known = sorted({intent.id.split(".")[0] for intent in context.session.sayable()})
        return Reply(f"There is nothing about {family}. There is {_listed(known)}.", ok=False)
    lines = [line for intent in intents for line in (intent.description, _quoted(_examples(intent)[:SHOWN_SENTENCES]))]
    return Reply(
        f"{len(intents)} things: {_listed([_examples(intent)[0] for intent in intents[:4]])}.", "\n".join(lines)
    )


@skill(
    "talk.repeat",
    says=[
        "(say|repeat) (that|it|this) [back] [once] [again|to me]",
        "(read|tell me) (that|it|this) (back|again) [to me]",
        "(say|repeat|read) (that|it|this) [back] (once more|one more time|another time|for me again)",
        "repeat [that|yourself|your answer|your last answer|the answer|the last answer|what you [just] said]",
        "[sorry|wait] what did you [just] say [again|there|to me]",
        "come again",
        "(pardon|i beg your pardon|beg your pardon) [me]",
        "(say|repeat|tell me) (the|your) last (answer|sentence|reply|part|bit|line) [again|once more]",
        "what was that (again|you said|you just said)",
        "i (didn't|did not|couldn't) (hear|catch|get|understand) (that|you|it|what you said|the last part)",
        "(tell me|say) again [what you said]",
        "what was (your|the) [last] (answer|reply)",
        "say what you [just] said (again|once more)",
    ],
    also=SAYINGS["talk.repeat"],
    kind="question",
    effect=Effect.OBSERVE,
)
def repeat(context: Context) -> Reply:
    """Say the last reply again."""
    return Reply(context.session.last_spoken or "I have said nothing yet.")


@skill(
    "talk.stop",
    says=[
        "stop [right] [it|that|this|there|here|already|talking|speaking|reading|reading that|the talking|the reading]",
        "(be|keep|stay|go) (quiet|silent)",
        "quiet [down|there]",
        "silence",
        "shut (up|it)",
        "enough [already|of that|talking|of this]",
        "that's enough [of that|talking|already]",
        "that (is|will be) enough",
        "(hush|shush|shh|sh|halt) [now]",
        "(zip|cut) it [out]",
        "(give it a rest|knock it off|that will do|that'll do|no more talking)",
        "stop (what you're doing|what you are doing)",
    ],
    also=SAYINGS["talk.stop"],
    kind="command",
    effect=Effect.OBSERVE,
)
def stop(context: Context) -> Reply:
    """Stop what is being said or done, or the one job that goes on beside it."""
    context.session.stop()
    return stopped(context, None) if any(job.running for job in context.session.jobs()) else Reply("Stopped.")


@skill(
    "talk.quit",
    says=[
        "(quit|exit|bye|goodbye|good bye|bye bye) [golem|the shell|this shell|the program|now|the session|bye|then]",
        "(leave|close|end|shut down|terminate|stop|kill|finish|get out of)"
        " (the shell|this shell|this session|the session|the program|this program)",
        "(shut|close) (the shell|this shell|this) down",
        "see (you|ya) [later|tomorrow|soon|around|next time]",
        "(talk to you|catch you|see you all|talk) later",
        "i'm (done|finished|leaving|off) [for [today|the day|tonight]|here|with you]",
        "i am (done|finished|leaving|off) [for [today|the day|tonight]|here]",
        "(we're|we are) (done|finished) [for [today|the day|tonight]|here]",
        "(that's|that is|that will be) (it|all) for [today|tonight]",
        "log (off|out|me out|me off)",
        "call it a day",
    ],
    also=SAYINGS["talk.quit"],
    kind="command",
    effect=Effect.OBSERVE,
    ends=True,
)
def leave(context: Context) -> Reply:
    """End the session."""
    context.session.quit()
    return Reply("Goodbye.")


@skill(
    "talk.sleep",
    says=[
        "(go [back]|get|fall|back) [to] sleep [for a while|for a bit]",
        "(stop|quit|pause) listening [to (me|us)] [for a while|for a bit]",
        "(take|have) a (nap|rest)",
        "(sleep|snooze|doze off|sleep mode|standby) [for a while|for a bit]",
        "(mute|turn off|switch off|disable) (the|my|your) (microphone|mic|ears)",
        "(turn|switch) (the|my|your) (microphone|mic|ears) off",
        "(ignore|tune out) (me|us|everything|what i say) [for a while|for a bit|until i call you]",
        "(cover|close) your ears",
    ],
    also=SAYINGS["talk.sleep"],
    kind="command",
    effect=Effect.OBSERVE,
    ends=True,
)
def sleep(context: Context) -> Reply:
    """Stop listening until somebody says wake up."""
    context.session.sleep()
    return Reply("Asleep. Say wake up when you need me.")


@skill(
    "talk.wake",
    says=[
        "(wake|get) up [again]",
        "(start|resume|go on|continue|keep) listening [to (me|us)] [again]",
        "listen [to (me|us)|up] again",
        "(unmute|turn on|switch on|enable) (the|my|your) (microphone|mic|ears)",
        "(turn|switch) (the|my|your) (microphone|mic|ears) [back] on",
        "(open|uncover) your ears",
        "rise and shine",
        "(stop sleeping|come back|i'm back|i am back)",
    ],
    also=SAYINGS["talk.wake"],
    kind="command",
    effect=Effect.OBSERVE,
)
def wake(context: Context) -> Reply:
    """Listen again after sleeping."""
    context.session.wake()
    return Reply("I'm listening.")


def _examples(intent: IntentSpec) -> tuple[str, ...]:
    return Grammar(intent).shown


def _beside(heading: str, sentences: Sequence[str]) -> str:
    """Sentences in a column beside what they are about."""
    return fill(
        ", ".join(sentences),
        COLUMNS,
        initial_indent=f"{heading:<12} ",
        subsequent_indent=" " * 13,
        break_on_hyphens=False,
    )


def _quoted(sentences: Sequence[str]) -> str:
    """Sentences below what they do."""
    return fill(
        f"“{'”, “'.join(sentences)}”", COLUMNS, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False
    )


def _listed(words: Sequence[str] | Iterable[str]) -> str:
    *most, last = list(words)
    return f"{', '.join(most)} and {last}" if most else last
