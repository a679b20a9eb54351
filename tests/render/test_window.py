"""Pages built by scripts: what they say in the end is what is read; what they try beyond that does not happen."""

import os
from pathlib import Path

from watcher.errors import NotRendered, TimedOut, TooLarge
from watcher.render.footprint import end, processes

BUILT = """<!DOCTYPE html><html lang="en"><head><title>Loading</title></head><body><main id="app">Loading…</main>
<script src="/app.js"></script></body></html>"""
APP = """fetch('/api/page').then(answer => answer.json()).then(page => {
  document.title = page.title;
  const words = page.words.map(each => '<p>' + each + '</p>').join('');
  document.getElementById('app').innerHTML = '<h1>' + page.title + '</h1>' + words;
})"""
API = '{"title": "Who may apply", "words": ["You may apply until § 5 ends.", "Ask the desk – by telephone."]}'


def test_a_page_is_what_its_scripts_make_of_it(site, shown):
    site.says = {
        "/": ("text/html; charset=iso-8859-1", BUILT.encode("latin-1", "xmlcharrefreplace")),
        "/app.js": ("text/javascript", APP),
        "/api/page": ("application/json", API),
    }
    (page,) = shown(site.url())
    assert page.startswith("<!DOCTYPE html><html lang=")
    assert "<h1>Who may apply</h1><p>You may apply until § 5 ends.</p>" in page
    assert "<p>Ask the desk – by telephone.</p>" in page
    assert "Loading" not in page
    assert site.paths().count("/") == 1  # the answer that we have is what the browser is shown


def test_pictures_and_other_sites_are_not_asked_for(site, trap, shown):
    site.says = {
        "/": (
            "text/html",
            f"""<body><p>Words.</p><img src="/a.png"><link rel="stylesheet" href="/a.css">
            <script src="{trap.url("/tracker.js", "tracker.test")}"></script>
            <script src="{trap.url("/lib.js", "cdn.test")}"></script>
            <iframe src="{trap.url("/frame", "ads.test")}"></iframe></body>""",
        )
    }
    (page,) = shown(site.url())
    assert "<p>Words.</p>" in page
    assert site.paths() == ["/", "/a.css"]
    assert trap.asked == []


def test_a_source_may_name_hosts_that_its_page_is_built_from(site, shown):
    site.says = {
        "/": ("text/html", f'<body><p id="p">Old.</p><script src="{site.url("/lib.js", "js.cdn.test")}"></script>'),
        "/lib.js": ("text/javascript", "document.getElementById('p').textContent = 'Built.'"),
    }
    (page,) = shown(site.url(), allow=("js.cdn.test",))
    assert "Old." in page  # another site
    (page,) = shown(site.url(), render_from=("cdn.test",))
    assert "Old." in page  # the guard has the last word: the name leads inside, and nobody let it through
    assert "/lib.js" not in site.paths()
    (page,) = shown(site.url(), render_from=("cdn.test",), allow=("js.cdn.test",))
    assert "Built." in page


def test_nothing_that_a_hostile_page_asks_for_is_connected_to(site, trap, shown):
    inside = f"127.0.0.1:{trap.port}"
    site.says = {
        "/": (
            "text/html",
            f"""<body><p>Words.</p>
            <link rel="dns-prefetch" href="//evil.test"><link rel="preconnect" href="http://{inside}">
            <link rel="prefetch" href="http://{inside}/prefetch">
            <link rel="stylesheet" href="/away"><script src="/away"></script>
            <script src="http://169.254.169.254/latest/meta-data/"></script><script src="http://{inside}/a.js"></script>
            <script src="http://inside.page.test:{trap.port}/b.js"></script><iframe src="file:///etc/passwd"></iframe>
            <iframe src="http://{inside}/frame"></iframe><object data="http://{inside}/object"></object>
            <form id="f" action="http://{inside}/form" method="post" target="_blank"></form>
            <script>
            for (const url of ['http://{inside}/c', 'http://localhost:{trap.port}/d', 'http://[::1]:{trap.port}/e',
                               'http://2130706433:{trap.port}/f', 'file:///etc/passwd', '/away'])
              fetch(url, {{mode: 'no-cors'}}).catch(() => 0);
            navigator.sendBeacon('http://{inside}/beacon', 'x');
            new WebSocket('ws://{inside}/ws'); new WebSocket('ws://inside.page.test:{trap.port}/ws');
            new EventSource('http://{inside}/events');
            try {{ const peer = new RTCPeerConnection({{iceServers: [{{urls: 'turn:{inside}?transport=tcp',
              username: 'a', credential: 'b'}}, {{urls: 'stun:{inside}'}}]}});
              peer.createDataChannel('x');
              peer.createOffer().then(offer => peer.setLocalDescription(offer)); }} catch {{}}
            window.open('http://{inside}/popup'); document.getElementById('f').submit();
            alert('look'); confirm('here'); prompt('now');
            location.assign('http://{inside}/navigated');
            </script></body>""",
        ),
        "/away": ("text/html", lambda _: (302, f"http://{inside}/redirected")),
    }
    (page,) = shown(site.url())
    assert "<p>Words.</p>" in page
    assert trap.asked == []


