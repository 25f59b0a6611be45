"""Finding files and words: further ways to say it (see `skills.sayings`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "search.name": (
        "(find|look for|search for|locate|list|show me|give me|hunt for|track down) [me] (anything|something|"
        "everything|all|stuff|things|whatever|all files|every file|any file|files|all the files|a file) "
        "(called|named|by the name of|matching|whose name is|whose name contains) {name}",
        "(find|look for|search for|locate|list|show me|give me) [me] (anything|something|everything|all|files"
        "|all files|every file|any file|a file|all the files|the files|the file) (with|that has|that have|"
        "having) {name} in (its|the|their) (name|names|filename|title|file name)",
        "(which|what|in which|in what) (folder|directory|place) (has|contains|holds|is|do i find|can i find) "
        "[the] [file] {name} [in it|in]",
        "i'm looking for [the|a|my] (file|folder) [called|named] {name}",
        "i am looking for [the|a|my] (file|folder) [called|named] {name}",
        "i (can't|cannot|can not) find [the|my] (file|folder) [called|named] {name}",
        "[any|all|all the] (files|folders) (called|named|like|matching) {name}",
        "(list|show|give) [me] [all|every|the|all the|any] (file|files|folder|folders) (called|named|like|"
        "matching|that match) {name}",
        "search [the] (file names|filenames|names|names of the files) for {name}",
        "does (a|any) (file|folder) (called|named|like) {name} exist [here|anywhere]",
        "(do we|do i|have we|have i) [have|got] (anything|something) (called|named) {name}",
        "where (do we|do i|did we|did i) (keep|have|store|save|put) [the|my] (file|folder) {name}",
        "(help me find|i need to find|i want to find) [the] (file|folder) [called|named] {name}",
        "where (on the disk|in here|in this project|around here) (is|are|do we have) [the] [file|folder] {name}",
        "where in the project (is|are|do we have) [the] (file|folder) {name}",
        "is there [a|any] {name} (file|folder|directory) [here|anywhere|around|in here]",
        "(track|hunt) down [the] [file|folder] {name}",
        "where (did|have|had|do) (i|we) (put|leave|left|save|saved|store|stored|keep) [the] [file|folder] {name}",
        "(help me|i want to|i need to|i'm trying to) (find|locate|look for|search for) [the|a] [file|folder] {name}",
        "is there (a|an|any) (file|folder|thing) (called|named|by the name of) {name} (somewhere|anywhere|"
        "around|around here|here|in here)",
        "any (file|files|folder|folders) (named|called|like) {name} (around|around here|somewhere|anywhere|in "
        "here|lying around)",
        "(i can't find|i cannot find|i'm looking for|i am looking for|i lost|looking for) [the|my] (file|"
        "folder) {name}",
        "where (did|has) [my|the] {name} (go|gone)",
        "(i'm|i am) (after|looking for|trying to find) (a|the|my) file (called|named) {name}",
    ),
    "search.text": (
        "(find|look|search|see|check|show me|tell me) (where|everywhere|wherever|every place) [the] [word|"
        "text|string] {text} is (used|mentioned|defined|called|written|imported|referenced)",
        "(which|what) (lines|places|parts|modules|code|pages|sources) (contain|mention|use|have|include|"
        "reference) [the] [word|text|string] {text}",
        "in (which|what) (file|files|place|places) (is|do we have|do we use|does) [the] [word|text|string] "
        "{text} [appear|occur|used|mentioned|defined|stand]",
        "(search|look|grep|scan|go|dig) [through|in|inside|across] (everything|all|all files|all the files|"
        "every file|the lot) for [the] [word|text|string] {text}",
        "does [the] [word|text|string] {text} (appear|occur|show up|come up|exist) (anywhere|somewhere) [in "
        "(the|my|our) (code|files|project|source|repo)]",
        "is [the] [word|text|string] {text} (used|mentioned|defined|written|imported|called|referenced) "
        "(anywhere|somewhere) [in (the|my|our) (code|files|project|source|repo)]",
        "(anything|something) (about|mentioning|with|containing) {text} in (the|my|our|these) (code|files|"
        "project|source|repo)",
        "[every|all|all the|the] (line|place|file|lines|places|files) (with|that has|that have|containing|"
        "that mentions|that mention|that uses|that use|that contains|that contain) [the] [word|text|string|"
        "words] {text}",
        "(find|show|list|give me|get me) [me] [every|all|all the|the|any] (line|place|file|lines|places|files"
        "|spot|spots) (with|that has|that have|containing|that mentions|that mention|that uses|that use|that "
        "contains|that contain|mentioning|where we have) [the] [word|text|string|words] {text}",
        "(find|search|look) [in|inside|through] [the|my|all|these] files for [the] [word|text|string] {text}",
        "(text|full text|code) search for {text}",
        "(look|search) (up|for) [the] (word|text|string|phrase) {text} [in (the|my|our) (code|files|project)]",
        "who (uses|calls|imports|mentions) {text} in (the|this|our|my) (code|project|files)",
        "(find|locate) (all|any|the) (occurrences|mentions|uses|usages|references) of {text}",
        "where (in (the|my|our) (code|files|project|source)) (do we use|do we have|do we define|do we call|"
        "does it say) {text} [used|mentioned|defined|called]",
        "where (in|inside) {folder} (do we|do i|does it|do they) (use|mention|say|call|define|have|import|"
        "reference|write) [the] [word|text|string] {text}",
        "(look|search|go|dig|grep) (through|in|across|over) (the|my|our|all) (code|source|project|files|"
        "sources) for [the] [word|text|string|words] {text}",
        "(find|show|give|list) [me] (every|each|any|all) (line|lines|place|places|file|files) (that|which) (say|"
        "says|said|reads|read|mention|mentions) [the] [word|words] {text}",
        "(search|go through|look through|scan) (my|all my|our|the|these) files for {text}",
        "where (do|does|did) (we|i|anybody|it) [ever] (mention|use|say|call|write|reference) {text}",
        "(which code|what code) (uses|mentions|calls|says|imports) {text}",
        "(who|what) (imports|mentions) {text}",
        "(search|look for|look up) {text} in (the|my|our|all|all the|these) (files|code|project|source|sources|repo)",
        "(look|search|hunt) for {text} in [the] [folder] {folder}",
        "where (does|do|is) [the] [word|text|string] {text} (stand|standing|written|appear|occur|come up) [in "
        "(the|my|our) (code|files|project|source)]",
        "find (every|each|any|all) (place|places|line|lines|spot) (where|that) [we|i|it] "
        "(call|calls|use|uses|mention|mentions|say|says) {text}",
    ),
}
