"""How `intents/checkpoint` is made: data recast as entailment, a cross-encoder trained on it, and its int8 export."""
