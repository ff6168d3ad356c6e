"""Kubernetes: manifests in clean YAML."""
