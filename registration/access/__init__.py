"""Access: who may do what. Roles in general, capacities in one case, and one table of permissions."""
