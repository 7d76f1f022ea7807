"""The Qt-free heart of Duidu: reading reports, finding figures, keeping decisions, exporting datasets."""

__version__ = "0.1.0"
