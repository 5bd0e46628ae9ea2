"""Evidence: files and links the school shows, their versions, and citations that tie them to criteria."""
