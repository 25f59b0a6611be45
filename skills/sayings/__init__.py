"""Further ways to say what Golem's own skills do, one module a family: the `also` of each skill.

They are matched like a skill's `says`, and neither shown as examples nor offered to the recogniser. `<name>` stands for
a way of `skills.ways.RULES`. Written by imagining many speakers, clipped, polite, indirect; never from the blind
phrasings (benchmarks/data).
"""
