"""More answers of the laboratory, each beside what is to be thought of it: how they are framed, and what they say."""

from __future__ import annotations

import gzip

from .lab import TEXT, Handler, page, raw, redirect, register, response

_TOP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
_LENGTH = b"Content-Length: %d\r\n" % len(page())


def _chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    return b"Transfer-Encoding: chunked\r\n\r\n" + b"".join(b"%x\r\n%s\r\n" % (len(one), one) for one in chunks) + end


def _said(title: str, *paragraphs: str, heading: str | None = None, head: str = "", rest: str = "") -> bytes:
    """Return a page with its message alone, as sites show it."""
    text = "".join(f"<p>{one}</p>" for one in paragraphs)
    h1 = title if heading is None else heading
    h1 = f"<h1>{h1}</h1>" if h1 else ""
    return response(
        f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{head}</head>"
        f"<body>{h1}{text}{rest}</body></html>".encode()
    )


FRAMED: dict[str, bytes] = {
    "/folded-header": _TOP + b"X-Long: one\r\n two\r\n" + _LENGTH + b"\r\n" + page(),
    "/no-space-behind-colon": b"HTTP/1.1 200 OK\r\nContent-Type:text/html\r\nConnection:close\r\n\r\n" + page(),
    "/lower-case": b"HTTP/1.1 200 ok\r\ncontent-type: TEXT/HTML\r\nconnection: close\r\n\r\n" + page(),
    "/chunk-extension": _TOP + b"Transfer-Encoding: chunked\r\n\r\n%x;a=b\r\n%s\r\n0\r\n\r\n" % (len(page()), page()),
    "/trailer": _TOP + _chunked(page(), end=b"0\r\nX-Sum: 1\r\n\r\n"),
    "/small-chunks": _TOP + _chunked(*(page()[at : at + 7] for at in range(0, len(page()), 7))),
    "/no-last-chunk": _TOP + _chunked(page(), end=b""),
    "/chunks-and-length": _TOP + _LENGTH + _chunked(page()),
    "/other-lengths": _TOP + _LENGTH + b"Content-Length: 20\r\n\r\n" + page(),
    "/empty-header": _TOP + b"X-Empty:\r\n" + _LENGTH + b"\r\n" + page(),
    "/nul-in-header": _TOP + b"X-Nul: a\0b\r\n" + _LENGTH + b"\r\n" + page(),
    "/no-name-header": _TOP + b": no name\r\n" + _LENGTH + b"\r\n" + page(),
    "/line-before-status": b"\r\n" + response(page()),
    "/long-reason": b"HTTP/1.1 200 " + b"very " * 2000 + b"OK\r\nContent-Type: text/html\r\n\r\n" + page(),
    "/odd-version": b"HTTP/1.2 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + page(),
    "/no-headers": b"HTTP/1.0 200 OK\r\n\r\n" + page(),
    "/several-early": b"HTTP/1.1 103 Early Hints\r\n\r\n" * 3 + response(page()),
    "/said-gzip-is-not": response(page(), Content_Encoding="gzip"),
    "/x-gzip": response(gzip.compress(page()), Content_Encoding="x-gzip"),
    "/cut-gzip": response(gzip.compress(page())[:-20], Content_Encoding="gzip"),
    "/two-gzips": response(gzip.compress(page()[:200]) + gzip.compress(page()[200:]), Content_Encoding="gzip"),
    "/odd-encoding": response(page(), Content_Encoding="utf-8"),
    "/none-encoding": response(page(), Content_Encoding="none"),
    "/odd-type": response(page(), kind='text/html; charset=utf8; charset="x'),
    "/wrong-charset": response(page("Caf\u00e9"), kind="text/html; charset=no-such"),
    "/utf-16": response(b"\xff\xfe" + page().decode().encode("utf-16-le"), kind="text/html"),
    "/latin": response(
        "<title>Été</title><p>Le rapport de la région, déjà publié.".encode("latin-1"), kind="text/html"
    ),
    "/plain": response(b"A plain text, as some archives keep it.", kind="text/plain"),
    "/json": response(b'{"error": "not found is only a word here", "total": 3}', kind="application/json"),
    "/image": response(b"\x89PNG\r\n\x1a\n...", kind="image/png"),
    "/bad-cookie": response(page(), Set_Cookie="=; ;;;=x; Expires=never"),
    "/203": response(page(), "203 Non-Authoritative Information"),
    "/206": response(page(), "206 Partial Content"),
}
"""Answers that a browser shows, each framed in its own way."""

