"""The Helm adapter: the `helm` on the PATH, or Helm's own SDK in a child process, behind one command line."""
