"""Register: the public register of approved schools, certificates, and their verification."""
