"""One file a rule, in the folder of the namespace it looks at; a new file here is all that a new rule needs."""
