"""Deadlines: every date of a case in one place, more time for one of them, and a pause of the whole.

A school may ask once for more time for each deadline: until when, and why, from a list, with a document if it has one.
The case officer grants or refuses, with a reason; the clock follows. Once in its life an application that was sent may
be paused until a date: the case is put on hold, and goes on by itself.
"""
