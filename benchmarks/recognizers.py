"""Golem and its peers behind one protocol: a text in, a guess out.

What each is given differs, since each asks for something else; `given` says it, and the table prints it. Peers get what
favours them: hassil and padacioso all of the skills' templates, padacioso's without its process pool, MiniLM labelled
utterances that Golem does not see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from benchmarks.scoring import NOTHING, Guess
from intents.matcher import Matcher
from intents.model import Incomplete, IntentSpec, Match, NoMatch, RouteLabel, Scene, Source, Utterance
from intents.router import Router
from intents.zero_shot import ZeroShotClassifier

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SLOT = re.compile(r"\{(\w+)\}")
MOST_EXPANSIONS = 2_000
"""Plain patterns of one skill that padacioso is given, the first ones; it tries them one by one. One skill has more."""


class Recognizer(Protocol):
    """Says which of the ids it was made with a text is about."""

    @property
    def name(self) -> str:
        """As the table shows it."""
        ...

    @property
    def given(self) -> str:
        """What it was given to learn the ids from."""
        ...

    @property
    def tuned(self) -> bool:
        """True where a threshold is to be chosen for it; False where it refuses by itself."""
        ...

    def recognize(self, text: str) -> Guess:
        """Its guess."""
        ...


class Golem:
    """The router and the matcher as a turn uses them; only a whole match runs."""

    given = "templates, descriptions"
    tuned = False

    def __init__(self, classifier: ZeroShotClassifier, intents: Sequence[IntentSpec], scene: Scene) -> None:
        self._matcher = Matcher(intents)
        self._matcher.warm()
        self._router = Router(classifier, self._matcher)
        self._scene = scene
        self.route("warm")
        self.name = f"golem ({classifier.name})"

    def route(self, text: str) -> RouteLabel:
        """Command, question or chat."""
        return self._router.route(Utterance(text, Source.TYPED), self._scene).label

    def recognize(self, text: str) -> Guess:
        """The skill matched; it runs only if every slot is there and nothing is ambiguous."""
        if self.route(text) is RouteLabel.CHAT:
            return NOTHING
        outcome = self._matcher.match(text, self._scene)
        if isinstance(outcome, Match):
            return Guess(outcome.intent.id, outcome.score)
        if isinstance(outcome, Incomplete | NoMatch) and outcome.intent is not None:
            return Guess(outcome.intent.id, runs=False)
        return NOTHING


def plain(text: str) -> str:
    """Lower case, without punctuation at the ends of words: what a template parser is usually fed."""
    words = (word.strip(".,;:!?\"'()") for word in text.lower().split())
    return " ".join(word for word in words if word)


class Hassil:
    """hassil alone: every template in one set, its own choice of the best reading, open slots as wildcards."""

    name = "hassil alone"
    given = "templates"
    tuned = False

    def __init__(self, intents: Sequence[IntentSpec]) -> None:
        from hassil import Intents, recognize_best  # noqa: PLC0415 - heavy, and only this peer needs it

        self._best = recognize_best
        own = {intent.id: intent.id.replace(".", "_") for intent in intents}
        self._ids = {name: id_ for id_, name in own.items()}
        lists = {f"{own[intent.id]}_{slot.name}": slot.type.choices for intent in intents for slot in intent.slots}
        self._intents = Intents.from_dict(
            {
                "language": "en",
                "intents": {
                    own[intent.id]: {"data": [{"sentences": _renamed(intent.sentences, own[intent.id])}]}
                    for intent in intents
                },
                "lists": {
                    name: {"wildcard": True} if choices is None else {"values": list(choices)}
                    for name, choices in lists.items()
                },
            }
        )
        self.recognize("warm")

    def recognize(self, text: str) -> Guess:
        """The intent of the best reading."""
        found = self._best(plain(text), self._intents)
        return Guess(self._ids[found.intent.name]) if found is not None else NOTHING


def _renamed(sentences: Iterable[str], prefix: str) -> list[str]:
    """The templates with slots named by their skill too, since hassil's lists are shared by all of a set."""
    return [_SLOT.sub(lambda slot: f"{{{prefix}_{slot[1]}}}", sentence) for sentence in sentences]


