"""Addresses are shown without their secrets and do not leave their host."""

import pytest

from sap_match.errors import DataError
from sap_match.ingest.feeds.addresses import checked, is_address, linked, masked, stays


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a@b", "https://example.org/a@b"),
        ("https://example.org:8080/a@b", "https://example.org:8080/a@b"),
        ("https://me:p@ss@example.org/x", "https://***@example.org/x"),
        ("https://me:pa/ss@example.org/x", "https://***@example.org/x"),
        ("https://me@example.org", "https://***@example.org"),
        ("https://example.org/?a=1&Access_Token=xyz#top", "https://example.org/?a=1&Access_Token=***#top"),
        ("https://example.org/?page=2&sort=name", "https://example.org/?page=2&sort=name"),
        ("https://example.org/\x1b[31m\u202e", "https://example.org/[31m"),
    ],
)  # fmt: skip
def test_no_secret_is_shown(url, shown):
    assert masked(url) == shown


@pytest.mark.parametrize(
    "url",
    ["https://", "http:///x", "https://exa mple.org", "https://[::1", "https://x:99999/", "ftp://x/y",
     "file:///etc/passwd", "javascript://x", "http://x:y/"],
)  # fmt: skip
def test_what_is_no_address_is_refused(url):
    assert is_address(url)
    with pytest.raises(DataError, match="is no address"):
        checked(url)


@pytest.mark.parametrize(
    ("target", "is_followed"),
    [
        ("/feed?page=2", True),
        ("?page=2", True),
        ("https://example.org/feed", True),
        ("https://EXAMPLE.org:443/feed", True),
        ("http://example.org/feed", False),
        ("https://example.org:8443/feed", False),
        ("https://sub.example.org/feed", False),
        ("https://example.org@evil.example/feed", False),
        ("//evil.example/feed", False),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("https://[", False),
    ],
)
def test_links_stay_on_their_host(target, is_followed):
    url = "https://me:secret@example.org/api/services"
    there = linked(url, target)
    assert bool(there and stays(url, there)) is is_followed
    assert is_followed or "secret" not in there
