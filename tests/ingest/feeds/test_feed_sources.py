"""Feeds as sources of a partnership, plain files by their address, and the command line."""

import json
from pathlib import Path

import pytest

from sap_match.cli import run
from sap_match.errors import DataError
from sap_match.ingest import history_of, read_dataset

GROUPS = "id,name,kind\ng1,Lunch Club,voluntary\ng2,Town Council,public\n"


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("SAP_MATCH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("time.sleep", lambda _seconds: None)


@pytest.fixture
def place(tmp_path):
    """Write a partnership of a table and a feed."""
    (tmp_path / "groups.csv").write_text(GROUPS)

    def write(feed: str) -> Path:
        path = tmp_path / "partnership.toml"
        path.write_text(
            f'id = "crewe"\n[[sources]]\npath = "organisations.csv"\n\n[[sources]]\n{feed}\n'
        )
        (tmp_path / "organisations.csv").write_text(GROUPS)
        return path

    return write


def told(dataset, level="bad"):
    return [f"{p.source}: {p.reason}" for p in dataset.problems if p.level == level]


# -- plain files -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/data/organisations.csv", {}),
        ("/data/organisations.csv?download=1", {}),
        ("/organisations", {"Content-Type": "text/csv"}),
        ("/x?id=1", {"Content-Disposition": 'attachment; filename="../../organisations.csv"'}),
    ],
)
def test_a_file_by_its_address_is_read_by_its_format(serve, reply, path, headers, tmp_path):
    server = serve(lambda _path, _query: reply(body=GROUPS.encode(), headers=headers))
    dataset = read_dataset(f"{server.url}{path}")
    assert [o.name for o in dataset.organisations] == ["Lunch Club", "Town Council"]
    kept = list((tmp_path / "cache").rglob("*.csv"))
    assert [p.name.split(".")[-1] for p in kept] == ["csv"]
    assert kept[0].parent.name == "file"


def test_a_file_that_did_not_change_is_not_fetched_again(serve, reply):
    sent = []

    def answer(path, query):
        if server.headers[-1].get("if-none-match") == '"v1"':
            return reply(status=304, body=b"")
        sent.append(path)
        return reply(body=GROUPS.encode(), headers={"ETag": '"v1"'})

    server = serve(answer)
    first = read_dataset(f"{server.url}/organisations.csv")
    assert read_dataset(f"{server.url}/organisations.csv") == first
    assert sent == ["/organisations.csv"]


@pytest.mark.parametrize(
    ("reply_", "message"),
    [
        ({"body": b"<html><title>Log in</title>"}, "web page and no data; it begins '<html>"),
        ({"status": 404, "body": b"no"}, "status 404.*is the address right"),
        ({"body": b""}, "answers with nothing"),
        ({"body": b"a,b\n1,2\n"}, "has no column id or name or kind"),
    ],
)
def test_a_file_that_is_none_is_an_error(serve, reply, reply_, message):
    server = serve(lambda _path, _query: reply(**reply_))
    with pytest.raises(DataError, match=message):
        read_dataset(f"{server.url}/organisations.csv")


def test_a_table_of_an_unknown_name_is_an_error(serve, reply):
    server = serve(lambda _path, _query: reply(body=b"a,b\n1,2\n"))
    with pytest.raises(DataError, match="is a file of no kind that is read"):
        read_dataset(f"{server.url}/list.csv")


def test_a_single_service_by_its_address(serve, directory):
    server = serve(directory)
    dataset = read_dataset(f"{server.url}/services/s2")
    assert [s.name for s in dataset.services] == ["Lunch club 2"]


def test_a_base_that_describes_itself(serve, directory, reply):
    about = {"version": "3.0", "profile": "https://docs.openreferraluk.org", "openapi_url": "x"}
    server = serve(lambda path, query: reply(about) if path == "/" else directory(path, query))
    assert len(read_dataset(f"{server.url}/").services) == 5
    server.asked.clear()
    assert len(read_dataset(f"{server.url}/").services) == 5
    assert "/" not in server.asked


