"""Prove the claims of a pathway, and what every pathway must satisfy, over every possible patient."""
