"""How Sphinx turns the sources that `sparse_rnn.site` writes into pages; see `make site`."""

from docutils.nodes import SkipNode
from latex2mathml.converter import convert

import sparse_rnn

project = "Sparse recurrent networks"
version = release = sparse_rnn.__version__
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}

# Markdown as the repository's documents use it
myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_heading_anchors = 4
myst_url_schemes = {"http": None, "https": None, "copied": "{{path}}"}
html_extra_path = ["../../build/site/copied"]

# notebooks come executed
nb_execution_mode = "off"
nb_render_markdown_format = "myst"
nb_code_prompt_show = "Show {type}"
nb_code_prompt_hide = "Hide {type}"

default_role = "py:obj"
autodoc_typehints = "none"
napoleon_google_docstring = False
napoleon_use_rtype = False
add_module_names = False

html_theme = "furo"
html_title = "Sparse recurrent networks"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_js_files = [("conditions.js", {"defer": "defer"})]
html_copy_source = html_show_sourcelink = html_show_copyright = html_show_sphinx = False
html_show_search_summary = False  # it would fetch pages, which a page opened from a file may not
html_last_updated_fmt = None
html_theme_options = {"source_repository": "", "top_of_page_buttons": []}

html_math_renderer = "mathml"


def setup(app):
    """Set formulas as MathML, which browsers show by themselves."""
    app.add_html_math_renderer("mathml", (formula, None), (displayed, None))


def formula(translator, node):
    """Write a formula within a line."""
    translator.body.append(convert(node.astext()))
    raise SkipNode


def displayed(translator, node):
    """Write a formula on a line of its own, which scrolls in its own box."""
    text = convert(node.astext(), display="block")
    translator.body.append(f'<div class="formula">{text}</div>')
    raise SkipNode
