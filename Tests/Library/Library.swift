// Everything in this module is generated from Specs, which are those of the README.
