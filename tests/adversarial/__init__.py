"""The adversarial corpus: a release gate. The attacks are data, in `rows/`; README.md says how they are read."""
