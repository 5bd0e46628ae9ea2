"""Self-assessment: the school's own rating and statement for each criterion, and who works on which area."""
