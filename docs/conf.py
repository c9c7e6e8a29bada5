"""The documentation site: ``make docs`` builds it into out/site; a warning is an error."""

from routegraph.version import VERSION

project = "routegraph"
copyright = "routegraph contributors; maps and data © OpenStreetMap contributors"
release = version = VERSION
extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc"]
exclude_patterns = ["api/generated"]
html_theme = "furo"
html_title = "routegraph"
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "show-inheritance": True}
autodoc_inherit_docstrings = False
numpydoc_show_class_members = False
numpydoc_validation_checks = {"PR01", "PR02", "PR03", "PR04", "PR07", "RT01", "RT03", "YD01"}
numpydoc_validation_exclude = {
    r"\.[A-Z]\w*$",  # dataclasses tell their attributes
    r"^(?!.*\.Answer\.).*\.(body|text|scene|chart|rows|exhibit)$",  # as `Answer` documents them
    r"\.Network\.(from_networkx|to_networkx|roads_gdf|places_gdf)$",  # they only give way
}
nitpicky = False
