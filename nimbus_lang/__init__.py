"""Nimbus: a small typed language for infrastructure, and the tools that plan and apply it.

Nothing is imported here: start-up is a feature, and every verb loads only what it needs.
"""

__version__ = "0.1.0"