def test_a_base_of_nothing_tells_both_that_were_asked(serve, reply):
    server = serve(lambda _path, _query: reply(body=b"<html>Welcome"))
    with pytest.raises(DataError, match=r"web page .*; and http.*/services answers with a web"):
        read_dataset(server.url)


# -- sources of a partnership ------------------------------------------------------------


def test_a_feed_is_a_source_among_others(serve, directory, place, tmp_path):
    server = serve(directory)
    path = place(f'url = "{server.url}/services"\nname = "directory"\nkeep = "feeds/x"')
    dataset = read_dataset(path)
    assert len(dataset.services) == 5
    assert len(dataset.organisations) == 7
    assert [(s.source, s.rows) for s in dataset.sources] == [
        ("organisations.csv", 2), ("directory", 5),
    ]  # fmt: skip
    assert (tmp_path / "feeds" / "x" / "feed.sqlite").is_file()


def test_a_foreign_table_by_its_address(serve, place, reply):
    server = serve(lambda _path, _query: reply(body=b"Ref,Title\n7,Chess Club\n"))
    path = place(
        f'url = "{server.url}/groups.csv"\nformat = "table"\nname = "groups"\n'
        "[[sources.rows]]\ntable = 'organisations'\nid = 'club-{Ref}'\n"
        "columns.name = 'Title'\nconstants.kind = 'voluntary'\n"
    )
    dataset = read_dataset(path)
    assert dataset.organisation("club-7").name == "Chess Club"


def test_a_dead_feed_stops_a_run_unless_it_is_optional(serve, place, reply):
    server = serve(lambda _path, _query: reply(status=404))
    feed = f'url = "{server.url}/services"\nname = "directory"'
    with pytest.raises(DataError, match="status 404"):
        read_dataset(place(feed))
    dataset = read_dataset(place(feed + "\noptional = true"))
    assert len(dataset.organisations) == 2
    assert len(told(dataset)) == 1
    assert "status 404" in told(dataset)[0]
    assert "the other sources were read" in told(dataset)[0]


def test_a_dead_optional_feed_is_read_as_kept_with_its_day(serve, directory, place, reply):
    server = serve(directory)
    feed = f'url = "{server.url}/services"\nname = "directory"\noptional = true'
    whole = read_dataset(place(feed))
    server.answer = lambda _path, _query: reply(status=500)
    dataset = read_dataset(place(feed))
    assert dataset.services == whole.services
    assert len(told(dataset)) == 1
    assert "answers with status 500" in told(dataset)[0]
    assert "the copy of 20" in told(dataset)[0]
    with pytest.raises(DataError, match=r"a copy of 20.* is kept: write optional = true"):
        read_dataset(place(feed.replace("true", "false")))


@pytest.mark.parametrize(
    ("feed", "message"),
    [
        ('url = "directory.example.org"', "needs one address, such as https"),
        ("url = 7", "needs one address"),
        ('url = "https://x.example"\npath = "x.csv"', "and no path"),
        ('url = "https://x.example"\nmax_pages = 0', "max_pages .*is no number above 0"),
        ('url = "https://x.example"\nmax_page = 9', "did you mean 'max_pages'"),
        ('url = "https://x.example"\nkeep = 3', "keep .*is no folder"),
        ('path = "organisations.csv"\nkeep = "x"', "the key 'keep' means nothing"),
        ('name = "x"', "needs a path to a file or folder, or the url of a feed"),
    ],
)
def test_settings_of_a_feed_that_mean_nothing_are_refused(place, feed, message):
    with pytest.raises(DataError, match=message):
        read_dataset(place(feed))


