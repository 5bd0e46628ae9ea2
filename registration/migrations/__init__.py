"""Migrations: how the tables came to be what they are. They never import the app's models."""
