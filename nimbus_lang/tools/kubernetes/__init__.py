"""The Kubernetes adapter: connections, server-side apply, and what the API says when it refuses."""
