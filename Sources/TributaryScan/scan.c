// Everything is inlined from the header; a target of C needs a file to compile.
#include "TributaryScan.h"
