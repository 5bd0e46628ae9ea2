"""Notifications: letters. Written to an outbox in the same transaction as what they tell of, sent later by a job."""
