"""Moderation: findings side by side, their differences in order of weight, and the agreed finding."""
