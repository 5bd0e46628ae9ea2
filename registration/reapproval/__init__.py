"""Reapproval: a registered school applies again, from what it sent last, before its certificate ends.

Answers, profile, evidence and citations are carried over as they were sent. Of each criterion the school
confirms that it is as last time, or changes it. What is unchanged *stands* as it was agreed; what changed, had a
condition, or is named by the rule (`standards/reapproval/`) is judged anew, and so is what a reviewer opens again.
"""
