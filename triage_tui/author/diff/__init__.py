"""What changed for patients between two versions of a pack: who, how many, why, and what the version should say."""
