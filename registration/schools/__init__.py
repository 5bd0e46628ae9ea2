"""Schools: the applicant school, its people, and its profile (the sections that are facts, not criteria)."""
