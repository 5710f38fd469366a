"""What all figures share: style, panels, marks, legends and the drawings of the eight loops."""
