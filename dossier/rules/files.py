"""Rules about files and their text."""

from __future__ import annotations

from dossier.diagnostics import Rule, Severity

OUTSIDE_PROJECT = Rule(
    "outside-project",
    Severity.ERROR,
    message="this link leads out of {folder}",
    hint="put a copy of the file here in place of the link",
    summary="A file of the content is a symbolic link to somewhere outside the project.",
    why="A pull request could otherwise publish any file of the machine that builds the site.",
    bad="docs/arguments/jobs/en.md -> /etc/passwd",
    good="docs/arguments/jobs/en.md   (a file)",
)
LINKED_FOLDER = Rule(
    "linked-folder",
    Severity.ERROR,
    message="this folder is a symbolic link",
    hint="put a folder with copies of the files here in place of the link",
    summary="A folder of the content is a symbolic link.",
    why="Links to folders can go round in circles in which a build never ends.",
    bad="docs/assets/images -> ..",
    good="docs/assets/images/   (a folder)",
)
FILE_TOO_LARGE = Rule(
    "file-too-large",
    Severity.ERROR,
    message="the file has {size} bytes, the limit is {limit}",
    hint="split it; no text or list of this project needs to be so long",
    summary="A content file is larger than the limit.",
    why="Nobody reviews a megabyte of text, and reading it would slow down every build.",
    bad="docs/arguments/jobs/en.md   (10 MB)",
    good="docs/arguments/jobs/en.md   (4 KB)",
)
UNREADABLE_FILE = Rule(
    "unreadable-file",
    Severity.ERROR,
    message="the file cannot be read: {problem}",
    hint="check that it exists and that you may read it",
    summary="A file that the dossier needs is missing or not readable.",
    why="Without it the site would be built with a hole in it.",
    bad="bibliography: refs.bib      # there is no such file",
    good="bibliography: references.bib",
)
EMPTY_FILE = Rule(
    "empty-file",
    Severity.ERROR,
    message="the file is empty",
    hint="write its content, or delete it",
    summary="A content file holds nothing but white space.",
    why="An empty page would look like a finished one in every list.",
    bad="docs/arguments/jobs/en.md   (0 bytes)",
    good="---\ntitle: The jobs that did not come\nclaim: …\n---",
)
BYTE_ORDER_MARK = Rule(
    "byte-order-mark",
    Severity.WARNING,
    message="the file begins with a byte order mark",
    hint="save it as UTF-8 without BOM",
    summary="A file begins with the invisible character U+FEFF.",
    why="Other tools take it for text and no longer see the front matter behind it. It is ignored here.",
    bad="<U+FEFF>---\ntitle: …",
    good="---\ntitle: …",
)
CARRIAGE_RETURN = Rule(
    "carriage-return",
    Severity.WARNING,
    message="the lines end in CR LF, as on Windows",
    hint="set your editor to LF; the repository's .editorconfig does it for most",
    summary="A file uses Windows line ends.",
    why="Mixed line ends make every line look changed in a review. They are read as plain line ends here.",
    bad="title: Jobs␍␊",
    good="title: Jobs␊",
)
NOT_UTF8 = Rule(
    "not-utf8",
    Severity.ERROR,
    message="the byte {byte} is not UTF-8",
    hint="save the file as UTF-8; it is probably in Latin-1 or Windows-1252",
    summary="A file is not in the UTF-8 encoding.",
    why="Accents would be shown as other characters, and nobody could tell which.",
    bad="Orl<e9>ans     (Latin-1)",
    good="Orléans       (UTF-8)",
)
CONTROL_CHARACTER = Rule(
    "control-character",
    Severity.ERROR,
    message="the file holds the invisible control character {character}",
    hint="delete it; it most often comes from pasting out of a PDF",
    summary="A file holds a control character other than a tab or a line end.",
    why="It is invisible in review, and terminals, browsers and feeds treat it each in their own way.",
    bad="nine hundred<U+0008> jobs",
    good="nine hundred jobs",
)
BAD_FILE_NAME = Rule(
    "bad-file-name",
    Severity.ERROR,
    message="`{name}` is no name for {what}",
    hint="{advice}",
    summary="A file or folder of the content has a name that does not work everywhere.",
    why="Names become addresses and are typed in shells, on every system. The id of an argument is lower-case "
    "ASCII letters, digits and hyphens.",
    bad="docs/arguments/Emplois à Orly/",
    good="docs/arguments/airport-jobs/",
)
ASSET_TYPE = Rule(
    "asset-type",
    Severity.ERROR,
    message="the site does not publish a file such as `{name}`",
    hint="{advice}",
    summary="A file in `docs/assets/` is of a type that is not published.",
    why="Assets come from strangers and are published as they are. A browser would run a page or a script with the "
    "rights of the site's own, and a style could show readers what nobody wrote.",
    bad="docs/assets/chart.html",
    good="docs/assets/chart.svg",
)
THEME_FILE = Rule(
    "theme-file",
    Severity.ERROR,
    message="`{name}` would replace a part of the theme",
    hint="choose another name; what readers see of the site itself is changed in dossier/theme/",
    summary="A file or folder in `docs/assets/` has the name of one of the theme's own.",
    why="Files of the content win over those of the theme: one image or style could change every page.",
    bad="docs/assets/stylesheets/map.png",
    good="docs/assets/maps/map.png",
)
UNSAFE_SVG = Rule(
    "unsafe-svg",
    Severity.ERROR,
    message="this SVG is not only a picture: {problem}",
    hint="export it as plain SVG, with shapes, text, and no links to other files; or save it as PNG",
    summary="An SVG file holds something that runs, that loads other files, or that cannot be judged.",
    why="Opened by its own address, an SVG is a page of the site: a script in it has the rights of the site's own, and "
    "what it loads tells others who reads it.",
    bad='<svg xmlns="http://www.w3.org/2000/svg" onload="…"/>',
    good='<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>',
)
CANNOT_REWRITE = Rule(
    "cannot-rewrite",
    Severity.WARNING,
    message="the file is left as it is: {problem}",
    hint="change it by hand",
    summary="A program was to change a file, and cannot do so safely.",
    why="Nothing is written that is not sure to be read as before, nothing through a link, and nothing into a merge "
    "that goes on.",
    bad="docs/themes.yml -> shared/themes.yml",
    good="docs/themes.yml   (a file)",
)
UNEXPECTED_FILE = Rule(
    "unexpected-file",
    Severity.ERROR,
    message="`{name}` is not a file that belongs here",
    hint="this folder holds {expected}; images go to docs/assets/",
    summary="A content folder holds a file that nothing reads.",
    why="A misspelt name (`FR.md`, `argument.yaml`) would otherwise be left out of the site without a word.",
    bad="docs/arguments/airport-jobs/francais.md",
    good="docs/arguments/airport-jobs/fr.md",
)
