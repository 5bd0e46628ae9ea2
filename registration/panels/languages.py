"""Languages as people write them: found in a text, and told apart from one another whatever their capitals."""

import re
from collections.abc import Iterable

_NAMES = """
Afrikaans Albanian Amharic Arabic Armenian Azerbaijani Basque Belarusian Bengali Bosnian Bulgarian Burmese Cantonese
Catalan Chinese Croatian Czech Danish Dari Dutch English Estonian Farsi Filipino Finnish French Galician Georgian
German Greek Gujarati Hausa Hebrew Hindi Hungarian Icelandic Igbo Indonesian Irish Italian Japanese Kannada Kazakh
Khmer Korean Kurdish Kyrgyz Lao Latvian Lithuanian Luxembourgish Macedonian Malagasy Malay Malayalam Maltese
Mandarin Maori Marathi Mongolian Nepali Norwegian Pashto Persian Polish Portuguese Punjabi Romanian Russian Sami
Serbian Sesotho Shona Sinhala Slovak Slovenian Somali Spanish Sundanese Swahili Swedish Tagalog Tajik Tamil Telugu
Thai Tigrinya Turkish Turkmen Twi Ukrainian Urdu Uzbek Vietnamese Welsh Wolof Xhosa Yoruba Zulu
"""
KNOWN = {name.casefold(): name for name in _NAMES.split()}
EVERYBODY_READS = "english"
"""The language of the service itself, which is asked of nobody."""


def named_in(text: str) -> list[str]:
    """The languages a text names, each once, in its order: "English, with support in Portuguese"."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return list(dict.fromkeys(KNOWN[word] for word in words if word in KNOWN))


def asked_for(texts: Iterable[str]) -> tuple[str, ...]:
    """The languages somebody on the panel has to read, apart from that of the service."""
    found = dict.fromkeys(name for text in texts for name in named_in(text))
    return tuple(name for name in found if name.casefold() != EVERYBODY_READS)


def as_written(text: str) -> list[str]:
    """A list that somebody typed, parted by commas: known names in their usual spelling, others as they stand."""
    typed = [" ".join(part.split()) for part in re.split(r"[,;\n]", text)]
    return list(dict.fromkeys(KNOWN.get(part.casefold(), part) for part in typed if part))
