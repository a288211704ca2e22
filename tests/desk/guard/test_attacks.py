"""Each attack, tried: what is refused changes nothing."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from exporter.desk.guard import csrf, guarded
from exporter.errors import UsageError
from exporter.store import Store
from exporter.store.people import IDLE, LIFETIME, LIMITS, WINDOW, People
from tests.desk.guard.conftest import PASSWORD, Browser, Clock, log_in, mark

SCRIPT = "<script>alert(1)</script>"


def cookies(client: TestClient) -> dict[str, str]:
    return {cookie.name: cookie.value for cookie in client.cookies.jar}


# -- forged requests ------------------------------------------------------------------------------------------


def test_a_form_of_the_page_is_let_through(alone: TestClient, app: Starlette) -> None:
    answer = alone.post("/save", data={"csrf": mark(alone), "note": "kept"})
    assert (answer.status_code, answer.text) == (200, "saved by ab")
    assert app.state.saved[0][1].endswith("note=kept"), "the page reads the whole form once more"


def test_a_script_of_the_page_is_let_through(alone: TestClient, app: Starlette) -> None:
    token = mark(alone)
    for method in ("POST", "PUT", "DELETE"):
        answer = alone.request(method, "/save", content=b'{"x": 1}', headers={"X-CSRF-Token": token})
        assert answer.status_code == 200
    assert app.state.saved == [("ab", '{"x": 1}')] * 3


def test_a_form_with_a_file_is_let_through(alone: TestClient) -> None:
    sent = alone.post("/upload", data={"csrf": mark(alone)}, files={"file": ("a.txt", b"x" * 70_000)})
    assert (sent.status_code, sent.text) == (200, "70000")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "PROPFIND"])
def test_without_a_mark_nothing_changes(alone: TestClient, app: Starlette, method: str) -> None:
    alone.get("/")
    for content_type in ("application/x-www-form-urlencoded", "application/json", "text/plain", ""):
        answer = alone.request(
            method, "/save", content=b"note=forged", headers={"Content-Type": content_type}
        )
        assert answer.status_code == 403
    assert app.state.saved == []


def test_a_forged_form_is_told_as_a_page_to_who_reads_pages(alone: TestClient) -> None:
    answer = alone.post("/save", data={"note": "forged"}, headers={"Sec-Fetch-Mode": "navigate"})
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.text
    assert answer.headers["content-type"].startswith("text/html")


def test_the_mark_of_somebody_else_is_refused(browser: Browser, app: Starlette) -> None:
    mine, theirs = browser(), browser()
    log_in(mine, "ab")
    log_in(theirs, "rev")
    foreign = mark(theirs)
    assert mine.post("/save", data={"csrf": foreign}).status_code == 403
    assert mine.post("/save", headers={"X-CSRF-Token": foreign}).status_code == 403
    assert mine.post("/save", data={"csrf": [foreign, mark(mine)]}).status_code == 403
    assert app.state.saved == []


@pytest.mark.parametrize("wrong", ["", ".", "a.b", "\u00e9.x", "x" * 10_000, "%00"])
def test_what_is_no_mark_is_refused(alone: TestClient, wrong: str) -> None:
    alone.get("/")
    assert alone.post("/save", data={"csrf": wrong}).status_code == 403


def test_a_mark_in_the_address_is_no_mark(alone: TestClient) -> None:
    assert alone.post(f"/save?csrf={mark(alone)}").status_code == 403


def test_a_mark_from_before_the_log_in_is_refused(browser: Browser) -> None:
    client = browser()
    before = mark(client, "/log-in")
    log_in(client, "ab")
    assert client.post("/save", data={"csrf": before}).status_code == 403


def test_marks_are_compared_in_a_time_that_tells_nothing(
    alone: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[bytes, bytes]] = []
    real = csrf.hmac.compare_digest

    def noting(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return real(one, other)

    right = mark(alone)
    monkeypatch.setattr(csrf.hmac, "compare_digest", noting)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    assert alone.post("/save", data={"csrf": wrong}).status_code == 403
    assert alone.post("/save", data={"csrf": right}).status_code == 200
    assert compared == [(wrong.encode(), right.encode()), (right.encode(), right.encode())]


def test_marks_differ_from_answer_to_answer(alone: TestClient) -> None:
    assert len({mark(alone) for _ in range(5)}) == 5


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_what_comes_from_another_site_is_refused(
    alone: TestClient, app: Starlette, headers: dict[str, str]
) -> None:
    assert alone.post("/save", data={"csrf": mark(alone)}, headers=headers).status_code == 403
    assert app.state.saved == []


def test_over_tls_a_form_from_without_is_refused(browser: Browser) -> None:
    client = browser()
    log_in(client, "ab")
    for origin, status in (("http://desk.example.org", 403), ("https://desk.example.org", 200)):
        answer = client.post("/save", data={"csrf": mark(client)}, headers={"Origin": origin})
        assert answer.status_code == status


def test_logging_in_and_out_cannot_be_forged(browser: Browser) -> None:
    client = browser()
    client.get("/log-in")
    assert client.post("/log-in", data={"name": "ab", "password": PASSWORD}).status_code == 403
    log_in(client, "ab")
    assert client.post("/log-out").status_code == 403
    assert client.get("/log-out").status_code == 405
    assert client.get("/").status_code == 200


# -- names of the host ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8000",
        "127.0.0.2",
        "",
        "[::1",
        "a b",
        "0.0.0.0",
    ],
)
def test_another_name_is_refused(alone: TestClient, host: str) -> None:
    answer = alone.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "ab" not in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000"])
def test_own_names_are_answered(alone: TestClient, host: str) -> None:
    assert alone.get("/", headers={"Host": host}).status_code == 200


def test_a_desk_for_one_answers_its_own_machine_only(app: Starlette, store: Store) -> None:
    desk = guarded(app, store, accounts=False, person="ab")
    elsewhere = TestClient(desk, "http://127.0.0.1", client=("203.0.113.5", 50000))
    assert elsewhere.get("/").status_code == 403


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"accounts": True}, "no accounts"),
        ({"accounts": False}, "Nobody is named"),
        ({"accounts": False, "person": "ab", "hosts": ["desk.example.org"]}, "without an account"),
        ({"accounts": False, "person": "ab", "hosts": ["*"]}, "not how a browser"),
        ({"accounts": False, "person": "ab", "hosts": []}, "not how a browser"),
        ({"accounts": False, "person": "ab", "hosts": ["https://desk"]}, "not how a browser"),
    ],
)
def test_an_open_door_is_not_built(app: Starlette, store: Store, settings: dict, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        guarded(app, store, **settings)
    assert caught.value.remedy


# -- sessions ---------------------------------------------------------------------------------------------------


def test_who_is_not_logged_in_sees_the_log_in_and_comes_back(browser: Browser) -> None:
    client = browser()
    away = client.get("/saved?of=ab&x=%2F")
    assert away.status_code == 303
    page = client.get(away.headers["location"])
    onward = re.search(r'name="next" value="([^"]+)"', page.text)[1].replace("&amp;", "&")
    answer = log_in(client, "ab", next=onward)
    assert (answer.status_code, answer.headers["location"]) == (303, "/saved?of=ab&x=%2F")
    assert client.get("/").text.count("ab, coder") == 1


def test_scripts_are_told_that_nobody_is_logged_in(browser: Browser, app: Starlette) -> None:
    client = browser()
    answer = client.put(
        "/save", content=b"{}", headers={"Accept": "*/*", "X-CSRF-Token": mark(client, "/log-in")}
    )
    assert answer.status_code == 401
    assert client.get("/session", headers={"Accept": "*/*"}).status_code == 401
    assert app.state.saved == []


def test_a_session_cannot_be_given_to_somebody(browser: Browser) -> None:
    """Session fixation: who plants a cookie is not logged in when its new owner is."""
    attacker, victim = browser(), browser()
    planted = mark(attacker, "/log-in") and cookies(attacker)["__Host-desk"]
    victim.cookies.set("__Host-desk", planted, domain="desk.example.org", path="/")
    assert log_in(victim, "ab").status_code == 303
    assert cookies(victim)["__Host-desk"] != planted
    assert attacker.get("/").status_code == 303
    assert victim.get("/").status_code == 200


def test_a_planted_session_of_the_attacker_ends_at_the_log_in(browser: Browser) -> None:
    attacker, victim = browser(), browser()
    log_in(attacker, "rev")
    planted = cookies(attacker)["__Host-desk"]
    victim.cookies.set("__Host-desk", planted, domain="desk.example.org", path="/")
    sent = {"name": "ab", "password": PASSWORD, "csrf": mark(victim)}
    assert victim.post("/log-in", data=sent).status_code == 303
    assert "ab, coder" in victim.get("/").text
    assert attacker.get("/").status_code == 303


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "x" * 9000, "../../etc", "a'b"])
def test_a_made_up_cookie_is_nobody(browser: Browser, token: str) -> None:
    assert browser().get("/", headers={"Cookie": f"__Host-desk={token}"}).status_code == 303


@pytest.mark.parametrize("passed", [IDLE, LIFETIME])
def test_an_old_session_is_over(browser: Browser, clock: Clock, app: Starlette, passed: timedelta) -> None:
    client = browser()
    log_in(client, "ab")
    token = mark(client)
    clock.now += passed
    assert client.get("/").status_code == 303
    assert client.post("/save", data={"csrf": token}).status_code == 303
    assert app.state.saved == []


def test_logging_out_ends_the_session_on_the_server(browser: Browser) -> None:
    client = browser()
    log_in(client, "ab")
    stolen = cookies(client)["__Host-desk"]
    answer = client.post("/log-out", data={"csrf": mark(client)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/log-in")
    assert browser().get("/", headers={"Cookie": f"__Host-desk={stolen}"}).status_code == 303
    assert client.get("/").status_code == 303


def test_a_disabled_user_is_out_with_the_next_request(
    browser: Browser, people: People, app: Starlette
) -> None:
    client = browser()
    log_in(client, "ab")
    token = mark(client)
    people.disable("ab")
    assert client.post("/save", data={"csrf": token}).status_code == 303
    assert app.state.saved == []
    assert log_in(client, "ab").status_code == 401


def test_a_changed_password_ends_every_other_session(browser: Browser) -> None:
    here, there = browser(), browser()
    log_in(here, "ab")
    log_in(there, "ab")
    before = cookies(here)["__Host-desk"]
    sent = {"old": PASSWORD, "new": "some other words now", "again": "some other words now"}
    wrong = [
        sent | {"old": "not the password"},
        sent | {"again": "differs from it"},
        sent | {"new": "short", "again": "short"},
    ]
    for attempt in wrong:
        assert here.post("/account", data=attempt | {"csrf": mark(here, "/account")}).status_code == 422
    assert there.get("/").status_code == 200
    answer = here.post("/account", data=sent | {"csrf": mark(here, "/account")})
    assert answer.status_code == 303
    assert "The password is changed" in here.get(answer.headers["location"]).text
    assert cookies(here)["__Host-desk"] != before
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 303)
    assert log_in(there, "ab", "some other words now").status_code == 303


def test_an_open_page_takes_a_fresh_mark_after_a_new_log_in(browser: Browser, app: Starlette) -> None:
    client = browser()
    log_in(client, "ab")
    client.post("/log-out", data={"csrf": mark(client)})
    log_in(client, "ab")
    told = client.get("/session").json()
    assert (told["person"], told["role"]) == ("ab", "coder")
    assert client.put("/save", content=b"draft", headers={"X-CSRF-Token": told["csrf"]}).status_code == 200
    assert app.state.saved == [("ab", "draft")]


def test_the_cookie_is_out_of_reach(browser: Browser, alone: TestClient) -> None:
    over_tls = log_in(browser(), "ab").headers["set-cookie"]
    assert over_tls.startswith("__Host-desk=")
    for word in ("HttpOnly", "SameSite=Lax", "Secure", "Path=/"):
        assert word in over_tls.split("; ")
    assert "Domain" not in over_tls
    plain = alone.get("/").headers["set-cookie"]
    assert plain.startswith("desk=")
    assert "Secure" not in plain
    assert {"HttpOnly", "SameSite=Lax"} <= set(plain.split("; "))


@pytest.mark.parametrize(
    "address",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil", "/\t/evil.example", "javascript:alert(1)",
     "/\n/evil", "", "http:evil", "///evil.example", "//[", "/x\r\nSet-Cookie: a=b"],
)  # fmt: skip
def test_the_log_in_leads_to_this_desk_only(browser: Browser, address: str) -> None:
    answer = log_in(browser(), "ab", next=address)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


# -- passwords guessed ------------------------------------------------------------------------------------------


def test_guessing_is_stopped_and_the_person_elsewhere_is_not(browser: Browser, clock: Clock) -> None:
    thief = browser("203.0.113.9")
    for _ in range(LIMITS["name and address"]):
        assert log_in(thief, "ab", "a guess").status_code == 401
    stopped = log_in(thief, "ab", PASSWORD)
    assert stopped.status_code == 429
    assert int(stopped.headers["retry-after"]) == WINDOW.total_seconds()
    assert "Try again in 15 minutes" in stopped.text
    assert thief.get("/").status_code == 303
    assert log_in(browser("192.0.2.7"), "ab").status_code == 303
    clock.now += WINDOW
    assert log_in(thief, "ab").status_code == 303


def test_guessing_in_parallel_is_stopped_too(browser: Browser) -> None:
    clients = [browser("203.0.113.9") for _ in range(6)]
    marks = [mark(client, "/log-in") for client in clients]

    def guess(number: int) -> int:
        which = number % len(clients)
        sent = {"name": "ab", "password": f"guess {number}", "csrf": marks[which]}
        return clients[which].post("/log-in", data=sent).status_code

    with ThreadPoolExecutor(len(clients)) as pool:
        told = list(pool.map(guess, range(30)))
    assert (told.count(401), told.count(429)) == (LIMITS["name and address"], 30 - LIMITS["name and address"])


def test_a_password_cannot_be_guessed_at_the_account_page(browser: Browser) -> None:
    client = browser()
    log_in(client, "ab")
    sent = {"new": "some other words now", "again": "some other words now", "csrf": mark(client)}
    told = [client.post("/account", data=sent | {"old": f"guess {n}"}).status_code for n in range(7)]
    assert told == [422] * LIMITS["name and address"] + [429] * 2


def test_a_refusal_does_not_tell_which_names_there_are(browser: Browser) -> None:
    pages = []
    for name in ("ab", "nobody"):
        text = log_in(browser(), name, "a guess").text
        pages.append(re.sub(r'nonce="[^"]+"|value="[^"]*"', "", text))
    assert pages[0] == pages[1]


# -- roles ------------------------------------------------------------------------------------------------------


def test_a_coder_may_not_do_what_a_reviewer_may(browser: Browser, people: People, app: Starlette) -> None:
    coder, reviewer = browser(), browser()
    log_in(coder, "ab")
    log_in(reviewer, "rev")
    refused = coder.post("/adjudicate", data={"csrf": mark(coder)})
    assert (refused.status_code, refused.text) == (403, "This is for a reviewer; ab is a coder.")
    assert app.state.saved == []
    assert reviewer.post("/adjudicate", data={"csrf": mark(reviewer)}).status_code == 200
    people.set_role("ab", "reviewer")
    assert coder.post("/adjudicate", data={"csrf": mark(coder)}).status_code == 200


def test_a_role_cannot_be_sent_along(browser: Browser, app: Starlette) -> None:
    client = browser()
    log_in(client, "ab")
    more = {"X-Role": "admin", "X-Remote-User": "rev", "X-Forwarded-User": "rev"}
    answer = client.post("/adjudicate?role=admin", data={"csrf": mark(client), "role": "admin"}, headers=more)
    assert answer.status_code == 403
    assert app.state.saved == []


# -- words that are code, and too many of them --------------------------------------------------------------------


def test_a_script_in_a_name_is_shown_and_not_run(browser: Browser) -> None:
    answer = log_in(browser(), f'"{SCRIPT}', "a guess", next=f'/"{SCRIPT}')
    assert SCRIPT not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text


def test_every_answer_says_what_may_run(browser: Browser, alone: TestClient) -> None:
    client = browser()
    answers = [client.get("/"), client.get("/log-in"), client.get("/none"), alone.get("/"), alone.post("/save"),
               alone.get("/", headers={"Host": "evil.example"})]  # fmt: skip
    for answer in answers:
        policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert re.fullmatch(r"'self' 'nonce-[\w-]{22}'", policy["script-src"])
        assert (policy["frame-ancestors"], policy["base-uri"], policy["form-action"]) == (
            "'none'",
            "'none'",
            "'self'",
        )
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"
    assert len({answer.headers["content-security-policy"] for answer in answers}) == len(answers)


@pytest.mark.parametrize("chunked", [False, True])
def test_too_much_is_refused(alone: TestClient, app: Starlette, chunked: bool) -> None:
    token = mark(alone)
    body = b"x" * 2_000_001
    content = iter([body[:1_000_000], body[1_000_000:]]) if chunked else body
    assert alone.post("/save", content=content, headers={"X-CSRF-Token": token}).status_code == 413
    assert app.state.saved == []


@pytest.mark.parametrize(("path", "size", "status"), [
    ("/upload", 1_900_000, 200), ("/upload", 2_100_000, 413),
    ("/upload-sheet", 4_900_000, 200), ("/upload-sheet", 5_100_000, 413),
])  # fmt: skip
def test_uploads_are_limited(browser: Browser, path: str, size: int, status: int) -> None:
    client = browser()
    log_in(client, "ab")
    sent = client.post(path, data={"csrf": mark(client)}, files={"file": ("a.xlsx", b"x" * size)})
    assert sent.status_code == status


def test_strangers_upload_nothing(browser: Browser) -> None:
    client = browser()
    read = 0

    def body():
        nonlocal read
        for _ in range(100):
            read += 1
            yield b"x" * 1_000_000

    token = mark(client, "/log-in")
    answer = client.post("/upload-sheet", content=body(), headers={"X-CSRF-Token": token, "Accept": "*/*"})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "body", [b"--x\r\n", b"", b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--\r\n"]
)
def test_a_broken_form_is_no_fault_of_the_server(alone: TestClient, body: bytes) -> None:
    alone.get("/")
    answer = alone.post("/save", content=body, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert answer.status_code in {400, 403}
    no_boundary = alone.post("/save", content=body, headers={"Content-Type": "multipart/form-data"})
    assert no_boundary.status_code in {400, 403}


def test_a_form_of_very_many_fields_is_refused(alone: TestClient) -> None:
    alone.get("/")
    assert alone.post("/save", content="&".join(["a=1"] * 5000), headers={
        "Content-Type": "application/x-www-form-urlencoded"}).status_code == 400  # fmt: skip


def test_what_is_no_page_request_goes_nowhere(alone: TestClient) -> None:
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect) as caught, alone.websocket_connect("/"):
        pass
    assert caught.value.code == 1008
