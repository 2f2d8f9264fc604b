"""From the tests of an exercise to a verdict, and the proof that the verdicts are right."""