WAYS: dict[str, Handler] = {
    "/way/backslash": redirect("\\page", "302 Found"),
    "/way/dots": redirect("../x/./../page", "302 Found"),
    "/way/spaced": redirect("  /page  ", "302 Found"),
    "/way/late-refresh": raw(
        response(page(head='<noscript><meta http-equiv=refresh content="0;url=/gone"></noscript>'))
    ),
    "/way/base": raw(response(page(head='<base href="/x/"><link rel=canonical href="../way/base">'))),
    "/way/302-see": redirect("/page", "307 Temporary Redirect"),
}

_HOME = "/"
SAYS_NOT_THERE = {
    "en": ("404", "Sorry, we couldn’t find that page.", "Try searching or go to our home page."),
    "en-2": ("Oops!", "The page you requested has been moved or deleted.", "Return to the homepage"),
    "fr": ("Page introuvable", "La page que vous recherchez n’existe pas ou a été déplacée.", "Retour à l’accueil"),
    "fr-2": ("Erreur 404", "Désolé, cette page n’est plus disponible.", "Retourner à la page d’accueil"),
    "nl": ("Pagina niet gevonden", "De pagina die u zoekt bestaat niet (meer).", "Terug naar de startpagina"),
    "nl-2": ("Oeps", "Sorry, deze pagina kon niet worden gevonden.", "Ga naar de homepage"),
    "de": ("Seite nicht gefunden", "Die gewünschte Seite existiert nicht oder wurde verschoben.", "Zur Startseite"),
    "de-2": ("Fehler 404", "Leider konnten wir die angeforderte Seite nicht finden.", "Zurück zur Startseite"),
    "es": ("Página no encontrada", "La página que busca no existe o ha sido eliminada.", "Volver al inicio"),
    "it": ("Pagina non trovata", "La pagina che stai cercando non esiste o è stata rimossa.", "Torna alla home"),
    "pt": ("Página não encontrada", "A página que procura não existe ou foi removida.", "Voltar à página inicial"),
    "pl": ("Nie znaleziono strony", "Strona, której szukasz, nie istnieje lub została usunięta.", "Strona główna"),
    "sv": ("Sidan hittades inte", "Sidan du söker finns inte eller har flyttats.", "Till startsidan"),
    "da": ("Siden blev ikke fundet", "Den side, du leder efter, findes ikke længere.", "Gå til forsiden"),
    "ru": ("Страница не найдена", "Запрошенная вами страница не существует или была удалена.", "На главную"),
    "tr": ("Sayfa bulunamadı", "Aradığınız sayfa mevcut değil veya kaldırılmış.", "Ana sayfaya dön"),
    "zh": ("页面不存在", "抱歉，您访问的页面不存在或已被删除。", "返回首页"),
    "zh-hant": ("找不到網頁", "很抱歉，您要找的頁面不存在。", "回首頁"),
    "ja": ("ページが見つかりません", "お探しのページは存在しないか、移動した可能性があります。", "トップページへ"),
    "ar": ("الصفحة غير موجودة", "عذرًا، الصفحة التي تبحث عنها غير موجودة.", "العودة إلى الصفحة الرئيسية"),
    "ko": ("페이지를 찾을 수 없습니다", "요청하신 페이지가 존재하지 않거나 삭제되었습니다.", "홈으로"),
    "fi": ("Sivua ei löytynyt", "Hakemaasi sivua ei ole olemassa.", "Etusivulle"),
    "cs": ("Stránka nenalezena", "Požadovaná stránka neexistuje nebo byla odstraněna.", "Zpět na úvodní stránku"),
    "hu": ("Az oldal nem található", "A keresett oldal nem létezik vagy törölték.", "Vissza a főoldalra"),
}
"""What sites say in the place of a page, by language: title, message, way back."""

