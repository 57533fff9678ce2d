#pragma once

// zlib begins a stream by a macro, which Swift cannot call.

#include <zlib.h>

// A stream that reads gzip and no other format.
static inline int tributary_begin_gzip(z_stream *stream) { return inflateInit2(stream, 16 + MAX_WBITS); }
