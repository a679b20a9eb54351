"""What was captured is shown and does nothing: whatever a page holds, no script, no request, no window of its own."""

from tests.web.conftest import answers

AWAY = "http://127.0.0.1:9"
HEAD = (
    f"<base href={AWAY}/base/>",
    f"<meta http-equiv=refresh content='0;url={AWAY}/refresh'>",
    "<meta http-equiv='Content-Security-Policy' content=\"default-src * 'unsafe-inline'\">",
    f"<link rel=stylesheet href={AWAY}/sheet.css>",
    f"<link rel=prefetch href={AWAY}/prefetch><link rel=preconnect href={AWAY}>",
    f"<link rel=icon href={AWAY}/icon><link rel=manifest href={AWAY}/manifest>",
    f"<style>@import url({AWAY}/import);@font-face{{font-family:x;src:url({AWAY}/font)}}</style>",
    f"<style>*{{background:url({AWAY}/css)}}</style>",
    "<title></title><script>document.title='taken'</script></title>",
)
BODY = (
    f"<script src={AWAY}/script.js></script>",
    f"<script>fetch('{AWAY}/fetch');alert(1);document.title='taken'</script>",
    f"<img src={AWAY}/img onerror=alert(2)><img srcset='{AWAY}/set 2x'>",
    f"<picture><source srcset={AWAY}/source></picture>",
    f"<svg onload=alert(3)><image href={AWAY}/svg /><use href={AWAY}/use /><script>alert(4)</script></svg>",
    "<svg><a xlink:href='javascript:alert(5)'><text>go</text></a><animate onbegin=alert(6) attributeName=x></svg>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(7)></style></mglyph></table></mtext></math>",
    f"<iframe src={AWAY}/frame></iframe><iframe srcdoc='<script>parent.alert(8)</script>'></iframe>",
    f"<object data={AWAY}/object></object><embed src={AWAY}/embed><applet code={AWAY}/applet></applet>",
    f"<form action={AWAY}/form><input autofocus onfocus=alert(9)></form>",
    "<form><button formaction=javascript:alert(10)>Send</button></form>",
    f"<a href='javascript:alert(11)' ping={AWAY}/ping>follow</a><a href='java&#10;script:alert(12)'>follow</a>",
    f"<video poster={AWAY}/poster src={AWAY}/video autoplay></video><audio src={AWAY}/audio autoplay></audio>",
    "<details open ontoggle=alert(13)><summary>more</summary>less</details><marquee onstart=alert(14)>by</marquee>",
    f"<p style='background:url({AWAY}/style)' onmouseover=alert(15)>styled</p><table background={AWAY}/table></table>",
    "<noscript><p title='</noscript><img src=x onerror=alert(16)>'></noscript>",
    "<template><script>alert(17)</script></template>",
    "<xmp></xmp><img src=x onerror=alert(18)><!--><img src=x onerror=alert(19)>-->",
    "<![CDATA[<img src=x onerror=alert(20)>]]>",
    "<p>\u202egnp.exe\u202c \u2066isolate\u2069 \u200f right \x00 nul \x1b[31m red</p>",
    "<p>{{ 7 * 7 }} {% raw %} </p><p>&lt;script&gt;alert(21)&lt;/script&gt;</p>",
    "<b id=main class=skip name=mark>clobber</b>",
    "<textarea></textarea><script>alert(22)</script></textarea><select><option></select><script>alert(23)</script>",
)
QUESTIONS = tuple((f"Q{at}: <i>Which</i> {at}?", f"A{at}: One {bit} two.") for at, bit in enumerate(BODY, 1))
VIEWS = ("redline", "split", "faq", "list", "figures", "links", "source")
TABS = ("text", "rendered", "source", "headers", "links")


def hostile(word: str) -> str:
    """A page that tries everything, with one word that changes."""
    page = answers(*QUESTIONS, note=f"<p>Words that {word}. {'</p><p>'.join(BODY)}</p>")
    body = f"<body onload=alert(0) background={AWAY}/body>"
    return page.replace("<head>", "<head>" + "".join(HEAD)).replace("<body>", body)


def test_the_page_itself_would_do_all_of_that(opened):
    view = opened(AWAY)
    view.page.context.route("**", lambda route: route.abort())
    view.page.set_content(hostile("stay").replace("http-equiv=refresh", ""))
    for _ in range(300):
        if len(view.popped) > 5 and len(set(view.asked)) > 15:
            break
        view.page.wait_for_timeout(100)
    assert len(view.popped) > 5
    assert len(set(view.asked)) > 15


def test_nothing_captured_acts_asks_or_pops_up_wherever_it_is_shown(window, told):
    told.watch("hostile", kind="qa", name="<img src=x onerror=alert(30)>")
    told.show("hostile", hostile("stay"))
    change = told.show("hostile", hostile("differ")).change_id
    view = window()
    addresses = [
        "/", "/?state=all&sev=noise", "/sources", "/sources/hostile", f"/c/{change}", f"/c/{change}/exhibit",
        *(f"/sources/hostile/v1?tab={tab}" for tab in TABS), "/sources/hostile/v1/render", "/sources/hostile/v1/text",
        "/sources/hostile/v1/headers", *(f"/sources/hostile/v1..v2?view={name}&context=all" for name in VIEWS),
        "/search?q=words+that+stay", "/search?q=<script>alert(31)</script>", "/verify?hash=<script>alert(32)</script>",
        "/feed.atom", f"/c/{change}.json",
    ]  # fmt: skip
    for address in addresses:
        page = view.show(address)
        assert page.url == view.origin + address.replace("<", "%3C").replace(">", "%3E"), address
        assert page.title() != "taken", address
    assert (view.strange, view.popped) == ([], [])


def test_what_is_left_of_it_can_be_read(window, told):
    told.watch("hostile", kind="qa")
    told.show("hostile", hostile("stay"))
    page = window().show("/sources/hostile/v1?tab=rendered")
    frame = page.frame_locator("iframe.captured")
    assert frame.get_by_text("Words that stay.").first.is_visible()
    left = frame.locator("body").inner_html()
    live = ("<script", "<img", "<svg", "<iframe", "<form", "<input", "<style", " href=", " src=", " style=", " onload=")
    assert [mark for mark in live if mark in left] == []


def test_a_file_is_never_opened_in_the_browser(window, told):
    told.watch("hostile")
    told.show("hostile", hostile("stay"))
    view = window(accept_downloads=True)
    page = view.show("/sources/hostile/v1?tab=source")
    with page.expect_download() as download:
        page.get_by_role("link", name="The bytes as a file").click()
    assert download.value.suggested_filename == "hostile-v1.bin"
    assert view.strange == []
