"""Worklists: what somebody of the body keeps about the queue of cases.

A list is an address: what it is narrowed to, its order and its columns. It is kept under a name, and can be given to
others by its address. Beside it: up to where in the history of all cases a person has looked, and the words by which
a case is found.
"""
