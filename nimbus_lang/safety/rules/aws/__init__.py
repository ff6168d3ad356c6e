"""Rules about AWS resources; imported when a graph has one."""
