"""Visits: the approval visit: slots, team, agenda, notebook by criterion, sampling, lessons observed."""
