"""What the engine itself costs, and how often the race is wrong: measured here, side by side."""
