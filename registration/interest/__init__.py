"""Interest: what anybody can see and send without an account: the standards, and the expression of interest."""
