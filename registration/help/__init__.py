"""Help: a page beside each task, the words of the field, and how the service treats people.

The texts are data, in the folder `texts`; which page has which topic is one table in `topics.py`.
"""
