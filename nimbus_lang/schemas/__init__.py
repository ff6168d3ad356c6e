"""Provider schemas as types: what AWS, Kubernetes and Helm accept, one type loaded on demand from package data."""