class Padacioso:
    """padacioso as it comes: any match counts, no fuzzy ones. Raises ImportError, which says what to do, without it.

    With `fuzz=True`, 1.0.0 compiles a pattern for every word of every pattern at every text: 4.4 s a text at 20 intents
    of 17 templates, where Golem's sentences, without a classifier, took 13 ms (20 texts, busy machine, not in turn).
    """

    name = "padacioso"
    given = "templates"
    tuned = False

    def __init__(self, intents: Sequence[IntentSpec]) -> None:
        try:
            from padacioso import IntentContainer  # noqa: PLC0415 - only for the benchmark
            from padacioso.bracket_expansion import expand_parentheses  # noqa: PLC0415 - as above
        except ImportError as error:
            raise ImportError('padacioso is not installed: pip install "golem-shell[lab]"') from error
        self._container: Any = IntentContainer()
        for intent in intents:
            expanded = (plain_spaces(one) for template in intent.sentences for one in expand_parentheses(template))
            kept = [pattern for pattern in dict.fromkeys(expanded) if pattern][:MOST_EXPANSIONS]
            self._container.add_intent(intent.id, kept)
            for slot in intent.slots:
                if slot.type.choices is not None and slot.name not in self._container.entity_samples:
                    self._container.add_entity(
                        slot.name, [re.sub(r"[()\[\]{}|]", " ", one) for one in slot.type.choices]
                    )

    def recognize(self, text: str) -> Guess:
        """The intent that it is surest of.

        `calc_intent` starts a pool of processes for every text in 1.0.0, the newest release; the pre-releases after it
        go through the intents in turn, and so does this.
        """
        said = plain(text)
        found = (self._container._match(said, *one) for one in self._container.intent_samples.items())
        best = max((one for one in found if one is not None), key=lambda one: one["conf"], default=None)
        return Guess(best["name"], best["conf"]) if best is not None else NOTHING


def plain_spaces(pattern: str) -> str:
    """A pattern with single spaces: 1.0.0 leaves two where an optional word was, and then matches nothing."""
    return " ".join(pattern.split())


class MiniLM:
    """all-MiniLM-L6-v2, mean-pooled, 32-bit: unit vectors. `folder` is the model's in the store."""

    def __init__(self, folder: Path) -> None:
        import torch  # noqa: PLC0415 - heavy, and only this peer needs it
        from safetensors.torch import load_file  # noqa: PLC0415 - as above
        from tokenizers import Tokenizer  # noqa: PLC0415 - as above
        from transformers import BertConfig, BertModel  # noqa: PLC0415 - as above

        self._torch = torch
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(128)
        config = BertConfig(
            vocab_size=30522, hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536
        )
        self._model = BertModel(config, add_pooling_layer=False).eval()
        weights = {
            name.removeprefix("bert."): tensor for name, tensor in load_file(folder / "model.safetensors").items()
        }
        missing, _ = self._model.load_state_dict(weights, strict=False)
        if missing:
            raise ValueError(f"{folder} lacks weights: {', '.join(missing[:3])}")
        self._known: dict[str, NDArray[np.float32]] = {}

    def embed(self, text: str) -> NDArray[np.float32]:
        """The unit vector of a text, float32 (384,), computed anew."""
        ids = self._torch.tensor([self._tokenizer.encode(text).ids])
        with self._torch.inference_mode():
            hidden = self._model(input_ids=ids, attention_mask=self._torch.ones_like(ids)).last_hidden_state
        mean = hidden[0].mean(dim=0).numpy()
        unit: NDArray[np.float32] = mean / np.linalg.norm(mean)
        return unit

    def examples(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, float32 (texts, 384); kept, so that an example is embedded once."""
        for text in texts:
            if text not in self._known:
                self._known[text] = self.embed(text)
        return np.stack([self._known[text] for text in texts])


class Nearest:
    """What semantic routers do: the id whose labelled utterances are nearest by cosine."""

    tuned = True

    def __init__(
        self,
        model: MiniLM,
        examples: Mapping[str, Sequence[str]],
        given: str,
        *,
        name: str = "MiniLM cosine",
        top: int = 1,
    ) -> None:
        """`examples`: id → utterances. A likeness is the mean over an id's `top` nearest ones."""
        self.name, self.given = name, given
        self._model, self._top = model, top
        self._vectors = {id_: model.examples(list(texts)) for id_, texts in examples.items() if texts}
        self._texts = {id_: tuple(texts) for id_, texts in examples.items() if texts}

    def recognize(self, text: str) -> Guess:
        """The nearest id. An example that is this very text is left out, so that validation rows can be examples."""
        vector = self._model.embed(text)
        best = NOTHING
        for id_, vectors in self._vectors.items():
            likeness = np.sort(
                [value for value, own in zip(vectors @ vector, self._texts[id_], strict=True) if own != text]
            )
            mean = float(likeness[-self._top :].mean()) if len(likeness) else -1.0
            if mean > best.sure:
                best = Guess(id_, mean)
        return best
