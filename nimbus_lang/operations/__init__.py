"""The verbs: options in, result out, no printing."""
