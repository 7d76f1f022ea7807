"""The desk: the Qt window in which reports are read side by side."""