def test_a_page_that_never_ends_costs_itself_alone(site, shown):
    site.says = {
        "/loop": ("text/html", "<body><p>Words.</p><script>while (true) {}</script>"),
        "/good": ("text/html", "<body><p>Good words.</p>"),
    }
    came, good = shown(site.url("/loop"), site.url("/good"), deadline=10.0)
    assert isinstance(came, TimedOut)
    assert "<p>Good words.</p>" in str(good)


def test_a_page_that_is_never_silent_is_read_as_it_is_by_then(site, shown):
    site.says = {
        "/": ("text/html", "<body><p>Words.</p><script>setInterval(() => fetch('/poll'), 100)</script>"),
        "/poll": ("text/plain", "x"),
    }
    (page,) = shown(site.url())
    assert "<p>Words.</p>" in page


def test_a_page_that_grows_without_end_is_too_large(site, shown):
    site.says = {
        "/text": ("text/html", "<body><script>document.body.textContent = 'x'.repeat(3e6)</script>"),
        "/wire": ("text/html", "<body><p>Words.</p><script>fetch('/huge').then(a => a.blob())</script>"),
        "/huge": ("text/plain", b"x" * 3_000_000),
    }
    came = shown(site.url("/text"), site.url("/wire"), characters=1 << 20)
    assert [type(one) for one in came] == [TooLarge, TooLarge]


def test_a_page_that_takes_too_much_memory_costs_itself_alone(site, shown):
    site.says = {
        "/greedy": (
            "text/html",
            """<body><p>Words.</p><script>
            const held = []; setInterval(() => held.push(new Uint8Array(32 << 20).fill(1)), 20);
            setInterval(() => fetch('/poll'), 100)</script>""",
        ),
        "/good": ("text/html", "<body><p>Good words.</p>"),
    }
    came, good = shown(site.url("/greedy"), site.url("/good"), memory=500 << 20, silence=30.0)
    assert isinstance(came, TooLarge)
    assert "memory" in str(came)
    assert "<p>Good words.</p>" in str(good)


def test_downloads_and_dialogs_leave_the_page_as_it_is(site, shown):
    site.says = {
        "/": (
            "text/html",
            """<body><p>Words.</p><script>
            onbeforeunload = () => 'stay';
            const a = document.createElement('a'); a.href = '/file.bin'; a.download = 'x';
            document.body.append(a); a.click();
            alert(1);</script><p>More words.</p>""",
        ),
        "/file.bin": ("application/octet-stream", b"\0" * 1000),
    }
    (page,) = shown(site.url())
    assert "<p>Words.</p>" in page
    assert "<p>More words.</p>" in page


def test_a_page_cannot_hide_what_it_shows_from_us(site, shown):
    site.says = {
        "/": (
            "text/html",
            """<body><p>Words.</p><img name="documentElement"><script>
            Object.defineProperty(Element.prototype, 'outerHTML', {get: () => 'Nothing.'});
            String.prototype.toString = () => 'Nothing.';</script>""",
        )
    }
    (page,) = shown(site.url())
    assert "<p>Words.</p>" in page


def test_a_browser_that_dies_costs_one_look(site, shown):
    def die(_):
        end([one for one in _of_ours() if one])
        return "x"

    site.says = {
        "/": ("text/html", "<body><p>Words.</p><script src='/die'></script>"),
        "/die": ("text/javascript", die),
        "/good": ("text/html", "<body><p>Good words.</p>"),
    }
    came, good = shown(site.url(), site.url("/good"))
    assert isinstance(came, NotRendered)
    assert "<p>Good words.</p>" in str(good)
    assert _of_ours() == []


def _of_ours():
    """The browsers that this process started."""
    return [one for one in processes("--watcher-mark=") if _is_ours(one)]


def _is_ours(process):
    while process > 1:
        if process == os.getpid():
            return True
        try:
            stat = Path(f"/proc/{process}/stat").read_text("latin-1")
            process = int(stat.rpartition(")")[2].split()[1])
        except OSError:
            return False
    return False