def test_limits_are_set_by_the_source(serve, directory, place):
    server = serve(directory)
    dataset = read_dataset(place(f'url = "{server.url}/services"\nmax_pages = 2'))
    assert len(dataset.services) == 4
    assert "goes on after 2 pages" in told(dataset)[0]


# -- the command line --------------------------------------------------------------------


def test_check_takes_an_address(serve, directory, capsys):
    server = serve(directory)
    assert run(["check", f"{server.url}/services"]) == 0
    out, err = capsys.readouterr()
    assert "5 services" in out
    assert "Every row could be used." in out
    assert err == ""


def test_every_command_says_that_a_feed_was_cut_short(serve, directory, reply, capsys):
    server = serve(
        lambda path, query: (
            reply(status=404) if query.get("page") == "2" else directory(path, query)
        )
    )
    assert run(["density", f"{server.url}/services", "--as-of", "2026-01-01"]) == 0
    _, err = capsys.readouterr()
    assert "page 2 answers with status 404" in " ".join(err.split())
    assert run(["check", f"{server.url}/services"]) == 0
    out, _ = capsys.readouterr()
    assert "page 2 answers with status 404" in " ".join(out.split())


def test_a_dead_feed_ends_with_1_and_says_why(serve, reply, capsys):
    server = serve(lambda _path, _query: reply(body=b"<html>Sorry"))
    url = server.url.replace("://", "://me:hunter2@")
    assert run(["check", f"{url}/services"]) == 1
    out, err = capsys.readouterr()
    assert "web page" in err
    assert "hunter2" not in out + err
    assert "Traceback" not in err


def test_an_address_names_no_history():
    assert history_of("https://example.org/partnership.toml") is None


def test_progress_is_said_on_a_terminal_only(serve, directory, capsys, monkeypatch):
    import sys

    server = serve(directory)
    assert run(["density", f"{server.url}/services", "--as-of", "2026-01-01"]) == 0
    assert "listed so far" not in capsys.readouterr().err
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert run(["density", f"{server.url}/services", "--as-of", "2026-01-01"]) == 0
    assert "listed so far" in capsys.readouterr().err


def test_what_is_kept_can_be_read_without_the_network(serve, directory, place, tmp_path):
    server = serve(directory)
    dataset = read_dataset(place(f'url = "{server.url}/services"\nkeep = "feeds/x"'))
    server.close()
    kept = tmp_path / "feeds" / "x" / "services.json"
    assert len(json.loads(kept.read_text())) == 5
    assert read_dataset(kept).services == tuple(
        s.model_copy(update={"source": None}) for s in dataset.services
    ) or len(read_dataset(kept).services) == len(dataset.services)


def test_forgetting_deletes_what_is_kept_of_feeds(serve, directory, place, tmp_path, capsys):
    server = serve(directory)
    path = place(f'url = "{server.url}/services"\nname = "directory"\nkeep = "feeds/x"')
    dataset = read_dataset(path)
    kept = path.parent / "feeds/x"
    assert (kept / "services.json").exists()
    one = dataset.organisations[0].id
    assert run(["forget", str(path), one, "--history", str(tmp_path / "history.sqlite")]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "was deleted. The next run fetches the feed again" in out
    assert sorted(p.name for p in kept.iterdir()) == ["lock.sqlite"]


def test_a_file_is_called_by_its_address_once(serve, reply):
    body = b"id,name,kind\na,Allotments,voluntary\nb,Bakers,odd\n"
    server = serve(lambda _path, _query: reply(body=body))
    url = f"{server.url}/organisations.csv"
    assert {p.source for p in read_dataset(url).problems} == {url}


def test_check_says_that_a_feed_was_cut_short(serve, directory, reply, capsys):
    server = serve(
        lambda path, query: (
            reply(status=404) if query.get("page") == "2" else directory(path, query)
        )
    )
    assert run(["check", f"{server.url}/services"]) == 0
    assert "1 feed was cut short: it did not give all that it has" in capsys.readouterr().out
