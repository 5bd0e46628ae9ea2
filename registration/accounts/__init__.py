"""Accounts: people, how they sign in and stay signed in, invitations and staff roles."""
