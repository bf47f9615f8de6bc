"""Our own drawings of the places in Planfix that a person has to find."""

from wizard.ui.drawings.drawing import NAMES, Drawing

__all__ = ["NAMES", "Drawing"]
