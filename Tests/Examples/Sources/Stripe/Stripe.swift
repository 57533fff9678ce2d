// The client and the models are generated from the specs beside this file.
