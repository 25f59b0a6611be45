"""What goes on beside the talk: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "jobs.progress": (
        "how's (the|my|our) {job} (going|coming along|getting on|progressing)",
        "(any|is there any) (news|progress) (on|of|from|with) (the|my|our) {job}",
        "what's (the status|the state) of (the|my|our) {job}",
        "what is the (status|state) of (the|my|our) {job}",
        "how (long|much longer) (will|does) (the|my|our) {job} (take|need|still take)",
        "where (is|are) (the|my|our) {job} at",
        "how did (the|my|our) {job} (go|end|turn out)",
        "(did|has|have) (the|my|our) {job} (finish|finished|end|ended|work|worked|succeed|succeeded|pass|passed|fail"
        "|failed) [yet]",
        "<know> how (the|my|our) {job} (is|are) (going|coming along)",
        "how much longer will it take",
        "are you done yet",
    ),
    "jobs.list": (
        "<show> [all] [the|your|my] (running|background) jobs",
        "<know> (what|which) jobs are (running|going on)",
        "(background|running) jobs",
        "what (is|are) you still (doing|at|busy with)",
        "(any|do you have any|are there any) jobs [running|going on] [in the background]",
        "what is still (going on|being done) in the background",
        "(any|do you have any|are there any|have you [got] any) jobs (open|left|under way)",
        "(what is|what's|what are) [you] (running|doing|working on) in the background [right now|now]",
    ),
    "jobs.stop": (
        "(stop|cancel|abort|end|break off|terminate|kill) (the|my|our) {job} [job] [now|at once|immediately]",
        "<get> (the|my|our) {job} (stopped|cancelled|aborted)",
        "(i don't|we don't) need the {job} any more",
        "never mind the {job}",
        "no more (building|testing|compiling)",
    ),
    "jobs.stop_all": (
        "(end|finish|break off) (all|all the) (jobs|background jobs)",
        "(stop|cancel) (all the work|all work|all that is going on)",
        "no more jobs",
    ),
    "jobs.tell": (
        "(notify|alert|remind|tell) me (when|once|as soon as) (the|my|our) {job} (is|are) (done|over|finished|ready)",
        "(notify|alert) me (when|once|as soon as) (it is|it's|that's|that is) (done|over|finished|ready)",
        "(give me a shout|make a noise|wake me) when (it is|it's|that's|the {job} is) (done|over|finished|ready)",
        "(know|hear) when (it is|it's|the {job} is|the {job} are) (done|over|finished|ready)",
        "(tell me|let me know) when (you have|you've) (finished|got it)",
    ),
    "jobs.output": (
        "<show> [me] (the|my|our) {job} (output|log|messages)",
        "<show> [the] [last] (output|log|lines|messages) (of|from) (the|my|our) {job}",
        "what has (the|my|our) {job} (printed|said) [so far]",
        "why (has|is) (the|my|our) {failed} (failed|failing|broken|red)",
        "why (does|didn't|doesn't|did not) (the|my|our) {failed} (fail|work|succeed)",
        "<know> why (the|my|our) {failed} failed",
    ),
}
