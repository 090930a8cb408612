"""What the program's speed is, as ratios to something bare on the same machine in the same run."""
