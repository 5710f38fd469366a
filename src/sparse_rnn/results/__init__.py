"""Tables and the numbers quoted from them."""