GONE_PAGES: dict[str, bytes] = {
    **{
        f"/soft/{lang}": _said(title, message, f"<a href=/>{back}</a>")
        for lang, (title, message, back) in SAYS_NOT_THERE.items()
    },
    "/soft/title": _said("404 Not Found", "nginx", heading="404 Not Found"),
    "/soft/brand": _said(
        "Page not found | The Daily Harbour", "We can't find the page you're looking for.", heading=""
    ),
    "/soft/text": _said("The Daily Harbour", "The requested article could not be found.", heading=""),
    "/soft/article": _said("The Daily Harbour", "This article has been removed.", heading="Article removed"),
    "/soft/video": _said("Video", "This video isn't available anymore", heading="Video unavailable"),
    "/soft/repository": _said("Repository not found", "This repository does not exist or is private."),
    "/soft/profile": _said("Profile", "Sorry, this page isn't available.", "The link you followed may be broken."),
    "/soft/document": _said("Error", "The document you requested does not exist.", "Error code: 404"),
    "/soft/expired": _said("Link expired", "This link has expired.", heading="This link has expired"),
    "/soft/iis": _said(
        "404 - File or directory not found.",
        "The resource you are looking for might have been removed, had its name changed, or is unavailable.",
        heading="Server Error",
    ),
    "/soft/tomcat": _said("Error report", "HTTP Status 404 - /page", heading="HTTP Status 404 – Not Found"),
}
PARKED: dict[str, bytes] = {
    "/parked/registered": _said(
        "site.test", "This domain name has been registered with Harbour Names.", heading="", rest="<a href=/>Log in</a>"
    ),
    "/parked/coming": _said(
        "site.test",
        "This domain was recently registered at Namecheap.com. Please check back later!",
        heading="site.test",
    ),
    "/parked/parked": _said(
        "Parked Domain name on Hostinger DNS system", "You Have Successfully Parked Your Domain!", heading=""
    ),
    "/parked/sale": _said("site.test", "The domain name site.test is for sale.", "Make an offer", heading=""),
    "/parked/sale-nl": _said("site.test", "Deze domeinnaam is te koop.", "Doe een bod"),
    "/parked/sale-fr": _said("site.test", "Ce nom de domaine est à vendre.", "Faire une offre"),
    "/parked/sale-de": _said("site.test", "Diese Domain steht zum Verkauf.", "Angebot abgeben"),
    "/parked/sale-zh": _said("site.test", "此域名出售", "联系购买"),
    "/parked/suspended": _said(
        "Account Suspended", "This Account has been suspended.", "Contact your hosting provider."
    ),
    "/parked/nginx": _said(
        "Welcome to nginx!",
        "If you see this page, the nginx web server is successfully installed and working.",
        "Further configuration is required.",
        "For online documentation and support please refer to nginx.org.",
    ),
    "/parked/apache": _said(
        "Apache2 Ubuntu Default Page: It works", "It works!", heading="Apache2 Ubuntu Default Page"
    ),
    "/parked/works": _said("", "", heading="It works!"),
    "/parked/iis": _said("IIS Windows Server", "", heading="", rest="<img src=iisstart.png>"),
    "/parked/plesk": _said(
        "Web Server's Default Page", "This page is generated by Plesk.", heading="Web Server's Default Page"
    ),
    "/parked/cpanel": _said(
        "Default Web Site Page",
        "If you are the owner of this website, please contact your hosting provider.",
        heading="SORRY!",
    ),
    "/parked/expired": _said(
        "site.test", "This domain has expired.", "If you are the owner, please renew it.", heading=""
    ),
    "/parked/ads": response(
        b"<title>site.test</title><body><script src=https://www.sedoparking.com/frmpark/x.js></script></body>"
    ),
    "/parked/construction": _said("Coming soon", "This website is under construction.", heading="Coming soon"),
}
WALLED: dict[str, bytes] = {
    "/wall/consent": _said(
        "Before you continue to Kroeze", "We use cookies and data to deliver our services. Accept all", "Reject all"
    ),
    "/wall/consent-brand": _said(
        "Kroeze privacy choices",
        "Kroeze and its partners store and access information on your device.",
        "Accept all",
        "Manage options",
        heading="Kroeze values your privacy",
    ),
    "/wall/dpg": _said(
        "DPG Media Privacy Gate",
        "Wij gebruiken cookies en vergelijkbare technieken. Akkoord",
        "Instellen",
        heading="Jouw privacy-instellingen",
    ),
    "/wall/consent-fr": _said(
        "Kroeze",
        "Avec votre accord, nos partenaires et nous utilisons des cookies.",
        "Accepter",
        "Continuer sans accepter",
        heading="Votre vie privée",
    ),
    "/wall/robot": _said("Are you a robot?", "Please complete the captcha to continue.", heading="Are you a robot?"),
    "/wall/attention": _said(
        "Attention Required! | Cloudflare",
        "Please complete the security check to access site.test",
        heading="One more step",
    ),
    "/wall/denied": _said("Access Denied", "You don't have permission to access this resource.", "Reference #18.2d"),
    "/wall/moment": _said(
        "Just a moment...", "Enable JavaScript and cookies to continue", heading="", head="<script>x()</script>"
    ),
    "/wall/human": _said(
        "Human Verification", "Verify you are human by completing the action below.", heading="site.test"
    ),
    "/wall/pardon": _said(
        "Pardon Our Interruption", "As you were browsing something about your browser made us think you were a bot."
    ),
    "/wall/ddos": _said("DDoS-Guard", "Checking your browser before accessing site.test", "Please wait a few seconds"),
    "/wall/js": _said("", "Please enable JS and disable any ad blocker", heading=""),
    "/wall/subscribe": _said("Log in", "Log in to read this article.", heading="Log in", rest="<input type=password>"),
}
"""Pages that stand before another one."""

