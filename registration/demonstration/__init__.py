"""The demonstration: invented online schools, their people, texts and files, in every state of an application.

Everything here is made up. The words lie in `texts/` as TOML; `material.py` reads them,
`composition.py` varies the short ones from a bank, and `files.py` makes the evidence itself:
real PDFs, office documents and pictures, the same bytes every time.
"""
