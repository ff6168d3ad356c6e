"""Adapters for the tools that reach outside: terraform, Kubernetes, Helm, AWS, and the one door for processes."""