FINE: dict[str, bytes] = {
    "/about/404": _said("Why pages go missing: a study of 404 errors", *[TEXT] * 3),
    "/about/domains": _said("How domain names are sold", "This domain is for sale: what it means.", *[TEXT] * 2),
    "/about/cookies": _said("Cookies and consent in Belgium", *[TEXT] * 3),
    "/about/login": _said("Freight in the region", *[TEXT] * 2, rest="<form><input type=password></form>"),
    "/about/banner": _said(
        "Freight", *[TEXT] * 2, rest="<div class=cookie>We use cookies. Accept all. Reject all.</div>"
    ),
    "/about/paywall": _said("Freight in the region", TEXT, "This article is for subscribers. Log in to read on."),
    "/about/short": _said("Nine hundred jobs", "The minister announced nine hundred jobs on Tuesday."),
    "/about/works": _said("It works: the new hall", "The hall opened on Monday, and it works.", TEXT),
    "/about/captcha": _said("The end of the captcha", *[TEXT] * 2),
    "/about/noscript": _said("Freight", TEXT, rest="<noscript>Please enable JavaScript to continue.</noscript>"),
    "/about/script": response(b"<title>Reader</title><div id=app></div><script src=/app.js></script>"),
    "/about/frames": response(b"<title>Old site</title><frameset><frame src=/page></frameset>"),
    "/about/picture": response(b"<title>Map</title><img src=map.png alt='A map'>"),
    "/about/no-title": response(f"<p>{TEXT}".encode()),
}

WRONG: dict[str, tuple[Handler, str]] = {
    "/way/empty": (redirect("", "302 Found"), "loop"),
    "/way/home": (redirect(_HOME, "302 Found"), "home"),
    "/way/private": (raw(response(page(head='<meta http-equiv=refresh content="0;url=http://10.0.0.1/">'))), "private"),
    "/way/nat64": (redirect("http://[64:ff9b::a00:1]/"), "private"),
    "/way/link-local": (redirect("http://[fe80::1]/"), "private"),
    "/way/zero": (redirect("http://0.0.0.0/"), "private"),
    "/way/octal": (redirect("http://0300.0250.1.1/"), "private"),
    "/way/none": (redirect("http://no-such.test/"), "no-such-host"),
    "/way/gone": (redirect("/gone"), "gone"),
    "/way/to-404": (redirect("/404.html", "302 Found"), "gone"),
    "/way/malformed": (redirect("http://[x/", "302 Found"), "bad-answer"),
    "/reset-content": (raw(b"HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n"), "empty"),
    "/white": (raw(response(b" \r\n <html><head><title></title></head><body> &nbsp; </body></html>")), "empty"),
    "/not-implemented": (raw(response(page("Error"), "501 Not Implemented")), "server-error"),
    "/odd": (raw(response(page("Odd"), "600 Odd")), "odd-status"),
    "/precondition": (raw(response(page("Bad request"), "400 Bad Request")), "odd-status"),
    "/ftp": (redirect("ftp://site.test/x"), "odd-status"),
    "/script": (redirect("javascript:alert(1)"), "odd-status"),
}

EXPECTED: dict[str, str] = {
    **dict.fromkeys((*FRAMED, *WAYS, *FINE), "fine"),
    **dict.fromkeys(GONE_PAGES, "soft-404"),
    **dict.fromkeys(PARKED, "parked"),
    **{path: reason for path, (_, reason) in WRONG.items()},
}
"""By path, the reason of the verdict; what stands before a page has one of several."""

for path, answer in {**FRAMED, **FINE, **GONE_PAGES, **PARKED, **WALLED}.items():
    register(path, raw(answer))
for path, handler in {**WAYS, **{path: handler for path, (handler, _) in WRONG.items()}}.items():
    register(path, handler)
