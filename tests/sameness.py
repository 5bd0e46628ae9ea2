"""A page without what is made anew whenever it is opened, so that two looks at it can be compared."""

import re
from dataclasses import replace

from registration.drafts.places import opened

DRAFT = re.compile(r'name="_draft" value="([^"]+)"')
"""The sealed place of a draft: its seal and the key of a draft not yet begun differ each time."""


def with_drafts_opened(source: str) -> str:
    """Of a draft's place, all but its key is kept."""
    return DRAFT.sub(lambda found: repr(replace(opened(found[1]), key="")), source)
