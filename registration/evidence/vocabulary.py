"""The words and numbers of evidence that are data: kinds, answers, quotas."""

MEGABYTE = 1024 * 1024

KINDS = (
    ("policy", "Policy"),
    ("record", "Record or log"),
    ("plan", "Plan or schedule"),
    ("certificate", "Certificate or contract"),
    ("minutes", "Minutes"),
    ("data", "Data or results"),
    ("recording", "Recording"),
    ("picture", "Picture or screenshot"),
    ("page", "Web page"),
    ("document", "Other document"),
)
KIND_WORDS = dict(KINDS)

PERSONAL_DATA = (
    ("no", "No"),
    ("yes", "Yes"),
    ("unknown", "I am not sure"),
)
PERSONAL_DATA_WORDS = {"no": "None", "yes": "Yes", "unknown": "Not sure"}

MOST_ITEMS = 500
"""Items of one application, removed ones not counted."""

MOST_BYTES = 2048 * MEGABYTE
"""All versions of one application together, removed ones counted: a submission may name them."""

SIZES = ((1024 * MEGABYTE, "GB"), (MEGABYTE, "MB"), (1024, "kB"))


def size_in_words(size: int) -> str:
    """1,536 becomes “1.5 kB”."""
    for unit, name in SIZES:
        if size >= unit:
            return f"{size / unit:.1f} {name}".replace(".0 ", " ")
    return f"{size} bytes"
