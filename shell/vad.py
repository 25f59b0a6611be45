"""Is this frame speech? Silero's voice activity model on onnxruntime (its one importer here), without torch.

The `silero_vad` package carries the weights but imports torch, seconds of start-up and hundreds of megabytes, for
what is two small arrays of state. So its ONNX file is read as data and its code is never imported. The state and the
64-sample context are kept just as the package's own `OnnxWrapper` (silero-vad 6.2) keeps them; a test holds the two
equal.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from shell.errors import ModelError, ModelMissing
from shell.frames import FRAME, SAMPLE_RATE, Frame

_CONTEXT = 64
"""Samples of the frame before that the model wants in front of each frame at 16 kHz (OnnxWrapper's `context_size`)."""


class VoiceActivity(Protocol):
    """Tells speech from everything else, frame by frame."""

    def probability(self, frame: Frame) -> float:
        """Probability that the frame, float32 (512,), holds speech, 0 to 1. Remembers the frames before it."""
        ...

    def reset(self) -> None:
        """Forget all frames before: after a gap."""
        ...


def silero_file() -> Path:
    """The ONNX file inside the installed `silero_vad` package, found without importing it. Raises ModelMissing."""
    spec = find_spec("silero_vad")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        file = Path(folder) / "data" / "silero_vad.onnx"
        if file.is_file():
            return file
    raise ModelMissing("the voice activity model is missing: `pip install silero-vad` brings it")


class SileroVoiceActivity:
    """Silero VAD. About 0.2 ms a frame on one core; not thread-safe."""

    def __init__(self, file: Path | None = None) -> None:
        """Load the model, by default the one in the `silero_vad` package. Raises ModelMissing or ModelError."""
        import onnxruntime  # noqa: PLC0415  # heavy: the typed prompt must not wait for it

        options = onnxruntime.SessionOptions()
        # One small recurrent step a call: a second thread costs more to wake than it saves.
        options.inter_op_num_threads = 1
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        file = file or silero_file()
        try:
            self._session: Any = onnxruntime.InferenceSession(
                str(file), sess_options=options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # broad: onnxruntime raises many classes of its own, none of them public
            raise ModelError(f"{file} is not a voice activity model, or is damaged: reinstall silero-vad") from error
        self._rate = np.array(SAMPLE_RATE, dtype=np.int64)
        self.reset()

    def reset(self) -> None:
        """Forget all frames before."""
        self._state = np.zeros((2, 1, 128), np.float32)
        self._input = np.zeros((1, _CONTEXT + FRAME), np.float32)

    def probability(self, frame: Frame) -> float:
        """See `VoiceActivity.probability`. NaN or infinity, which would stay in the state, count as silence."""
        if frame.shape != (FRAME,):
            raise ValueError(f"a frame has shape ({FRAME},), not {frame.shape}")
        self._input[0, :_CONTEXT] = self._input[0, -_CONTEXT:]
        self._input[0, _CONTEXT:] = frame if np.isfinite(frame).all() else 0.0
        output, self._state = self._session.run(None, {"input": self._input, "state": self._state, "sr": self._rate})
        return float(min(1.0, max(0.0, output[0, 0])))
