"""Fairness: whether colleagues judge the same school alike.

Three questions are answered from finished cases, and from benchmarks that reviewers score apart:
how far two people agree beyond chance (weighted kappa), whether one of them is milder or stricter than
colleagues on the same case (leniency), and whether that changes over time (drift). A reviewer sees their own
numbers and nobody else does; leads and the desk see sums in which nobody can be told.
"""
