"""Evidence: the files and links with which a school shows that it meets a criterion.

An item is uploaded once and cited many times. A new version never takes the place of an
old one by itself: a *citation* ties one version, and a place in it, to a criterion, and
stays there until the school moves it. Whether a file is taken at all is decided in
`inspection`; the bytes lie in the store, under a random key.
"""
