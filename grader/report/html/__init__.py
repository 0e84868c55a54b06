"""Turns a report into one HTML file that needs nothing else: no script, no network, no other file."""

from __future__ import annotations

from grader.report.html.page import render_html

__all__ = ["render_html"]
