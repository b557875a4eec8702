"""Addresses of feeds: checked, shown without their secrets, kept on their own host."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from sap_match.errors import DataError

_WEB = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_SECRET = re.compile(
    r"(?i)(?<=[?&;])([^=&;]*(?:key|token|secret|passw|pwd|auth|signature|sig|code)[^=&;]*=)[^&;#]+"
)
_USER = re.compile(r"(?<=://)(?:[^/?#\s]*@|[^/?#\s:]+:(?!\d+(?:/|$))[^?#\s]*@)")
_PORTS = {"http": 80, "https": 443}


def is_address(source: object) -> bool:
    """Say whether a source is an address on the web and no path.

    Examples
    --------
    >>> is_address("https://directory.example.org"), is_address("C:/data"), is_address("feeds/x")
    (True, False, False)
    """
    return isinstance(source, str) and bool(_WEB.match(source.strip()))


def masked(url: str) -> str:
    """Return an address as it may be shown and kept: no password, no key.

    Examples
    --------
    >>> masked("https://me:secret@example.org/api?page=2&api_key=12345")
    'https://***@example.org/api?page=2&api_key=***'
    """
    shown = _SECRET.sub(r"\1***", _USER.sub("***@", url))
    return "".join(c for c in shown if c.isprintable())


def checked(url: str) -> str:
    """Return an address that can be asked.

    Raises
    ------
    DataError
        It is none of http or https, or has no host.

    Examples
    --------
    >>> checked(" HTTPS://Example.org/services ")
    'https://example.org/services'
    >>> checked("ftp://example.org/x.csv")
    Traceback (most recent call last):
    sap_match.errors.DataError: ftp://example.org/x.csv: is no address that is asked; only http \
and https are: download it and give the file
    """
    text = url.strip()
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise DataError(f"is no address: {error}", source=masked(text)) from error
    if parts.scheme.lower() not in _PORTS:
        raise DataError(
            "is no address that is asked; only http and https are: download it and give the file",
            source=masked(text),
        )
    if not host or any(c.isspace() for c in parts.netloc):
        raise DataError("is no address: it names no host", source=masked(text))
    user, at, _ = parts.netloc.rpartition("@")
    port = f":{parts.port}" if parts.port else ""
    name = f"[{host}]" if ":" in host else host
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    return urlunsplit((parts.scheme.lower(), f"{user}{at}{name}{port}", path, query, ""))


def host_of(url: str) -> str:
    """Return the host of an address, with its port where it is unusual.

    Examples
    --------
    >>> host_of("http://me@Example.org:8080/x"), host_of("https://example.org:443")
    ('example.org:8080', 'example.org')
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    usual = parts.port is None or parts.port == _PORTS.get(parts.scheme.lower())
    return host if usual else f"{host}:{parts.port}"


def stays(url: str, target: str) -> bool:
    """Say whether a link leads to the same host and not from https to http.

    Examples
    --------
    >>> stays("http://example.org/a", "https://example.org/b")
    True
    >>> (
    ...     stays("https://example.org/a", "http://example.org/b"),
    ...     stays("https://example.org/a", "https://example.org.evil.net/"),
    ... )
    (False, False)
    """
    try:
        here, there = urlsplit(url), urlsplit(target)
        _ = here.port, there.port
    except ValueError:
        return False
    if there.scheme.lower() not in _PORTS:
        return False
    if (here.scheme.lower(), there.scheme.lower()) == ("https", "http"):
        return False
    return bool(there.hostname) and host_of(url) == host_of(target)


def linked(url: str, target: str) -> str:
    """Return where a link of a page leads, seen from the page, with its user and without a mark.

    Examples
    --------
    >>> linked("https://me:pw@example.org/feed?x=1", "/feed?after=2")
    'https://me:pw@example.org/feed?after=2'
    """
    try:
        joined = urlsplit(urljoin(url, target.strip()))
        port = joined.port
    except ValueError:
        return ""
    user = urlsplit(url).netloc.rpartition("@")[0]
    host = joined.hostname or ""
    name = f"[{host}]" if ":" in host else host
    if user and stays(url, joined.geturl()):
        name = f"{user}@{name}"
    netloc = f"{name}:{port}" if port else name
    return urlunsplit((joined.scheme, netloc, joined.path, joined.query, ""))


def asked_with(url: str, **terms: str | int) -> str:
    """Return an address with terms of its query set.

    Examples
    --------
    >>> asked_with("https://example.org/services?per_page=50&page=3", page=2)
    'https://example.org/services?per_page=50&page=2'
    """
    parts = urlsplit(url)
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k not in terms]
    query = urlencode([*kept, *((k, str(v)) for k, v in terms.items())])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def without(url: str, *terms: str) -> str:
    """Return an address without some terms of its query.

    Examples
    --------
    >>> without("https://example.org/services?page=3", "page")
    'https://example.org/services'
    """
    parts = urlsplit(url)
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k not in terms]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(kept), ""))


def below(url: str, *names: str) -> str:
    """Return the address of something under an address; the query goes along.

    Examples
    --------
    >>> below("https://example.org/api/?key=1", "services", "a/b")
    'https://example.org/api/services/a%2Fb?key=1'
    """
    parts = urlsplit(url)
    path = "/".join([parts.path.rstrip("/"), *(quote(name, safe="") for name in names)])
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def beside(url: str, name: str) -> str:
    """Return the address of a sibling: ``organizations`` of ``services``.

    Examples
    --------
    >>> beside("https://example.org/api/services/", "organizations")
    'https://example.org/api/organizations'
    """
    parts = urlsplit(url)
    path = f"{parts.path.rstrip('/').rpartition('/')[0]}/{name}"
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def last_name(url: str) -> str:
    """Return the last part of an address's path.

    Examples
    --------
    >>> last_name("https://example.org/api/Services/?page=1")
    'Services'
    """
    return unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])
