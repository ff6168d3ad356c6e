"""Rules about Kubernetes objects; imported when a graph has one."""
