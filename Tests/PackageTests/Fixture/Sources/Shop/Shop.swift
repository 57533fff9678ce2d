// SwiftPM wants a target to have a file of its own; everything else here comes from Specs.
