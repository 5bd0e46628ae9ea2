"""Register: the registration of an approved school, its certificate, and what the public can look up.

The public register and the page of a certificate follow the state of the application,
so a suspension or an end shows at once.
"""
