"""The project's tests: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "tests.run": (
        "(get|have|let) [all] (the|my|our|these) [unit] (tests|test suite|suite|specs) (going|running|run|"
        "started|go) [again|once more]",
        "<get> [all] (the|my|our|these) [unit] (tests|test suite|suite|specs) (run|running|going|started|done"
        "|executed) [again|once more]",
        "(see|check|find out|find out|tell me|know|let's see|let me know|make sure|verify) (if|whether|that) "
        "(everything|it|the code|my code|my change|this|it all|all of it|the build|the project) [still] "
        "(works|passes|is green|is not broken|runs|is passing)",
        "(does|do) (everything|it all|the code|my code|my change|the project) [still] (work|pass|run)",
        "is (the build|the suite|the test suite|ci|everything|the code) [still|all] (green|passing|broken|red|working)",
        "[a|one more|another] [full|quick] test run",
        "(do|make|start) (a|another|one more) [full|quick|complete] (test run|run of the tests|run through "
        "the tests|round of tests|round of testing)",
        "test (everything|it all|all of it|all of this|all|all the things) [again|here]",
        "(put|run|send) (the code|it|this|the project|everything|my code|my change) through (its|the) (tests|"
        "test suite|paces)",
        "(begin|perform|carry out|repeat|redo|run all|crank up|spin up|start up|fire|get going|go through|do|"
        "pull the trigger on|rerun|re run) [all] [of] [the|my|our|these|those] [whole|full|unit|entire] "
        "(tests|test suite|suite|specs|testing|test cases) [again|once more|for this project|here]",
        "(see|check|find out|tell me|verify|know) (if|that|whether) (the|my|our) (test suite|suite|build|"
        "tests) [still] (pass|passes|is green|works|is ok|runs|is fine|are ok|are green|are fine)",
        "how (are|do) (the|my|our) [unit] tests (doing|look|looking|do|stand|fare)",
        "what do (the|my|our) tests (say|think|show)",
        "(verify|validate) (my|the|our|this) (change|changes|code|work|project)",
        "(pytest|tox|cargo test|npm test|go test|make test|make check|npm run test|py test) [please|again|here]",
        "test [just|only] {target}",
        "(any|are there any|do we have any|do i have any|have we any|have i any) (failing|broken|red) tests",
        "(which|what) tests (fail|are failing|are broken|are red) [right now|now]",
        "(do|are|is) (the|all the|all) tests (pass|passing|green|ok) [again|now|yet]",
        "(run|start|execute|rerun|try|do) [the|my|this|all the] (test|tests|specs|suite) (in|from|for|on|of|"
        "at) [the] [file|folder] {target}",
        "give me (a|the) test (run|report|result|results)",
        "(will|would) the tests pass [now]",
        "(give|let) (the|our|my) (tests|test suite) (a go|a run|a try|another go|run|a spin)",
        "(see|check|find out|tell me|verify|make sure|have a look) (if|whether|that) (the|all|all the|our|my) "
        "tests [still] (pass|are green|work|are passing|are ok|run|succeed|go through)",
        "(fire|kick|set|start) off (the|our|my|all) (tests|test suite)",
        "(do|will|would) (the|all|all the|our|my) tests [still] (pass|work|run|go through|succeed)",
        "(test|run) (the|this|our|my) (project|code|suite|thing)",
        "test (it|this|everything)",
        "run (the|all|all the|our|my) (test suite|tests|unit tests|specs|checks|test cases) [again|once more]",
    ),
    "tests.rerun_failed": (
        "(rerun|re-run|re run|repeat|redo|retry) [only|just] [the] (failed|failing|broken|red) [ones|tests|test]",
        "(give|get) the (failed|failing) (ones|tests) another (go|try|run)",
        "(try|run) [just|only] the (failures|failing ones) again",
        "pytest (last failed|dash dash last failed)",
        "run (last failed|the last failed) [tests]",
    ),
    "tests.what_failed": (
        "<show> [me] [all] [the] (failures|failed tests|failing tests|broken tests|test failures) [again]",
        "<know> (what|which tests|which ones) (failed|broke)",
        "(any|are there any|were there any|did we have any) (failures|test failures|failed tests)",
        "(what|which) (tests|ones) (have|had) failed",
        "did (anything|something|any tests|any test) fail",
        "list (what|everything that) failed",
        "what (is|was) (red|broken) in the [last] test run",
        "(what|which) (tests|ones) (did not|didn't) (pass|work|succeed)",
    ),
    "tests.why": (
        "why did (the test|the tests|the failing test|it all) (fail|break)",
        "<show> [me] the (failure message|error message|traceback|error|reason) of the [{which}] (failure|failed test"
        "|failing test)",
        "<know> why (the tests|the test|the {which} (test|one|failure)) failed",
        "what (is|was) wrong with the {which} (test|failure|failing test)",
        "explain the {which} (failure|failing test|failed test)",
        "(why is|why's|why are) [the|my|our] (test|tests) (failing|red|broken)",
        "what (broke|breaks) the (test|tests)",
    ),
    "tests.open_failure": (
        "<show> [me] where the {which} (failure|failing test|failed test) is [in {editor}]",
        "take me to (the failure|the failing test|the {which} failure|the {which} failing test)",
        "(edit|fix|work on) (the failing test|the failed test|the {which} failing test|the {which} failure)",
        "bring up the {which} (failure|failing test|failed test)",
        "<open> [the] {which} (failure|failing test|failed test)",
        "<show> [me] where in the (code|source|file) the (test|{which} test) (fails|failed|breaks|broke)",
        "(jump|go) to (the failure|the failing test|the {which} failure|the {which} failing test)",
    ),
    "tests.which": (
        "<show> [me] (what|which|all|the|all the) [unit] tests (there are|exist|we have|are there|i have|are "
        "here|do we have|this project has) [here]",
        "(is|are) there [any|a|some] (tests|test suite|unit tests) [for this|in here|here|in this project|at "
        "all|for this project|in this folder]",
        "what (runs|is running|do we use to run|do i use to run|is used to run|would run|do you use to run|"
        "starts) (the|our|my|these) tests [here]",
        "how (is|are) (this|this project|the project|this code|the code|things|the tests) (tested|run|"
        "executed|started) [here]",
        "what('s| is) (our|the|this project's|my) (test|testing) (setup|framework|tool|runner|suite|command) [here]",
        "does (this|the project|this project|this repo|this folder|it|the repo) (have|contain|come with) [any"
        "|a|some|unit] (tests|test suite|test|unit tests) [at all]",
        "(find|locate|look for) [the|all|any|all the] [unit] tests [here|in this project]",
        "(which|what) tests (can|could) (i|we|you) run [here]",
        "[the|our] (test|testing) (tool|framework|runner) [here|please]",
        "(have|has) (we|i|this project|the project) [got] [any|some] tests",
        "<know> how (the|our|these) tests are (run|started)",
        "<know> (what|which) (test|testing) (tool|framework|runner) (we use|this is|is used|is this)",
        "what tests (we have|i have|are)",
        "any tests (here|in here|in this project|around)",
        "what (tests|test suite) (has|does|have) (this|the|our|my) (project|repo|code) [got|have]",
        "how are (the|our|my) tests (run|started|executed) (here|in this project)",
        "is there (a|any) (test suite|tests|test|testing) (in|for) (this|the|our|my) (project|repo|code|folder)",
        "(which|what) (test tool|test runner|test framework|testing tool|test command) (do we|does this|is|do i|"
        "does the project|does this project) [use|used|have|project use] [here]",
        "tell me about (the|our|my) tests [we have|there are|here]",
        "are there [any] tests [here|in (this|the) project]",
        "how do (the|our|my) tests (start|run|work|get run) (here|in this project)",
    ),
}
